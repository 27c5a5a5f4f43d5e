//! What the person prefers, whichever community they are in.
//!
//! A value that this version does not know counts as the usual one: a taste is no reason to refuse the whole file.

use crate::language::Language;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

/// How the windows look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system is set.
    #[default]
    System,
    Light,
    Dark,
    HighContrast,
}

/// What closing the main window means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OnClose {
    /// The person has not said yet.
    #[default]
    Ask,
    /// The app goes on without a window.
    KeepRunning,
    /// The app ends with its last window.
    Quit,
}

/// After how many minutes out of view a widget's page is put to sleep.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum SleepAfter {
    #[serde(rename = "never")]
    Never,
    #[serde(rename = "5")]
    Five,
    #[serde(rename = "15")]
    Fifteen,
    #[default]
    #[serde(rename = "30")]
    Thirty,
    #[serde(rename = "60")]
    Sixty,
}

/// How many widgets' pages are kept awake at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum LiveFrames {
    #[serde(rename = "3")]
    Three,
    #[default]
    #[serde(rename = "6")]
    Six,
    #[serde(rename = "12")]
    Twelve,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Preferences {
    #[serde(default, deserialize_with = "known_or_usual")]
    pub theme: Theme,
    /// `None` is that of the system.
    #[serde(default, deserialize_with = "known_or_usual")]
    pub language: Option<Language>,
    #[serde(default, deserialize_with = "known_or_usual")]
    pub on_close: OnClose,
    /// Every start is one in the background, not only that at log-in.
    #[serde(default, deserialize_with = "known_or_usual")]
    pub start_hidden: bool,
    #[serde(default, deserialize_with = "known_or_usual")]
    pub sleep_after_minutes: SleepAfter,
    #[serde(default, deserialize_with = "known_or_usual")]
    pub live_frames: LiveFrames,
    /// Fields of a later version.
    #[serde(flatten)]
    #[ts(skip)]
    pub unknown: Map<String, Value>,
}

pub(super) fn known_or_usual<'de, T: DeserializeOwned + Default, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(value).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_that_is_not_known_counts_as_the_usual_one() {
        let read: Preferences = serde_json::from_value(
            json!({"theme": "sepia", "language": "tlh", "on_close": "dance", "start_hidden": 3, "later": 1}),
        )
        .unwrap();
        assert_eq!((read.theme, read.language), (Theme::System, None));
        assert_eq!((read.on_close, read.start_hidden), (OnClose::Ask, false));
        assert_eq!(read.unknown.get("later"), Some(&json!(1)));
    }

    #[test]
    fn when_widgets_sleep_is_one_of_the_choices_or_the_usual_one() {
        let usual = Preferences::default();
        assert_eq!((usual.sleep_after_minutes, usual.live_frames), (SleepAfter::Thirty, LiveFrames::Six));
        for broken in [json!({}), json!({"sleep_after_minutes": 5, "live_frames": "0"})] {
            assert_eq!(serde_json::from_value::<Preferences>(broken).unwrap(), usual);
        }
        for (said, sleep_after_minutes) in [
            ("never", SleepAfter::Never),
            ("5", SleepAfter::Five),
            ("15", SleepAfter::Fifteen),
            ("30", SleepAfter::Thirty),
            ("60", SleepAfter::Sixty),
        ] {
            let read: Preferences = serde_json::from_value(json!({"sleep_after_minutes": said})).unwrap();
            assert_eq!(read, Preferences { sleep_after_minutes, ..Preferences::default() });
            assert_eq!(serde_json::to_value(read).unwrap()["sleep_after_minutes"], said);
        }
        for (said, live_frames) in [("3", LiveFrames::Three), ("6", LiveFrames::Six), ("12", LiveFrames::Twelve)] {
            let read: Preferences = serde_json::from_value(json!({"live_frames": said})).unwrap();
            assert_eq!(read, Preferences { live_frames, ..Preferences::default() });
            assert_eq!(serde_json::to_value(read).unwrap()["live_frames"], said);
        }
    }

    #[test]
    fn what_was_chosen_comes_back() {
        for theme in [Theme::System, Theme::Light, Theme::Dark, Theme::HighContrast] {
            let kept = serde_json::to_value(Preferences { theme, ..Preferences::default() }).unwrap();
            assert_eq!(serde_json::from_value::<Preferences>(kept).unwrap().theme, theme);
        }
        for on_close in [OnClose::Ask, OnClose::KeepRunning, OnClose::Quit] {
            let chosen = Preferences { on_close, start_hidden: true, ..Preferences::default() };
            let read: Preferences = serde_json::from_value(serde_json::to_value(chosen).unwrap()).unwrap();
            assert_eq!((read.on_close, read.start_hidden), (on_close, true));
        }
        for language in Language::ALL {
            let kept =
                serde_json::to_value(Preferences { language: Some(language), ..Preferences::default() }).unwrap();
            assert_eq!(serde_json::from_value::<Preferences>(kept).unwrap().language, Some(language));
        }
    }
}
