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

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Preferences {
    #[serde(default, deserialize_with = "known_or_usual")]
    pub theme: Theme,
    /// `None` is that of the system.
    #[serde(default, deserialize_with = "known_or_usual")]
    pub language: Option<Language>,
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
        let read: Preferences =
            serde_json::from_value(json!({"theme": "sepia", "language": "tlh", "later": 1})).unwrap();
        assert_eq!((read.theme, read.language), (Theme::System, None));
        assert_eq!(read.unknown.get("later"), Some(&json!(1)));
    }

    #[test]
    fn what_was_chosen_comes_back() {
        for theme in [Theme::System, Theme::Light, Theme::Dark, Theme::HighContrast] {
            let kept = serde_json::to_value(Preferences { theme, ..Preferences::default() }).unwrap();
            assert_eq!(serde_json::from_value::<Preferences>(kept).unwrap().theme, theme);
        }
        for language in Language::ALL {
            let kept =
                serde_json::to_value(Preferences { language: Some(language), ..Preferences::default() }).unwrap();
            assert_eq!(serde_json::from_value::<Preferences>(kept).unwrap().language, Some(language));
        }
    }
}
