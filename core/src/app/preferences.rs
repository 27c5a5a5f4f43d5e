//! What the person prefers.

use super::App;
use crate::background::Background;
use crate::language::Language;
use crate::settings::preferences::{OnClose, Preferences};

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

    /// What is preferred about running without a window.
    #[must_use]
    pub fn background(&self) -> Background {
        let settings = self.settings();
        let preferences = &settings.settings().preferences;
        Background { on_close: preferences.on_close, start_hidden: preferences.start_hidden, demo: self.demo }
    }

    /// Takes over the answer to the question at the first close.
    pub fn remember_on_close(&self, answer: OnClose) {
        self.change(|settings| settings.preferences.on_close = answer);
    }
}
