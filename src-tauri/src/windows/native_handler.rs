//! The web engine's own message handler, which every frame of a page has as well.

use tauri::WebviewWindow;

/// Takes the handler away. What comes by it counts as the window's own, whichever frame sent it; Tauri falls back to it
/// where requests to `ipc:` fail, and those, which tell the sender's origin, are all that the app needs.
#[cfg(target_os = "linux")]
pub fn remove(window: &WebviewWindow) -> tauri::Result<()> {
    use crate::defences::{Defence, stands};
    use webkit2gtk::{UserContentManagerExt, WebViewExt};
    if !stands(Defence::NativeHandler) {
        return Ok(());
    }
    window.with_webview(|webview| match webview.inner().user_content_manager() {
        Some(manager) => manager.unregister_script_message_handler(HANDLER),
        None => tracing::error!("the native message handler stays"),
    })
}

/// The name that wry registers it by.
#[cfg(target_os = "linux")]
const HANDLER: &str = "ipc";

/// The other systems' web engines are not run here.
#[cfg(not(target_os = "linux"))]
pub fn remove(_: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}
