//! The other systems' web views hand no key to the app before the page; there the sidebar does the same by mouse and
//! by Tab. Not run there.

use tauri::WebviewWindow;

#[allow(clippy::unnecessary_wraps, reason = "fails on Linux")]
pub fn listen(_: &WebviewWindow, _: Option<std::sync::Arc<str>>) -> tauri::Result<()> {
    Ok(())
}
