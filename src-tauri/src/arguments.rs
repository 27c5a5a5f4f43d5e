//! What the app can be started with. The shells' completions and the manual page are made of this as well.

use crate::command_line::exit;
use clap::{Args, CommandFactory, Parser, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;
use widget_core::deep_link::DeepLink;

/// Starts in the background.
pub const HIDDEN: &str = "--hidden";

/// A desktop home for your community's widgets.
///
/// Without a command it opens the app. The commands open no window, ask nobody anything and change no settings; they work
/// without a display and without a session bus.
#[derive(Debug, Clone, PartialEq, Eq, Parser)]
#[command(
    name = "returning-widgets",
    version,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    after_help = exit::help()
)]
pub struct CommandLine {
    #[command(flatten)]
    pub windows: Arguments,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What the app's windows are started with.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct Arguments {
    /// Open the demo community; nothing is kept
    #[arg(long)]
    pub demo: bool,
    /// Start in the background, without a window
    #[arg(long)]
    pub hidden: bool,
    /// A link to this app, as the system hands it over: returning-widgets://open/COMMUNITY/WIDGET-TYPE
    #[arg(value_parser = read_link)]
    pub link: Option<String>,
}

/// A start that opens no window of its own.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Find out which step of a widget fails, and why
    Diagnose(Diagnose),
    /// List the communities and widgets that are connected
    List(Listing),
    /// See whether a widget's community takes its key and email
    SignIn(SignIn),
    /// Show a widget in the app, which is started unless it runs
    Open(Open),
    /// Write what is set, without keys and without emails
    Export(Export),
}

#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct Listing {
    /// Print JSON, for a program to read
    #[arg(long)]
    pub json: bool,
}

/// The widget that a command is about: the selected one, unless more is said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct Which {
    /// The community, by its name or its ID
    #[arg(long, value_name = "COMMUNITY")]
    pub community: Option<String>,
    /// The widget, by its name, its type or its ID
    #[arg(long, value_name = "WIDGET")]
    pub widget: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct Diagnose {
    #[command(flatten)]
    pub which: Which,
    /// Read the Widget API key from standard input instead of the keychain; what is typed is not shown
    #[arg(long)]
    pub key_from_stdin: bool,
    /// Print JSON, for a program to read
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct SignIn {
    /// Sign in once, say how it went, and keep nothing of it
    #[arg(long, required = true)]
    pub check: bool,
    #[command(flatten)]
    pub which: Which,
    /// Read the Widget API key from standard input instead of the keychain; what is typed is not shown
    #[arg(long)]
    pub key_from_stdin: bool,
    /// Print JSON, for a program to read
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct Open {
    /// The community and the widget, each by its name or its ID
    #[arg(value_name = "COMMUNITY/WIDGET")]
    pub place: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct Export {
    /// The file to write, in the place of what is there; - is standard output
    #[arg(value_name = "FILE", default_value = "-")]
    pub file: PathBuf,
}

/// Whatever is meant for this app is taken as it came: what is wrong with a link is told in the windows.
fn read_link(text: &str) -> Result<String, &'static str> {
    if DeepLink::is_meant(text) { Ok(text.to_owned()) } else { Err("neither a command nor a link to this app") }
}

/// Reads the arguments after the program's name.
///
/// # Errors
/// What there is to say instead: what was not understood, the version, or the help.
pub fn read<T: Into<OsString> + Clone>(arguments: impl IntoIterator<Item = T>) -> Result<CommandLine, clap::Error> {
    let name = OsString::from("returning-widgets");
    CommandLine::try_parse_from(std::iter::once(name).chain(arguments.into_iter().map(Into::into)))
}

/// The command line's own description.
#[must_use]
pub fn description() -> clap::Command {
    CommandLine::command()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::error::ErrorKind;

    fn windows(arguments: &[&str]) -> Arguments {
        let read = read(arguments).unwrap();
        assert_eq!(read.command, None);
        read.windows
    }

    fn command(arguments: &[&str]) -> Command {
        let read = read(arguments).unwrap();
        assert_eq!(read.windows, Arguments::default());
        read.command.unwrap()
    }

    fn refused(arguments: &[&str]) -> clap::Error {
        read(arguments).unwrap_err()
    }

    #[test]
    fn the_description_makes_sense_to_the_parser() {
        description().debug_assert();
    }

    #[test]
    fn the_demo_is_opened_only_when_asked_for() {
        assert_eq!(windows(&[]), Arguments::default());
        assert_eq!(windows(&["--demo"]), Arguments { demo: true, ..Arguments::default() });
    }

    #[test]
    fn a_start_is_hidden_only_when_told_to_be() {
        assert_eq!(windows(&[HIDDEN]), Arguments { hidden: true, ..Arguments::default() });
    }

    #[test]
    fn a_link_is_taken_as_it_came() {
        let link = "returning-widgets://open/a/b?key=c";
        assert_eq!(windows(&[link]), Arguments { link: Some(link.to_owned()), ..Arguments::default() });
        assert!(refused(&["https://a.example"]).to_string().contains("https://a.example"));
    }

    #[test]
    fn an_unknown_argument_is_named() {
        for (arguments, unknown) in [
            (&["--demo", "--dmeo"][..], "--dmeo"),
            (&["diagnoes"], "diagnoes"),
            (&["list", "--jsno"], "--jsno"),
            (&["list", "--demo"], "--demo"),
        ] {
            let error = refused(arguments);
            assert!(error.to_string().contains(unknown), "{error}");
            assert_eq!(error.exit_code(), 2);
        }
    }

    #[test]
    fn the_version_and_the_help_are_no_errors() {
        for (argument, kind) in [
            ("--version", ErrorKind::DisplayVersion),
            ("-V", ErrorKind::DisplayVersion),
            ("--help", ErrorKind::DisplayHelp),
            ("-h", ErrorKind::DisplayHelp),
        ] {
            let error = refused(&[argument]);
            assert_eq!((error.kind(), error.exit_code()), (kind, 0));
        }
        assert_eq!(refused(&["--version"]).to_string(), format!("returning-widgets {}\n", env!("CARGO_PKG_VERSION")));
    }

    #[test]
    fn a_command_is_read_with_what_it_is_about() {
        assert_eq!(command(&["diagnose"]), Command::Diagnose(Diagnose::default()));
        assert_eq!(command(&["list", "--json"]), Command::List(Listing { json: true }));
        assert_eq!(command(&["open", "Club/Store"]), Command::Open(Open { place: "Club/Store".to_owned() }));
        assert_eq!(command(&["export"]), Command::Export(Export { file: "-".into() }));
        assert_eq!(command(&["export", "a.json"]), Command::Export(Export { file: "a.json".into() }));
        let which = Which { community: Some("Club".to_owned()), widget: Some("Store".to_owned()) };
        assert_eq!(
            command(&["sign-in", "--check", "--community", "Club", "--widget", "Store", "--key-from-stdin"]),
            Command::SignIn(SignIn { check: true, which, key_from_stdin: true, json: false })
        );
    }

    #[test]
    fn a_sign_in_that_is_kept_is_not_to_be_had_here() {
        assert_eq!(refused(&["sign-in"]).kind(), ErrorKind::MissingRequiredArgument);
    }

    #[test]
    fn a_key_is_no_argument() {
        for arguments in [&["sign-in", "--check", "--key", "k"][..], &["sign-in", "--check", "--key-from-stdin=k"]] {
            assert_eq!(refused(arguments).exit_code(), 2);
        }
        // Nor anything else that clap could be told to read from the environment.
        assert!(!include_str!("arguments.rs").contains(concat!("en", "v =")));
    }
}
