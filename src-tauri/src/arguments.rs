//! The command line.

use widget_core::deep_link::DeepLink;

/// What the app was started with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arguments {
    /// Open the demo community, with everything in memory.
    pub demo: bool,
    /// Open no window, as at log-in.
    pub hidden: bool,
    /// A link to this app, as it came; the system starts the app with it.
    pub link: Option<String>,
}

/// A start that opens no window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instead {
    Version,
    Help,
    Unknown(String),
}

/// Starts in the background.
pub const HIDDEN: &str = "--hidden";

pub const HELP: &str = "Usage: returning-widgets [--demo | --hidden] [returning-widgets://open/COMMUNITY/WIDGET-TYPE]\n\n  --demo     open the demo community; nothing is kept\n  --hidden   start in the background, without a window\n  --version  print the version\n  --help     print this";

/// Reads the arguments after the program's name.
///
/// # Errors
/// When there is no window to open.
pub fn read(arguments: impl IntoIterator<Item = String>) -> Result<Arguments, Instead> {
    let mut read = Arguments::default();
    for argument in arguments {
        match argument.as_str() {
            "--demo" => read.demo = true,
            HIDDEN => read.hidden = true,
            "--version" | "-V" => return Err(Instead::Version),
            "--help" | "-h" => return Err(Instead::Help),
            link if DeepLink::is_meant(link) => read.link = Some(argument),
            _ => return Err(Instead::Unknown(argument)),
        }
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(arguments: &[&str]) -> Result<Arguments, Instead> {
        read(arguments.iter().map(ToString::to_string))
    }

    #[test]
    fn the_demo_is_opened_only_when_asked_for() {
        assert_eq!(of(&[]), Ok(Arguments::default()));
        assert_eq!(of(&["--demo"]), Ok(Arguments { demo: true, ..Arguments::default() }));
    }

    #[test]
    fn a_start_is_hidden_only_when_told_to_be() {
        assert_eq!(of(&["--hidden"]), Ok(Arguments { hidden: true, ..Arguments::default() }));
    }

    #[test]
    fn a_link_is_taken_as_it_came() {
        let link = "returning-widgets://open/a/b?key=c";
        assert_eq!(of(&[link]), Ok(Arguments { link: Some(link.to_owned()), ..Arguments::default() }));
        assert_eq!(of(&["https://a.example"]), Err(Instead::Unknown("https://a.example".to_owned())));
    }

    #[test]
    fn an_unknown_argument_is_named() {
        assert_eq!(of(&["--demo", "--dmeo"]), Err(Instead::Unknown("--dmeo".to_owned())));
        assert_eq!(of(&["--version"]), Err(Instead::Version));
        assert_eq!(of(&["-h"]), Err(Instead::Help));
    }
}
