//! The languages that the app speaks.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// By the names that BCP 47 has for them, which are those of the message files too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum Language {
    #[default]
    #[serde(rename = "en")]
    English,
    #[serde(rename = "zh-CN")]
    SimplifiedChinese,
    #[serde(rename = "es")]
    Spanish,
    #[serde(rename = "pt-BR")]
    BrazilianPortuguese,
    #[serde(rename = "ar")]
    Arabic,
    #[serde(rename = "vi")]
    Vietnamese,
    #[serde(rename = "th")]
    Thai,
    #[serde(rename = "ja")]
    Japanese,
}

impl Language {
    pub const ALL: [Self; 8] = [
        Self::English,
        Self::SimplifiedChinese,
        Self::Spanish,
        Self::BrazilianPortuguese,
        Self::Arabic,
        Self::Vietnamese,
        Self::Thai,
        Self::Japanese,
    ];

    /// The language that the system's variables ask for, as the C library and gettext read them: the first of the list
    /// in `LANGUAGE` that is spoken here, unless the locale is the plain "C"; then that of the locale.
    #[must_use]
    pub fn of_system(variable: impl Fn(&str) -> Option<String>) -> Self {
        let named = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(&variable).find(|value| !value.is_empty());
        let Some(locale) = named.filter(|locale| !is_plain(locale)) else { return Self::default() };
        let list = variable("LANGUAGE").unwrap_or_default();
        list.split(':').chain([locale.as_str()]).find_map(Self::of_locale).unwrap_or_default()
    }

    /// The language of a locale such as `pt_BR.UTF-8`, `zh_CN` or `ar`.
    fn of_locale(locale: &str) -> Option<Self> {
        let name = locale.split(['.', '@']).next().unwrap_or_default();
        match name.split(['_', '-']).next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            // For who reads traditional Chinese, simplified is nearer than any other here.
            "zh" => Some(Self::SimplifiedChinese),
            "es" => Some(Self::Spanish),
            "pt" => Some(Self::BrazilianPortuguese),
            "ar" => Some(Self::Arabic),
            "vi" => Some(Self::Vietnamese),
            "th" => Some(Self::Thai),
            "ja" => Some(Self::Japanese),
            _ => None,
        }
    }
}

/// "C" and "POSIX" stand for no language at all.
fn is_plain(locale: &str) -> bool {
    matches!(locale.split('.').next(), Some("C" | "POSIX"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(variables: &[(&str, &str)]) -> Language {
        Language::of_system(|name| variables.iter().find(|(known, _)| *known == name).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn the_locale_says_the_language() {
        for (locale, language) in [
            ("en_GB.UTF-8", Language::English),
            ("zh_CN.UTF-8", Language::SimplifiedChinese),
            ("es_MX.UTF-8", Language::Spanish),
            ("pt_BR", Language::BrazilianPortuguese),
            ("pt-PT", Language::BrazilianPortuguese),
            ("ar_EG.UTF-8", Language::Arabic),
            ("ar", Language::Arabic),
            ("vi_VN@x", Language::Vietnamese),
            ("th_TH.TIS-620", Language::Thai),
            ("ja_JP.eucJP", Language::Japanese),
            ("C.UTF-8", Language::English),
            ("tlh", Language::English),
            ("", Language::English),
        ] {
            assert_eq!(chosen(&[("LANG", locale)]), language, "{locale}");
        }
        assert_eq!(chosen(&[]), Language::English);
    }

    #[test]
    fn the_more_special_variable_wins() {
        let (german, thai, arabic) = (("LANG", "de_DE.UTF-8"), ("LC_MESSAGES", "th_TH"), ("LC_ALL", "ar_SA.UTF-8"));
        assert_eq!(chosen(&[german, thai]), Language::Thai);
        assert_eq!(chosen(&[german, thai, arabic]), Language::Arabic);
        assert_eq!(chosen(&[("LC_ALL", ""), ("LANG", "ja_JP")]), Language::Japanese);
    }

    #[test]
    fn the_first_of_the_list_that_is_spoken_here_wins_but_not_over_the_plain_locale() {
        assert_eq!(chosen(&[("LANGUAGE", "de:es:ja"), ("LANG", "de_DE.UTF-8")]), Language::Spanish);
        assert_eq!(chosen(&[("LANGUAGE", "de"), ("LANG", "vi_VN.UTF-8")]), Language::Vietnamese);
        assert_eq!(chosen(&[("LANGUAGE", "es"), ("LANG", "C.UTF-8")]), Language::English);
        assert_eq!(chosen(&[("LANGUAGE", "es")]), Language::English);
    }
}
