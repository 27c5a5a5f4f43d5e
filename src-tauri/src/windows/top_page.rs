//! A window's page stays its own.

use tauri::WebviewWindow;

/// Stops every load that would put another page in the place of the window's own.
///
/// The guard on navigations sees an address and not which frame it is for, so it lets a widget's address through. A link
/// to a widget that a person drags from a browser and drops on the app is loaded as the window's page: this stops it
/// before anything of it arrives. What would come through all the same ends the process (`guards`).
#[cfg(target_os = "linux")]
pub fn keep(window: &WebviewWindow) -> tauri::Result<()> {
    use crate::defences::{Defence, stands};
    use std::cell::Cell;
    use webkit2gtk::{LoadEvent, WebViewExt};
    window.with_webview(|webview| {
        // Only loads in the window's own place are told here, and their address only when it is too late.
        let shown = Cell::new(false);
        webview.inner().connect_load_changed(move |view, event| match event {
            LoadEvent::Started if shown.get() && stands(Defence::Navigation) => {
                tracing::warn!("a load in the window's place was stopped");
                view.stop_loading();
            }
            LoadEvent::Committed => shown.set(true),
            _ => {}
        });
    })
}

/// The other systems' web engines were not tried. There the end of the process is what is left.
#[cfg(not(target_os = "linux"))]
pub fn keep(_: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}
