//! Runs a test again in a process of its own, for what a process has only one of: its environment.

use std::process::{Command, Output};

/// Set in the second process; says which test is meant.
const INSIDE: &str = "WIDGET_CORE_TEST_INSIDE";

/// The second process, not started yet.
pub struct Again {
    command: Command,
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
    around(Again { command });
}

/// A closure's type is called after the function that it stands in, and a test is called after its function.
fn name_of_test<F>() -> &'static str {
    let closure = std::any::type_name::<F>();
    let path = closure.split_once("::").map_or(closure, |(_crate, path)| path);
    path.split("::{{closure}}").next().unwrap_or(path)
}

impl Again {
    /// Changes the environment and whatever else belongs to the process.
    pub fn prepare(mut self, prepare: impl FnOnce(&mut Command)) -> Self {
        prepare(&mut self.command);
        self
    }

    /// Runs the test to its end, which must be a good one.
    pub fn run(mut self) {
        let test = self.command.get_args().nth(1).unwrap_or_default().to_owned();
        let output = self.command.env(INSIDE, &test).output().expect("the test's program starts");
        let Output { status, stdout, stderr } = &output;
        let (said, warned) = (String::from_utf8_lossy(stdout), String::from_utf8_lossy(stderr));
        assert!(status.success(), "{} failed in its own process: {status}\n{said}\n{warned}", test.display());
        // A name that fits no test would be a success of nothing.
        assert!(said.contains("1 passed"), "{} was not run in its own process\n{said}", test.display());
    }
}
