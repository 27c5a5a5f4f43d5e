//! Detects a start that paints nothing, and allows one retry in a fresh process image.

use crate::session::clock::Moment;
use std::time::Duration;

/// How long each try gets to paint.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// The pause between looks.
pub const LOOK: Duration = Duration::from_millis(500);
/// The most a single look counts. While the machine sleeps or the process is stopped nothing can paint, so that time must
/// not use up the patience.
const LONGEST_LOOK: Duration = Duration::from_secs(1);

/// How far a start has got, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// No other instance is running, so this one opens the windows.
    Begun,
    /// The toolkit's main loop is running.
    ToolkitUp,
    /// Everything the windows need is ready.
    Prepared,
    WindowBuilt,
    PageLoaded,
    /// The page has asked for its view, so its scripts run.
    PageAlive,
    /// Something was drawn after that.
    Painted,
}

/// There are two tries at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Try {
    First,
    Second,
}

/// A try that has not painted in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overdue {
    pub which: Try,
    pub phase: Phase,
    pub waited: Duration,
}

impl Overdue {
    /// Whether the page ran and only its drawing is missing.
    #[must_use]
    pub fn is_undrawn(&self) -> bool {
        self.phase == Phase::PageAlive
    }
}

/// Watches one start until it paints or is given up.
#[derive(Debug)]
pub struct StartWatch {
    current: Try,
    phase: Phase,
    waited: Duration,
    looked: Moment,
    over: bool,
    /// Whether the page of the first try ran without being drawn.
    undrawn_before: bool,
}

impl StartWatch {
    #[must_use]
    pub const fn begin(now: Moment) -> Self {
        Self {
            current: Try::First,
            phase: Phase::Begun,
            waited: Duration::ZERO,
            looked: now,
            over: false,
            undrawn_before: false,
        }
    }

    /// Begins the second try. `undrawn_before` is what [`Overdue::is_undrawn`] said of the first.
    #[must_use]
    pub const fn begin_again(undrawn_before: bool, now: Moment) -> Self {
        Self { current: Try::Second, undrawn_before, ..Self::begin(now) }
    }

    /// Records progress. Painting ends the watch.
    pub fn reached(&mut self, phase: Phase) {
        self.phase = self.phase.max(phase);
        self.over |= phase == Phase::Painted;
    }

    /// Returns the try if it is overdue, once. If the process then can't be replaced, what remains of it is the second try.
    pub fn look(&mut self, now: Moment) -> Option<Overdue> {
        if self.over {
            return None;
        }
        self.waited = self.waited.saturating_add(now.since(self.looked).min(LONGEST_LOOK));
        self.looked = now;
        if self.waited < PATIENCE {
            return None;
        }
        let overdue = Overdue { which: self.current, phase: self.phase, waited: self.waited };
        self.over = self.current == Try::Second;
        self.current = Try::Second;
        self.waited = Duration::ZERO;
        Some(overdue)
    }

    /// A window is being rebuilt, for whatever reason: it gets the full time again.
    pub fn restart_window(&mut self) {
        self.phase = self.phase.min(Phase::Prepared);
        self.waited = Duration::ZERO;
    }

