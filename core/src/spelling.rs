//! The languages that a person's spelling is checked in.

use crate::language::Language;

/// A person writes in a few; a longer list is no person's.
const MOST: usize = 8;

/// The dictionaries to check by, the most wanted first: that of the language that the app speaks, then those of the
/// languages that the system's variables name. Those that the machine does not have are passed over by the web engine.
#[must_use]
pub fn dictionaries(spoken: Language, variable: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let locales = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(&variable).find(|value| !value.is_empty());
    let list = variable("LANGUAGE").unwrap_or_default();
    let system: Vec<String> = list.split(':').chain(locales.as_deref()).filter_map(dictionary).collect();
    let usual = usual(spoken);
    // As it is written where the person is: British for a Briton whose app speaks English.
    let own = usual.map(|usual| {
        let theirs = system.iter().find(|name| language_of(name) == language_of(usual));
        theirs.map_or_else(|| usual.to_owned(), Clone::clone)
    });
    let mut wanted = Vec::new();
    for name in own.into_iter().chain(system) {
        if !wanted.contains(&name) && wanted.len() < MOST {
            wanted.push(name);
        }
    }
    wanted
}

/// `None` for what is written without spaces between words, which no dictionary of this kind can check.
const fn usual(language: Language) -> Option<&'static str> {
    match language {
        Language::English => Some("en_US"),
        Language::Spanish => Some("es_ES"),
        Language::BrazilianPortuguese => Some("pt_BR"),
        Language::Arabic => Some("ar"),
        Language::Vietnamese => Some("vi_VN"),
        Language::SimplifiedChinese | Language::Thai | Language::Japanese => None,
    }
}

/// The dictionary of a locale such as `pt_BR.UTF-8` or `ar`. The plain "C" has none.
fn dictionary(locale: &str) -> Option<String> {
    let name = locale.split(['.', '@']).next().unwrap_or_default();
    let (language, region) =
        name.split_once(['_', '-']).map_or((name, None), |(language, region)| (language, Some(region)));
    let letters = |text: &str, lengths: &[usize]| {
        lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    if !letters(language, &[2, 3]) || region.is_some_and(|region| !letters(region, &[2])) {
        return None;
    }
    let language = language.to_ascii_lowercase();
    Some(region.map_or_else(|| language.clone(), |region| format!("{language}_{}", region.to_ascii_uppercase())))
}

fn language_of(dictionary: &str) -> &str {
    dictionary.split('_').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(spoken: Language, variables: &[(&str, &str)]) -> Vec<String> {
        dictionaries(spoken, |name| variables.iter().find(|(known, _)| *known == name).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn the_apps_language_comes_first_and_the_systems_after_it() {
        assert_eq!(of(Language::Spanish, &[("LANG", "de_DE.UTF-8")]), ["es_ES", "de_DE"]);
        let several = [("LANGUAGE", "fr_CH:de:en_GB"), ("LANG", "fr_CH.UTF-8")];
        assert_eq!(of(Language::BrazilianPortuguese, &several), ["pt_BR", "fr_CH", "de", "en_GB"]);
    }

    #[test]
    fn a_language_is_checked_as_it_is_written_where_the_person_is() {
        assert_eq!(of(Language::English, &[("LANG", "en_GB.UTF-8")]), ["en_GB"]);
        assert_eq!(of(Language::Spanish, &[("LANG", "es-mx@euro")]), ["es_MX"]);
        assert_eq!(of(Language::English, &[("LC_ALL", "th_TH"), ("LANG", "en_GB")]), ["en_US", "th_TH"]);
    }

    #[test]
    fn a_system_that_says_nothing_leaves_the_apps_language() {
        for nothing in ["", "C", "C.UTF-8", "POSIX", "../../etc", "en_US/x", "e", "tlhh_KL", "en_USA", "ñ"] {
            assert_eq!(of(Language::English, &[("LANG", nothing)]), ["en_US"], "{nothing}");
        }
        assert_eq!(of(Language::Japanese, &[]), Vec::<String>::new());
        for language in Language::ALL {
            assert!(of(language, &[]).len() <= 1);
        }
    }

    #[test]
    fn a_list_without_end_is_cut() {
        let list: Vec<String> = (b'a'..=b'z').map(|letter| format!("x{}", char::from(letter))).collect();
        assert_eq!(of(Language::English, &[("LANGUAGE", &list.join(":"))]).len(), MOST);
    }
}
