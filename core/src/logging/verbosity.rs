//! For how long the log says more than usual.

use crate::session::clock::Moment;
use std::time::Duration;

/// Long enough to do once more what went wrong, and short enough that nobody has to remember to end it.
pub const LASTS: Duration = Duration::from_secs(600);

/// Ends by itself. By a clock that counts the machine's sleep, so that it does not go on the next morning.
#[derive(Debug, Clone, Copy, Default)]
pub struct Verbosity {
    began: Option<Moment>,
}

impl Verbosity {
    /// Begins, or begins anew.
    pub const fn begin(&mut self, now: Moment) {
        self.began = Some(now);
    }

    pub const fn end(&mut self) {
        self.began = None;
    }

    #[must_use]
    pub fn is_on(&self, now: Moment) -> bool {
        self.left(now).is_some()
    }

    /// How long it still lasts; `None` when it is over or never began.
    #[must_use]
    pub fn left(&self, now: Moment) -> Option<Duration> {
        let lasted = now.since(self.began?);
        LASTS.checked_sub(lasted).filter(|left| !left.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Moment {
        Moment::START.after(Duration::from_secs(seconds))
    }

    #[test]
    fn it_is_off_until_somebody_begins_it() {
        assert!(!Verbosity::default().is_on(at(0)));
    }

    #[test]
    fn it_ends_by_itself_after_ten_minutes() {
        let mut verbosity = Verbosity::default();
        verbosity.begin(at(50));
        assert_eq!(verbosity.left(at(50)), Some(LASTS));
        assert_eq!(verbosity.left(at(649)), Some(Duration::from_secs(1)));
        assert!(!verbosity.is_on(at(650)));
        // The next morning, after a night in which no timer ran.
        assert!(!verbosity.is_on(at(30_000)));
    }

    #[test]
    fn begun_again_it_lasts_ten_minutes_from_then_and_it_can_be_ended() {
        let mut verbosity = Verbosity::default();
        verbosity.begin(at(0));
        verbosity.begin(at(500));
        assert!(verbosity.is_on(at(1_000)));
        verbosity.end();
        assert!(!verbosity.is_on(at(1_000)));
    }
}
