//! `docs/ERRORS.md`, made of the codes, what is said of them to support, and the English texts of the pages.
//!
//! `WRITE_ERRORS_MD=1 cargo test -p widget-core --lib errors_md` writes it.

use super::Code;
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

fn file(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn text_of(path: &str) -> String {
    std::fs::read_to_string(file(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every code by its name, in order. By the type that the pages have of it, which is made of the enum itself.
fn codes() -> Vec<(String, Code)> {
    let union = Code::inline(&Config::default());
    let names = union.split('|').map(|name| name.trim().trim_matches('"').to_owned());
    names.map(|name| (name.clone(), serde_json::from_value(Value::from(name)).expect("a code"))).collect()
}

/// The English texts of the pages by their names.
struct English {
    /// Which texts a code has.
    mapping: String,
    texts: Value,
}

impl English {
    fn read() -> Self {
        let texts = serde_json::from_str(&text_of("ui/messages/en.json")).expect("JSON");
        Self { mapping: text_of("ui/src/messages/errors.ts"), texts }
    }

    /// The title and the action that the pages show for this code.
    fn of(&self, code: &str) -> [&str; 2] {
        let begin = format!("{code}: {{ title: ");
        let mut lines = self.mapping.lines().filter_map(|line| line.trim().strip_prefix(&begin));
        let line = lines.next().unwrap_or_else(|| panic!("errors.ts has {code} on no line of its own"));
        let names: Vec<&str> = line.trim_end_matches(" },").split(", action: ").collect();
        let [title, action] = names[..] else { panic!("{code}: {line}") };
        [title, action].map(|name| {
            let name = name.strip_prefix("m.").unwrap_or_else(|| panic!("{code}: {name}"));
            self.texts[name].as_str().unwrap_or_else(|| panic!("en.json has no {name}"))
        })
    }
}

/// A text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn document() -> String {
    let english = English::read();
    let mut document = HEAD.to_owned();
    document
        .push_str("\n| Code | Meaning | What the person sees | What support does | Again |\n|---|---|---|---|---|\n");
    for (name, code) in codes() {
        let [title, action] = english.of(&name).map(cell);
        let (meaning, advice) = (cell(code.for_support().meaning), cell(code.for_support().advice));
        let again = if code.is_retryable() { "yes" } else { "no" };
        writeln!(document, "| `{name}` | {meaning} | **{title}** {action} | {advice} | {again} |").expect("a text");
    }
    document
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
fn every_code_tells_support_something_that_no_other_code_tells() {
    let codes = codes();
    assert!(codes.len() > 70, "all of them: {}", codes.len());
    for (name, code) in &codes {
        let said = code.for_support();
        assert!(said.meaning.ends_with('.') && said.advice.ends_with('.'), "{name}");
        let same = codes.iter().filter(|(_, other)| other.for_support().meaning == said.meaning).count();
        assert_eq!(same, 1, "{name}");
    }
}
