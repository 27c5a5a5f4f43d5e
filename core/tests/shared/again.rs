//! Runs a test again in a process of its own, for what a process has only one of: its environment.

use std::fs::File;
use std::io::{Read, Seek};
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

/// Set in the second process; says which test is meant.
const INSIDE: &str = "WIDGET_CORE_TEST_INSIDE";
/// How long the second process may take.
const DEADLINE: Duration = Duration::from_secs(120);

/// The second process, not started yet.
pub struct Again {
    command: Command,
    test: &'static str,
}

/// In the first process calls `around`, which prepares the second one and runs it; in the second process calls
/// `inside`. To be called once in a test, with closures that stand in the test itself.
pub fn again<F: FnOnce()>(around: impl FnOnce(Again), inside: F) {
    let test = name_of_test::<F>();
    if std::env::var_os(INSIDE).is_some_and(|meant| meant == test) {
        return inside();
    }
    let mut command = Command::new(std::env::current_exe().expect("a test knows its program"));
    command.args(["--exact", test, "--nocapture", "--test-threads=1"]);
    around(Again { command, test });
}

/// A closure's type is called after the function that it stands in, and a test is called after its function.
fn name_of_test<F>() -> &'static str {
    let closure = std::any::type_name::<F>();
    let path = closure.split_once("::").map_or(closure, |(_crate, path)| path);
    path.split("::{{closure}}").next().unwrap_or(path)
}

impl Again {
    /// Changes the environment and whatever else belongs to the process. A program that runs the command in other
    /// surroundings can take its place.
    pub fn prepare(mut self, prepare: impl FnOnce(&mut Command)) -> Self {
        prepare(&mut self.command);
        self
    }

    /// Runs the test to its end, which must be a good one.
    pub fn run(self) {
        self.run_within(DEADLINE);
    }

    /// As `run`, for a test that may take this long.
    pub fn run_within(mut self, patience: Duration) {
        let test = self.test;
        let mut said = tempfile::tempfile().unwrap();
        let (out, warnings) = (said.try_clone().unwrap(), said.try_clone().unwrap());
        let mut child = self.command.env(INSIDE, test).stdout(out).stderr(warnings).spawn().unwrap();
        let status = wait(&mut child, patience);
        let said = all_of(&mut said);
        assert!(status.is_some_and(|status| status.success()), "{test} failed in its own process: {status:?}\n{said}");
        // A name that fits no test would be a success of nothing.
        assert!(said.contains("1 passed"), "{test} was not run in its own process\n{said}");
    }
}

/// How a process ended; one that does not end in time is killed.
fn wait(child: &mut Child, patience: Duration) -> Option<ExitStatus> {
    let deadline = Instant::now() + patience;
    while Instant::now() < deadline {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    None
}

fn all_of(file: &mut File) -> String {
    let mut text = Vec::new();
    file.rewind().unwrap();
    file.read_to_end(&mut text).unwrap();
    String::from_utf8_lossy(&text).into_owned()
}
