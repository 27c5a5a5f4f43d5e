//! The record of the last run, on disk.

use crate::small_file;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tauri::{AppHandle, Manager};
use widget_core::last_run::{RunRecord, Start};
use widget_core::session::clock::{Clock, SystemClock};

const FILE: &str = "run.json";
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// This run, as the next one will see it. Managed by the app.
pub struct ThisRun {
    record: Mutex<RunRecord>,
    /// `None` where the system has no place for it.
    path: Option<PathBuf>,
    start: Start,
}

impl ThisRun {
    /// Notes that this run begins, or continues after a restart of the process. What can't be read counts as nothing; what
    /// can't be written is said in the log.
    pub fn begin(app: &AppHandle, started_over: bool) -> Self {
        let path = app.path().app_data_dir().ok().map(|folder| folder.join(FILE));
        let mut record: RunRecord = path.as_deref().and_then(small_file::read).unwrap_or_default();
        let process = std::process::id();
        let resumed = record.resume(process).filter(|_| started_over);
        let start = resumed.unwrap_or_else(|| record.begin(SystemClock::start().unix_now(), VERSION, process));
        let run = Self { record: Mutex::new(record), path, start };
        run.write();
        run
    }

    /// What the runs before mean for this one.
    pub const fn start(&self) -> Start {
        self.start
    }

    /// A page has come to life.
    pub fn came_alive(&self) {
        if self.record().came_alive() {
            self.write();
        }
    }

    /// No page of ours stays alive, so there is nothing to say it in: the next run draws in another way.
    pub fn draw_plainly_next(&self) {
        self.record().draw_plainly(VERSION);
        self.write();
    }

    /// The run ends by itself.
    pub fn end(&self) {
        self.record().end();
        self.write();
    }

    fn record(&self) -> MutexGuard<'_, RunRecord> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) {
        let Some(path) = &self.path else { return };
        if let Err(error) = small_file::write(path, &*self.record()) {
            tracing::warn!(%error, "an unexpected end will not be noticed");
        }
    }
}
