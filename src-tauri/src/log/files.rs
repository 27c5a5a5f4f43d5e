//! The log's files: bounded in size and number, for their owner alone, and never a reason not to work.
//!
//! Written here and not by `tracing-appender`: that begins a file by the time alone, so that an app which says too much in
//! an hour fills the disk, it opens its files for whoever may read the folder, and it follows links.

use crate::private_folder;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use widget_core::session::clock::Moment;

/// Largest file, in bytes.
const LARGEST: u64 = 1_000_000;
/// Most files, the one that is written among them.
const MOST: usize = 5;
/// How long after a failure it is tried again.
const PAUSE: Duration = Duration::from_secs(60);

pub(super) struct LogFiles {
    folder: PathBuf,
    open: Option<Open>,
    failed: Option<Moment>,
    /// Whether the person was told that there is no log.
    told: bool,
}

/// The file that is written.
struct Open {
    file: File,
    size: u64,
}

impl LogFiles {
    pub(super) const fn new(folder: PathBuf) -> Self {
        Self { folder, open: None, failed: None, told: false }
    }

    /// The folder, made if it is not there.
    pub(super) fn folder(&mut self) -> io::Result<&Path> {
        make_folder(&self.folder)?;
        Ok(&self.folder)
    }

    /// Writes a line whole or not at all. What can't be written is missing, and the app works on.
    pub(super) fn write(&mut self, line: &[u8], now: Moment) {
        if line.is_empty() || self.failed.is_some_and(|failed| now.since(failed) < PAUSE) {
            return;
        }
        match self.try_to_write(line) {
            Ok(()) => self.failed = None,
            Err(error) => {
                self.open = None;
                self.failed = Some(now);
                self.tell(&error);
            }
        }
    }

    fn try_to_write(&mut self, line: &[u8]) -> io::Result<()> {
        let length = u64::try_from(line.len()).unwrap_or(u64::MAX);
        let mut open = match self.open.take() {
            Some(open) => open,
            None => self.open_file()?,
        };
        if open.size > 0 && open.size.saturating_add(length) > LARGEST {
            drop(open);
            self.make_room()?;
            open = self.open_file()?;
        }
        if let Err(error) = open.file.write_all(line) {
            // Half a line would spoil the next one, too. Where it stays, the first failure is still the one to tell of.
            open.file.set_len(open.size).ok();
            return Err(error);
        }
        open.size = open.size.saturating_add(length);
        self.open = Some(open);
        Ok(())
    }

    /// The number 0 is the file that is written, and the highest one the oldest.
    fn path(&self, number: usize) -> PathBuf {
        self.folder.join(match number {
            0 => "returning-widgets.log".to_owned(),
            number => format!("returning-widgets.{number}.log"),
        })
    }

    fn open_file(&self) -> io::Result<Open> {
        make_folder(&self.folder)?;
        let file = open_own(&self.path(0))?;
        let size = file.metadata()?.len();
        Ok(Open { file, size })
    }

    /// Moves each file on by one; the oldest goes.
    fn make_room(&self) -> io::Result<()> {
        for number in (0..MOST - 1).rev() {
            match fs::rename(self.path(number), self.path(number + 1)) {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                moved => moved?,
            }
        }
        Ok(())
    }

    /// Not by a line of the log, which would come back here.
    fn tell(&mut self, error: &io::Error) {
        if !std::mem::replace(&mut self.told, true) {
            // With nobody to read it, it is not said.
            writeln!(io::stderr(), "Returning Widgets works on without a log file: {error}").ok();
        }
    }
}

/// A folder of the person's own, for nobody else. A link is refused: whoever put it there decides where it leads.
#[cfg(unix)]
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt;
    private_folder::create(folder)?;
    let found = folder.symlink_metadata()?;
    if !found.is_dir() || found.uid() != rustix::process::getuid().as_raw() {
        return Err(io::Error::new(ErrorKind::PermissionDenied, "the log folder is a link, or somebody else's"));
    }
    private_folder::close_to_others(folder)
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> io::Result<()> {
    private_folder::create(folder)
}

