//! One start of a program, watched from outside until its window is painted.

use std::fmt;
use std::io;
use std::process::ExitStatus;
use std::thread;
use std::time::{Duration, Instant};

use crate::display::Display;
use crate::home::PrivateHome;
use crate::paint::{Look, PaintError, Screen};
use crate::plan::Side;
use crate::process_tree::ProcessTree;

/// How exact the time is. Asking more often would slow down what is measured.
const BETWEEN_LOOKS: Duration = Duration::from_millis(4);
/// How long the windows of a program that has ended may stay on the display.
const CLEARING: Duration = Duration::from_secs(5);

/// A program that runs. It ends with all it started when this is dropped.
pub struct Start {
    tree: ProcessTree,
    screen: Screen,
    look: Look,
    title: Option<String>,
    since: Instant,
}

/// What became of a start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    /// The window was painted, so long after the process began.
    Painted(Duration),
    /// The program ended before.
    Ended(ExitStatus),
    /// The program runs, and there is nothing to see after so long a wait.
    Blank(Duration),
}

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Paint(#[from] PaintError),
    #[error("{program} does not start: {source}")]
    Program { program: String, source: io::Error },
    #[error("the system does not say how the program is: {0}")]
    System(#[from] io::Error),
    #[error("a command is empty")]
    NoCommand,
    #[error("the display still shows a window of an earlier start")]
    NotClear,
}

impl Start {
    /// Starts one side of a scenario on an empty display.
    ///
    /// # Errors
    /// When the program cannot be started, or the display is not empty or not there.
    pub fn begin(side: &Side, home: &PrivateHome, display: &Display) -> Result<Self, StartError> {
        let screen = Screen::connect(display.name())?;
        wait_until_clear(&screen)?;
        let look = Look::new(&side.painted)?;
        let (program, arguments) = side.command.split_first().ok_or(StartError::NoCommand)?;
        let wrong = |source| StartError::Program { program: program.clone(), source };
        let mut command = home.command(program, display.name()).map_err(wrong)?;
        command.args(arguments).envs(&side.environment);
        let since = Instant::now();
        let tree = ProcessTree::start(&mut command).map_err(wrong)?;
        Ok(Self { tree, screen, look, title: side.window.clone(), since })
    }

    /// Waits until the window is painted, or is taken for one that never will be.
    ///
    /// # Errors
    /// When the display or the system does not answer.
    pub fn watch(&mut self, longest_wait: Duration) -> Result<Outcome, StartError> {
        while !self.screen.shows(self.title.as_deref(), &self.look)? {
            if self.since.elapsed() > longest_wait {
                return Ok(Outcome::Blank(longest_wait));
            }
            if let Some(status) = self.tree.ended()? {
                return Ok(Outcome::Ended(status));
            }
            thread::sleep(BETWEEN_LOOKS);
        }
        Ok(Outcome::Painted(self.since.elapsed()))
    }

    /// The program with all it started.
    #[must_use]
    pub const fn tree(&self) -> &ProcessTree {
        &self.tree
    }
}

/// The server takes a window away when it hears of the end of its program: until then it would be taken for the next one's.
fn wait_until_clear(screen: &Screen) -> Result<(), StartError> {
    let deadline = Instant::now() + CLEARING;
    while !screen.is_clear()? {
        if Instant::now() > deadline {
            return Err(StartError::NotClear);
        }
        thread::sleep(BETWEEN_LOOKS);
    }
    Ok(())
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Painted(after) => write!(formatter, "painted after {} ms", after.as_millis()),
            Self::Ended(status) => write!(formatter, "it ended ({status})"),
            Self::Blank(waited) => write!(formatter, "nothing to see after {} s", waited.as_secs()),
        }
    }
}
