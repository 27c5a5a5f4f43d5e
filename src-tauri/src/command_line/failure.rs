//! Why a command has nothing to answer.

use super::exit::Exit;
use crate::texts;
use widget_core::error::{AppError, Code};
use widget_core::settings::named::NotNamed;

/// Goes to standard error, in plain English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub exit: Exit,
    pub text: String,
}

impl Failure {
    pub const fn new(exit: Exit, text: String) -> Self {
        Self { exit, text }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self::new(Exit::of(error.code), explained(&error))
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        AppError::new(code).into()
    }
}

impl From<NotNamed> for Failure {
    fn from(error: NotNamed) -> Self {
        let text = format!("{error}. `returning-widgets list` says what there is.");
        Self::new(Exit::NotFound, text)
    }
}

/// What a keychain that gives no key leaves to do: where somebody is by SSH there may be none.
pub const fn key_hint(exit: Exit, key_from_stdin: bool) -> &'static str {
    if matches!(exit, Exit::Key) && !key_from_stdin {
        "Or give the key by standard input, with --key-from-stdin.\n"
    } else {
        ""
    }
}

/// What the windows say of an error, and its code for whoever looks it up.
pub fn explained(error: &AppError) -> String {
    let detail = error.detail.as_deref().map(|detail| format!(" ({detail})")).unwrap_or_default();
    let (title, action) = texts::of_error(error.code);
    format!("{}: {title}{detail}\n{action}", texts::name_of(error.code))
}
