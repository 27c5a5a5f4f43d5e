//! How often something may happen.

use crate::session::clock::Moment;
use std::collections::VecDeque;
use std::time::Duration;

/// At most so many times in any stretch of this length.
#[derive(Debug, Clone)]
pub struct AtMost {
    most: usize,
    stretch: Duration,
    /// Oldest first.
    happened: VecDeque<Moment>,
}

impl AtMost {
    #[must_use]
    pub const fn new(most: usize, stretch: Duration) -> Self {
        Self { most, stretch, happened: VecDeque::new() }
    }

    /// Counts one more, if there is room for it.
    ///
    /// # Errors
    /// The moment from which there is room again.
    pub fn admit(&mut self, now: Moment) -> Result<(), Moment> {
        while self.happened.front().is_some_and(|moment| now.since(*moment) >= self.stretch) {
            self.happened.pop_front();
        }
        if let Some(room_from) = self.full_until() {
            return Err(room_from);
        }
        self.happened.push_back(now);
        Ok(())
    }

    /// The moment from which there is room again, unless there is.
    #[must_use]
    pub fn full_until(&self) -> Option<Moment> {
        self.happened.front().filter(|_| self.happened.len() >= self.most).map(|oldest| oldest.after(self.stretch))
    }

    /// The one that was admitted last did not happen after all.
    pub fn take_back(&mut self) {
        self.happened.pop_back();
    }

    /// The one that was admitted last happens at `now` only.
    pub fn postpone(&mut self, now: Moment) {
        if let Some(last) = self.happened.back_mut() {
            *last = now.max(*last);
        }
    }
}

/// Spreads what wants to start at once: a few go at once, the others one after the other.
#[derive(Debug, Clone)]
pub struct Departures {
    at_once: u32,
    apart: Duration,
    /// When the next one would go if none had gone at once.
    next: Moment,
}

impl Departures {
    #[must_use]
    pub const fn new(at_once: u32, apart: Duration) -> Self {
        Self { at_once, apart, next: Moment::START }
    }

    /// When somebody who asks at `now` may go. The place is taken by asking.
    pub fn reserve(&mut self, now: Moment) -> Moment {
        let ahead = self.apart.saturating_mul(self.at_once.saturating_sub(1));
        let next = self.next.max(now);
        self.next = next.after(self.apart);
        // Those of the first few whose turn would come later go as well.
        if next.since(now) <= ahead { now } else { now.after(next.since(now).saturating_sub(ahead)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(milliseconds: u64) -> Moment {
        Moment::START.after(Duration::from_millis(milliseconds))
    }

    #[test]
    fn there_is_room_again_when_the_oldest_is_a_stretch_old() {
        let mut at_most = AtMost::new(3, Duration::from_secs(60));
        for time in [0, 10, 20] {
            assert_eq!(at_most.admit(at(time)), Ok(()));
        }
        assert_eq!(at_most.admit(at(59_999)), Err(at(60_000)));
        assert_eq!(at_most.admit(at(60_000)), Ok(()));
        assert_eq!(at_most.admit(at(60_000)), Err(at(60_010)));
    }

    #[test]
    fn what_did_not_happen_leaves_its_room() {
        let mut at_most = AtMost::new(1, Duration::from_secs(60));
        assert_eq!(at_most.admit(at(0)), Ok(()));
        at_most.take_back();
        assert_eq!(at_most.admit(at(0)), Ok(()));
        assert!(at_most.admit(at(0)).is_err());
    }

    #[test]
    fn what_was_postponed_counts_from_when_it_happened() {
        let mut at_most = AtMost::new(1, Duration::from_secs(60));
        assert_eq!(at_most.admit(at(0)), Ok(()));
        at_most.postpone(at(5_000));
        assert_eq!(at_most.admit(at(60_000)), Err(at(65_000)));
    }

    #[test]
    fn a_few_depart_at_once_and_the_others_apart() {
        let mut departures = Departures::new(4, Duration::from_millis(250));
        let times: Vec<Moment> = (0..8).map(|_| departures.reserve(at(1000))).collect();
        assert_eq!(times, [1000, 1000, 1000, 1000, 1250, 1500, 1750, 2000].map(at));
        // After a rest, a few go at once again.
        let times: Vec<Moment> = (0..5).map(|_| departures.reserve(at(9000))).collect();
        assert_eq!(times, [9000, 9000, 9000, 9000, 9250].map(at));
    }
}
