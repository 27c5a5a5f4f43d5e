//! What happens to the herd: when it starts, when the service is away, what the service can do.

use std::time::Duration;
use widget_core::session::clock::Moment;

/// A widget's page asks for its next token when it has had one for this long (seen on a live page).
pub const RENEWED_AFTER: Duration = Duration::from_secs(210);
/// From a sign-in's start to its answer: even between these.
pub const FASTEST_ANSWER: Duration = Duration::from_millis(50);
pub const SLOWEST_ANSWER: Duration = Duration::from_millis(250);
/// The installs start spread evenly over this time, and the outage begins at its end.
pub const STARTS: Duration = Duration::from_secs(300);
pub const OUTAGE: Duration = Duration::from_secs(600);
/// The herd is watched for this long from the moment when the service can be reached again.
pub const WATCHED: Duration = Duration::from_secs(600);
/// For each so many installs the limited service can do one sign-in a second: 2,000 for 100,000.
const INSTALLS_PER_SIGN_IN: u32 = 50;
/// What saying 503 costs the service that can do this least, in sign-ins.
pub const COST_OF_A_REFUSAL: f64 = 0.05;

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Capacity {
    Unlimited,
    /// What is above `per_second` is answered 503, and each such answer costs as much as `refusal` sign-ins.
    Limited {
        per_second: u32,
        refusal: f64,
    },
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scenario {
    pub installs: u32,
    /// Each install asks for the first time within this time from the clock's start.
    pub starts: Duration,
    /// Every sign-in from its start up to its end fails. Begins when all installs have started.
    pub outage: Duration,
    pub capacity: Capacity,
}

impl Scenario {
    pub const fn outage(installs: u32, capacity: Capacity) -> Self {
        Self { installs, starts: STARTS, outage: OUTAGE, capacity }
    }

    /// All at the same moment: a network comes back, or a morning begins.
    pub const fn all_at_once(installs: u32, capacity: Capacity) -> Self {
        Self { installs, starts: Duration::ZERO, outage: Duration::ZERO, capacity }
    }

    pub const fn gone(&self) -> Moment {
        Moment::START.after(self.starts)
    }

    /// When the service can be reached again.
    pub const fn back(&self) -> Moment {
        self.gone().after(self.outage)
    }

    pub const fn end(&self) -> Moment {
        self.back().after(WATCHED)
    }
}

impl Capacity {
    pub const fn limited(installs: u32) -> Self {
        Self::Limited { per_second: installs.div_ceil(INSTALLS_PER_SIGN_IN), refusal: 0.0 }
    }

    pub const fn limited_and_refusals_cost(installs: u32) -> Self {
        Self::Limited { per_second: installs.div_ceil(INSTALLS_PER_SIGN_IN), refusal: COST_OF_A_REFUSAL }
    }
}
