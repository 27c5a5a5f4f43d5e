//! The settings, to be looked at without a window: another process of the app may be using them.

use super::failure::Failure;
use crate::settings_files::SettingsOnDisk;
use std::path::PathBuf;
use widget_core::error::{AppError, Code};
use widget_core::settings::file::SettingsFile;

/// As `tauri.conf.json` has it.
pub const IDENTIFIER: &str = "app.returningwidgets.desktop";

/// The app's own folder, as Tauri names it.
fn folder() -> Option<PathBuf> {
    Some(dirs::data_dir()?.join(IDENTIFIER))
}

/// What is set. Nothing that is done with it is written.
///
/// # Errors
/// When the settings are there and can't be read.
pub fn look() -> Result<SettingsFile, Failure> {
    let folder = folder().ok_or(Code::FileNotRead)?;
    let settings = SettingsFile::look(Box::new(SettingsOnDisk::new(&folder)));
    match settings.notice() {
        Some(AppError { code: Code::SettingsDamaged, .. }) => Err(Code::SettingsDamaged.into()),
        _ => Ok(settings),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_named_as_the_app_is() {
        let configuration: serde_json::Value = serde_json::from_str(include_str!("../../../tauri.conf.json")).unwrap();
        assert_eq!(configuration["identifier"], IDENTIFIER);
    }
}
