//! The command line.

use clap::Parser;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Measures programs with a window against each other, and writes down whether the limits hold.
///
/// Exit code 0 when every limit holds, 1 when one is broken, 2 when something could not be measured.
#[derive(Debug, Default, Parser)]
pub struct Arguments {
    /// What is measured, and the limits.
    #[arg(long, value_name = "FILE")]
    pub plan: PathBuf,
    /// The plan's short form, which is not for pages.
    #[arg(long, conflicts_with_all = ["rounds", "report"])]
    pub short: bool,
    /// How often each program is run, instead of what the plan says.
    #[arg(long, value_name = "N")]
    pub rounds: Option<NonZeroUsize>,
    /// A value for the `{NAME}` places in the plan's commands.
    #[arg(long, value_name = "NAME=VALUE", value_parser = assignment)]
    pub set: Vec<(String, String)>,
    /// The sign-in's own time.
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 0.0)]
    pub sign_in_ms: f64,
    /// A file's size that something else measured, to stand in the same table.
    #[arg(long = "size", value_name = "NAME|LIMIT|BYTES", value_parser = Size::parse)]
    pub sizes: Vec<Size>,
    /// A line for the head of the page.
    #[arg(long = "note", value_name = "TEXT")]
    pub notes: Vec<String>,
    /// Where the result goes, as Markdown.
    #[arg(long, value_name = "FILE", requires_all = ["date", "commit"])]
    pub report: Option<PathBuf>,
    /// The day of the page.
    #[arg(long, default_value = "")]
    pub date: String,
    /// The commit that is measured.
    #[arg(long, value_name = "HASH", default_value = "")]
    pub commit: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Size {
    pub name: String,
    pub limit: u64,
    pub bytes: u64,
}

fn assignment(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("it has no =")?;
    Ok((name.to_owned(), value.to_owned()))
}

impl Size {
    fn parse(text: &str) -> Result<Self, String> {
        let fields = text.split('|').collect::<Vec<_>>();
        let [name, limit, bytes]: [&str; 3] = fields.try_into().map_err(|_| "it does not have three fields")?;
        let number = |text: &str| text.parse().map_err(|_| format!("{text:?} is no size"));
        Ok(Self { name: name.to_owned(), limit: number(limit)?, bytes: number(bytes)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &[&str]) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from([&["measure"], line].concat())
    }

    #[test]
    fn values_with_fields_are_taken_apart() {
        let read = parse(&["--plan", "p", "--set", "app=a=b", "--size=a binary|10|9"]).unwrap();
        assert_eq!(read.set, [("app".to_owned(), "a=b".to_owned())]);
        assert_eq!(read.sizes, [Size { name: "a binary".to_owned(), limit: 10, bytes: 9 }]);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for line in [
            &["--rounds", "3"][..],
            &["--plan", "p", "--rounds", "0"],
            &["--plan", "p", "--set", "app"],
            &["--plan", "p", "--size", "a|1"],
            &["--plan", "p", "--size", "a|1|2|3"],
            &["--plan", "p", "--size", "a|1|-2"],
        ] {
            assert!(parse(line).is_err(), "{line:?}");
        }
    }

    #[test]
    fn a_page_says_when_and_of_which_commit_it_is() {
        let page = ["--plan", "p", "--report", "page.md"];
        assert!(parse(&page).is_err());
        assert!(parse(&[&page[..], &["--date", "2026-01-02"]].concat()).is_err());
        assert!(parse(&[&page[..], &["--date", "2026-01-02", "--commit", "1234567"]].concat()).is_ok());
    }
}
