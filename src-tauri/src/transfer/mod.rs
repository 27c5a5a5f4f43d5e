//! Export and import, as far as they need a file and a question: both are the system's, so that no page has a say.

pub mod file;

use crate::desktop::Desktop;
use crate::texts;
use crate::windows::choose_file::{self, Purpose, Wanted};
use crate::windows::confirm;
use std::io;
use std::path::PathBuf;
use tauri::{Manager, WebviewWindow};
use tokio::sync::oneshot;
use widget_core::app::transfer::{ImportPlan, ImportQuestion, Taking};
use widget_core::error::{AppError, Code};
use widget_core::language::Language;
use widget_core::service::origin::Origin;

/// What an exported file is called, unless the person calls it otherwise.
const USUAL_NAME: &str = "returning-widgets.json";

fn internal(error: &dyn std::fmt::Display) -> AppError {
    AppError::new(Code::Internal).with_detail(error.to_string())
}

/// Writes what is set in the person's own app to a file that they choose. `false` when they chose none.
pub async fn export(window: &WebviewWindow) -> Result<bool, AppError> {
    let Some(path) = choose(window, Purpose::Save).await? else { return Ok(false) };
    let text = window.state::<Desktop>().own().export()?;
    on_disk(Code::FileNotWritten, move || file::write(&path, &text)).await?;
    Ok(true)
}

/// Reads a file that the person chooses, and says what it would change. `None` when they chose none.
pub async fn plan(window: &WebviewWindow) -> Result<Option<ImportPlan>, AppError> {
    let Some(path) = choose(window, Purpose::Open).await? else { return Ok(None) };
    let bytes = on_disk(Code::FileNotRead, move || file::read(&path)).await?;
    window.state::<Desktop>().own().plan_import(&bytes).map(Some)
}

/// Takes what was shown. `false` when the person was asked about it and declined.
pub async fn take(window: &WebviewWindow, plan: &str) -> Result<bool, AppError> {
    let own = window.state::<Desktop>().own();
    let Taking::Ask(question) = own.take_import(plan)? else { return Ok(true) };
    if agreed(window, &question).await? {
        own.take_agreed(question)?;
        return Ok(true);
    }
    own.keep_declined(question);
    Ok(false)
}

async fn choose(window: &WebviewWindow, purpose: Purpose) -> Result<Option<PathBuf>, AppError> {
    let language = window.state::<Desktop>().current().language();
    let agree = match purpose {
        Purpose::Save => texts::transfer_save(language),
        Purpose::Open => texts::link_open(language),
    };
    let wanted = Wanted {
        purpose,
        title: texts::transfer_title(language),
        usual_name: USUAL_NAME,
        agree,
        decline: texts::link_cancel(language),
    };
    choose_file::ask(window, wanted).await.map_err(|error| internal(&error))
}

/// Does what may take as long as a disk likes, away from what must not wait.
pub async fn on_disk<T: Send + 'static>(
    failure: Code,
    act: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, AppError> {
    let done = tauri::async_runtime::spawn_blocking(act).await.map_err(|error| internal(&error))?;
    // The kind of it: the text of an error may name the path.
    done.map_err(|error| AppError::new(failure).with_detail(error.kind().to_string()))
}

async fn agreed(window: &WebviewWindow, question: &ImportQuestion) -> Result<bool, AppError> {
    let language = window.state::<Desktop>().current().language();
    let (answered, answer) = oneshot::channel();
    let asked = confirm::ask(window, asked(language, question), move |agreed| {
        // The page that waits may have gone.
        answered.send(agreed).ok();
    });
    asked.map_err(|error| internal(&error))?;
    // The window may go away with the question in it.
    Ok(answer.await.unwrap_or_default())
}

/// The addresses are all that counts: a name is what the file says of itself.
fn asked(language: Language, question: &ImportQuestion) -> confirm::Question {
    let addresses: Vec<&str> = question.addresses().iter().map(Origin::as_str).collect();
    confirm::Question {
        title: texts::transfer_title(language),
        headline: texts::transfer_question(language),
        explanation: format!("{}\n\n{}", texts::transfer_question_why(language), addresses.join("\n")),
        agree: texts::transfer_add(language),
        decline: texts::link_cancel(language),
    }
}
