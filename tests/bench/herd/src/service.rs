//! The service, as far as the herd sees it: whether a sign-in gets a token.

use crate::scenario::{Capacity, Scenario};
use std::time::Duration;
use widget_core::session::clock::Moment;

/// What the limited service has not used, it can use within this time.
const SAVED_UP: Duration = Duration::from_millis(100);

pub struct Service {
    gone: Moment,
    back: Moment,
    capacity: Capacity,
    /// Sign-ins that can be done at once. Below zero where refusals have cost more than there was.
    at_hand: f64,
    counted: Moment,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    Token,
    Away,
    /// 503, because more came than the service can do.
    TooMany,
}

impl Service {
    pub const fn of(scenario: &Scenario) -> Self {
        Self {
            gone: scenario.gone(),
            back: scenario.back(),
            capacity: scenario.capacity,
            at_hand: 0.0,
            counted: Moment::START,
        }
    }

    /// Requests come in the order of time.
    pub fn sign_in(&mut self, now: Moment) -> Reply {
        if self.gone <= now && now < self.back {
            return Reply::Away;
        }
        // The limit is about the time after the outage; before it, nobody is to be refused for starting.
        match self.capacity {
            Capacity::Limited { per_second, refusal } if now >= self.back => {
                self.within(now, f64::from(per_second), refusal)
            }
            Capacity::Limited { .. } | Capacity::Unlimited => Reply::Token,
        }
    }

    fn within(&mut self, now: Moment, per_second: f64, refusal: f64) -> Reply {
        let most = per_second * SAVED_UP.as_secs_f64();
        self.at_hand = (self.at_hand + per_second * now.since(self.counted).as_secs_f64()).min(most);
        self.counted = now;
        if self.at_hand >= 1.0 {
            self.at_hand -= 1.0;
            return Reply::Token;
        }
        // What is beyond this much in debt is dropped before it costs anything.
        self.at_hand = (self.at_hand - refusal).max(-most);
        Reply::TooMany
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(capacity: Capacity, each_second: u32) -> usize {
        let mut service = Service::of(&Scenario::all_at_once(1, capacity));
        let gap = Duration::from_secs(1) / each_second;
        let mut now = Moment::START;
        let mut tokens = 0;
        for _ in 0..10 * each_second {
            now = now.after(gap);
            tokens += usize::from(service.sign_in(now) == Reply::Token);
        }
        tokens
    }

    #[test]
    fn the_limited_service_does_what_it_can_and_no_more() {
        let capacity = Capacity::Limited { per_second: 100, refusal: 0.0 };
        assert_eq!(answered(capacity, 50), 500);
        assert!((990..=1_010).contains(&answered(capacity, 1_000)), "{}", answered(capacity, 1_000));
    }

    #[test]
    fn refusals_that_cost_leave_less_for_sign_ins() {
        let capacity = Capacity::Limited { per_second: 100, refusal: 0.05 };
        // Of a thousand in a second n are answered: n + 0.05 (1000 - n) = 100.
        let each_second = answered(capacity, 1_000) / 10;
        assert!((50..=56).contains(&each_second), "{each_second}");
    }

    #[test]
    fn nobody_is_answered_while_it_is_away() {
        let scenario = Scenario::outage(1, Capacity::Unlimited);
        let mut service = Service::of(&scenario);
        assert_eq!(service.sign_in(Moment::START), Reply::Token);
        assert_eq!(service.sign_in(scenario.gone()), Reply::Away);
        assert_eq!(service.sign_in(scenario.back()), Reply::Token);
    }
}
