//! What was seen of a widget's frame in a window, and what it says.

use super::check::{Check, Finding, ms};
use super::fact::{Fact, FrameState};
use crate::error::Code;
use crate::session::clock::Moment;
use crate::vault::key_name::KeyName;
use crate::view::FrameEvent;
use std::time::Duration;

/// A widget that has not done by then what it was to do is taken to do it no more. The windows say so after the same time.
const LONG_ENOUGH: Duration = Duration::from_secs(10);

/// When each thing happened first; of an error, when it happened last.
#[derive(Debug, Clone)]
pub struct SeenFrame {
    pub opened: Moment,
    pub closed: Option<Moment>,
    /// The key that its account signed in with.
    pub key: Option<KeyName>,
    pub loaded: Option<Moment>,
    pub asked: Option<Moment>,
    pub times_asked: u32,
    pub handed_over: Option<Moment>,
    pub ready: Option<Moment>,
    /// `None` again once the widget says that it is ready.
    pub error: Option<Moment>,
    pub timed_out: bool,
}

impl SeenFrame {
    #[must_use]
    pub const fn begin(opened: Moment, key: Option<KeyName>) -> Self {
        Self {
            opened,
            closed: None,
            key,
            loaded: None,
            asked: None,
            times_asked: 0,
            handed_over: None,
            ready: None,
            error: None,
            timed_out: false,
        }
    }

    pub fn note(&mut self, event: FrameEvent, now: Moment) {
        match event {
            FrameEvent::Loaded => drop(self.loaded.get_or_insert(now)),
            FrameEvent::TokenAsked => {
                self.asked.get_or_insert(now);
                self.times_asked = self.times_asked.saturating_add(1);
            }
            FrameEvent::TokenHandedOver => drop(self.handed_over.get_or_insert(now)),
            FrameEvent::Ready => {
                self.ready.get_or_insert(now);
                self.error = None;
            }
            FrameEvent::Error => self.error = Some(now),
            FrameEvent::TimedOut => self.timed_out = true,
        }
    }

    /// For how long it has been going on, or did, since a moment of its own.
    #[must_use]
    pub fn lasted_since(&self, moment: Moment, now: Moment) -> Duration {
        self.closed.unwrap_or(now).since(moment)
    }

    /// What there is to say of it at this moment, for the checks that are about a frame. A public widget needs no token.
    #[must_use]
    pub fn findings(&self, public: bool, now: Moment) -> [(Check, Finding); 4] {
        [
            (Check::FrameLoaded, self.of_loading(now)),
            (Check::TokenAsked, if public { Finding::not_needed() } else { self.of_asking(now) }),
            (Check::TokenHandedOver, if public { Finding::not_needed() } else { self.of_handing_over() }),
            (Check::Ready, self.of_ready(public, now)),
        ]
    }

    fn of_loading(&self, now: Moment) -> Finding {
        let state = if self.closed.is_some() { FrameState::Closed } else { FrameState::Open };
        let facts = vec![Fact::Frame { state }, Fact::OpenFor { ms: ms(self.lasted_since(self.opened, now)) }];
        match self.loaded {
            Some(loaded) => Finding::passed(facts).with(self.after_opening(loaded)),
            None if self.asked.is_some() || !self.was_open_long_enough(now) => Finding::unknown().and(facts),
            None => Finding::failed(Code::FrameTimedOut, facts),
        }
    }

    fn of_asking(&self, now: Moment) -> Finding {
        match self.asked {
            Some(asked) => {
                Finding::passed(vec![self.after_opening(asked)]).with(Fact::TimesAsked { count: self.times_asked })
            }
            None if self.loaded.is_none() => Finding::not_reached(),
            None if self.was_open_long_enough(now) => Finding::failed(Code::FrameTimedOut, Vec::new()),
            None => Finding::unknown(),
        }
    }

    fn of_handing_over(&self) -> Finding {
        match self.handed_over {
            Some(handed_over) => Finding::passed(vec![self.after_opening(handed_over)]),
            None if self.asked.is_none() => Finding::not_reached(),
            // Why, the sign-in says.
            None => Finding::unknown(),
        }
    }

    fn of_ready(&self, public: bool, now: Moment) -> Finding {
        if let Some(error) = self.error {
            let after_ms = ms(error.since(self.opened));
            return Finding::failed(Code::WidgetError, vec![Fact::ErrorSeen { after_ms }]);
        }
        match (self.ready, self.handed_over) {
            (Some(ready), _) => Finding::passed(vec![self.after_opening(ready)]),
            // It need not say anything.
            (None, _) if public => Finding::unknown(),
            (None, None) => Finding::not_reached(),
            (None, Some(since)) if self.lasted_since(since, now) >= LONG_ENOUGH => {
                Finding::warned(Code::FrameTimedOut, Vec::new())
            }
            (None, Some(_)) => Finding::unknown(),
        }
    }

