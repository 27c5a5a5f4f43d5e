//! What the person prefers.

use super::App;
use crate::language::Language;
use crate::settings::preferences::Preferences;

impl App {
    /// What both windows and the system's dialogs speak.
    #[must_use]
    pub fn language(&self) -> Language {
        self.settings().settings().preferences.language.unwrap_or(self.system_language)
    }

    /// Takes over what the person chose. Fields that only a later version knows stay as they are.
    pub fn set_preferences(&self, chosen: &Preferences) {
        self.change(|settings| {
            let unknown = std::mem::take(&mut settings.preferences.unknown);
            settings.preferences = Preferences { unknown, ..chosen.clone() };
        });
    }
}
