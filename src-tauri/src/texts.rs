//! The texts of what Rust draws. They come from the same message files as those of the pages.

use serde::Serialize;
use serde_json::Value;
use std::sync::LazyLock;
use widget_core::diagnosis::cause::Cause;
use widget_core::error::Code;
use widget_core::language::Language;

static FILES: LazyLock<[Value; 8]> = LazyLock::new(|| Language::ALL.map(|language| read(file(language))));

const fn file(language: Language) -> &'static str {
    match language {
        Language::English => include_str!("../../ui/messages/en.json"),
        Language::SimplifiedChinese => include_str!("../../ui/messages/zh-CN.json"),
        Language::Spanish => include_str!("../../ui/messages/es.json"),
        Language::BrazilianPortuguese => include_str!("../../ui/messages/pt-BR.json"),
        Language::Arabic => include_str!("../../ui/messages/ar.json"),
        Language::Vietnamese => include_str!("../../ui/messages/vi.json"),
        Language::Thai => include_str!("../../ui/messages/th.json"),
        Language::Japanese => include_str!("../../ui/messages/ja.json"),
    }
}

/// The files are part of the binary, and a test reads them: an empty text is all that can go wrong.
fn read(file: &str) -> Value {
    serde_json::from_str(file).unwrap_or_default()
}

/// What a language's file lacks is said in English.
fn text(language: Language, name: &str) -> String {
    let of = |wanted| {
        FILES.iter().zip(Language::ALL).find(|(_, known)| *known == wanted).and_then(|(file, _)| file.get(name))
    };
    of(language).or_else(|| of(Language::English)).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// An English text by its name, for what goes to the support.
pub fn english(name: &str) -> Option<String> {
    let (file, _) = FILES.iter().zip(Language::ALL).find(|(_, language)| *language == Language::English)?;
    file.get(name).and_then(Value::as_str).map(str::to_owned)
}

/// A button's text with the letter that presses it together with Alt: the first one.
fn button(language: Language, name: &str) -> String {
    format!("_{}", text(language, name))
}

/// What a member of a closed list is called in the message files and wherever it leaves Rust.
pub fn name_of(member: impl Serialize) -> String {
    serde_json::to_value(member).ok().as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// What is wrong and what to do about it, in English.
pub fn of_error(code: Code) -> (String, String) {
    let name = name_of(code);
    let of = |what| text(Language::English, &format!("error_{name}_{what}"));
    (of("title"), of("action"))
}

/// The same of a cause; what has no text of its own is told by the error of the step that failed.
pub fn of_cause(cause: Cause, error: Code) -> (String, String) {
    let name = name_of(cause);
    let of = |what, otherwise| english(&format!("cause_{name}_{what}")).unwrap_or(otherwise);
    let (title, action) = of_error(error);
    (of("title", title), of("action", action))
}

pub fn main_title(language: Language) -> String {
    text(language, "app_name")
}

pub fn setup_title(language: Language) -> String {
    text(language, "setup_title")
}

pub fn link_title(language: Language) -> String {
    text(language, "link_title")
}

pub fn link_site(language: Language, host: &str) -> String {
    text(language, "link_site").replace("{host}", host)
}

pub fn link_site_why(language: Language) -> String {
    text(language, "link_site_why")
}

pub fn link_mail(language: Language, to: &str) -> String {
    text(language, "link_mail").replace("{to}", to)
}

pub fn link_mail_why(language: Language) -> String {
    text(language, "link_mail_why")
}

pub fn link_open(language: Language) -> String {
    button(language, "link_open")
}

pub fn link_cancel(language: Language) -> String {
    button(language, "cancel")
}

pub fn hang_title(language: Language) -> String {
    text(language, "hang_title")
}

pub fn hang(language: Language) -> String {
    text(language, "hang")
}

pub fn hang_why(language: Language) -> String {
    text(language, "hang_why")
}

pub fn hang_reload(language: Language) -> String {
    button(language, "hang_reload")
}

pub fn hang_wait(language: Language) -> String {
    button(language, "hang_wait")
}

pub fn background(language: Language) -> String {
    text(language, "background")
}

pub fn background_tray(language: Language) -> String {
    text(language, "background_tray")
}

pub fn background_no_tray(language: Language) -> String {
    text(language, "background_no_tray")
}

pub fn background_keep(language: Language) -> String {
    button(language, "background_keep")
}

pub fn background_quit(language: Language) -> String {
    button(language, "background_quit")
}

pub fn tray_open(language: Language) -> String {
    text(language, "tray_open")
}

pub fn tray_preferences(language: Language) -> String {
    text(language, "preferences")
}

pub fn tray_quit(language: Language) -> String {
    text(language, "background_quit")
}

pub fn transfer_title(language: Language) -> String {
    text(language, "transfer_title")
}

pub fn transfer_save(language: Language) -> String {
    button(language, "transfer_save")
}

pub fn report_title(language: Language) -> String {
    text(language, "report_title")
}

pub fn transfer_question(language: Language) -> String {
    text(language, "transfer_question")
}

pub fn transfer_question_why(language: Language) -> String {
    text(language, "transfer_question_why")
}

pub fn transfer_add(language: Language) -> String {
    button(language, "transfer_add")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_there_in_every_language_and_names_what_it_is_about() {
        for language in Language::ALL {
            assert!(link_site(language, "vouchers.example").contains("vouchers.example"), "{language:?}");
            assert!(link_mail(language, "a@club.example").contains("a@club.example"), "{language:?}");
            for text in [
                main_title(language),
                setup_title(language),
                link_title(language),
                link_site_why(language),
                link_mail_why(language),
                link_open(language),
                link_cancel(language),
                hang_title(language),
                hang(language),
                hang_why(language),
                hang_reload(language),
                hang_wait(language),
                background(language),
                background_tray(language),
                background_no_tray(language),
                background_keep(language),
                background_quit(language),
                tray_open(language),
                tray_preferences(language),
                tray_quit(language),
                transfer_title(language),
                transfer_save(language),
                report_title(language),
                transfer_question(language),
                transfer_question_why(language),
                transfer_add(language),
            ] {
                assert!(text.chars().count() > 1 && !text.contains('{'), "{language:?}: {text:?}");
            }
        }
    }

    #[test]
    fn every_language_has_texts_of_its_own() {
        for language in Language::ALL {
            let others = Language::ALL.iter().filter(|other| hang(**other) == hang(language)).count();
            assert_eq!(others, 1, "{language:?}");
        }
    }

    #[test]
    fn a_button_is_pressed_by_its_first_letter() {
        let language = Language::English;
        let texts = [link_open(language), link_cancel(language), hang_reload(language), hang_wait(language)];
        assert_eq!(texts, ["_Open", "_Cancel", "_Reload", "_Wait"]);
    }
}
