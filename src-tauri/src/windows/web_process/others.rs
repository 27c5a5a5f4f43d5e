//! Windows says that a web process failed by `ProcessFailed`, macOS by `webViewWebContentProcessDidTerminate`. Neither
//! is wired: it can't be run here, and a guess would be worse than a window that has to be opened anew.

use tauri::WebviewWindow;

pub fn on_end(_: &WebviewWindow, _: impl Fn() + Send + 'static) -> tauri::Result<()> {
    Ok(())
}
