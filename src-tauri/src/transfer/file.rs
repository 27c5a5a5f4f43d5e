//! The file that exported settings are in. It names people's emails, so it is for its owner alone.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use widget_core::transfer::document::LONGEST;

/// How many names are tried for the file that is written beside.
const TRIES: u32 = 16;

/// Reads a file to its end, and no more of it than is too long already.
///
/// # Errors
/// When it can't be read, or is something else than a file: a pipe would hold up whoever opens it.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut options = OpenOptions::new();
    options.read(true);
    let file = without_waiting(&mut options).open(path)?;
    if !file.metadata()?.is_file() {
        return Err(ErrorKind::InvalidInput.into());
    }
    let mut bytes = Vec::new();
    let limit = u64::try_from(LONGEST).unwrap_or(u64::MAX).saturating_add(1);
    file.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Writes a file whole or not at all. What was there before, a link among it, is replaced and not written through.
///
/// # Errors
/// When it can't be written; then what was there before is there still.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(ErrorKind::InvalidInput.into());
    };
    let (beside, file) = create_beside(folder, name)?;
    let written = fill(file, text).and_then(|()| fs::rename(&beside, path));
    if written.is_err()
        && let Err(error) = fs::remove_file(&beside)
    {
        tracing::warn!(%error, "a file that was not written whole is left");
    }
    written
}

fn create_beside(folder: &Path, name: &OsStr) -> io::Result<(PathBuf, File)> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    let options = for_owner_alone(&mut options);
    for number in 0..TRIES {
        let mut part = OsString::from(".");
        part.push(name);
        part.push(format!(".{}-{number}.part", std::process::id()));
        let beside = folder.join(part);
        match options.open(&beside) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            opened => return opened.map(|file| (beside, file)),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

fn fill(mut file: File, text: &str) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(unix)]
fn for_owner_alone(options: &mut OpenOptions) -> &mut OpenOptions {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600)
}

/// Elsewhere a file is as private as the folder that the person chose.
#[cfg(not(unix))]
const fn for_owner_alone(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// The last part of the path is no link to elsewhere, and a pipe answers at once.
#[cfg(unix)]
fn without_waiting(options: &mut OpenOptions) -> &mut OpenOptions {
    use rustix::fs::OFlags;
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, flags.bits().cast_signed())
}

#[cfg(not(unix))]
const fn without_waiting(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn names(folder: &Path) -> Vec<OsString> {
        let mut names: Vec<_> =
            fs::read_dir(folder).into_iter().flatten().flatten().map(|each| each.file_name()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_written_file_is_whole_and_for_its_owner_alone_and_nothing_is_left_beside_it() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("settings.json");
        fs::write(&path, "before").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        write(&path, "after").unwrap();
        assert_eq!(read(&path).unwrap(), b"after");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(names(home.path()), ["settings.json"]);
    }

    #[test]
    fn a_link_is_replaced_and_what_it_leads_to_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let (path, elsewhere) = (home.path().join("settings.json"), home.path().join("elsewhere"));
        fs::write(&elsewhere, "mine").unwrap();
        symlink(&elsewhere, &path).unwrap();
        assert!(read(&path).is_err(), "a link is not read through");
        write(&path, "text").unwrap();
        assert_eq!(fs::read(&elsewhere).unwrap(), b"mine");
        assert!(path.symlink_metadata().unwrap().is_file());
    }

    #[test]
    fn what_can_t_be_written_leaves_nothing_behind() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("a-folder");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("inside"), "").unwrap();
        assert!(write(&folder, "text").is_err());
        assert!(write(&home.path().join("not/there"), "text").is_err());
        assert!(write(Path::new("/"), "text").is_err());
        assert_eq!(names(home.path()), ["a-folder"]);
    }

    #[test]
    fn no_more_is_read_than_is_too_long_and_only_of_a_file() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("large");
        File::create(&path).unwrap().set_len(10 << 30).unwrap();
        assert_eq!(read(&path).unwrap().len(), LONGEST + 1);
        assert!(read(home.path()).is_err());
        assert!(read(Path::new("/dev/zero")).is_err());
        assert!(read(&home.path().join("not-there")).is_err());
        let pipe = home.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert!(read(&pipe).is_err(), "and it does not wait for a writer");
    }
}