/// Opens a file to add to it. One that is no file, has another name as well or is somebody else's is left alone.
#[cfg(unix)]
fn open_own(path: &Path) -> io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
    const OWNER_ALONE: u32 = 0o600;
    let careful = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
    let file = OpenOptions::new().append(true).create(true).mode(OWNER_ALONE).custom_flags(careful).open(path)?;
    let found = file.metadata()?;
    if !found.is_file() || found.nlink() != 1 || found.uid() != rustix::process::getuid().as_raw() {
        return Err(io::Error::new(ErrorKind::PermissionDenied, "the log file is not the app's own"));
    }
    if found.permissions().mode() & 0o777 != OWNER_ALONE {
        file.set_permissions(fs::Permissions::from_mode(OWNER_ALONE))?;
    }
    Ok(file)
}

#[cfg(not(unix))]
fn open_own(path: &Path) -> io::Result<File> {
    OpenOptions::new().append(true).create(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_files_are_bounded_in_size_and_number_and_the_oldest_lines_go() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("data/logs");
        let mut files = LogFiles::new(folder.clone());
        let line = |number: usize| format!("{number:06} {}\n", "x".repeat(992)).into_bytes();
        for number in 0..7_000 {
            files.write(&line(number), Moment::START);
        }
        let newest = "returning-widgets.log";
        let rest = (1..MOST).map(|number| format!("returning-widgets.{number}.log"));
        assert_eq!(names(&folder), rest.chain([newest.to_owned()]).collect::<Vec<_>>());
        for name in names(&folder) {
            assert!(fs::metadata(folder.join(&name)).unwrap().len() <= LARGEST, "{name}");
        }
        assert!(fs::read_to_string(folder.join(newest)).unwrap().ends_with(&String::from_utf8(line(6_999)).unwrap()));
        assert!(fs::read_to_string(folder.join("returning-widgets.4.log")).unwrap().starts_with("002"));
    }

    #[test]
    fn the_next_run_goes_on_in_the_same_file() {
        let home = tempfile::tempdir().unwrap();
        for line in ["one\n", "two\n"] {
            LogFiles::new(home.path().join("logs")).write(line.as_bytes(), Moment::START);
        }
        assert_eq!(fs::read_to_string(home.path().join("logs/returning-widgets.log")).unwrap(), "one\ntwo\n");
    }

    #[cfg(unix)]
    #[test]
    fn folder_and_files_are_for_their_owner_alone_whoever_made_them() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("logs");
        let file = folder.join("returning-widgets.log");
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        LogFiles::new(folder.clone()).write(b"a\n", Moment::START);
        assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        LogFiles::new(folder.clone()).write(b"b\n", Moment::START);
        assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link_or_a_second_name() {
        use std::os::unix::fs::symlink;
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        fs::create_dir(at("theirs")).unwrap();
        symlink(at("theirs"), at("linked")).unwrap();
        LogFiles::new(at("linked")).write(b"a\n", Moment::START);
        assert!(LogFiles::new(at("linked")).folder().is_err());
        assert_eq!(names(&at("theirs")), [""; 0]);

        fs::create_dir(at("logs")).unwrap();
        fs::write(at("precious"), "as it was").unwrap();
        let log = at("logs/returning-widgets.log");
        for put in [|from: &Path, to: &Path| symlink(from, to), |from: &Path, to: &Path| fs::hard_link(from, to)] {
            put(&at("precious"), &log).unwrap();
            LogFiles::new(at("logs")).write(b"a\n", Moment::START);
            assert_eq!(fs::read_to_string(at("precious")).unwrap(), "as it was");
            fs::remove_file(&log).unwrap();
        }
    }

    #[test]
    fn after_a_failure_it_is_tried_again_in_a_while() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("logs");
        fs::write(&folder, "in the way").unwrap();
        let mut files = LogFiles::new(folder.clone());
        files.write(b"lost\n", Moment::START);
        assert!(files.told);
        fs::remove_file(&folder).unwrap();
        files.write(b"too soon\n", Moment::START.after(PAUSE / 2));
        assert!(!folder.exists());
        files.write(b"there\n", Moment::START.after(PAUSE));
        assert_eq!(fs::read_to_string(folder.join("returning-widgets.log")).unwrap(), "there\n");
    }

    /// The system's own full disk.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_no_reason_to_stop() {
        let full = OpenOptions::new().append(true).open("/dev/full").unwrap();
        let mut files = LogFiles::new(PathBuf::from("/nowhere"));
        files.open = Some(Open { file: full, size: 0 });
        files.write(b"lost\n", Moment::START);
        assert!(files.told && files.open.is_none() && files.failed == Some(Moment::START));
    }
}
