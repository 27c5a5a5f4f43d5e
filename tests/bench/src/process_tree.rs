//! A program with everything it started: its memory, and its end.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

/// How long what a program started may take to go after the program itself is gone.
const GOING: Duration = Duration::from_secs(5);

/// It ends when this is dropped.
pub struct ProcessTree {
    root: Child,
}

/// What /proc says of one process.
#[derive(Debug, PartialEq)]
struct Status {
    parent: u32,
    group: u32,
    gone: bool,
}

impl ProcessTree {
    /// Starts a program.
    ///
    /// # Errors
    /// When the system does not.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        // A group of its own: what the program starts can be found even after its parent is gone.
        Ok(Self { root: command.process_group(0).spawn()? })
    }

    /// Whether the program itself ended, and how.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn ended(&mut self) -> io::Result<Option<std::process::ExitStatus>> {
        self.root.try_wait()
    }

    /// Proportional set size in kB: memory shared by several processes is counted once among them.
    ///
    /// # Errors
    /// When the system does not say what runs.
    pub fn memory_kb(&self) -> io::Result<u64> {
        let mut sum = 0;
        for process in self.members()? {
            // A process that ended since has no memory to count.
            if let Ok(text) = fs::read_to_string(format!("/proc/{process}/smaps_rollup")) {
                sum += pss_kb(&text).unwrap_or(0);
            }
        }
        Ok(sum)
    }

    /// The ids of the program and of all it started.
    ///
    /// # Errors
    /// When the system does not say what runs.
    pub fn members(&self) -> io::Result<HashSet<u32>> {
        let root = self.root.id();
        let mut others: Vec<(u32, Status)> = Vec::new();
        for entry in fs::read_dir("/proc")? {
            let Some(process) = entry?.file_name().to_str().and_then(|name| name.parse().ok()) else {
                continue;
            };
            if let Ok(text) = fs::read_to_string(format!("/proc/{process}/stat"))
                && let Some(status) = status(&text)
                && !status.gone
            {
                others.push((process, status));
            }
        }
        Ok(descendants(root, &others))
    }

    /// Ends the program and all it started, each by its own id, and waits until they are gone.
    fn end(&mut self) -> io::Result<()> {
        let mut members = self.members()?;
        self.root.kill()?;
        self.root.wait()?;
        if wait_for_end_of(&mut members) {
            return Ok(());
        }
        for process in &members {
            Command::new("kill").args(["-KILL", &process.to_string()]).status()?;
        }
        if wait_for_end_of(&mut members) { Ok(()) } else { Err(io::Error::other(format!("{members:?} go on"))) }
    }
}

/// Whether all of them end within a while; leaves those that do not.
fn wait_for_end_of(processes: &mut HashSet<u32>) -> bool {
    let deadline = Instant::now() + GOING;
    loop {
        processes.retain(|process| {
            fs::read_to_string(format!("/proc/{process}/stat"))
                .is_ok_and(|text| status(&text).is_some_and(|status| !status.gone))
        });
        if processes.is_empty() || Instant::now() > deadline {
            return processes.is_empty();
        }
        thread::sleep(Duration::from_millis(10));
    }
}

impl Drop for ProcessTree {
    fn drop(&mut self) {
        if let Err(error) = self.end() {
            eprintln!("process {} could not be ended: {error}", self.root.id());
        }
    }
}

fn descendants(root: u32, others: &[(u32, Status)]) -> HashSet<u32> {
    let mut found = HashSet::from([root]);
    loop {
        let before = found.len();
        for (process, status) in others {
            if status.group == root || found.contains(&status.parent) {
                found.insert(*process);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

fn status(stat: &str) -> Option<Status> {
    // The name stands in brackets and may hold anything, brackets and spaces too: what follows the last one is safe.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_ascii_whitespace();
    let state = fields.next()?;
    Some(Status {
        parent: fields.next()?.parse().ok()?,
        group: fields.next()?.parse().ok()?,
        gone: matches!(state, "Z" | "X"),
    })
}

fn pss_kb(smaps_rollup: &str) -> Option<u64> {
    let line = smaps_rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_survives_any_name() {
        let read = status("12 (a) b (c)) S 3 4 5 0").unwrap();
        assert_eq!(read, Status { parent: 3, group: 4, gone: false });
        assert!(status("12 (a) Z 1 2").unwrap().gone);
        assert_eq!(status("12"), None);
    }

    #[test]
    fn memory_is_read_from_its_own_line() {
        let text = "5581 ---p [rollup]\nRss:    10 kB\nPss:      7 kB\nPss_Dirty:  3 kB\n";
        assert_eq!(pss_kb(text), Some(7));
        assert_eq!(pss_kb("Rss: 1 kB"), None);
    }

    #[test]
    fn a_tree_holds_children_of_children_and_those_left_behind() {
        let of = |parent, group| Status { parent, group, gone: false };
        let others = [(11, of(10, 9)), (12, of(11, 9)), (13, of(1, 10)), (14, of(1, 1))];
        assert_eq!(descendants(10, &others), HashSet::from([10, 11, 12, 13]));
    }
}
