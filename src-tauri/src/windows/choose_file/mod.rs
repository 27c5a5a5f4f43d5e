//! Where a file is, asked by the system's own dialog: no page learns a path, and none can name one.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "others.rs")]
mod system;

use std::path::PathBuf;
use tauri::WebviewWindow;
use tokio::sync::oneshot;

/// What the file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Save,
    Open,
}

/// What the person is asked. All of it is plain text.
pub struct Wanted {
    pub purpose: Purpose,
    pub title: String,
    /// What a file that is saved is called, unless the person calls it otherwise.
    pub usual_name: &'static str,
    pub agree: String,
    pub decline: String,
}

/// Asks over a window. `None` when the person chose none, or the window went away.
///
/// # Errors
/// When the dialog can't be shown.
pub async fn ask(window: &WebviewWindow, wanted: Wanted) -> tauri::Result<Option<PathBuf>> {
    let (answered, answer) = oneshot::channel();
    system::ask(window, wanted, move |path| {
        // Whoever asked may have gone.
        answered.send(path).ok();
    })?;
    Ok(answer.await.unwrap_or_default())
}
