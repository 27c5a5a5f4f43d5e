//! A question that Rust draws, so that nothing in a page can press its buttons.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "others.rs")]
mod system;

use tauri::{AppHandle, Manager};

/// What the person is asked. All of it is plain text.
pub struct Question {
    pub title: String,
    pub headline: String,
    pub explanation: String,
    pub agree: String,
    pub decline: String,
}

/// Asks over a window, and tells `answered` once: closing the question declines. Declining is what Return does.
///
/// # Errors
/// When the window is gone or the question can't be shown; then nobody is asked.
pub fn ask(
    app: &AppHandle,
    label: &str,
    question: Question,
    answered: impl FnOnce(bool) + Send + 'static,
) -> tauri::Result<()> {
    let window = app.get_webview_window(label).ok_or(tauri::Error::WindowNotFound)?;
    system::ask(&window, question, answered)
}
