//! The two settings files, by the store plugin.

use serde_json::{Map, Value};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use tauri::{AppHandle, Manager, Wry};
use tauri_plugin_store::{Store, StoreBuilder, resolve_store_path};
use widget_core::settings::file::{Content, Slot, SlotError, Slots};

struct StoreFile {
    store: Arc<Store<Wry>>,
    path: PathBuf,
}

pub struct SettingsFiles {
    a: StoreFile,
    b: StoreFile,
}

impl SettingsFiles {
    /// Opens both files; neither has to exist.
    ///
    /// # Errors
    /// When the system has no place for them.
    pub fn new(app: &AppHandle) -> Result<Self, tauri_plugin_store::Error> {
        if let Ok(folder) = app.path().app_data_dir()
            && let Err(error) = private_folder(&folder)
        {
            tracing::error!(%error, "the settings folder can't be made private");
        }
        Ok(Self { a: open(app, "settings-a.json")?, b: open(app, "settings-b.json")? })
    }

    const fn file(&self, slot: Slot) -> &StoreFile {
        match slot {
            Slot::A => &self.a,
            Slot::B => &self.b,
        }
    }
}

fn open(app: &AppHandle, name: &str) -> Result<StoreFile, tauri_plugin_store::Error> {
    let path = resolve_store_path(app, name)?;
    let store = StoreBuilder::new(app, name).disable_auto_save().build()?;
    // The plugin saves every store that it knows when the app ends, and would write over both files at once.
    store.close_resource();
    Ok(StoreFile { store, path })
}

/// The settings name people's emails, so the folder is for its owner alone.
#[cfg(unix)]
fn private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::create_dir_all(folder)?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

/// Elsewhere the user's own folder is private by inheritance.
#[cfg(not(unix))]
fn private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

impl Slots for SettingsFiles {
    fn read(&self, slot: Slot) -> Content {
        let file = self.file(slot);
        let entries: Map<String, Value> = file.store.entries().into_iter().collect();
        // The plugin swallows a file that it can't read: then the file is there and the store is empty.
        match (entries.is_empty(), file.path.symlink_metadata().is_ok()) {
            (false, _) => Content::Object(entries),
            (true, true) => Content::Unreadable,
            (true, false) => Content::Absent,
        }
    }

    fn write(&self, slot: Slot, object: Map<String, Value>) -> Result<(), SlotError> {
        let file = self.file(slot);
        file.store.clear();
        for (key, value) in object {
            file.store.set(key, value);
        }
        file.store.save().map_err(|error| SlotError(error.to_string()))
    }

    fn set_aside(&self, slot: Slot) -> Result<(), SlotError> {
        let file = self.file(slot);
        file.store.clear();
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let aside = file.path.with_extension(format!("json.corrupt-{seconds}"));
        fs::rename(&file.path, aside).map_err(|error| SlotError(error.to_string()))
    }
}
