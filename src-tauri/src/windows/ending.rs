//! The end of a window's page.

#[cfg(target_os = "linux")]
use crate::defences::{Defence, stands};
use tauri::WebviewWindow;

/// Ends the page's process together with the window, whatever the page is doing.
///
/// Left alone it ends by itself, but a page that hangs would use up a processor for ten seconds more.
#[cfg(target_os = "linux")]
pub fn take_the_page_along(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::glib::object::ObjectExt;
    use webkit2gtk::{WebView, WebViewExt};
    if !stands(Defence::PageEnd) {
        return Ok(());
    }
    window.with_webview(|webview| {
        webview.inner().connect_local("destroy", false, |view| {
            view.first()?.get::<WebView>().ok()?.terminate_web_process();
            None
        });
    })
}

/// The other systems' web engines end their processes by themselves, as far as their documentation says; not run there.
#[cfg(not(target_os = "linux"))]
pub fn take_the_page_along(_: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}
