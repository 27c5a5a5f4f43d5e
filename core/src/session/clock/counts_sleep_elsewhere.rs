//! Windows' own counter goes on while the machine sleeps, and the standard library uses it. Not run there.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// The time since this was first called.
pub fn uptime() -> Duration {
    static FIRST: OnceLock<Instant> = OnceLock::new();
    FIRST.get_or_init(Instant::now).elapsed()
}
