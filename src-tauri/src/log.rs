//! What the app writes to standard error: warnings and errors, a line each, without a secret.

use crate::defences::{Defence, stands};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::{Format, Writer};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

/// In the message in which Tauri writes the key that it expected: the real one.
const INVOKE_KEY: &str = "__TAURI_INVOKE_KEY__";

/// In its place.
const FORGED: &str = "a message without the right invoke key was refused; others like it are not written down";

/// Starts the log. Standard error ends in the system's journal, which other programs of the person may read.
pub fn start() {
    tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(std::io::stderr)
        .with_max_level(tracing::Level::WARN)
        .event_format(Redacted::default())
        .init();
}

/// Whether something is said for the first time. A page can do a thing as often as it likes; the log is not its book.
#[derive(Default)]
pub struct Once(AtomicBool);

impl Once {
    pub fn is_first(&self) -> bool {
        !self.0.swap(true, Ordering::SeqCst)
    }
}

/// The usual format, less what must not be written down.
#[derive(Default)]
struct Redacted {
    format: Format,
    forgeries: Once,
}

impl<S, N> FormatEvent<S, N> for Redacted
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, context: &FmtContext<'_, S, N>, mut to: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let mut line = String::new();
        self.format.format_event(context, Writer::new(&mut line), event)?;
        if !stands(Defence::LogRedaction) {
            return to.write_str(&line);
        }
        if line.contains(INVOKE_KEY) {
            return if self.forgeries.is_first() { writeln!(to, "{FORGED}") } else { Ok(()) };
        }
        writeln!(to, "{}", one_line(&line))
    }
}

/// Without line breaks and escape codes: what a stranger wrote stays within its line and paints nothing.
fn one_line(line: &str) -> String {
    line.trim_end().chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};
    use tracing_subscriber::fmt::MakeWriter;

    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    impl<'a> MakeWriter<'a> for Paper {
        type Writer = Self;
        fn make_writer(&'a self) -> Self {
            self.clone()
        }
    }

    fn written(act: impl FnOnce()) -> String {
        let paper = Paper::default();
        let log = tracing_subscriber::fmt().with_ansi(false).with_writer(paper.clone());
        tracing::subscriber::with_default(log.event_format(Redacted::default()).finish(), act);
        String::from_utf8(paper.0.lock().unwrap().clone()).unwrap()
    }

    #[test]
    fn the_invoke_key_is_never_written_and_a_flood_of_forgeries_is_one_line() {
        let log = written(|| {
            for _ in 0..1000 {
                tracing::error!("__TAURI_INVOKE_KEY__ expected the-real-key but received a-guess");
            }
        });
        assert_eq!(log, format!("{FORGED}\n"));
    }

    #[test]
    fn a_stranger_can_neither_begin_a_line_nor_paint() {
        let log = written(|| tracing::warn!(detail = %"a\r\nERROR forged\u{1b}[31m\u{85}", "b\nc"));
        assert_eq!(log.lines().count(), 1);
        assert!(log.ends_with('\n') && !log.trim_end().contains(|c: char| c.is_control()), "{log:?}");
    }
}
