//! A line of the log's files: one JSON object an event, so that a program can read them and a stranger can't forge them.

use super::{FORGED, INVOKE_KEY, Log, Once, PAGE};
use serde_json::Value;
use std::fmt;
use std::sync::Arc;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;
use widget_core::logging::page_lines::Admission;

/// Longest text in a line, in characters.
const LONGEST: usize = 500;
/// Most fields in a line, the message among them.
const MOST_FIELDS: usize = 16;

pub(super) struct JsonLines {
    log: Arc<Log>,
    forgeries: Once,
}

impl JsonLines {
    pub(super) fn new(log: Arc<Log>) -> Self {
        Self { log, forgeries: Once::default() }
    }

    /// What an event says, unless it is not to be written down.
    fn fields_of(&self, event: &Event<'_>) -> Option<Fields> {
        let mut fields = Fields::default();
        event.record(&mut fields);
        if fields.hold_invoke_key {
            return self.forgeries.is_first().then(|| Fields::saying(FORGED));
        }
        if event.metadata().target() != PAGE {
            return Some(fields);
        }
        match self.log.admit_page_line() {
            Admission::Written => Some(fields),
            Admission::FirstLeftOut => Some(Fields::saying("pages cause too many lines; some are left out")),
            Admission::LeftOut => None,
        }
    }
}

impl<S, N> FormatEvent<S, N> for JsonLines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, _: &FmtContext<'_, S, N>, mut to: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let Some(fields) = self.fields_of(event) else { return Ok(()) };
        // In UTC, as the service writes its own.
        let mut time = String::new();
        SystemTime.format_time(&mut Writer::new(&mut time))?;
        let of = event.metadata();
        write!(to, "{{\"time\":\"{time}\",\"level\":\"{}\",\"from\":{}", of.level(), Value::from(of.target()))?;
        for (name, value) in &fields.all {
            write!(to, ",{}:{value}", Value::from(*name))?;
        }
        to.write_str("}\n")
    }
}

#[derive(Default)]
struct Fields {
    all: Vec<(&'static str, Value)>,
    hold_invoke_key: bool,
}

impl Fields {
    fn saying(message: &str) -> Self {
        Self { all: vec![("message", message.into())], hold_invoke_key: false }
    }

    fn add(&mut self, field: &Field, value: Value) {
        if self.all.len() < MOST_FIELDS {
            self.all.push((field.name(), value));
        }
    }

    fn add_text(&mut self, field: &Field, text: &str) {
        self.hold_invoke_key |= text.contains(INVOKE_KEY);
        self.add(field, clean(text).into());
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.add_text(field, &format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.add_text(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field, value.into());
    }
}

/// A text that stays within its line, paints nothing, and names nobody.
///
/// An email that is one by its type never gets here. This is for the texts of libraries and of the system.
pub(super) fn clean(text: &str) -> String {
    let mut cleaned = String::new();
    let short: String = text.chars().map(|c| if is_harmful(c) { ' ' } else { c }).take(LONGEST).collect();
    for word in short.split_inclusive(is_between_words) {
        let end = word.chars().next_back().filter(|c| is_between_words(*c));
        if word.contains('@') || word.contains("%40") {
            cleaned.push_str("[hidden]");
            cleaned.extend(end);
        } else {
            cleaned.push_str(word);
        }
    }
    cleaned
}

/// Line breaks and escape codes, and what has a line read in another order than it is written.
fn is_harmful(c: char) -> bool {
    let reorders = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || reorders || matches!(c, '\u{2028}' | '\u{2029}')
}

const fn is_between_words(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';')
}

#[cfg(test)]
mod tests {
    use super::super::desk::Desk;
    use super::*;
    use widget_core::service::api_key::ApiKey;
    use widget_core::service::email::Email;
    use widget_core::service::token::Token;
    use widget_core::view::TypedKey;

