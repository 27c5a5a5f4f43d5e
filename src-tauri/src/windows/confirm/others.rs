//! The question as Windows and macOS draw it. Written from the library's documentation; not run there.

use super::{Choice, Question};
use rfd::{AsyncMessageDialog, MessageButtons, MessageDialogResult, MessageLevel};
use tauri::WebviewWindow;

pub fn ask(
    window: &WebviewWindow,
    question: Question,
    // The system's dialogs can't be taken away by whoever asked.
    _withdrawn: impl Future<Output = ()> + Send + 'static,
    answered: impl FnOnce(Choice) + Send + 'static,
) -> tauri::Result<()> {
    let window = window.clone();
    let asker = window.clone();
    // macOS wants its dialogs made on the main thread.
    window.run_on_main_thread(move || {
        let (agree, decline) = (question.agree.clone(), question.decline.clone());
        let asked = AsyncMessageDialog::new()
            .set_parent(&asker)
            .set_level(MessageLevel::Info)
            .set_title(question.headline)
            .set_description(question.explanation)
            .set_buttons(MessageButtons::OkCancelCustom(question.agree, question.decline))
            .show();
        tauri::async_runtime::spawn(async move {
            answered(match asked.await {
                MessageDialogResult::Custom(said) if said == agree => Choice::Agreed,
                MessageDialogResult::Custom(said) if said == decline => Choice::Declined,
                _ => Choice::None,
            });
        });
    })
}
