//! Runs two programs in turns and notes when each was painted and how much memory it took.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::display::Display;
use crate::paint::{Look, PaintError, Screen};
use crate::plan::{Scenario, Side};
use crate::process_tree::ProcessTree;

const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// How exact the time is. Asking more often would slow down what is measured.
const BETWEEN_LOOKS: Duration = Duration::from_millis(4);
/// Some failures only show at the end of a log.
const LOG_TAIL: usize = 2_000;

/// What came out of one scenario, in the order it was run.
pub struct Compared {
    pub subject: Vec<Sample>,
    pub baseline: Vec<Sample>,
}

#[derive(Debug, Clone, Copy)]
pub struct Sample {
    pub painted_ms: f64,
    pub memory_mb: f64,
}

#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error(transparent)]
    Paint(#[from] PaintError),
    #[error("{what}: {source}")]
    System { what: String, source: io::Error },
    #[error("a command is empty")]
    NoCommand,
    #[error("{command} was not painted: {why}\n{log}")]
    NotPainted { command: String, why: String, log: String },
}

pub fn compare(display: &Display, scenario: &Scenario, rounds: usize, settle_ms: u64) -> Result<Compared, RunError> {
    let settle = Duration::from_millis(settle_ms);
    let mut compared = Compared { subject: Vec::new(), baseline: Vec::new() };
    // The first of each only fills the disk cache.
    measure_once(display, &scenario.subject, Duration::ZERO)?;
    measure_once(display, &scenario.baseline, Duration::ZERO)?;
    for round in 1..=rounds {
        // Who goes first changes from round to round: going first costs a little, whatever the program.
        let (subject, baseline) = if round % 2 == 1 {
            let subject = measure_once(display, &scenario.subject, settle)?;
            (subject, measure_once(display, &scenario.baseline, settle)?)
        } else {
            let baseline = measure_once(display, &scenario.baseline, settle)?;
            (measure_once(display, &scenario.subject, settle)?, baseline)
        };
        println!(
            "  {round}: {:.0} ms, {:.0} MB; baseline {:.0} ms, {:.0} MB",
            subject.painted_ms, subject.memory_mb, baseline.painted_ms, baseline.memory_mb
        );
        compared.subject.push(subject);
        compared.baseline.push(baseline);
    }
    Ok(compared)
}

fn measure_once(display: &Display, side: &Side, settle: Duration) -> Result<Sample, RunError> {
    let home = PrivateHome::new().map_err(|source| system("a private directory", source))?;
    let log = home.path.join("log");
    let output = File::create(&log).map_err(|source| system("a log file", source))?;
    let errors = output.try_clone().map_err(|source| system("a log file", source))?;
    let (program, arguments) = side.command.split_first().ok_or(RunError::NoCommand)?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env_clear()
        .envs(std::env::vars_os().filter(|(name, _)| name == "PATH" || name == "LANG"))
        .envs(home.environment())
        .env("DISPLAY", display.name())
        .envs(&side.environment)
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors);

    let screen = Screen::connect(display.name())?;
    let look = Look::new(&side.painted)?;
    let started = Instant::now();
    let mut tree = ProcessTree::start(&mut command).map_err(|source| system(program, source))?;
    let not_painted = |why: String| RunError::NotPainted { command: side.command.join(" "), why, log: tail(&log) };
    while !screen.shows(side.window.as_deref(), &look)? {
        if started.elapsed() > LONGEST_WAIT {
            return Err(not_painted(format!("nothing to see after {} s", LONGEST_WAIT.as_secs())));
        }
        if let Some(status) = tree.ended().map_err(|source| system(program, source))? {
            return Err(not_painted(format!("it ended ({status})")));
        }
        thread::sleep(BETWEEN_LOOKS);
    }
    let painted_ms = started.elapsed().as_secs_f64() * 1_000.0;
    // Memory is compared at the same age: this wait is part of the measure, nothing is hoped for.
    thread::sleep(settle);
    let memory_kb = tree.memory_kb().map_err(|source| system("/proc", source))?;
    Ok(Sample { painted_ms, memory_mb: memory_kb as f64 / 1_024.0 })
}

fn system(what: &str, source: io::Error) -> RunError {
    RunError::System { what: what.to_owned(), source }
}

fn tail(log: &Path) -> String {
    let text = fs::read(log).unwrap_or_default();
    String::from_utf8_lossy(text.get(text.len().saturating_sub(LOG_TAIL)..).unwrap_or(&text)).into_owned()
}

/// Every run is a first start: it sees none of the person's own settings, and leaves nothing behind.
struct PrivateHome {
    path: PathBuf,
}

impl PrivateHome {
    fn new() -> io::Result<Self> {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let name = format!("returning-widgets-bench-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let home = Self { path: std::env::temp_dir().join(name) };
        let mut builder = fs::DirBuilder::new();
        // Who may look into the runtime directory is checked by those who use it.
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&home.path)?;
        for directory in ["data", "config", "cache", "runtime"] {
            builder.create(home.path.join(directory))?;
        }
        Ok(home)
    }

    fn environment(&self) -> [(&'static str, PathBuf); 6] {
        [
            ("HOME", self.path.clone()),
            ("XDG_DATA_HOME", self.path.join("data")),
            ("XDG_CONFIG_HOME", self.path.join("config")),
            ("XDG_CACHE_HOME", self.path.join("cache")),
            ("XDG_RUNTIME_DIR", self.path.join("runtime")),
            // No session bus: it would be the person's own, or be started and left behind.
            ("DBUS_SESSION_BUS_ADDRESS", PathBuf::from("disabled:")),
        ]
    }
}

impl Drop for PrivateHome {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.path) {
            eprintln!("measure: {} could not be removed: {error}", self.path.display());
        }
    }
}
