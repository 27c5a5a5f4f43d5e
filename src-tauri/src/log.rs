//! What the app writes down: warnings and errors on standard error, and what support needs in files of its own. A line each,
//! without a secret.
//!
//! What is secret is hidden by its type: a key, a token and what was typed have no text but `[hidden]`. Of libraries only
//! warnings and errors are taken, since nobody knows what they say when they say everything.

#[cfg(test)]
mod canary;
#[cfg(test)]
mod desk;
mod files;
mod json_lines;
pub mod support;

use crate::defences::{Defence, stands};
use files::LogFiles;
use json_lines::JsonLines;
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tracing::level_filters::LevelFilter;
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::filter::dynamic_filter_fn;
use tracing_subscriber::fmt::format::{Format, Writer};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, Layer as Lines};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;
use widget_core::logging::page_lines::{Admission, PAGE, PageLines};
use widget_core::logging::verbosity::Verbosity;
use widget_core::session::clock::{Clock, SystemClock};

/// In the message in which Tauri writes the key that it expected: the real one.
const INVOKE_KEY: &str = "__TAURI_INVOKE_KEY__";

/// In its place.
const FORGED: &str = "a message without the right invoke key was refused; others like it are not written down";

/// The crates whose lines below a warning are written down.
const OURS: [&str; 2] = ["returning_widgets", "widget_core"];

/// Starts the log. Standard error ends in the system's journal, which other programs of the person may read. There are no
/// files until somebody says where.
pub fn start() -> Arc<Log> {
    let log = Arc::new(Log::new(Arc::new(SystemClock::start())));
    let to_standard_error = Lines::new()
        .with_ansi(false)
        .with_writer(io::stderr)
        .event_format(Redacted::default())
        .with_filter(LevelFilter::WARN);
    tracing_subscriber::registry().with(to_standard_error).with(to_files(&log)).init();
    log
}

fn to_files<S>(log: &Arc<Log>) -> impl Layer<S>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let (wanting, writing) = (Arc::clone(log), Arc::clone(log));
    let wanted = dynamic_filter_fn(move |metadata, _| wanting.wants(metadata)).with_max_level_hint(LevelFilter::DEBUG);
    Lines::new()
        .with_ansi(false)
        .with_writer(move || ToFiles(Arc::clone(&writing)))
        .event_format(JsonLines::new(Arc::clone(log)))
        .with_filter(wanted)
}

/// What is written to the files, and where they are. Nothing in here may write a line of the log.
pub struct Log {
    clock: Arc<dyn Clock>,
    verbosity: Mutex<Verbosity>,
    pages: Mutex<PageLines>,
    /// `None` until it is known where they are.
    files: Mutex<Option<LogFiles>>,
}

impl Log {
    fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, verbosity: Mutex::default(), pages: Mutex::default(), files: Mutex::default() }
    }

    /// Writes files in this folder from here on.
    pub fn keep_in(&self, folder: PathBuf) {
        *lock(&self.files) = Some(LogFiles::new(folder));
    }

    /// The folder that the files are in, if it is fit for them.
    ///
    /// # Errors
    /// Why it is not.
    pub fn folder(&self) -> io::Result<PathBuf> {
        let mut files = lock(&self.files);
        let files = files.as_mut().ok_or(io::ErrorKind::NotFound)?;
        files.folder().map(Path::to_owned)
    }

    pub fn set_verbose(&self, on: bool) {
        let mut verbosity = lock(&self.verbosity);
        if on { verbosity.begin(self.clock.now()) } else { verbosity.end() }
    }

    /// How long more is written down than usual.
    pub fn verbose_for(&self) -> Option<Duration> {
        lock(&self.verbosity).left(self.clock.now())
    }

    /// Whether a line is written to the files.
    fn wants(&self, line: &Metadata<'_>) -> bool {
        match *line.level() {
            Level::ERROR | Level::WARN => true,
            Level::INFO => is_ours(line.target()),
            Level::DEBUG => is_ours(line.target()) && self.verbose_for().is_some(),
            Level::TRACE => false,
        }
    }

    fn admit_page_line(&self) -> Admission {
        lock(&self.pages).admit(self.clock.now())
    }

    fn write(&self, line: &[u8]) {
        if let Some(files) = lock(&self.files).as_mut() {
            files.write(line, self.clock.now());
        }
    }
}

/// Each of these is whole whenever its lock is free.
fn lock<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

fn is_ours(target: &str) -> bool {
    let (of, _) = target.split_once("::").unwrap_or((target, ""));
    of == PAGE || OURS.contains(&of)
}

/// Takes a whole line at a time.
struct ToFiles(Arc<Log>);

impl Write for ToFiles {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.write(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
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
        writeln!(to, "{}", json_lines::clean(line.trim_end()))
    }
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
