//! A page in a window of its own, which is shown in place of the main one. Not run on these systems; to have one window
//! there takes Tauri's feature `unstable`.

use tauri::{Manager, WebviewWindow};

use super::{label, there};

#[allow(clippy::unnecessary_wraps, reason = "fails on Linux")]
pub const fn move_into(_: &WebviewWindow, _: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

pub fn bring_to_front(main: &WebviewWindow, wanted: Option<String>) -> tauri::Result<()> {
    for (partition, window) in there(main.app_handle()) {
        if wanted.as_deref() == Some(label(partition).as_str()) {
            window.show()?;
        } else {
            window.hide()?;
        }
    }
    Ok(())
}
