//! The commands that open no window. They ask nobody anything, change no settings and leave no mark of a run, so that the
//! app may run beside them. They speak English alone: what they say is read by scripts and by support.

mod diagnose;
pub mod exit;
mod export;
mod failure;
mod key_input;
mod list;
mod open;
mod print;
pub mod settings;
mod sign_in;
mod without_windows;

use crate::arguments::Command;
use exit::Exit;
use failure::Failure;
use std::process::ExitCode;

/// What a command has found, whether it is good or not.
pub struct Answer {
    exit: Exit,
    /// For standard output.
    text: String,
}

/// Runs one command to its end.
pub fn run(command: &Command) -> ExitCode {
    let exit = match answer(command) {
        // Whoever reads may have gone: then there is nobody to tell.
        Ok(answer) => print::out(&answer.text).map_or(Exit::File, |()| answer.exit),
        Err(failure) => {
            print::err(&failure.text);
            failure.exit
        }
    };
    exit.into()
}

fn answer(command: &Command) -> Result<Answer, Failure> {
    match command {
        Command::Diagnose(wanted) => diagnose::run(wanted),
        Command::List(wanted) => list::run(wanted),
        Command::SignIn(wanted) => sign_in::run(wanted),
        Command::Open(wanted) => open::run(wanted),
        Command::Export(wanted) => export::run(wanted),
    }
}
