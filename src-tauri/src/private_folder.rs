//! The app's own folder names people's emails, so it is for its owner alone.

use std::fs;
use std::io;
use std::path::Path;

/// Makes a folder, with those that it is in, for its owner alone. One that is there is made so.
///
/// # Errors
/// When it can't be made.
#[cfg(unix)]
pub fn make(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    const OWNER_ALONE: u32 = 0o700;
    fs::DirBuilder::new().recursive(true).mode(OWNER_ALONE).create(folder)?;
    if folder.metadata()?.permissions().mode() & 0o777 != OWNER_ALONE
        && let Err(error) = fs::set_permissions(folder, fs::Permissions::from_mode(OWNER_ALONE))
    {
        tracing::error!(%error, "the settings folder can't be made private");
    }
    Ok(())
}

/// Elsewhere the user's own folder is private by inheritance.
#[cfg(not(unix))]
pub fn make(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
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
