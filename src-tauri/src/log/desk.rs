//! A log of a test's own, in files of its own and with a clock that goes when it is told to.

use super::{Log, to_files};
use serde_json::Value;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tracing_subscriber::layer::SubscriberExt;
use widget_core::session::clock::{Clock, Moment};

#[derive(Default)]
struct Hand(Mutex<Duration>);

impl Clock for Hand {
    fn now(&self) -> Moment {
        Moment::START.after(*self.0.lock().unwrap())
    }
    fn unix_now(&self) -> u64 {
        0
    }
}

pub struct Desk {
    home: tempfile::TempDir,
    pub log: Arc<Log>,
    clock: Arc<Hand>,
}

impl Desk {
    pub fn new() -> Self {
        let (home, clock) = (tempfile::tempdir().unwrap(), Arc::new(Hand::default()));
        let log = Arc::new(Log::new(clock.clone()));
        log.keep_in(home.path().join("logs"));
        Self { home, log, clock }
    }

    pub fn after(&self, seconds: u64) {
        *self.clock.0.lock().unwrap() += Duration::from_secs(seconds);
    }

    /// Has what is logged meanwhile, on this thread, written to the files.
    pub fn run<T>(&self, act: impl FnOnce() -> T) -> T {
        tracing::subscriber::with_default(tracing_subscriber::registry().with(to_files(&self.log)), act)
    }

    pub fn text(&self) -> String {
        std::fs::read_to_string(self.home.path().join("logs/returning-widgets.log")).unwrap_or_default()
    }

    pub fn lines(&self) -> Vec<Value> {
        self.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}
