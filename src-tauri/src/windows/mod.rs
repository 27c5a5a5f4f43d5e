//! The two rooms.

mod content_policy;
mod guards;
pub mod main;
pub mod setup;

use crate::desktop::Desktop;
use tauri::{AppHandle, Manager};

/// What is to be done once a window is gone.
pub fn on_destroyed(app: &AppHandle, label: &str) {
    if label == main::LABEL && app.state::<Desktop>().is_rebuilding_main() {
        main::finish_rebuilding(app.clone());
    }
}
