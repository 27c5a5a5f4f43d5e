//! Notices that the app did not end by itself, and what follows from that for the next start.

use serde::{Deserialize, Serialize};

/// This many unexpected ends within [`MINUTE`] are a pattern: what is opened at the start may be what ends the app.
const PATTERN: usize = 2;
/// In seconds.
const MINUTE: u64 = 60;

/// What is kept on disk from one run to the next. Times are seconds since 1970 by the wall clock.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunRecord {
    /// The run that has not ended, as far as this record knows.
    running: Option<Run>,
    /// When unexpected ends were noticed, the last few of them.
    ended_unexpectedly: Vec<u64>,
    /// The version in which drawing by the graphics processor showed nothing.
    draws_plainly: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Run {
    /// Whether a page of it came to life.
    alive: bool,
    /// Its process ID.
    #[serde(default)]
    process: u32,
    #[serde(default)]
    start: Start,
}

/// How a start is to go, after what the last runs came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// The last run did not end by itself.
    pub ended_unexpectedly: bool,
    /// Open no widget and sign nobody in: the person decides.
    pub safe_mode: bool,
    /// Do without the graphics processor: a run ended before it had shown anything.
    pub draw_plainly: bool,
}

impl RunRecord {
    /// Records that a run of this version begins in this process.
    pub fn begin(&mut self, now: u64, version: &str, process: u32) -> Start {
        let last = self.running.take();
        if self.draws_plainly.as_deref() != Some(version) {
            // Another version may draw better.
            self.draws_plainly = None;
        }
        if let Some(last) = &last {
            self.ended_unexpectedly.push(now);
            if !last.alive {
                self.draw_plainly(version);
            }
        }
        let lately = |noticed: &u64| now.checked_sub(*noticed).is_some_and(|ago| ago < MINUTE);
        self.ended_unexpectedly.retain(lately);
        let start = Start {
            ended_unexpectedly: last.is_some(),
            safe_mode: last.is_some() && self.ended_unexpectedly.len() >= PATTERN,
            draw_plainly: self.draws_plainly.is_some(),
        };
        self.running = Some(Run { alive: false, process, start });
        start
    }

    /// Continues this process's run after it replaced itself because nothing was painted: that is no unexpected end. `None`
    /// if it had not begun one yet.
    #[must_use]
    pub fn resume(&self, process: u32) -> Option<Start> {
        self.running.as_ref().filter(|run| run.process == process).map(|run| run.start)
    }

    /// In this version, the graphics processor is done without from the next run on.
    pub fn draw_plainly(&mut self, version: &str) {
        self.draws_plainly = Some(version.to_owned());
    }

    /// A page of this run came to life. Whether the record changed by that.
    pub fn came_alive(&mut self) -> bool {
        self.running.as_mut().is_some_and(|run| !std::mem::replace(&mut run.alive, true))
    }

    /// This run ends by itself.
    pub const fn end(&mut self) {
        self.running.take();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERSION: &str = "1.0.0";
    const PROCESS: u32 = 4711;

    /// A run that began at this time, showed its page or not, and died.
    fn died(record: &mut RunRecord, began: u64, alive: bool) -> Start {
        let start = record.begin(began, VERSION, PROCESS);
        if alive {
            record.came_alive();
        }
        start
    }

    #[test]
    fn f38_a_run_that_ended_by_itself_is_no_news() {
        let mut record = RunRecord::default();
        for time in [100, 101, 102] {
            let start = record.begin(time, VERSION, PROCESS);
            assert_eq!(start, Start { ended_unexpectedly: false, safe_mode: false, draw_plainly: false });
            record.came_alive();
            record.end();
        }
    }

    #[test]
    fn f38_two_unexpected_ends_in_a_minute_are_a_reason_to_be_careful() {
        let mut record = RunRecord::default();
        assert!(!died(&mut record, 1000, true).ended_unexpectedly);
        let second = died(&mut record, 1020, true);
        assert!(second.ended_unexpectedly && !second.safe_mode);
        let third = died(&mut record, 1040, true);
        assert!(third.ended_unexpectedly && third.safe_mode);
        record.end();
        assert!(!record.begin(1050, VERSION, PROCESS).safe_mode, "the careful one ended well");
    }

    #[test]
    fn f38_ends_that_are_far_apart_are_no_pattern_however_long_the_runs_were() {
        let mut record = RunRecord::default();
        for began in [0, 100, 200, 300] {
            assert!(!died(&mut record, began, true).safe_mode, "{began}");
        }
        // Each run takes 45 seconds to die.
        let mut record = RunRecord::default();
        let starts = [0, 46, 92].map(|began| died(&mut record, began, true).safe_mode);
        assert_eq!(starts, [false, false, true]);
    }

    #[test]
    fn f39_a_wall_clock_that_jumps_makes_no_pattern() {
        let ten_years = 10 * 365 * 24 * 3600;
        for jump in [1000 + ten_years, 0] {
            let mut record = RunRecord::default();
            died(&mut record, 1000, true);
            died(&mut record, 1010, true);
            assert!(!record.begin(jump, VERSION, PROCESS).safe_mode, "{jump}");
        }
    }

    #[test]
    fn f37_a_run_that_died_before_it_showed_anything_is_followed_by_one_that_draws_plainly() {
        let mut record = RunRecord::default();
        assert!(!died(&mut record, 100, false).draw_plainly);
        assert!(record.begin(200, VERSION, PROCESS).draw_plainly);
        record.came_alive();
        record.end();
        // What helped stays, until another version is tried.
        assert!(record.begin(300, VERSION, PROCESS).draw_plainly);
        record.came_alive();
        record.end();
        assert!(!record.begin(400, "1.0.1", PROCESS).draw_plainly);
    }

    #[test]
    fn f37_a_restarted_run_continues() {
        let mut record = RunRecord::default();
        assert_eq!(record.resume(PROCESS), None, "none has begun");
        died(&mut record, 1000, true);
        died(&mut record, 1010, true);
        let third = record.begin(1020, VERSION, PROCESS);
        assert!(third.ended_unexpectedly && third.safe_mode);
        let before = record.clone();
        assert_eq!(record.resume(PROCESS), Some(third), "nobody has seen the notice yet");
        assert_eq!(record.resume(PROCESS + 1), None, "that was another process");
        assert_eq!(record, before, "it is no end");
    }

    #[test]
    fn a_record_without_a_process_is_read() {
        let mut record: RunRecord = serde_json::from_str(r#"{"running":{"alive":true}}"#).unwrap();
        assert_eq!(record.resume(PROCESS), None);
        assert!(record.begin(100, VERSION, PROCESS).ended_unexpectedly);
    }

    #[test]
    fn a_record_survives_being_written_down() {
        let mut record = RunRecord::default();
        died(&mut record, 100, true);
        let text = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<RunRecord>(&text).unwrap(), record);
        assert_eq!(serde_json::from_str::<RunRecord>("{}").unwrap(), RunRecord::default());
    }
}
