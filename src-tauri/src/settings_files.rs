//! The two settings files, by the store plugin.

mod aside;
mod on_disk;

use crate::private_folder;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::error::Error;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tauri::{AppHandle, Wry};
use tauri_plugin_store::{Store, StoreBuilder};
use widget_core::settings::file::{Content, Slot, SlotError, Slots};

pub use on_disk::SettingsOnDisk;

/// Longest settings file that is read or written, in bytes: thousands of widgets fit, and reading it takes no time.
const LONGEST: usize = 1 << 20;

/// The two files' names.
const NAMES: [&str; 2] = ["settings-a.json", "settings-b.json"];

/// The settings files of one folder.
pub struct SettingsFiles {
    folder: PathBuf,
    a: StoreFile,
    b: StoreFile,
}

struct StoreFile {
    store: Arc<Store<Wry>>,
    path: PathBuf,
}

impl SettingsFiles {
    /// Opens both files; neither has to exist, nor the folder. The store plugin must be there.
    ///
    /// # Errors
    /// When the plugin can't name a file.
    pub fn new(app: &AppHandle, folder: &Path) -> Result<Self, tauri_plugin_store::Error> {
        let open = |name| open(app, folder.join(name));
        let [a, b] = NAMES;
        Ok(Self { folder: folder.to_owned(), a: open(a)?, b: open(b)? })
    }

    const fn file(&self, slot: Slot) -> &StoreFile {
        match slot {
            Slot::A => &self.a,
            Slot::B => &self.b,
        }
    }
}

fn open(app: &AppHandle, path: PathBuf) -> Result<StoreFile, tauri_plugin_store::Error> {
    let builder = StoreBuilder::new(app, &path).disable_auto_save().serialize(text);
    // The plugin reads whatever is there to its end; what is not to be read begins empty.
    let builder = if look(&path) == There::File { builder } else { builder.create_new() };
    let store = builder.build()?;
    // The plugin saves every store that it knows when the app ends, and would write over both files at once.
    store.close_resource();
    Ok(StoreFile { store, path })
}

/// The text of a file. What could not be read again is refused before the file is touched.
fn text(entries: &HashMap<String, Value>) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
    let text = serde_json::to_vec_pretty(entries)?;
    if text.len() > LONGEST { Err("the settings are too long".into()) } else { Ok(text) }
}

/// What is at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum There {
    Nothing,
    /// A file that is short enough, or a link to one.
    File,
    /// What is not to be opened: it is too long, or it may hold up whoever opens it, as a pipe does.
    Other,
}

fn look(path: &Path) -> There {
    match (path.symlink_metadata(), path.metadata()) {
        (Err(error), _) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => There::Nothing,
        (_, Ok(found)) if found.is_file() && usize::try_from(found.len()).is_ok_and(|length| length <= LONGEST) => {
            There::File
        }
        _ => There::Other,
    }
}

/// Waits until the file is on the disk: the next change writes over the other one, so after a loss of power both could
/// be torn.
fn wait_for_disk(path: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).open(path)?.sync_all()?;
    // Not every file system can do it, and the file itself is safe.
    if let Some(folder) = path.parent()
        && let Err(error) = sync_folder(folder)
    {
        tracing::warn!(%error, "the settings folder may not be on the disk yet");
    }
    Ok(())
}

/// A file that is new is found after a loss of power if its folder is on the disk as well.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Elsewhere a folder can't be opened.
#[cfg(not(unix))]
const fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

impl Slots for SettingsFiles {
    fn read(&self, slot: Slot) -> Content {
        let file = self.file(slot);
        let entries: Map<String, Value> = file.store.entries().into_iter().collect();
        // The plugin swallows a file that it can't read: then the file is there and the store is empty.
        match look(&file.path) {
            There::Nothing => Content::Absent,
            There::File if !entries.is_empty() => Content::Object(entries),
            There::File | There::Other => Content::Unreadable,
        }
    }

    fn write(&self, slot: Slot, object: Map<String, Value>) -> Result<(), SlotError> {
        let file = self.file(slot);
        private_folder::make(&self.folder).map_err(failed)?;
        if look(&file.path) == There::Other {
            return Err(SlotError("something that is no file is in the way".to_owned()));
        }
        file.store.clear();
        for (key, value) in object {
            file.store.set(key, value);
        }
        file.store.save().map_err(|error| SlotError(error.to_string()))?;
        wait_for_disk(&file.path).map_err(failed)
    }

    fn set_aside(&self, slot: Slot) -> Result<(), SlotError> {
        let file = self.file(slot);
        file.store.clear();
        aside::set_aside(&file.path).map_err(failed)
    }

    fn check_place(&self) -> Result<(), SlotError> {
        private_folder::make(&self.folder).map_err(failed)?;
        let probe = self.folder.join("settings-probe");
        File::create(&probe).and_then(|_| fs::remove_file(&probe)).map_err(failed)
    }
}

#[allow(clippy::needless_pass_by_value, reason = "for map_err")]
fn failed(error: io::Error) -> SlotError {
    SlotError(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_longer_than_can_be_read_is_not_written() {
        let entries = |length: usize| HashMap::from([("a".to_owned(), Value::String("x".repeat(length)))]);
        let around = text(&entries(0)).unwrap().len();
        assert_eq!(text(&entries(LONGEST - around)).unwrap().len(), LONGEST);
        assert!(text(&entries(LONGEST - around + 1)).is_err());
    }
}
