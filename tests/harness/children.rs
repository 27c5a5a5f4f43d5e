//! Processes that end with the test, each by its own id.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// A process that is killed when it is dropped.
pub struct Owned(Child);

impl Owned {
    pub fn start(command: &mut Command) -> Self {
        Self(command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}")))
    }

    /// Writes all of its standard input.
    pub fn feed(&mut self, text: &str) {
        let mut input = self.0.stdin.take().expect("a piped standard input");
        input.write_all(text.as_bytes()).expect("the process reads");
    }

    /// Sends it a signal, by its name.
    pub fn signal(&self, name: &str) {
        assert!(signal(self.0.id(), name), "no {name}");
    }

    /// The first line that it prints, which says that it is ready. The pipe stays open.
    pub fn first_line(&mut self) -> (String, BufReader<ChildStdout>) {
        let mut reader = BufReader::new(self.0.stdout.take().expect("a piped standard output"));
        let mut line = String::new();
        reader.read_line(&mut line).expect("the process prints");
        (line.trim().to_owned(), reader)
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // One that has ended already is as good.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub fn piped(program: &str) -> Command {
    let mut command = Command::new(program);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// The ids of the processes that were started with this folder as their home.
pub fn living_in(home: &Path) -> Vec<u32> {
    let mark = format!("HOME={}", home.display());
    let processes = std::fs::read_dir("/proc").expect("a /proc");
    processes
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|id: &u32| {
            let environment = std::fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
            environment.split(|byte| *byte == 0).any(|pair| pair == mark.as_bytes())
        })
        .collect()
}

/// Ends a process by its id.
pub fn end(id: u32) {
    // One that has ended already is as good.
    let _ = Command::new("kill").args(["-9", &id.to_string()]).stderr(Stdio::null()).status();
}

/// Sends a signal by name. Returns whether the process was there.
pub fn signal(id: u32, name: &str) -> bool {
    let sent = Command::new("kill").args(["-s", name, &id.to_string()]).stderr(Stdio::null()).status();
    sent.expect("kill runs").success()
}
