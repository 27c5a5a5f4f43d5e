//! Notices that the machine slept.

use crate::desktop::Desktop;
use std::time::{Duration, Instant};
use tauri::{AppHandle, Manager};
use widget_core::session::clock::{Clock, SleepWatch, SystemClock};

/// How soon after a sleep it is noticed.
const LOOK: Duration = Duration::from_secs(4);

/// Looks for as long as the app runs.
///
/// By the clocks and not by a signal of the system: that works on every system, and where no service sends one.
pub fn watch(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let clock = SystemClock::start();
        let mut watch = SleepWatch::start(Instant::now(), clock.now());
        loop {
            tokio::time::sleep(LOOK).await;
            if watch.slept(Instant::now(), clock.now()) {
                tracing::info!("the machine slept");
                for core in app.state::<Desktop>().all() {
                    core.woke_up();
                }
            }
        }
    });
}
