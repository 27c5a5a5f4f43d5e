//! What becomes of a file that a widget offers. It is refused in any case: by the frame's sandbox, and behind that by the
//! guard on downloads (`guards`). Here it is only told.

use tauri::WebviewWindow;

/// Has the person be told. A link with a `download` attribute is refused within the page's process, which tells nobody.
#[cfg(target_os = "linux")]
pub fn tell(window: &WebviewWindow) -> tauri::Result<()> {
    use crate::desktop::Desktop;
    use tauri::Manager;
    use webkit2gtk::glib::object::Cast;
    use webkit2gtk::{ResponsePolicyDecision, ResponsePolicyDecisionExt, URIResponseExt, WebViewExt};
    use widget_core::app::downloads::is_file;
    let app = window.app_handle().clone();
    window.with_webview(move |webview| {
        webview.inner().connect_decide_policy(move |_, decision, _| {
            if let Some(decision) = decision.downcast_ref::<ResponsePolicyDecision>() {
                let headers = decision.response().and_then(|response| response.http_headers());
                let disposition = headers.and_then(|headers| headers.one("Content-Disposition"));
                if is_file(disposition.as_deref()) || !decision.is_mime_type_supported() {
                    app.state::<Desktop>().current().download_refused();
                }
            }
            // The engine decides as before.
            false
        });
    })
}

/// The other systems' web engines were not tried.
#[cfg(not(target_os = "linux"))]
#[allow(clippy::unnecessary_wraps, reason = "fails on Linux")]
pub const fn tell(_: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}
