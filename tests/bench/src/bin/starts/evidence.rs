//! What tells why nothing is painted, of every process of the app while it still runs.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use bench::display::Display;
use bench::process_tree::ProcessTree;

/// How long a tool may look, in seconds: what it looks at may hang.
const LONGEST_LOOK: &str = "60";

/// Keeps it in this folder, with the logs.
pub fn keep(folder: &Path, tree: &ProcessTree, display: &Display, logs: &[PathBuf]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let processes = tree.members()?;
    // A debugger stops what it looks at, so it comes after all that is to be seen of it running.
    for process in &processes {
        fs::write(folder.join(format!("{process}.txt")), described(*process))?;
    }
    keep_screenshot(folder, display)?;
    for process in &processes {
        fs::write(folder.join(format!("{process}-threads.txt")), threads_of(*process))?;
    }
    for log in logs {
        if let Some(name) = log.file_name() {
            fs::copy(log, folder.join(name))?;
        }
    }
    Ok(())
}

/// What the system says of a process, its threads and its open files.
fn described(process: u32) -> String {
    let place = PathBuf::from(format!("/proc/{process}"));
    let mut text = String::new();
    for name in ["cmdline", "status", "wchan", "stack"] {
        section(&mut text, name, &read(&place.join(name)));
    }
    for thread in entries(&place.join("task")) {
        for name in ["comm", "wchan", "syscall", "stack"] {
            section(&mut text, &format!("thread {} {name}", name_of(&thread)), &read(&thread.join(name)));
        }
    }
    let files = entries(&place.join("fd")).into_iter().map(|file| {
        let target = fs::read_link(&file).map_or_else(|error| error.to_string(), |path| path.display().to_string());
        format!("{} -> {target}\n", name_of(&file))
    });
    section(&mut text, "open files", &files.collect::<String>());
    text
}

fn section(text: &mut String, title: &str, content: &str) {
    // Writing to a String cannot fail.
    writeln!(text, "== {title}\n{}", content.trim_end()).ok();
}

fn read(file: &Path) -> String {
    match fs::read(file) {
        // A command line has zero bytes between its words.
        Ok(bytes) => String::from_utf8_lossy(&bytes).replace('\0', " "),
        Err(error) => format!("not readable: {error}"),
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    entries
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Where every thread is, by the debugger.
fn threads_of(process: u32) -> String {
    said_by(&["gdb", "-nx", "-p", &process.to_string(), "-batch", "-ex", "thread apply all bt"])
}

fn keep_screenshot(folder: &Path, display: &Display) -> io::Result<()> {
    let file = folder.join("screen.png");
    let said = said_by(&["import", "-display", display.name(), "-window", "root", &file.to_string_lossy()]);
    if file.exists() { Ok(()) } else { fs::write(folder.join("screen.txt"), said) }
}

/// All that a command prints, or why it does not run.
fn said_by(words: &[&str]) -> String {
    let mut command = Command::new("timeout");
    command.args(["--kill-after=5", LONGEST_LOOK]).args(words).stdin(Stdio::null());
    match command.output() {
        Ok(output) => [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned()).concat(),
        Err(error) => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_process_its_state_its_threads_and_its_open_files_are_told() {
        let text = described(std::process::id());
        for part in ["== cmdline\n", "== status\nName:", "== wchan\n", " syscall\n", "== open files\n0 -> "] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn what_is_gone_is_said_to_be() {
        assert!(described(u32::MAX).contains("== status\nnot readable: "));
    }
}
