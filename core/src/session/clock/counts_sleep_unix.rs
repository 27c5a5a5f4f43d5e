//! Linux and macOS have a clock that goes on while the machine sleeps. Only Linux was run.

use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// `CLOCK_MONOTONIC` stands still on Linux while the machine sleeps, and goes on on macOS.
#[cfg(target_os = "linux")]
const COUNTS_SLEEP: ClockId = ClockId::Boottime;
#[cfg(target_os = "macos")]
const COUNTS_SLEEP: ClockId = ClockId::Monotonic;

/// The time since the system was started.
pub fn uptime() -> Duration {
    Duration::try_from(clock_gettime(COUNTS_SLEEP)).unwrap_or_default()
}
