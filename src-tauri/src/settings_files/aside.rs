//! Damaged files that were moved out of the way, numbered in the order in which that happened.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How many of each file are kept, the newest.
const KEPT: usize = 5;

/// Moves what is at the path to a free name beside it. The oldest of many are removed.
///
/// # Errors
/// When it can't be moved; it stays where it is then.
pub fn set_aside(path: &Path) -> io::Result<()> {
    let mut numbers = numbers(path)?;
    let next = numbers.last().map_or(Some(1), |last| last.checked_add(1));
    let next = next.ok_or_else(|| io::Error::other("no number is left"))?;
    fs::rename(path, numbered(path, next))?;
    numbers.push(next);
    for old in numbers.into_iter().rev().skip(KEPT) {
        if let Err(error) = fs::remove_file(numbered(path, old)) {
            tracing::warn!(%error, "an old damaged settings file stays");
        }
    }
    Ok(())
}

/// A number rather than a time: a clock may go back.
fn numbered(path: &Path, number: u64) -> PathBuf {
    path.with_extension(format!("json.corrupt-{number}"))
}

/// The numbers in use, from the lowest.
fn numbers(path: &Path) -> io::Result<Vec<u64>> {
    let mut numbers = Vec::new();
    for entry in fs::read_dir(path.parent().unwrap_or(path))? {
        let found = entry?.path();
        let number = found.extension().and_then(|extension| extension.to_str()?.strip_prefix("corrupt-")?.parse().ok());
        numbers.extend(number.filter(|number| numbered(path, *number) == found));
    }
    numbers.sort_unstable();
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = entries.collect();
        names.sort();
        names
    }

    #[test]
    fn the_newest_five_are_kept_and_none_takes_the_place_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("settings-a.json"), folder.path().join("settings-b.json"));
        for number in 1..=12 {
            fs::write(&a, number.to_string()).unwrap();
            set_aside(&a).unwrap();
        }
        fs::write(&b, "the other").unwrap();
        set_aside(&b).unwrap();
        let kept = ["10", "11", "12", "8", "9"].map(|number| format!("settings-a.json.corrupt-{number}"));
        let all: Vec<String> = kept.into_iter().chain(["settings-b.json.corrupt-1".to_owned()]).collect();
        assert_eq!(names(folder.path()), all);
        assert_eq!(fs::read_to_string(folder.path().join("settings-a.json.corrupt-12")).unwrap(), "12");
    }

    #[test]
    fn names_that_are_nobody_s_number_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings-a.json");
        let others =
            ["settings-a.json.corrupt-", "settings-a.json.corrupt-007", "settings-a.json.corrupt--1", "x.corrupt-9"];
        for other in others {
            fs::write(folder.path().join(other), "").unwrap();
        }
        for _ in 0..9 {
            fs::write(&path, "").unwrap();
            set_aside(&path).unwrap();
        }
        let names = names(folder.path());
        assert!(others.iter().all(|other| names.iter().any(|name| name == other)), "{names:?}");
        assert_eq!(names.len(), others.len() + KEPT);
    }

    #[test]
    fn without_a_number_left_the_file_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings-a.json");
        fs::write(&path, "").unwrap();
        fs::write(numbered(&path, u64::MAX), "").unwrap();
        set_aside(&path).unwrap_err();
        assert!(path.exists());
    }
}
