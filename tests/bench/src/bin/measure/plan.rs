//! What is measured: a JSON file, so that a changed command line needs no new build.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    pub rounds: usize,
    /// How long after the paint the memory is read.
    pub settle_ms: u64,
    pub scenarios: Vec<Scenario>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    pub name: String,
    pub subject: Side,
    pub baseline: Side,
    pub limits: Limits,
}

/// One of the two programs that take turns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Side {
    /// Program and arguments; `{name}` is replaced by what `--set name=...` gave.
    pub command: Vec<String>,
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    /// The window's exact title; without it the first window of a sensible size counts.
    pub window: Option<String>,
    pub painted: Painted,
}

/// When a window counts as painted.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Painted {
    /// At least `share` of the looked-at pixels have this colour.
    Colour { rgb: String, share: f64 },
    /// The looked-at pixels have at least so many colours: text and icons are there, whatever they show.
    Colours { at_least: usize },
}

/// A missing limit is measured and shown, but cannot be broken.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Time to the paint, as a multiple of the baseline's.
    pub time_ratio: Option<f64>,
    /// What comes on top of that: so many times the sign-in's own time.
    #[serde(default)]
    pub plus_sign_ins: f64,
    /// Memory, as a multiple of the baseline's.
    pub memory_ratio: Option<f64>,
}

#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    #[error("the plan cannot be read: {0}")]
    Read(#[from] std::io::Error),
    #[error("the plan makes no sense: {0}")]
    Parse(#[from] serde_json::Error),
    #[error("the plan uses {{{0}}}, but no --set {0}=... was given")]
    NotSet(String),
}

impl Plan {
    pub fn read(path: &Path, set: &BTreeMap<String, String>) -> Result<Self, PlanError> {
        Self::parse(&std::fs::read_to_string(path)?, set)
    }

    fn parse(text: &str, set: &BTreeMap<String, String>) -> Result<Self, PlanError> {
        let mut plan: Self = serde_json::from_str(text)?;
        for scenario in &mut plan.scenarios {
            for side in [&mut scenario.subject, &mut scenario.baseline] {
                let words = side.command.iter_mut().chain(side.environment.values_mut());
                for word in words {
                    *word = fill(word, set)?;
                }
            }
        }
        Ok(plan)
    }
}

fn fill(word: &str, set: &BTreeMap<String, String>) -> Result<String, PlanError> {
    let mut filled = String::new();
    let mut rest = word;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, remaining)) = after.split_once('}') else {
            break;
        };
        filled.push_str(before);
        filled.push_str(set.get(name).ok_or_else(|| PlanError::NotSet(name.to_owned()))?);
        rest = remaining;
    }
    filled.push_str(rest);
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set() -> BTreeMap<String, String> {
        BTreeMap::from([("app".to_owned(), "/bin/app".to_owned()), ("port".to_owned(), "8080".to_owned())])
    }

    #[test]
    fn places_are_filled() {
        assert_eq!(fill("{app}", &set()).unwrap(), "/bin/app");
        assert_eq!(fill("http://127.0.0.1:{port}/{app}", &set()).unwrap(), "http://127.0.0.1:8080//bin/app");
        assert_eq!(fill("no place {", &set()).unwrap(), "no place {");
        assert!(matches!(fill("{other}", &set()), Err(PlanError::NotSet(name)) if name == "other"));
    }

    #[test]
    fn the_plan_in_use_can_be_read() {
        let names = ["app", "bare", "widget_url"];
        let set = names.map(|name| (name.to_owned(), name.to_owned())).into();
        let plan = Plan::parse(include_str!("../../../plan.json"), &set).unwrap();
        assert_eq!(plan.rounds, 7);
        assert!(plan.scenarios.iter().all(|scenario| !scenario.subject.command.is_empty()));
    }
}
