//! A small file of the app's own beside the settings: bounded when it is read, replaced as a whole when it is written.

use crate::private_folder;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs;
use std::io;
use std::path::Path;

/// In bytes; each of these files has a few hundred. What is longer, or no file, is somebody else's.
const LONGEST: u64 = 4096;

/// What is in a file. What can't be read counts as nothing.
pub fn read<T: DeserializeOwned>(path: &Path) -> Option<T> {
    path.metadata().ok().filter(|found| found.is_file() && found.len() <= LONGEST)?;
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// Puts a whole file in the place of the old one, or leaves that.
///
/// # Errors
/// When it can't be written.
pub fn write<T: Serialize>(path: &Path, content: &T) -> io::Result<()> {
    let text = serde_json::to_vec(content)?;
    let next = path.with_extension("json.next");
    if let Some(folder) = path.parent() {
        private_folder::make(folder)?;
    }
    fs::write(&next, text)?;
    fs::rename(next, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_anything_else_is_nothing() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("folder/file.json");
        assert_eq!(read::<Vec<u8>>(&path), None);
        write(&path, &vec![1, 2]).unwrap();
        assert_eq!(read(&path), Some(vec![1, 2]));
        fs::write(&path, "[1, 2").unwrap();
        assert_eq!(read::<Vec<u8>>(&path), None);
        fs::write(&path, format!("[1{}]", " ".repeat(5000))).unwrap();
        assert_eq!(read::<Vec<u8>>(&path), None);
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert_eq!(read::<Vec<u8>>(&path), None);
    }
}
