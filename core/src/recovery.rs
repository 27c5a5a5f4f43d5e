//! How often a page whose web process died is brought back by itself.

use crate::pace::AtMost;
use crate::session::clock::Moment;
use std::time::Duration;

/// Most times in [`WINDOW`]: a page that dies more often would die again, and take the machine's time with it.
const MOST: usize = 3;
const WINDOW: Duration = Duration::from_secs(60);

/// The pages that were brought back lately.
#[derive(Debug)]
pub struct Recovery(AtMost);

impl Default for Recovery {
    fn default() -> Self {
        Self(AtMost::new(MOST, WINDOW))
    }
}

impl Recovery {
    /// Whether a page that died just now is to be brought back without asking.
    pub fn admits(&mut self, now: Moment) -> bool {
        self.0.admit(now).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_dies_over_and_over_is_brought_back_three_times_a_minute() {
        let mut recovery = Recovery::default();
        let admitted = (0..60).filter(|second| recovery.admits(Moment::START.after(Duration::from_secs(*second))));
        assert_eq!(admitted.count(), MOST);
        assert!(recovery.admits(Moment::START.after(WINDOW)));
        assert!(!recovery.admits(Moment::START.after(WINDOW)));
    }
}
