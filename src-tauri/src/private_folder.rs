//! The app's own folder names people's emails, so it is for its owner alone.

use std::fs;
use std::io;
use std::path::Path;

/// Makes a folder, with those that it is in, for its owner alone. One that is there is made so.
///
/// # Errors
/// When it can't be made.
pub fn make(folder: &Path) -> io::Result<()> {
    create(folder)?;
    if let Err(error) = close_to_others(folder) {
        tracing::error!(%error, "the settings folder can't be made private");
    }
    Ok(())
}

#[cfg(unix)]
const OWNER_ALONE: u32 = 0o700;

/// Creates a folder for its owner alone. One that is there stays as it is. Logs nothing.
#[cfg(unix)]
pub fn create(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(OWNER_ALONE).create(folder)
}

/// Elsewhere the user's own folder is private by inheritance.
#[cfg(not(unix))]
pub fn create(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Makes a folder that is there one for its owner alone. Logs nothing.
#[cfg(unix)]
pub fn close_to_others(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if folder.metadata()?.permissions().mode() & 0o777 == OWNER_ALONE {
        return Ok(());
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(OWNER_ALONE))
}

#[cfg(not(unix))]
pub const fn close_to_others(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_for_its_owner_alone_whoever_made_it() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let mode = |folder: &Path| folder.metadata().unwrap().permissions().mode() & 0o777;
        let folder = home.path().join("not/there/yet");
        make(&folder).unwrap();
        assert_eq!(mode(&folder), 0o700);
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        make(&folder).unwrap();
        assert_eq!(mode(&folder), 0o700);
    }
}
