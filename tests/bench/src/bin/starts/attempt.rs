//! One start, from a home that is empty to the end of all it started.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bench::display::Display;
use bench::home::PrivateHome;
use bench::plan::Side;
use bench::start::{Outcome, Start, StartError};

use crate::bus::Bus;
use crate::combination::Combination;
use crate::evidence;

/// Where the app keeps its log, in what it keeps for good.
const LOGS: &str = "app.returningwidgets.desktop/logs";
/// What the app writes down when it notices by itself that nothing is to be seen.
const NOTICED: &str = "has not painted";

/// What was seen of a start.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    pub number: usize,
    pub outcome: Outcome,
    /// The app noticed by itself that it had painted nothing, whatever came of it afterwards.
    pub noticed: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum AttemptError {
    #[error(transparent)]
    Start(#[from] StartError),
    #[error("a private directory: {0}")]
    Home(io::Error),
    #[error("a session bus: {0}")]
    Bus(io::Error),
    #[error("the disk caches: {0}")]
    Caches(io::Error),
}

impl Seen {
    /// How long it took to paint.
    pub const fn painted(&self) -> Option<Duration> {
        match self.outcome {
            Outcome::Painted(after) => Some(after),
            Outcome::Ended(_) | Outcome::Blank(_) => None,
        }
    }
}

/// How every start of a series is made.
pub struct Manner {
    pub side: Side,
    pub longest_wait: Duration,
    /// Of each miss, what tells the cause goes to a folder in this one.
    pub kept: PathBuf,
}

/// Makes one start.
pub fn make(number: usize, combination: Combination, manner: &Manner, display: &Display) -> Result<Seen, AttemptError> {
    let home = PrivateHome::new().map_err(AttemptError::Home)?;
    let mut side = manner.side.clone();
    let bus = combination.bus.then(|| Bus::start(&home)).transpose().map_err(AttemptError::Bus)?;
    if let Some(bus) = &bus {
        side.environment.insert("DBUS_SESSION_BUS_ADDRESS".to_owned(), bus.address().to_owned());
    }
    let mut start = Start::begin(&side, &home, display)?;
    let outcome = start.watch(manner.longest_wait)?;
    let logs = logs(&home);
    let seen = Seen { number, outcome, noticed: logs.iter().any(|log| notices(log)) };
    if seen.painted().is_none() {
        let folder = manner.kept.join(number.to_string());
        // What can't be kept of one miss is no reason to end the series.
        if let Err(error) = evidence::keep(&folder, start.tree(), display, &logs) {
            eprintln!("not all is kept in {}: {error}", folder.display());
        }
    }
    Ok(seen)
}

/// What the app printed and the files of its log.
fn logs(home: &PrivateHome) -> Vec<PathBuf> {
    let files = fs::read_dir(home.data().join(LOGS)).into_iter().flatten().flatten().map(|entry| entry.path());
    std::iter::once(home.printed()).chain(files).collect()
}

fn notices(log: &Path) -> bool {
    String::from_utf8_lossy(&fs::read(log).unwrap_or_default()).contains(NOTICED)
}
