//! The main window out of sight while the app goes on, and back.

use super::{confirm, main, partitions, place};
use crate::desktop::Desktop;
use crate::start_watch::ThisStart;
use crate::{texts, tray};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tauri::{AppHandle, CloseRequestApi, Manager, WebviewWindow};
use tokio::sync::watch;
use widget_core::background::Closing;
use widget_core::settings::preferences::OnClose;

/// It may only have been closed by mistake.
const RELEASED_AFTER: Duration = Duration::from_secs(60);

/// Whether the app runs without its main window. Managed by the app.
pub struct Background {
    hidden: watch::Sender<bool>,
    asking: AtomicBool,
}

impl Background {
    /// As the app starts.
    pub fn new(hidden: bool) -> Self {
        Self { hidden: watch::Sender::new(hidden), asking: AtomicBool::new(false) }
    }

    /// Rings when the main window goes out of sight or comes back.
    pub fn changes(&self) -> watch::Receiver<bool> {
        self.hidden.subscribe()
    }
}

/// Whether the main window is out of sight.
pub fn is_hidden(app: &AppHandle) -> bool {
    *app.state::<Background>().hidden.borrow()
}

/// Whether the app goes on when its last window is gone.
pub fn outlives_windows(app: &AppHandle) -> bool {
    is_hidden(app) && app.state::<Desktop>().current().has_widgets()
}

/// The one place where the main window goes out of sight or comes back.
fn set_hidden(app: &AppHandle, window: Option<&WebviewWindow>, hidden: bool) -> tauri::Result<()> {
    if hidden {
        // It may not have painted yet.
        app.state::<ThisStart>().end();
    }
    match window {
        Some(window) if hidden => window.hide()?,
        Some(window) => window.show()?,
        None => {}
    }
    app.state::<Background>().hidden.send_replace(hidden);
    Ok(())
}

/// The main window is wanted, whether it is there, hidden or still to be built.
pub fn come_back(app: &AppHandle, window: Option<&WebviewWindow>) -> tauri::Result<()> {
    if is_hidden(app) { set_hidden(app, window, false) } else { Ok(()) }
}

/// The person closes the main window.
pub fn on_close(app: &AppHandle, api: &CloseRequestApi) {
    let other_window = app.webview_windows().keys().any(|label| is_another_window(label));
    match app.state::<Desktop>().current().background().closing(other_window) {
        Closing::Close => {}
        Closing::Hide => {
            api.prevent_close();
            hide(app);
        }
        Closing::Ask => {
            api.prevent_close();
            tauri::async_runtime::spawn(ask(app.clone()));
        }
    }
}

/// Not the main one, nor a page of it.
fn is_another_window(label: &str) -> bool {
    label != main::LABEL && partitions::partition_of(label).is_none()
}

fn hide(app: &AppHandle) {
    if let Err(error) = set_hidden(app, app.get_webview_window(main::LABEL).as_ref(), true) {
        tracing::error!(%error, "the main window does not go out of sight");
        return;
    }
    tauri::async_runtime::spawn(release_in_time(app.clone()));
}

/// Gives back the memory of a window that stays out of sight: with it goes its web process. Where a widget is to be kept
/// awake the window stays, and its page sees to the other widgets.
async fn release_in_time(app: AppHandle) {
    let mut sight = app.state::<Background>().changes();
    let back = sight.wait_for(|hidden| !hidden);
    if tokio::time::timeout(RELEASED_AFTER, back).await.is_ok() {
        return;
    }
    let desktop = app.state::<Desktop>();
    // Nobody opens it meanwhile.
    let _opening = desktop.opening();
    if !is_hidden(&app) || desktop.current().keeps_widgets_awake() {
        return;
    }
    let Some(window) = app.get_webview_window(main::LABEL) else { return };
    place::note(&window);
    if let Err(error) = window.destroy() {
        tracing::error!(%error, "a window out of sight keeps its memory");
    }
}

async fn ask(app: AppHandle) {
    // A second close while the question is shown is no second question.
    if app.state::<Background>().asking.swap(true, Ordering::SeqCst) {
        return;
    }
    let in_tray = tray::has_host().await;
    let answering = app.clone();
    let asked = app.get_webview_window(main::LABEL).map_or(Ok(()), |window| {
        confirm::choose(&window, question(&app, in_tray), move |choice| {
            answering.state::<Background>().asking.store(false, Ordering::SeqCst);
            answer(&answering, choice);
        })
    });
    if let Err(error) = asked {
        app.state::<Background>().asking.store(false, Ordering::SeqCst);
        tracing::error!(%error, "the question about the background can't be shown");
    }
}

/// To go on is what Return does: it loses nothing.
fn question(app: &AppHandle, in_tray: bool) -> confirm::Question {
    let language = app.state::<Desktop>().current().language();
    confirm::Question {
        title: texts::main_title(language),
        headline: texts::background(language),
        explanation: if in_tray { texts::background_tray(language) } else { texts::background_no_tray(language) },
        agree: texts::background_quit(language),
        decline: texts::background_keep(language),
    }
}

fn answer(app: &AppHandle, choice: confirm::Choice) {
    let core = app.state::<Desktop>().current();
    match choice {
        // Whoever takes the question away takes the closing back, and is asked the next time.
        confirm::Choice::None => {}
        confirm::Choice::Declined => {
            core.remember_on_close(OnClose::KeepRunning);
            hide(app);
        }
        confirm::Choice::Agreed => {
            core.remember_on_close(OnClose::Quit);
            if let Err(error) = main::close(app) {
                tracing::error!(%error, "the main window does not close");
            }
        }
    }
}
