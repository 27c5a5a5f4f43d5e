//! WebKitGTK's web process.

use tauri::WebviewWindow;
use webkit2gtk::{WebProcessTerminationReason, WebViewExt};

/// Tells when the window's web process has ended by itself, or by the system's doing. One that is ended by us, as when
/// its window closes, is no news.
pub fn on_end(window: &WebviewWindow, ended: impl Fn() + Send + 'static) -> tauri::Result<()> {
    window.with_webview(move |webview| {
        webview.inner().connect_web_process_terminated(move |_, reason| {
            if reason != WebProcessTerminationReason::TerminatedByApi {
                ended();
            }
        });
    })
}
