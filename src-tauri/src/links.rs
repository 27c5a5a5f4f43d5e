//! Links out of a frame: to the system browser, opened by Rust, after a question where they lead elsewhere.

use crate::defences::{Defence, stands};
use crate::desktop::Desktop;
use crate::texts;
use crate::windows::{confirm, main};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tauri::{AppHandle, Manager, Url};
use widget_core::language::Language;
use widget_core::links::{Answer, Elsewhere, Gate, Link};
use widget_core::session::clock::Moment;

/// The way out of one window.
#[derive(Clone)]
pub struct Links {
    gate: Arc<Mutex<Gate>>,
    start: Instant,
}

impl Links {
    pub fn new() -> Self {
        Self { gate: Arc::default(), start: Instant::now() }
    }

    /// Follows a link that a person has clicked, as far as the rules allow.
    pub fn follow(&self, app: &AppHandle, url: &Url) {
        let own = app.state::<Desktop>().current().frame_origins();
        let read = Link::read(url, &own);
        if read.is_err() && !stands(Defence::LinkScheme) {
            return open(url.as_str());
        }
        let answer = match read {
            Ok(link) if !stands(Defence::LinkConfirmation) => Answer::Open(link.address),
            read => self.gate().admit(read, self.now()),
        };
        match answer {
            Answer::Open(address) => open(&address),
            Answer::Ask(address, place) => self.ask(app, address, &place),
            Answer::Refuse(refusal) => {
                if self.gate().is_news(refusal) {
                    tracing::warn!(scheme = scheme_of(url), %refusal, "a link was refused");
                }
            }
        }
    }

    fn ask(&self, app: &AppHandle, address: String, place: &Elsewhere) {
        let gate = Arc::clone(&self.gate);
        let Some(window) = app.get_webview_window(main::LABEL) else { return self.gate().answered() };
        let language = app.state::<Desktop>().current().language();
        let asked = confirm::ask(&window, question(language, place), move |agreed| {
            lock(&gate).answered();
            if agreed {
                open(&address);
            }
        });
        if let Err(error) = asked {
            self.gate().answered();
            tracing::error!(%error, "the question about a link can't be shown");
        }
    }

    fn now(&self) -> Moment {
        Moment::START.after(self.start.elapsed())
    }

    fn gate(&self) -> MutexGuard<'_, Gate> {
        lock(&self.gate)
    }
}

fn lock(gate: &Mutex<Gate>) -> MutexGuard<'_, Gate> {
    gate.lock().unwrap_or_else(PoisonError::into_inner)
}

fn open(address: &str) {
    if let Err(error) = open::that_detached(address) {
        tracing::error!(%error, "the system browser did not open");
    }
}

fn question(language: Language, place: &Elsewhere) -> confirm::Question {
    let (headline, explanation) = match place {
        Elsewhere::Site(host) => (texts::link_site(language, host), texts::link_site_why(language)),
        Elsewhere::Mailboxes(to) => (texts::link_mail(language, &to.join(", ")), texts::link_mail_why(language)),
    };
    confirm::Question {
        title: texts::link_title(language),
        headline,
        explanation,
        agree: texts::link_open(language),
        decline: texts::link_cancel(language),
    }
}

/// The scheme of a refused link, where it is one that people write; others are a stranger's text.
fn scheme_of(url: &Url) -> &str {
    match url.scheme() {
        known @ ("http" | "https" | "mailto" | "file" | "data" | "blob" | "javascript" | "tel" | "ftp") => known,
        _ => "another",
    }
}
