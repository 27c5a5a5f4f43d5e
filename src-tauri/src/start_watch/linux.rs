//! What the kernel knows about a hanging process, and how to replace it.

use super::FirstTry;
use crate::bus::{self, Bus};
use crate::command_line::settings;
use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

/// Holds the ID of the process that restarted itself, and [`UNDRAWN`] where that applies. `exec` keeps the ID, and children
/// that inherit the variable have another.
const STARTED_OVER: &str = "RETURNING_WIDGETS_STARTED_OVER";
const UNDRAWN: &str = "undrawn";
/// No library can connect to this address.
const NO_BUS: &str = "disabled:";
/// The most threads or processes to look at.
const MOST: usize = 64;
/// How often and in which pauses killed processes are reaped.
const REAPS: u32 = 20;
const BETWEEN_REAPS: Duration = Duration::from_millis(25);

/// The try of this process before this image, if there was one.
pub fn first_try() -> Option<FirstTry> {
    let told = std::env::var(STARTED_OVER).ok()?;
    let (process, rest) = told.split_once(' ')?;
    (process == std::process::id().to_string()).then_some(FirstTry { undrawn: rest == UNDRAWN })
}

/// The app's log folder, as Tauri names it.
pub fn log_folder() -> Option<PathBuf> {
    Some(dirs::data_local_dir()?.join(settings::IDENTIFIER).join("logs"))
}

/// Replaces this process with a fresh image of the program and the same arguments. Returns only if that fails, or is no
/// longer needed when all is ready for it.
///
/// Every descriptor is closed on exec, and with them go the turn, the name on the bus and the windows.
///
/// # Errors
/// When the system can't run the program.
pub fn start_over(undrawn: bool, is_needed: impl Fn() -> bool) -> io::Result<()> {
    let mut arguments = std::env::args_os();
    let mut command = Command::new(program());
    if let Some(name) = arguments.next() {
        command.arg0(name);
    }
    let told = format!("{} {}", std::process::id(), if undrawn { UNDRAWN } else { "" });
    command.args(arguments).env(STARTED_OVER, told).envs(without_silent_buses());
    if is_needed() { Err(command.exec()) } else { Ok(()) }
}

/// The program's file, or the kernel's handle to it if an update has replaced the file.
fn program() -> PathBuf {
    let file = std::env::current_exe().ok().filter(|path| path.is_file());
    file.unwrap_or_else(|| "/proc/self/exe".into())
}

/// A silent bus would hang the toolkit again, so the next image goes without it. It will find no keychain, and say so.
fn without_silent_buses() -> Vec<(&'static str, OsString)> {
    let silent = Bus::ALL.into_iter().filter(|bus| bus::block_on(bus.is_silent()).unwrap_or(false));
    silent
        .map(|bus| {
            tracing::warn!(?bus, "a bus does not answer; restarting without it");
            (bus.variable(), NO_BUS.into())
        })
        .collect()
}

/// Kills the web engine's processes that the image before this one left: one that hangs does not notice that its socket
/// is closed. Not before the exec, since the engine aborts when a process dies before it has reported to it.
pub fn kill_engine() -> Vec<Pid> {
    let children = children_of_this().into_iter().filter(|id| text(&process(*id).join("comm")).starts_with("WebKit"));
    let children: Vec<Pid> = children.filter_map(|id| Pid::from_raw(i32::try_from(id).ok()?)).collect();
    for child in &children {
        // One that can't be killed has exited already.
        kill_process(*child, Signal::KILL).ok();
    }
    children
}

/// Takes note of the end of children that nobody else waits for.
pub fn reap(children: &[Pid]) {
    for _ in 0..REAPS {
        let living = |child: &&Pid| matches!(waitpid(Some(**child), WaitOptions::NOHANG), Ok(None));
        if children.iter().filter(living).count() == 0 {
            return;
        }
        thread::sleep(BETWEEN_REAPS);
    }
}

/// What each thread is waiting for: name, kernel function, system call number. The main thread comes first.
pub fn threads() -> String {
    counted(entries(Path::new("/proc/self/task")).map(|thread| {
        let (name, place) = (text(&thread.join("comm")), text(&thread.join("wchan")));
        let call = text(&thread.join("syscall"));
        format!("{name} {place} {}", call.split(' ').next().unwrap_or_default())
    }))
}

/// The child processes: name, state as in `ps`, kernel function.
pub fn children() -> String {
    counted(children_of_this().into_iter().map(process).map(|child| {
        let status = text(&child.join("stat"));
        // The name before it is in brackets and may contain anything.
        let state = status.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next()).unwrap_or('?');
        format!("{} {state} {}", text(&child.join("comm")), text(&child.join("wchan")))
    }))
}

fn children_of_this() -> Vec<u32> {
    let lists = entries(Path::new("/proc/self/task")).map(|thread| text(&thread.join("children")));
    let children = lists.flat_map(|list| list.split(' ').filter_map(|id| id.parse().ok()).collect::<Vec<u32>>());
    children.take(MOST).collect()
}

fn process(id: u32) -> PathBuf {
    Path::new("/proc").join(id.to_string())
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().take(MOST).map(|entry| entry.path())
}

/// A file of `/proc`, or nothing.
fn text(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_default().trim().to_owned()
}

/// Joins texts, counting duplicates.
fn counted(texts: impl Iterator<Item = String>) -> String {
    let mut all: Vec<(String, usize)> = Vec::new();
    for text in texts {
        match all.iter_mut().find(|(known, _)| *known == text) {
            Some((_, times)) => *times = times.saturating_add(1),
            None => all.push((text, 1)),
        }
    }
    let written = all.into_iter().map(|(text, times)| if times == 1 { text } else { format!("{text} x{times}") });
    written.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_are_listed_by_name() {
        let (begin, begun) = std::sync::mpsc::channel();
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let waits = move || {
            begin.send(()).unwrap();
            ended.recv().ok()
        };
        let waiting = std::thread::Builder::new().name("waits".to_owned()).spawn(waits).unwrap();
        begun.recv().unwrap();
        assert!(threads().contains("waits "), "{}", threads());
        drop(end);
        waiting.join().unwrap();
    }

    #[test]
    fn children_are_listed_by_name() {
        let mut child = Command::new("sleep").arg("60").spawn().unwrap();
        let told = children();
        let known = children_of_this().contains(&child.id());
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(known && told.contains("sleep "), "{told}");
    }

    #[test]
    fn duplicates_are_counted() {
        let texts = ["a", "b", "a", "a"].map(str::to_owned);
        assert_eq!(counted(texts.into_iter()), "a x3, b");
        assert_eq!(counted(std::iter::empty()), "");
    }
}
