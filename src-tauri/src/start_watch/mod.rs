//! Watches the start until it paints, and replaces the process once if it does not.
//!
//! Runs on its own thread, because the main thread or the async runtime may be what hangs.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "others.rs")]
mod system;

use crate::last_run::ThisRun;
use crate::log::Log;
use crate::windows;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};
use tauri::{AppHandle, Manager};
use widget_core::session::clock::Moment;
use widget_core::start_watch::{LOOK, Overdue, Phase, StartWatch, Try};

/// How long the main thread gets to answer.
const ANSWER: Duration = Duration::from_secs(2);

/// This start. Managed by the app.
#[derive(Clone)]
pub struct ThisStart(Arc<Shared>);

struct Shared {
    watch: Mutex<StartWatch>,
    began: Instant,
    /// Whether this image replaced one that had not painted.
    started_over: bool,
    log: Arc<Log>,
    /// Set once the toolkit is up.
    app: OnceLock<AppHandle>,
}

/// The try before this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FirstTry {
    /// Whether its page ran without being drawn.
    undrawn: bool,
}

/// The state of the main thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MainThread {
    /// Its loop does not run yet, or hangs.
    Silent,
    /// It runs, and a window is on the screen or still to come.
    Shows,
    /// It runs, and every window is hidden or minimised.
    Hides,
}

impl ThisStart {
    /// Begins to watch. Call it before the toolkit starts.
    pub fn begin(log: Arc<Log>) -> Self {
        let before = system::first_try();
        let watch = match before {
            None => StartWatch::begin(Moment::START),
            Some(before) => StartWatch::begin_again(before.undrawn, Moment::START),
        };
        // Before there are children of its own.
        let left = before.map(|_| system::kill_engine()).unwrap_or_default();
        let shared = Shared {
            watch: Mutex::new(watch),
            began: Instant::now(),
            started_over: before.is_some(),
            log,
            app: OnceLock::new(),
        };
        let start = Self(Arc::new(shared));
        let watched = start.clone();
        let spawned = thread::Builder::new().name("start-watch".to_owned()).spawn(move || {
            system::reap(&left);
            watched.run();
        });
        if let Err(error) = spawned {
            tracing::warn!(%error, "the start is not watched");
        }
        start
    }

    /// The toolkit is up.
    pub fn has_app(&self, app: &AppHandle) {
        // Called once: a process has one app.
        self.0.app.set(app.clone()).ok();
        self.reached(Phase::ToolkitUp);
    }

    /// Records progress.
    pub fn reached(&self, phase: Phase) {
        // Elsewhere drawing can't be observed, so a running page counts.
        let seen = if cfg!(target_os = "linux") { Phase::Painted } else { Phase::PageAlive };
        let (painted, which, plainly) = {
            let mut watch = self.watch();
            if watch.is_over() {
                return;
            }
            watch.reached(if phase >= seen { Phase::Painted } else { phase });
            (watch.is_over(), watch.current(), watch.plain_drawing_helped())
        };
        if painted {
            tracing::info!(?which, ms = self.now().milliseconds_since(Moment::START), "painted");
        }
        if plainly && let Some(app) = self.0.app.get() {
            app.state::<ThisRun>().draw_plainly_next();
        }
    }

    /// A window is being rebuilt.
    pub fn restart_window(&self) {
        self.watch().restart_window();
    }

    /// Nothing needs to paint any more.
    pub fn end(&self) {
        self.watch().end();
    }

    /// Whether a paint is still due.
    pub fn is_watched(&self) -> bool {
        !self.watch().is_over()
    }

    /// Whether this image replaced one that had not painted.
    pub fn is_started_over(&self) -> bool {
        self.0.started_over
    }

    fn watch(&self) -> MutexGuard<'_, StartWatch> {
        self.0.watch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counted from the begin of the watch.
    fn now(&self) -> Moment {
        Moment::START.after(self.0.began.elapsed())
    }

    fn run(&self) {
        while self.is_watched() {
            thread::sleep(LOOK);
            let now = self.now();
            let overdue = self.watch().look(now);
            if let Some(overdue) = overdue {
                self.act(overdue);
            }
        }
    }

    fn act(&self, overdue: Overdue) {
        let main_thread = self.ask_main_thread();
        if main_thread == MainThread::Hides && overdue.is_undrawn() {
            // The page runs, and nobody can see it.
            return self.end();
        }
        if overdue.which == Try::First && !self.is_watched() {
            // It has just painted, or is ending.
            return;
        }
        if self.0.app.get().is_none()
            && let Some(folder) = system::log_folder()
        {
            // The log has no files before the app is set up.
            self.0.log.keep_in(folder);
        }
        report(overdue, main_thread);
        if overdue.which == Try::First
            && let Err(error) = system::start_over(overdue.is_undrawn(), || self.is_watched())
        {
            tracing::error!(%error, "the app can't restart itself");
        }
    }

    fn ask_main_thread(&self) -> MainThread {
        let Some(app) = self.0.app.get() else { return MainThread::Silent };
        let (told, answer) = mpsc::channel();
        let asked = app.clone();
        let asking = app.run_on_main_thread(move || {
            let seen = if windows::are_out_of_sight(&asked) { MainThread::Hides } else { MainThread::Shows };
            // A late answer has no receiver.
            told.send(seen).ok();
        });
        asking.ok().and_then(|()| answer.recv_timeout(ANSWER).ok()).unwrap_or(MainThread::Silent)
    }
}

/// Logs what helps to find the cause.
fn report(Overdue { which, phase, waited }: Overdue, main_thread: MainThread) {
    let (threads, children) = (system::threads(), system::children());
    let seconds = waited.as_secs();
    match which {
        Try::First => {
            tracing::warn!(?phase, seconds, ?main_thread, children, threads, "the start has not painted; restarting");
        }
        Try::Second => {
            tracing::error!(?phase, seconds, ?main_thread, children, threads, "the restart has not painted either");
        }
    }
}
