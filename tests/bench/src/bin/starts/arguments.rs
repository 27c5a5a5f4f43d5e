//! The command line.

use clap::Parser;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Starts a program many times, and keeps what tells the cause when its window is not painted.
///
/// Exit code 0 when every start was painted, 1 when one was not, 2 when the series could not be run.
#[derive(Debug, Parser)]
pub struct Arguments {
    /// How often.
    #[arg(long, value_name = "N")]
    pub count: NonZeroUsize,
    /// How many at once, each on a display of its own.
    #[arg(long, value_name = "N", default_value = "1")]
    pub at_once: NonZeroUsize,
    /// How long a window is waited for.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub longest_wait: u64,
    /// Leaves the system's disk caches alone, so no start is cold.
    #[arg(long)]
    pub warm: bool,
    /// Where the plan is that says what is started and when it counts as painted.
    #[arg(long, value_name = "FILE")]
    pub plan: PathBuf,
    /// Whose subject is started.
    #[arg(long, value_name = "NAME")]
    pub scenario: String,
    /// The program for the plan's `{app}`.
    #[arg(long, value_name = "FILE")]
    pub app: String,
    /// Where a folder is made for each miss; emptied first.
    #[arg(long, value_name = "FOLDER")]
    pub kept: PathBuf,
    /// Where the result goes, as Markdown.
    #[arg(long, value_name = "FILE", requires_all = ["date", "commit"])]
    pub page: Option<PathBuf>,
    /// A line for the head of the page.
    #[arg(long = "note", value_name = "TEXT")]
    pub notes: Vec<String>,
    /// The day of the page.
    #[arg(long, default_value = "")]
    pub date: String,
    /// The commit that is started.
    #[arg(long, value_name = "HASH", default_value = "")]
    pub commit: String,
}
