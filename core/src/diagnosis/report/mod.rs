//! A diagnosis as text for a ticket: Markdown to read, JSON to work with. Neither names a secret or anybody's email.

mod markdown;
mod redaction;

use super::Diagnosis;
use super::checklist::Checklists;
use crate::language::Language;
use redaction::redacted;
use serde::Serialize;
use serde_json::{Value, json};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use ts_rs::TS;

/// Longest report, in bytes of either form: small enough for any ticket.
pub const LONGEST: usize = 8_000;

/// What the JSON calls its own shape.
const SHAPE: u32 = 1;

/// The last second that has a date of the usual form: the end of the year 9999.
const LAST_SECOND: u64 = 253_402_300_799;

/// How much is told, from all of it down to what always fits.
const MEASURES: [Measure; 5] = [
    Measure { characters: 300, facts: 16 },
    Measure { characters: 160, facts: 12 },
    Measure { characters: 80, facts: 6 },
    Measure { characters: 40, facts: 3 },
    Measure { characters: 20, facts: 0 },
];

#[derive(Clone, Copy)]
struct Measure {
    /// Of each text.
    characters: usize,
    /// Of each check, and entries of each fact.
    facts: usize,
}

/// What a diagnosis ends in, for the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Diagnosed {
    pub diagnosis: Diagnosis,
    /// The report as Markdown.
    pub report: String,
    /// The same report as JSON.
    pub report_json: String,
    pub checklists: Checklists,
}

/// Where a diagnosis was made.
#[derive(Debug, Clone)]
pub struct Circumstances {
    pub app_version: String,
    /// The system and what it runs on.
    pub system: String,
    pub language: Language,
}

/// The English texts by their names, which are those of the message files.
pub type Texts<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A diagnosis with where it was made, ready to be written down. Each of its texts is redacted.
#[derive(Debug, Clone)]
pub struct Report(Value);

impl Report {
    #[must_use]
    pub fn new(diagnosis: &Diagnosis, circumstances: &Circumstances) -> Self {
        let mut report = json!({
            "report": SHAPE,
            "app_version": circumstances.app_version,
            "system": circumstances.system,
            "language": circumstances.language,
            "time": date(diagnosis.at_unix),
            "diagnosis": diagnosis,
        });
        each_text(&mut report, &|text| redacted(text));
        Self(report)
    }

    #[must_use]
    pub fn json(&self) -> String {
        self.fitting(|report| format!("{report:#}\n"))
    }

    #[must_use]
    pub fn markdown(&self, texts: Texts<'_>) -> String {
        self.fitting(|report| markdown::write(report, texts))
    }

    fn fitting(&self, write: impl Fn(&Value) -> String) -> String {
        let cut = |measure: &Measure| {
            let mut report = self.0.clone();
            cut(&mut report, *measure);
            write(&report)
        };
        MEASURES.iter().map(cut).find(|text| text.len() <= LONGEST).unwrap_or_default()
    }
}

/// As it stands in the headers of HTTP; a time beyond those as its number.
fn date(unix: u64) -> String {
    if unix > LAST_SECOND {
        return unix.to_string();
    }
    let time: Option<SystemTime> = UNIX_EPOCH.checked_add(Duration::from_secs(unix));
    time.map(httpdate::fmt_http_date).unwrap_or_default()
}

fn each_text(value: &mut Value, change: &impl Fn(&str) -> String) {
    match value {
        Value::String(text) => *text = change(text),
        Value::Array(entries) => entries.iter_mut().for_each(|entry| each_text(entry, change)),
        Value::Object(fields) => fields.values_mut().for_each(|field| each_text(field, change)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn cut(report: &mut Value, measure: Measure) {
    each_text(report, &|text| shortened(text, measure.characters));
    let checks = report.pointer_mut("/diagnosis/checks").and_then(Value::as_array_mut);
    for facts in checks.into_iter().flatten().filter_map(|check| check.get_mut("facts")?.as_array_mut()) {
        facts.truncate(measure.facts);
        let fields = facts.iter_mut().filter_map(Value::as_object_mut).flat_map(|fact| fact.values_mut());
        fields.filter_map(Value::as_array_mut).for_each(|entries| entries.truncate(measure.facts));
    }
}

fn shortened(text: &str, characters: usize) -> String {
    if text.chars().count() <= characters {
        return text.to_owned();
    }
    text.chars().take(characters).chain(['…']).collect()
}

#[cfg(test)]
mod tests;
