//! The lines that a page causes. A page can do a thing as often as it likes; the log has to last longer than that.

use crate::pace::AtMost;
use crate::session::clock::Moment;
use std::time::Duration;

/// The target of each line that a page can cause at will: `tracing::info!(target: PAGE, …)`.
pub const PAGE: &str = "page";

/// Most lines in [`A_WHILE`]. A dozen widgets that come to life together write some sixty; at this pace, the lines of a
/// page that never stops take over half a day to push everything else out of the log.
const MOST: usize = 240;
const A_WHILE: Duration = Duration::from_secs(600);

/// What becomes of a line that a page caused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    Written,
    /// There are too many. This is the first that is left out, which is to be said.
    FirstLeftOut,
    LeftOut,
}

/// The lines that pages caused lately.
#[derive(Debug)]
pub struct PageLines {
    lately: AtMost,
    leaving_out: bool,
}

impl Default for PageLines {
    fn default() -> Self {
        Self { lately: AtMost::new(MOST, A_WHILE), leaving_out: false }
    }
}

impl PageLines {
    /// Counts one more line.
    pub fn admit(&mut self, now: Moment) -> Admission {
        let written = self.lately.admit(now).is_ok();
        let was_leaving_out = std::mem::replace(&mut self.leaving_out, !written);
        match (written, was_leaving_out) {
            (true, _) => Admission::Written,
            (false, false) => Admission::FirstLeftOut,
            (false, true) => Admission::LeftOut,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_lines_is_cut_and_that_is_said_once() {
        let mut lines = PageLines::default();
        let admitted: Vec<Admission> = (0..10_000).map(|_| lines.admit(Moment::START)).collect();
        let count = |kind| admitted.iter().filter(|admission| **admission == kind).count();
        assert_eq!(count(Admission::Written), MOST);
        assert_eq!(count(Admission::FirstLeftOut), 1);
        assert_eq!(lines.admit(Moment::START.after(A_WHILE)), Admission::Written);
    }
}
