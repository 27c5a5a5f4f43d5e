//! A desktop entry in the folder that every desktop reads at log-in, by the specifications of freedesktop.org.

use crate::arguments::HIDDEN;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use tauri::{AppHandle, Manager};

const ENTRY: &str = "autostart/returning-widgets.desktop";
/// In bytes. What is longer is none that a desktop would read.
const LONGEST: u64 = 65_536;
/// How the settings of a desktop take an entry out of use and leave it there.
const OFF: [&str; 2] = ["Hidden=true", "X-GNOME-Autostart-enabled=false"];

/// Whether the system starts the app at log-in. `None` where there is no folder for it.
pub fn is_on(app: &AppHandle) -> Option<bool> {
    Some(is_in_use(&entry(app).ok()?))
}

fn is_in_use(entry: &Path) -> bool {
    let readable = entry.metadata().is_ok_and(|found| found.is_file() && found.len() <= LONGEST);
    let text = readable.then(|| fs::read_to_string(entry).ok()).flatten();
    text.is_some_and(|text| !text.lines().any(|line| OFF.contains(&line.trim())))
}

/// Has the system start the app at log-in, or not.
///
/// # Errors
/// When the entry can't be written or removed.
pub fn set(app: &AppHandle, on: bool) -> io::Result<()> {
    let entry = entry(app)?;
    if on {
        // The program as it was started: an update may have put another one in its place.
        let program = tauri::process::current_binary(&app.env())?;
        return replace(&entry, &text_of(&program)?);
    }
    match fs::remove_file(&entry) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn entry(app: &AppHandle) -> io::Result<PathBuf> {
    app.path().config_dir().map(|folder| folder.join(ENTRY)).map_err(io::Error::other)
}

/// A log-in in the middle of it finds the whole entry or none.
fn replace(entry: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = entry.parent() {
        fs::create_dir_all(folder)?;
    }
    // Of no name that a desktop reads.
    let next = entry.with_extension("next");
    fs::write(&next, text)?;
    fs::rename(next, entry)
}

fn text_of(program: &Path) -> io::Result<String> {
    let program = program.to_str().ok_or(io::ErrorKind::InvalidFilename)?;
    let exec = quoted(program);
    Ok(format!(
        "[Desktop Entry]\nType=Application\nName=Returning Widgets\nExec={exec} {HIDDEN}\nIcon=returning-widgets\nTerminal=false\n"
    ))
}

/// An argument of `Exec`: first as an argument in quotes, then as a value, in which a backslash stands for itself only
/// when it is doubled.
fn quoted(argument: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in argument.chars() {
        match letter {
            '"' | '`' | '$' => quoted.extend(["\\\\", letter.encode_utf8(&mut [0; 4])]),
            '\\' => quoted.push_str("\\\\\\\\"),
            '%' => quoted.push_str("%%"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_quoted_by_the_rules_of_desktop_entries() {
        for (path, exec) in [
            ("/usr/bin/returning-widgets", r#""/usr/bin/returning-widgets""#),
            ("/opt/my apps/rw", r#""/opt/my apps/rw""#),
            (r#"/a"b`c$d"#, r#""/a\\"b\\`c\\$d""#),
            (r"/a\b", r#""/a\\\\b""#),
            ("/100%/f", r#""/100%%/f""#),
            ("/a\nExec=evil", r#""/a\nExec=evil""#),
        ] {
            assert_eq!(quoted(path), exec);
        }
    }

    #[test]
    fn an_entry_that_the_desktop_switched_off_is_not_in_use() {
        let home = tempfile::tempdir().unwrap();
        let entry = home.path().join(ENTRY);
        assert!(!is_in_use(&entry));
        let text = text_of(Path::new("/usr/bin/returning-widgets")).unwrap();
        replace(&entry, &text).unwrap();
        assert!(is_in_use(&entry));
        for off in OFF {
            replace(&entry, &format!("{text}{off}\n")).unwrap();
            assert!(!is_in_use(&entry), "{off}");
        }
        replace(&entry, &text).unwrap();
        assert!(is_in_use(&entry));
        assert_eq!(fs::read_dir(entry.parent().unwrap()).unwrap().count(), 1, "nothing half written is left");
    }
}
