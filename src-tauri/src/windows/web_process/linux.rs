//! WebKitGTK's web process.

use tauri::WebviewWindow;
use webkit2gtk::WebViewExt;

/// Tells when the window's web process has ended, however it ended.
pub fn on_end(window: &WebviewWindow, ended: impl Fn() + Send + 'static) -> tauri::Result<()> {
    window.with_webview(move |webview| {
        webview.inner().connect_web_process_terminated(move |_, _| ended());
    })
}

/// Ends the window's web process.
pub fn end(window: &WebviewWindow) -> tauri::Result<()> {
    window.with_webview(|webview| webview.inner().terminate_web_process())
}
