//! The command line.

use std::path::PathBuf;

#[derive(Debug, PartialEq, Eq)]
pub struct Arguments {
    pub installs: u32,
    /// Where the numbers go, as Markdown.
    pub page: PathBuf,
    /// Where the plot goes, as SVG.
    pub drawing: PathBuf,
    pub date: String,
}

#[derive(Debug, thiserror::Error)]
pub enum ArgumentError {
    #[error("{0} needs a value")]
    NoValue(String),
    #[error("unknown argument {0}")]
    Unknown(String),
    #[error("{name} does not take {value:?}")]
    Value { name: String, value: String },
    #[error("--page FILE and --drawing FILE are needed")]
    NoFile,
}

impl Arguments {
    pub fn parse(mut given: impl Iterator<Item = String>) -> Result<Self, ArgumentError> {
        let mut arguments =
            Self { installs: 100_000, page: PathBuf::new(), drawing: PathBuf::new(), date: String::new() };
        while let Some(name) = given.next() {
            let value = given.next().ok_or_else(|| ArgumentError::NoValue(name.clone()))?;
            match name.as_str() {
                "--installs" => {
                    let installs = value.parse().ok().filter(|&installs| installs > 0);
                    arguments.installs = installs.ok_or(ArgumentError::Value { name, value })?;
                }
                "--page" => arguments.page = PathBuf::from(value),
                "--drawing" => arguments.drawing = PathBuf::from(value),
                "--date" => arguments.date = value,
                _ => return Err(ArgumentError::Unknown(name)),
            }
        }
        if [&arguments.page, &arguments.drawing].iter().any(|file| file.as_os_str().is_empty()) {
            return Err(ArgumentError::NoFile);
        }
        Ok(arguments)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &[&str]) -> Result<Arguments, ArgumentError> {
        Arguments::parse(line.iter().map(|&word| word.to_owned()))
    }

    #[test]
    fn every_argument_is_read() {
        let read = parse(&["--installs", "7", "--page", "a.md", "--drawing", "a.svg", "--date", "2026-01-02"]).unwrap();
        let wanted = Arguments {
            installs: 7,
            page: PathBuf::from("a.md"),
            drawing: PathBuf::from("a.svg"),
            date: "2026-01-02".to_owned(),
        };
        assert_eq!(read, wanted);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for line in [
            &["--page"][..],
            &["--page", "a"],
            &["--page", "a", "--drawing", "b", "--installs", "0"],
            &["--page", "a", "--drawing", "b", "--what", "c"],
        ] {
            assert!(parse(line).is_err(), "{line:?}");
        }
    }
}
