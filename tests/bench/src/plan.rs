//! What is measured: a JSON file, so that a changed command line needs no new build.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::paint::Painted;

/// Values for the `{name}` places.
pub type Values = BTreeMap<String, String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    pub rounds: usize,
    /// How long after the paint the memory is read.
    pub settle_ms: u64,
    pub short: Short,
    pub scenarios: Vec<Scenario>,
}

/// The form that tells of a landslide and of nothing less.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Short {
    pub rounds: usize,
    pub settle_ms: u64,
    /// The limit for every time and every memory, as a multiple of the baseline's.
    pub ratio: f64,
}

/// Two programs that do the same, and how far the first may be behind the other.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    pub name: String,
    pub subject: Side,
    pub baseline: Side,
    pub limits: Limits,
}

/// One of the two programs that take turns.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Side {
    /// Program and arguments; `{name}` is a place for a value.
    pub command: Vec<String>,
    #[serde(default)]
    pub environment: BTreeMap<String, String>,
    /// The window's exact title; without it the first window of a sensible size counts.
    pub window: Option<String>,
    pub painted: Painted,
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
    #[error("the plan has no scenario {0:?}")]
    NoScenario(String),
}

impl Plan {
    /// Reads a plan as it stands in its file.
    ///
    /// # Errors
    /// When there is no such file, or it is no plan.
    pub fn read(path: &Path) -> Result<Self, PlanError> {
        Ok(serde_json::from_str(&std::fs::read_to_string(path)?)?)
    }

    /// The plan with every place filled.
    ///
    /// # Errors
    /// When a place has no value.
    pub fn filled(mut self, values: &Values) -> Result<Self, PlanError> {
        for Scenario { subject, baseline, .. } in &mut self.scenarios {
            *subject = subject.filled(values)?;
            *baseline = baseline.filled(values)?;
        }
        Ok(self)
    }

    /// Its short form.
    #[must_use]
    pub fn shortened(mut self) -> Self {
        let Short { rounds, settle_ms, ratio } = self.short;
        self.rounds = rounds;
        self.settle_ms = settle_ms;
        for scenario in &mut self.scenarios {
            scenario.limits = Limits { time_ratio: Some(ratio), plus_sign_ins: 0.0, memory_ratio: Some(ratio) };
        }
        self
    }

    /// The scenario of this name.
    ///
    /// # Errors
    /// When there is none.
    pub fn scenario(&self, name: &str) -> Result<&Scenario, PlanError> {
        let found = self.scenarios.iter().find(|scenario| scenario.name == name);
        found.ok_or_else(|| PlanError::NoScenario(name.to_owned()))
    }
}

impl Side {
    /// This side with every place filled.
    ///
    /// # Errors
    /// When a place has no value.
    pub fn filled(&self, values: &Values) -> Result<Self, PlanError> {
        let mut side = self.clone();
        for word in side.command.iter_mut().chain(side.environment.values_mut()) {
            *word = fill(word, values)?;
        }
        Ok(side)
    }
}

fn fill(word: &str, values: &Values) -> Result<String, PlanError> {
    let mut filled = String::new();
    let mut rest = word;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, remaining)) = after.split_once('}') else {
            break;
        };
        filled.push_str(before);
        filled.push_str(values.get(name).ok_or_else(|| PlanError::NotSet(name.to_owned()))?);
        rest = remaining;
    }
    filled.push_str(rest);
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> Values {
        BTreeMap::from([("app".to_owned(), "/bin/app".to_owned()), ("port".to_owned(), "8080".to_owned())])
    }

    #[test]
    fn places_are_filled() {
        assert_eq!(fill("{app}", &values()).unwrap(), "/bin/app");
        assert_eq!(fill("http://127.0.0.1:{port}/{app}", &values()).unwrap(), "http://127.0.0.1:8080//bin/app");
        assert_eq!(fill("no place {", &values()).unwrap(), "no place {");
        assert!(matches!(fill("{other}", &values()), Err(PlanError::NotSet(name)) if name == "other"));
    }

    #[test]
    fn the_plan_in_use_can_be_read() {
        let plan: Plan = serde_json::from_str(include_str!("../plan.json")).unwrap();
        let filled = plan.filled(&["app", "bare", "widget_url"].map(|name| (name.to_owned(), name.to_owned())).into());
        assert!(filled.unwrap().scenarios.iter().all(|scenario| !scenario.subject.command.is_empty()));
    }
}
