//! `docs/ERRORS.md`, made of the codes and causes, what is said of them to support, and the English texts of the pages.
//!
//! `WRITE_ERRORS_MD=1 cargo test -p widget-core --lib errors_md` writes it.

use super::{Code, ForSupport};
use crate::diagnosis::cause::Cause;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fmt::Write;
use std::path::PathBuf;
use ts_rs::{Config, TS};

const HEAD: &str = "<!-- Made of the source by `WRITE_ERRORS_MD=1 cargo test -p widget-core --lib errors_md`; a test says when it is not. -->

# Errors

Every error of the app has one of these codes. The app shows the code's text in the person's language, and the code itself under
*Details*, where there are any; the log has it without underscores, `KeyRefused` for `key_refused`.

*Again* says whether trying the same once more may help. The app does that by itself where it needs nobody for it.
";

const CAUSES: &str = "
## Causes

What *Find the cause* ends in. It tries each step of a widget's way, and names what is wrong by what failed and what worked; the
report has both. A cause claims no more than can be told from outside.

| Cause | Meaning | What the person sees | What support does |
|---|---|---|---|
";

fn file(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn text_of(path: &str) -> String {
    std::fs::read_to_string(file(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every value of an enum by its name, in order. By the type that the pages have of it, which is made of the enum itself.
fn values<T: TS + DeserializeOwned>() -> Vec<(String, T)> {
    let union = T::inline(&Config::default());
    let names = union.split('|').map(|name| name.trim().trim_matches('"').to_owned());
    names.map(|name| (name.clone(), serde_json::from_value(Value::from(name)).expect("a value"))).collect()
}

/// What the pages show for each name, as a source of theirs has it.
struct Shown {
    /// `name: { title: m.some, action: m.other }` or `name: null`, with a comma and a blank between any two.
    mapping: String,
    texts: Value,
}

impl Shown {
    fn read(mapping: &str) -> Self {
        let texts = serde_json::from_str(&text_of("ui/messages/en.json")).expect("JSON");
        let mapping = text_of(mapping).split_whitespace().collect::<Vec<_>>().join(" ");
        Self { mapping, texts }
    }

    /// The English title and action; `None` where the mapping has none on purpose.
    fn of(&self, name: &str) -> Option<[&str; 2]> {
        let (_, text) = self.mapping.split_once(&format!(" {name}: ")).unwrap_or_else(|| panic!("{name} has no text"));
        if text.starts_with("null,") {
            return None;
        }
        let (text, _) = text.split_once(" }").unwrap_or_else(|| panic!("{name}: {text}"));
        let text = text.trim_end_matches(',').strip_prefix("{ title: m.").unwrap_or_else(|| panic!("{name}: {text}"));
        let (title, action) = text.split_once(", action: m.").unwrap_or_else(|| panic!("{name}: {text}"));
        Some([title, action].map(|key| self.texts[key].as_str().unwrap_or_else(|| panic!("en.json has no {key}"))))
    }

    /// As a cell of a table.
    fn cell(&self, name: &str) -> String {
        let Some([title, action]) = self.of(name) else { return "The text of the failed step's error.".to_owned() };
        format!("**{}** {}", cell(title), cell(action))
    }
}

/// A text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn document() -> String {
    let mut document = HEAD.to_owned();
    document
        .push_str("\n| Code | Meaning | What the person sees | What support does | Again |\n|---|---|---|---|---|\n");
    let shown = Shown::read("ui/src/messages/errors.ts");
    for (name, code) in values::<Code>() {
        assert!(shown.of(&name).is_some(), "{name} has no text");
        let again = if code.is_retryable() { "yes" } else { "no" };
        writeln!(document, "{} {again} |", row(&name, &shown, code.for_support())).expect("a text");
    }
    document.push_str(CAUSES);
    let shown = Shown::read("ui/src/setup/diagnosis/causes.ts");
    for (name, cause) in values::<Cause>() {
        writeln!(document, "{}", row(&name, &shown, cause.for_support())).expect("a text");
    }
    document
}

fn row(name: &str, shown: &Shown, said: ForSupport) -> String {
    format!("| `{name}` | {} | {} | {} |", cell(said.meaning), shown.cell(name), cell(said.advice))
}

#[test]
fn errors_md_is_what_the_source_makes_of_it() {
    let made = document();
    if std::env::var_os("WRITE_ERRORS_MD").is_some() {
        std::fs::write(file("docs/ERRORS.md"), &made).expect("a file that may be written");
    }
    let there = text_of("docs/ERRORS.md");
    assert!(
        there == made,
        "run `WRITE_ERRORS_MD=1 cargo test -p widget-core --lib errors_md` and commit docs/ERRORS.md"
    );
}

#[test]
fn each_code_and_each_cause_tells_support_something_that_no_other_tells() {
    let codes = values::<Code>().into_iter().map(|(name, code)| (name, code.for_support()));
    let causes = values::<Cause>().into_iter().map(|(name, cause)| (name, cause.for_support()));
    for all in [codes.collect::<Vec<_>>(), causes.collect()] {
        assert!(all.len() > 20, "all of them: {}", all.len());
        for (name, said) in &all {
            assert!(said.meaning.ends_with('.') && said.advice.ends_with('.'), "{name}");
            assert_eq!(all.iter().filter(|(_, other)| other.meaning == said.meaning).count(), 1, "{name}");
        }
    }
}