    /// Nothing needs to paint any more: the app is hidden or ending.
    pub const fn end(&mut self) {
        self.over = true;
    }

    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.over
    }

    #[must_use]
    pub const fn current(&self) -> Try {
        self.current
    }

    /// Whether plain drawing fixed it: the first page ran without being drawn, and the second one was drawn.
    #[must_use]
    pub fn plain_drawing_helped(&self) -> bool {
        self.undrawn_before && self.phase == Phase::Painted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHASES: [Phase; 7] = [
        Phase::Begun,
        Phase::ToolkitUp,
        Phase::Prepared,
        Phase::WindowBuilt,
        Phase::PageLoaded,
        Phase::PageAlive,
        Phase::Painted,
    ];

    fn at(milliseconds: u64) -> Moment {
        Moment::START.after(Duration::from_millis(milliseconds))
    }

    /// Looks as often as the app does, and returns what was overdue when.
    fn looks(watch: &mut StartWatch, from: u64, to: u64) -> Vec<(u64, Overdue)> {
        let times = (from..=to).step_by(500).skip(1);
        times.filter_map(|time| Some((time, watch.look(at(time))?))).collect()
    }

    #[test]
    fn f37_a_start_is_overdue_after_ten_seconds_wherever_it_is_stuck() {
        for phase in PHASES {
            let mut watch = StartWatch::begin(at(0));
            watch.reached(phase);
            let overdue = looks(&mut watch, 0, 19_500);
            if phase == Phase::Painted {
                assert_eq!(overdue, []);
                assert!(watch.is_over());
            } else {
                let told = Overdue { which: Try::First, phase, waited: PATIENCE };
                assert_eq!(overdue, [(10_000, told)]);
                assert_eq!(watch.current(), Try::Second);
            }
        }
    }

    #[test]
    fn f37_there_is_a_second_try_and_no_third() {
        let mut watch = StartWatch::begin(at(0));
        watch.reached(Phase::PageLoaded);
        let overdue = looks(&mut watch, 0, 100_000);
        let told = overdue.iter().map(|(time, overdue)| (*time, overdue.which, overdue.phase)).collect::<Vec<_>>();
        assert_eq!(told, [(10_000, Try::First, Phase::PageLoaded), (20_000, Try::Second, Phase::PageLoaded)]);
        assert!(watch.is_over());
    }

    #[test]
    fn f37_a_restarted_process_gets_one_try() {
        let mut watch = StartWatch::begin_again(false, at(0));
        let told = looks(&mut watch, 0, 100_000).into_iter().map(|(time, overdue)| (time, overdue.which));
        assert_eq!(told.collect::<Vec<_>>(), [(10_000, Try::Second)]);
    }

    #[test]
    fn f37_a_start_that_ends_or_hides_is_never_overdue() {
        for end in [StartWatch::end as fn(&mut StartWatch), |watch| watch.reached(Phase::Painted)] {
            let mut watch = StartWatch::begin(at(0));
            assert_eq!(looks(&mut watch, 0, 9_500), []);
            end(&mut watch);
            assert_eq!(looks(&mut watch, 9_500, 60_000), []);
        }
    }

    #[test]
    fn f40_time_asleep_does_not_count() {
        let mut watch = StartWatch::begin(at(0));
        assert_eq!(looks(&mut watch, 0, 5_000), []);
        let hour = 3_600_000;
        assert_eq!(watch.look(at(hour)), None, "counts one second at most");
        assert_eq!(looks(&mut watch, hour, hour + 3_500), []);
        let (time, overdue) = looks(&mut watch, hour + 3_500, hour + 10_000)[0];
        assert_eq!((time, overdue.waited), (hour + 4_000, PATIENCE));
    }

    #[test]
    fn phases_never_go_back() {
        let mut watch = StartWatch::begin(at(0));
        for phase in [Phase::PageLoaded, Phase::WindowBuilt, Phase::ToolkitUp] {
            watch.reached(phase);
        }
        assert_eq!(looks(&mut watch, 0, 10_000)[0].1.phase, Phase::PageLoaded);
    }

    #[test]
    fn f35_a_rebuilt_window_gets_the_full_time_again() {
        let mut watch = StartWatch::begin(at(0));
        watch.reached(Phase::PageAlive);
        assert_eq!(looks(&mut watch, 0, 9_000), []);
        watch.restart_window();
        let (time, overdue) = looks(&mut watch, 9_000, 30_000)[0];
        assert_eq!((time, overdue.which, overdue.phase), (19_000, Try::First, Phase::Prepared));
    }

    #[test]
    fn f37_plain_drawing_helped_if_the_first_page_ran_undrawn() {
        for phase in PHASES.into_iter().filter(|phase| *phase != Phase::Painted) {
            let mut first = StartWatch::begin(at(0));
            first.reached(phase);
            let undrawn = looks(&mut first, 0, 10_000)[0].1.is_undrawn();
            let mut second = StartWatch::begin_again(undrawn, at(0));
            assert!(!second.plain_drawing_helped(), "nothing is painted yet");
            second.reached(Phase::Painted);
            assert_eq!(second.plain_drawing_helped(), phase == Phase::PageAlive, "{phase:?}");
        }
        let mut watch = StartWatch::begin(at(0));
        PHASES.into_iter().for_each(|phase| watch.reached(phase));
        assert!(!watch.plain_drawing_helped(), "the first try painted");
    }
}
