//! How large a widget is drawn.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// In percent, from small to large.
const STEPS: [u16; 13] = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300];
const USUAL: u16 = 100;

/// One of the steps, in percent. What is read and is none of them counts as the usual one: a size is no reason to refuse
/// the whole file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Zoom(u16);

impl Default for Zoom {
    fn default() -> Self {
        Self(USUAL)
    }
}

impl Zoom {
    /// `None` for what is none of the steps.
    #[must_use]
    pub fn of_percent(percent: u64) -> Option<Self> {
        STEPS.into_iter().find(|step| u64::from(*step) == percent).map(Self)
    }

    #[must_use]
    pub const fn percent(self) -> u16 {
        self.0
    }

    /// The next larger step; the largest stays.
    #[must_use]
    pub fn larger(self) -> Self {
        Self(STEPS.into_iter().find(|step| *step > self.0).unwrap_or(self.0))
    }

    /// The next smaller step; the smallest stays.
    #[must_use]
    pub fn smaller(self) -> Self {
        Self(STEPS.into_iter().rev().find(|step| *step < self.0).unwrap_or(self.0))
    }

    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

impl<'de> Deserialize<'de> for Zoom {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = Value::deserialize(deserializer)?;
        Ok(read.as_u64().and_then(Self::of_percent).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn it_grows_and_shrinks_by_the_steps_and_stops_at_both_ends() {
        let mut walked = vec![Zoom(50)];
        for _ in 0..20 {
            walked.extend(walked.last().map(|zoom| zoom.larger()));
        }
        assert_eq!(walked[..13].iter().map(|zoom| zoom.percent()).collect::<Vec<_>>(), STEPS);
        assert!(walked[13..].iter().all(|zoom| zoom.percent() == 300));
        let mut back = vec![Zoom(300)];
        for _ in 0..20 {
            back.extend(back.last().map(|zoom| zoom.smaller()));
        }
        assert!(back[..13].iter().rev().map(|zoom| zoom.percent()).eq(STEPS));
        assert!(back[13..].iter().all(|zoom| zoom.percent() == 50));
    }

    #[test]
    fn every_step_comes_back_and_anything_else_is_the_usual_size() {
        for step in STEPS {
            let kept = serde_json::to_value(Zoom(step)).unwrap();
            assert_eq!(kept, json!(step));
            assert_eq!(serde_json::from_value::<Zoom>(kept).unwrap(), Zoom(step));
        }
        for other in [json!(0), json!(101), json!(-50), json!(1.5), json!("125"), json!(null), json!(65636), json!([])]
        {
            assert_eq!(serde_json::from_value::<Zoom>(other.clone()).unwrap(), Zoom(100), "{other}");
        }
    }
}
