//! The main window: hosts widget frames.

use super::content_policy::MAIN_PAGE;
use super::guards::{Strangers, window};
use super::{painting, setup};
use crate::desktop::Desktop;
use tauri::{AppHandle, Manager};

pub const LABEL: &str = "main";
const TITLE: &str = "Returning Widgets";

/// Opens the window, or brings it to the front.
pub fn open(app: &AppHandle) -> tauri::Result<()> {
    if let Some(window) = app.get_webview_window(LABEL) {
        return window.set_focus();
    }
    let desktop = app.state::<Desktop>();
    desktop.note_built_for(desktop.current().frame_origins());
    let window = window(app, LABEL, MAIN_PAGE, Strangers::Hosted)
        .title(TITLE)
        .inner_size(1280.0, 800.0)
        .min_inner_size(640.0, 480.0)
        .center()
        .build()?;
    painting::suit_to_machine(&window)
}

/// Shows the main window with all that it has to show, and closes the setup window.
///
/// A page's content policy is fixed when it loads, so a window whose page may not frame every community is built anew.
pub fn show(app: &AppHandle) -> tauri::Result<()> {
    let desktop = app.state::<Desktop>();
    if desktop.is_rebuilding_main() {
        return Ok(());
    }
    let turn = desktop.page().turn;
    match app.get_webview_window(LABEL) {
        Some(window) if !desktop.main_fits() => {
            desktop.set_rebuilding_main(true);
            window.destroy().inspect_err(|_| desktop.set_rebuilding_main(false))
        }
        _ => {
            open(app)?;
            // Asked for again in the meantime, it stays.
            if desktop.page().turn == turn { setup::close(app) } else { Ok(()) }
        }
    }
}

/// The old window is gone: build the one that takes its place.
pub fn finish_rebuilding(app: AppHandle) {
    // Not from within the event that says so: the old window is still on the list then.
    tauri::async_runtime::spawn(async move {
        let built = open(&app).and_then(|()| setup::close(&app));
        app.state::<Desktop>().set_rebuilding_main(false);
        if let Err(error) = built {
            tracing::error!(%error, "the main window can't be built");
            app.exit(1);
        }
    });
}
