//! The two rooms.

pub mod confirm;
mod content_policy;
mod guards;
pub mod main;
mod painting;
pub mod setup;

use crate::desktop::{Desktop, Room};
use tauri::{AppHandle, Manager};

/// Clears what widgets stored: all of them, since the web engine's clearing by origin can't be reached from here.
///
/// The windows share one storage, so any of them will do; while none is open, none can have a frame.
pub fn clear_frame_storage(app: &AppHandle) {
    let Some(window) = app.webview_windows().into_values().next() else { return };
    if let Err(error) = window.clear_all_browsing_data() {
        tracing::error!(%error, "the widgets' storage was not cleared");
    }
}

/// What is to be done once a window is gone.
pub fn on_destroyed(app: &AppHandle, label: &str) {
    let desktop = app.state::<Desktop>();
    match label {
        main::LABEL => {
            desktop.end_watch(Room::Main);
            if desktop.is_rebuilding_main() {
                main::finish_rebuilding(app.clone());
            }
        }
        setup::LABEL => desktop.end_watch(Room::Setup),
        _ => {}
    }
}
