//! Simulates the sign-ins of many installs around an outage of the service, this app's policy beside two others, and
//! writes down the numbers and a plot.
//!
//! ```text
//! herd [--installs N] --page FILE --drawing FILE [--date DATE]
//! ```
//! Exit code 0, 1 when an install of this app signed in more than six times in a minute, 2 when there is no result.

mod arguments;
mod comparison;
mod drawing;
mod figures;
mod page;
mod policies;
#[cfg(test)]
mod promises;
mod scenario;
mod service;
mod simulation;

use arguments::Arguments;
use comparison::Comparisons;
use std::process::ExitCode;

fn main() -> ExitCode {
    match herd() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("herd: this app signed in more often than six times a minute");
            ExitCode::from(1)
        }
        Err(error) => {
            eprintln!("herd: {error}");
            ExitCode::from(2)
        }
    }
}

/// Whether the limit of six sign-ins a minute held.
fn herd() -> Result<bool, Box<dyn std::error::Error>> {
    let arguments = Arguments::parse(std::env::args().skip(1))?;
    let comparisons = Comparisons::of(arguments.installs)?;
    std::fs::write(&arguments.page, page::page(&comparisons, &arguments.date))?;
    std::fs::write(&arguments.drawing, drawing::svg(&comparisons)?)?;
    Ok(comparisons.limit_held())
}
