//! No icon on the other systems; there a second start brings the window back. Not run there.

use tauri::AppHandle;

#[allow(clippy::unused_async, reason = "the signature is the one of Linux")]
pub async fn has_host() -> bool {
    false
}

pub const fn keep(_: &AppHandle) {}
