//! A question that Rust draws, so that nothing in a page can press its buttons.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "others.rs")]
mod system;

use tauri::WebviewWindow;
use tokio::sync::oneshot;

/// What the person is asked. All of it is plain text.
pub struct Question {
    pub title: String,
    pub headline: String,
    pub explanation: String,
    pub agree: String,
    pub decline: String,
}

/// What the person chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    Agreed,
    Declined,
    /// The question was taken away unanswered.
    None,
}

/// Asks over a window, and tells `answered` once: closing the question declines. Declining is what Return does.
///
/// # Errors
/// When the question can't be shown; then nobody is asked.
pub fn ask(
    window: &WebviewWindow,
    question: Question,
    answered: impl FnOnce(bool) + Send + 'static,
) -> tauri::Result<()> {
    choose(window, question, |choice| answered(choice == Choice::Agreed))
}

/// As [`ask`], where closing the question is neither of the answers.
///
/// # Errors
/// As [`ask`].
pub fn choose(
    window: &WebviewWindow,
    question: Question,
    answered: impl FnOnce(Choice) + Send + 'static,
) -> tauri::Result<()> {
    system::ask(window, question, std::future::pending(), answered)
}

/// As [`ask`], and takes the question away, declined, when `withdrawn` ends.
///
/// # Errors
/// As [`ask`].
pub fn ask_until(
    window: &WebviewWindow,
    question: Question,
    withdrawn: oneshot::Receiver<()>,
    answered: impl FnOnce(bool) + Send + 'static,
) -> tauri::Result<()> {
    let answered = |choice| answered(choice == Choice::Agreed);
    system::ask(window, question, async move { withdrawn.await.unwrap_or_default() }, answered)
}
