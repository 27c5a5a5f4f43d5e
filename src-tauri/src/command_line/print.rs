//! What goes to standard output and standard error. Names are a person's or a stranger's text: none of them moves the
//! cursor, paints, or begins a line.

use serde::Serialize;
use std::io::{self, Write};
use widget_core::error::{AppError, Code};

/// A text that stays within its line.
pub fn plain(text: &str) -> String {
    text.chars().map(|c| if is_harmless(c) { c } else { ' ' }).collect()
}

/// Neither a control code nor one of those that turn the writing around.
fn is_harmless(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A value as JSON that a terminal shows as it is.
///
/// # Errors
/// `Internal`, when it can't be written as text.
pub fn json(value: &impl Serialize) -> Result<String, AppError> {
    let text = serde_json::to_string_pretty(value);
    let text = text.map_err(|error| AppError::new(Code::Internal).with_detail(error.to_string()))?;
    Ok(escaped(&text) + "\n")
}

/// JSON has to escape only some of the codes that a terminal acts on. Outside of its texts there are none but line breaks.
pub fn escaped(json: &str) -> String {
    json.chars()
        .map(|c| if c == '\n' || is_harmless(c) { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) })
        .collect()
}

/// Writes everything, to whoever still reads.
///
/// # Errors
/// When it can't be written.
pub fn out(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// As [`out`]; there is nobody left to tell about what can't be written.
pub fn err(text: &str) {
    let lines: Vec<String> = text.lines().map(plain).collect();
    io::stderr().lock().write_all((lines.join("\n") + "\n").as_bytes()).ok();
}

#[cfg(test)]
mod tests {
    use super::*;

    const NASTY: &str = "a\u{1b}[2J\r\nb\u{9b}31m\u{202e}c\u{7f}";

    #[test]
    fn a_name_neither_paints_nor_begins_a_line() {
        assert_eq!(plain(NASTY), "a [2J  b 31m c ");
        assert_eq!(plain("Café 例え"), "Café 例え");
    }

    #[test]
    fn json_holds_the_text_as_it_was_and_nothing_that_a_terminal_acts_on() {
        let text = json(&[NASTY]).unwrap();
        assert!(text.trim_end().chars().all(|c| c == '\n' || is_harmless(c)), "{text:?}");
        assert_eq!(serde_json::from_str::<[String; 1]>(&text).unwrap(), [NASTY]);
    }
}
