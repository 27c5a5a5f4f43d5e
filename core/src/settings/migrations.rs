//! From the format of an older version to today's.

use serde_json::Value;

/// The format that this version writes: one more than the last step leads from.
pub const FORMAT: u64 = 1;

/// One step takes a body from format n to n + 1, where n is the step's place in the list.
type Step = fn(Value) -> Value;

/// Format 0 is a body without a format number, as a file written by hand has: it is read like format 1.
const STEPS: [Step; 1] = [|body| body];

/// Brings a body up to [`FORMAT`]. `None` when it comes from a newer version than this one.
#[must_use]
pub fn migrate(format: u64, body: Value) -> Option<Value> {
    run(&STEPS, format, body)
}

fn run(steps: &[Step], format: u64, body: Value) -> Option<Value> {
    let done = usize::try_from(format).ok()?;
    Some(steps.get(done..)?.iter().fold(body, |body, step| step(body)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn append(mut body: Value, text: &str) -> Value {
        body.as_array_mut().unwrap().push(json!(text));
        body
    }

    const LADDER: [Step; 3] = [|body| append(body, "0to1"), |body| append(body, "1to2"), |body| append(body, "2to3")];

    #[test]
    fn each_older_format_takes_the_steps_that_it_lacks() {
        assert_eq!(run(&LADDER, 0, json!([])), Some(json!(["0to1", "1to2", "2to3"])));
        assert_eq!(run(&LADDER, 2, json!([])), Some(json!(["2to3"])));
        assert_eq!(run(&LADDER, 3, json!([])), Some(json!([])));
    }

    #[test]
    fn there_is_a_step_from_every_older_format() {
        assert_eq!(u64::try_from(STEPS.len()), Ok(FORMAT));
    }

    #[test]
    fn a_newer_format_is_not_touched() {
        assert_eq!(run(&LADDER, 4, json!([])), None);
        assert_eq!(run(&LADDER, u64::MAX, json!([])), None);
        assert_eq!(migrate(FORMAT + 1, json!({})), None);
    }

    #[test]
    fn a_body_without_a_format_reads_as_the_first() {
        assert_eq!(migrate(0, json!({"communities": []})), Some(json!({"communities": []})));
    }
}
