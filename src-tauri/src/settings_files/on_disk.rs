//! The two settings files as they are, for whoever only looks.

use super::{LONGEST, NAMES, There, look};
use serde_json::{Map, Value};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use widget_core::settings::file::{Content, Slot, SlotError, Slots};

/// The settings files of one folder, without the store plugin. Nothing is written.
pub struct SettingsOnDisk {
    folder: PathBuf,
}

impl SettingsOnDisk {
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }
}

fn read(path: &Path) -> io::Result<Map<String, Value>> {
    let mut bytes = Vec::new();
    // It may have grown since it was looked at.
    File::open(path)?.take(u64::try_from(LONGEST).unwrap_or(u64::MAX)).read_to_end(&mut bytes)?;
    Ok(serde_json::from_slice(&bytes)?)
}

fn refused() -> SlotError {
    SlotError("the settings are only looked at".to_owned())
}

impl Slots for SettingsOnDisk {
    fn read(&self, slot: Slot) -> Content {
        let [a, b] = NAMES;
        let path = self.folder.join(match slot {
            Slot::A => a,
            Slot::B => b,
        });
        match look(&path) {
            There::Nothing => Content::Absent,
            There::File => read(&path).map_or(Content::Unreadable, Content::Object),
            There::Other => Content::Unreadable,
        }
    }

    fn write(&self, _: Slot, _: Map<String, Value>) -> Result<(), SlotError> {
        Err(refused())
    }

    fn set_aside(&self, _: Slot) -> Result<(), SlotError> {
        Err(refused())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_is_there_is_read_and_nothing_is_touched() {
        let home = tempfile::tempdir().unwrap();
        let files = SettingsOnDisk::new(home.path());
        assert_eq!(files.read(Slot::A), Content::Absent);
        fs::write(home.path().join("settings-a.json"), "{\"a\": 1}").unwrap();
        fs::write(home.path().join("settings-b.json"), "{\"a\": ").unwrap();
        assert!(matches!(files.read(Slot::A), Content::Object(object) if object["a"] == 1));
        assert_eq!(files.read(Slot::B), Content::Unreadable);
        assert!(files.write(Slot::A, Map::new()).is_err() && files.set_aside(Slot::B).is_err());
        assert_eq!(fs::read_to_string(home.path().join("settings-b.json")).unwrap(), "{\"a\": ");
    }

    #[test]
    fn no_more_is_read_than_the_app_would_write() {
        let home = tempfile::tempdir().unwrap();
        let files = SettingsOnDisk::new(home.path());
        File::create(home.path().join("settings-a.json")).unwrap().set_len(10 << 30).unwrap();
        fs::create_dir(home.path().join("settings-b.json")).unwrap();
        assert_eq!((files.read(Slot::A), files.read(Slot::B)), (Content::Unreadable, Content::Unreadable));
    }
}
