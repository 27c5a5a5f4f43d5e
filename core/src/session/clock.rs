//! Time and randomness, passed in so that tests decide what they are.

#[cfg_attr(any(target_os = "linux", target_os = "macos"), path = "clock/counts_sleep_unix.rs")]
#[cfg_attr(not(any(target_os = "linux", target_os = "macos")), path = "clock/counts_sleep_elsewhere.rs")]
mod counts_sleep;

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A moment on a clock that never goes back, counted from an arbitrary start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(Duration);

impl Moment {
    pub const START: Self = Self(Duration::ZERO);

    #[must_use]
    pub const fn after(self, pause: Duration) -> Self {
        Self(self.0.saturating_add(pause))
    }

    /// The time from `earlier` to this moment; zero if it is not earlier.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    /// As [`Moment::since`], in milliseconds.
    #[must_use]
    pub fn milliseconds_since(self, earlier: Self) -> u64 {
        u64::try_from(self.since(earlier).as_millis()).unwrap_or(u64::MAX)
    }
}

pub trait Clock: Send + Sync {
    fn now(&self) -> Moment;
    /// Seconds since 1970 by the wall clock, which may be wrong and may jump.
    fn unix_now(&self) -> u64;
}

pub trait Randomness: Send + Sync {
    /// Unpredictable bytes.
    fn bytes(&self) -> [u8; 16];

    /// Evenly spread over `0.0..1.0`.
    fn fraction(&self) -> f64 {
        let [a, b, c, d, ..] = self.bytes();
        f64::from(u32::from_le_bytes([a, b, c, d])) / (f64::from(u32::MAX) + 1.0)
    }
}

/// The system's clocks. Its moments go on while the machine sleeps: a token ages then, and a pause ends.
pub struct SystemClock {
    start: Duration,
}

impl SystemClock {
    #[must_use]
    pub fn start() -> Self {
        Self { start: counts_sleep::uptime() }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        Moment::START.after(counts_sleep::uptime().saturating_sub(self.start))
    }

    fn unix_now(&self) -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
    }
}

/// Tells that the machine slept, by a clock that counts sleep and one that does not. Timers are of the second kind: after
/// a night they still wait for what was left of them in the evening.
#[derive(Debug)]
pub struct SleepWatch {
    awake: Instant,
    in_all: Moment,
}

impl SleepWatch {
    /// A difference below this is none: the two clocks are read one after the other.
    const LEAST: Duration = Duration::from_secs(2);

    #[must_use]
    pub const fn start(awake: Instant, in_all: Moment) -> Self {
        Self { awake, in_all }
    }

    /// Whether the machine slept since the last look. `awake` does not count sleep, `in_all` does.
    pub fn slept(&mut self, awake: Instant, in_all: Moment) -> bool {
        let worked = awake.saturating_duration_since(self.awake);
        let passed = in_all.since(self.in_all);
        *self = Self { awake, in_all };
        passed.saturating_sub(worked) >= Self::LEAST
    }
}

/// The system's randomness.
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn bytes(&self) -> [u8; 16] {
        rand::random()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f40_a_sleep_is_told_from_a_pause_in_which_the_machine_worked() {
        let (start, hour) = (Instant::now(), Duration::from_secs(3600));
        let mut watch = SleepWatch::start(start, Moment::START);
        assert!(!watch.slept(start + hour, Moment::START.after(hour)));
        assert!(watch.slept(start + hour, Moment::START.after(8 * hour)));
        assert!(!watch.slept(start + 2 * hour, Moment::START.after(9 * hour)));
    }

    #[test]
    fn the_system_s_moments_go_forward() {
        let clock = SystemClock::start();
        let first = clock.now();
        assert!(first.since(Moment::START) < Duration::from_secs(60), "counted from its start");
        assert!(clock.now() >= first);
    }
}
