//! The command line.

use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(Debug, Default)]
pub struct Arguments {
    pub plan: PathBuf,
    pub rounds: Option<usize>,
    /// Values for the `{name}` places in the plan's commands.
    pub set: BTreeMap<String, String>,
    pub sign_in_ms: f64,
    pub sizes: Vec<Size>,
    pub notes: Vec<String>,
    pub report: Option<PathBuf>,
    pub date: String,
}

/// A file's size that something else measured, to stand in the same table.
#[derive(Debug, PartialEq)]
pub struct Size {
    pub name: String,
    pub limit: u64,
    pub bytes: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum ArgumentError {
    #[error("{0} needs a value")]
    NoValue(String),
    #[error("unknown argument {0}")]
    Unknown(String),
    #[error("{name} does not take {value:?}")]
    Value { name: String, value: String },
    #[error("--plan FILE is needed")]
    NoPlan,
}

impl Arguments {
    pub fn parse(mut given: impl Iterator<Item = String>) -> Result<Self, ArgumentError> {
        let mut arguments = Self::default();
        while let Some(name) = given.next() {
            let value = given.next().ok_or_else(|| ArgumentError::NoValue(name.clone()))?;
            let wrong = || ArgumentError::Value { name: name.clone(), value: value.clone() };
            match name.as_str() {
                "--plan" => arguments.plan = PathBuf::from(&value),
                "--rounds" => {
                    arguments.rounds = Some(value.parse().ok().filter(|&rounds| rounds > 0).ok_or_else(wrong)?);
                }
                "--set" => {
                    let (key, text) = value.split_once('=').ok_or_else(wrong)?;
                    arguments.set.insert(key.to_owned(), text.to_owned());
                }
                "--sign-in-ms" => {
                    arguments.sign_in_ms = value.parse().map_err(|_| wrong())?;
                }
                "--size" => arguments.sizes.push(Size::parse(&value).ok_or_else(wrong)?),
                "--note" => arguments.notes.push(value),
                "--report" => arguments.report = Some(PathBuf::from(&value)),
                "--date" => arguments.date = value,
                _ => return Err(ArgumentError::Unknown(name)),
            }
        }
        if arguments.plan.as_os_str().is_empty() {
            return Err(ArgumentError::NoPlan);
        }
        Ok(arguments)
    }
}

impl Size {
    fn parse(text: &str) -> Option<Self> {
        let mut fields = text.split('|');
        let size = Self {
            name: fields.next()?.to_owned(),
            limit: fields.next()?.parse().ok()?,
            bytes: fields.next()?.parse().ok()?,
        };
        fields.next().is_none().then_some(size)
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
        let read = parse(&[
            "--plan",
            "plan.json",
            "--rounds",
            "3",
            "--set",
            "app=a=b",
            "--size",
            "binary|10|9",
            "--sign-in-ms",
            "12.5",
        ])
        .unwrap();
        assert_eq!(read.rounds, Some(3));
        assert_eq!(read.set["app"], "a=b");
        assert_eq!(read.sizes, [Size { name: "binary".to_owned(), limit: 10, bytes: 9 }]);
        assert_eq!(read.sign_in_ms, 12.5);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for line in [
            &["--plan"][..],
            &["--rounds", "3"],
            &["--plan", "p", "--rounds", "0"],
            &["--plan", "p", "--set", "app"],
            &["--plan", "p", "--size", "a|1"],
            &["--plan", "p", "--size", "a|1|2|3"],
            &["--what", "p"],
        ] {
            assert!(parse(line).is_err(), "{line:?}");
        }
    }
}