    const fn after_opening(&self, moment: Moment) -> Fact {
        Fact::AfterOpening { ms: ms(moment.since(self.opened)) }
    }

    fn was_open_long_enough(&self, now: Moment) -> bool {
        self.timed_out || self.lasted_since(self.opened, now) >= LONG_ENOUGH
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::check::Outcome;

    fn at(seconds: u64) -> Moment {
        Moment::START.after(Duration::from_secs(seconds))
    }

    #[test]
    fn what_happens_again_counts_from_its_first_time_but_an_error() {
        let mut seen = SeenFrame::begin(at(10), None);
        for (event, second) in [
            (FrameEvent::Loaded, 11),
            (FrameEvent::TokenAsked, 12),
            (FrameEvent::TokenHandedOver, 13),
            (FrameEvent::Error, 14),
            (FrameEvent::TokenAsked, 15),
            (FrameEvent::Loaded, 16),
            (FrameEvent::Error, 17),
        ] {
            seen.note(event, at(second));
        }
        assert_eq!((seen.loaded, seen.asked, seen.times_asked), (Some(at(11)), Some(at(12)), 2));
        assert_eq!((seen.handed_over, seen.error), (Some(at(13)), Some(at(17))));
        seen.note(FrameEvent::Ready, at(18));
        assert_eq!((seen.ready, seen.error), (Some(at(18)), None));
    }

    #[test]
    fn a_closed_frame_gets_no_older() {
        let mut seen = SeenFrame::begin(at(10), None);
        assert_eq!(seen.lasted_since(at(10), at(60)), Duration::from_secs(50));
        seen.closed = Some(at(20));
        assert_eq!(seen.lasted_since(at(10), at(60)), Duration::from_secs(10));
    }

    fn outcomes(seen: &SeenFrame, public: bool, now: u64) -> [&'static str; 4] {
        seen.findings(public, at(now)).map(|(_, finding)| match finding.outcome {
            Outcome::Passed => "passed",
            Outcome::Warned { .. } => "warned",
            Outcome::Failed { .. } => "failed",
            Outcome::NotNeeded => "not needed",
            Outcome::NotReached => "not reached",
            Outcome::Unknown => "unknown",
        })
    }

    #[test]
    fn a_widget_is_given_ten_seconds_for_each_of_its_steps() {
        let mut seen = SeenFrame::begin(at(100), None);
        assert_eq!(outcomes(&seen, false, 105), ["unknown", "not reached", "not reached", "not reached"]);
        assert_eq!(outcomes(&seen, false, 110), ["failed", "not reached", "not reached", "not reached"]);
        seen.note(FrameEvent::Loaded, at(101));
        assert_eq!(outcomes(&seen, false, 105), ["passed", "unknown", "not reached", "not reached"]);
        assert_eq!(outcomes(&seen, false, 110), ["passed", "failed", "not reached", "not reached"]);
        seen.note(FrameEvent::TokenAsked, at(120));
        assert_eq!(outcomes(&seen, false, 900), ["passed", "passed", "unknown", "not reached"]);
        seen.note(FrameEvent::TokenHandedOver, at(121));
        assert_eq!(outcomes(&seen, false, 130), ["passed", "passed", "passed", "unknown"]);
        assert_eq!(outcomes(&seen, false, 131), ["passed", "passed", "passed", "warned"]);
        seen.note(FrameEvent::Error, at(132));
        assert_eq!(outcomes(&seen, false, 132), ["passed", "passed", "passed", "failed"]);
        seen.note(FrameEvent::Ready, at(133));
        assert_eq!(outcomes(&seen, false, 900), ["passed"; 4]);
    }

    #[test]
    fn a_public_widget_need_not_say_anything() {
        let mut seen = SeenFrame::begin(at(100), None);
        seen.note(FrameEvent::Loaded, at(101));
        assert_eq!(outcomes(&seen, true, 900), ["passed", "not needed", "not needed", "unknown"]);
    }

    #[test]
    fn of_a_frame_that_was_closed_early_little_can_be_told() {
        let mut seen = SeenFrame::begin(at(100), None);
        seen.note(FrameEvent::Loaded, at(101));
        seen.closed = Some(at(104));
        assert_eq!(outcomes(&seen, false, 900), ["passed", "unknown", "not reached", "not reached"]);
        seen.timed_out = true;
        assert_eq!(outcomes(&seen, false, 900), ["passed", "failed", "not reached", "not reached"]);
    }
}