    #[test]
    fn an_event_is_one_object_with_its_time_in_utc_and_its_fields() {
        let desk = Desk::new();
        desk.run(|| tracing::info!(available = true, times = 3, name = "a", "the network changed"));
        let [line] = desk.lines().try_into().unwrap();
        assert_eq!(line["level"], "INFO");
        assert_eq!(line["message"], "the network changed");
        assert_eq!((&line["available"], &line["times"], &line["name"]), (&true.into(), &3.into(), &"a".into()));
        assert!(line["time"].as_str().unwrap().ends_with('Z'), "{line}");
        assert!(line["from"].as_str().unwrap().starts_with("returning_widgets"), "{line}");
    }

    #[test]
    fn a_stranger_can_neither_begin_a_line_nor_paint_nor_turn_a_line_around() {
        let desk = Desk::new();
        desk.run(|| tracing::warn!(detail = "a\r\n{}\u{1b}[31m\u{85}\u{9b}\u{202e}\u{2028}\"", "b\nc"));
        let text = desk.text();
        assert_eq!(text.matches('\n').count(), 1);
        assert!(!text.trim_end().chars().any(is_harmful), "{text:?}");
        let [line] = desk.lines().try_into().unwrap();
        assert_eq!(line["message"], "b c");
    }

    #[test]
    fn no_secret_is_written_down_whatever_is_logged_with_it() {
        let desk = Desk::new();
        desk.log.set_verbose(true);
        let (key, token) = (ApiKey::parse("canary-key").unwrap(), Token::parse("canary-token").unwrap());
        let (email, typed) = (Email::parse("canary@example.com").unwrap(), TypedKey::from("canary-typed"));
        desk.run(|| {
            tracing::debug!(?key, ?token, ?email, ?typed, "all of them");
            tracing::debug!("{key:?} {token:?} {email:?} {typed:?}");
            // As a library may put it.
            tracing::warn!(
                error = "no mailbox <canary@example.com>, or x-email=canary%40example.com",
                "canary@b.example"
            );
            tracing::error!("__TAURI_INVOKE_KEY__ expected canary-invoke but received a-guess");
        });
        assert_eq!(desk.lines().len(), 4);
        let text = desk.text();
        assert!(!text.contains("canary"), "{text}");
        assert!(text.contains("ApiKey([hidden])") && text.contains("no mailbox <[hidden]>"), "{text}");
    }

    #[test]
    fn more_is_written_for_ten_minutes_and_of_libraries_never() {
        let desk = Desk::new();
        let speak = || {
            tracing::debug!("ours");
            tracing::debug!(target: "zbus::connection", "a library's");
            tracing::info!(target: "zbus::connection", "a library's");
            tracing::trace!("ours, too much");
        };
        desk.run(speak);
        assert_eq!(desk.lines(), [Value::Null; 0]);
        desk.log.set_verbose(true);
        desk.run(speak);
        desk.after(599);
        desk.run(speak);
        assert_eq!(desk.lines().len(), 2);
        desk.after(1);
        desk.run(speak);
        assert_eq!(desk.lines().len(), 2);
        assert!(desk.lines().iter().all(|line| line["message"] == "ours"));
    }

    #[test]
    fn a_page_can_t_flood_the_log_and_what_is_not_of_pages_is_still_written() {
        let desk = Desk::new();
        desk.run(|| {
            for _ in 0..5_000 {
                tracing::info!(target: PAGE, "frame");
            }
            tracing::info!("after the flood");
        });
        let lines = desk.lines();
        assert!(lines.len() < 300, "{}", lines.len());
        assert_eq!(lines.last().unwrap()["message"], "after the flood");
        assert_eq!(lines.iter().filter(|line| line["message"].as_str().unwrap().contains("left out")).count(), 1);
    }

    #[test]
    fn a_line_is_bounded() {
        let desk = Desk::new();
        desk.run(|| tracing::warn!(detail = "\u{1f4a5}".repeat(100_000), "{}", "x".repeat(100_000)));
        let text = desk.text();
        assert!(text.len() < 4_000, "{}", text.len());
    }
}
