//! The other systems have no event for it here: whoever hides the window says so by `Desktop::set_hidden`. Not run there.

use tauri::WebviewWindow;

#[allow(clippy::unnecessary_wraps, reason = "fails on Linux")]
pub const fn listen(_: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}
