//! Runs two programs in turns and notes when each was painted and how much memory it took.

use std::io;
use std::thread;
use std::time::Duration;

use bench::display::Display;
use bench::home::PrivateHome;
use bench::plan::{Plan, Scenario, Side};
use bench::start::{Outcome, Start, StartError};

const LONGEST_WAIT: Duration = Duration::from_secs(60);

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
    Start(#[from] StartError),
    #[error("a private directory: {0}")]
    Home(io::Error),
    #[error("/proc: {0}")]
    Memory(io::Error),
    #[error("{command} was not painted: {outcome}\n{printed}")]
    NotPainted { command: String, outcome: Outcome, printed: String },
}

pub fn compare(display: &Display, scenario: &Scenario, plan: &Plan) -> Result<Compared, RunError> {
    let settle = Duration::from_millis(plan.settle_ms);
    let mut compared = Compared { subject: Vec::new(), baseline: Vec::new() };
    // The first of each only fills the disk cache.
    measure_once(display, &scenario.subject, Duration::ZERO)?;
    measure_once(display, &scenario.baseline, Duration::ZERO)?;
    for round in 1..=plan.rounds {
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
    let home = PrivateHome::new().map_err(RunError::Home)?;
    let mut start = Start::begin(side, &home, display)?;
    let painted = match start.watch(LONGEST_WAIT)? {
        Outcome::Painted(after) => after,
        outcome => {
            let (command, printed) = (side.command.join(" "), home.printed_tail());
            return Err(RunError::NotPainted { command, outcome, printed });
        }
    };
    // Memory is compared at the same age: this wait is part of the measure, nothing is hoped for.
    thread::sleep(settle);
    let memory_kb = start.tree().memory_kb().map_err(RunError::Memory)?;
    Ok(Sample { painted_ms: painted.as_secs_f64() * 1_000.0, memory_mb: memory_kb as f64 / 1_024.0 })
}
