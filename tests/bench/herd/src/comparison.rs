//! The scenarios that are looked at, each with every policy.

use crate::figures::Figures;
use crate::policies::{Doubling, Naive, Policy, PolicyError, ThisApp};
use crate::scenario::{Capacity, Scenario};
use crate::simulation::{Course, run};

/// Most sign-ins of one account in a minute that this app promises.
pub const MOST_IN_A_MINUTE: usize = 6;

/// One policy in one scenario.
pub struct Seen {
    pub course: Course,
    pub figures: Figures,
}

/// All policies in one scenario.
pub struct Comparison {
    pub scenario: Scenario,
    pub this_app: Seen,
    pub doubling: Seen,
    pub naive: Seen,
}

/// All scenarios.
pub struct Comparisons {
    pub outage_then_unlimited: Comparison,
    pub outage_then_limited: Comparison,
    pub all_at_once: Comparison,
    pub all_at_once_and_refusals_cost: Comparison,
}

impl Seen {
    fn of<P: Policy>(scenario: &Scenario) -> Result<Self, PolicyError> {
        let course = run::<P>(scenario)?;
        Ok(Self { figures: Figures::of(scenario, &course), course })
    }
}

impl Comparison {
    fn of(scenario: Scenario) -> Result<Self, PolicyError> {
        Ok(Self {
            scenario,
            this_app: Seen::of::<ThisApp>(&scenario)?,
            doubling: Seen::of::<Doubling>(&scenario)?,
            naive: Seen::of::<Naive>(&scenario)?,
        })
    }
}

impl Comparisons {
    /// # Errors
    /// When a policy answers what it can't in this model.
    pub fn of(installs: u32) -> Result<Self, PolicyError> {
        let limited = Capacity::limited(installs);
        let refusals_cost = Capacity::limited_and_refusals_cost(installs);
        Ok(Self {
            outage_then_unlimited: Comparison::of(Scenario::outage(installs, Capacity::Unlimited))?,
            outage_then_limited: Comparison::of(Scenario::outage(installs, limited))?,
            all_at_once: Comparison::of(Scenario::all_at_once(installs, limited))?,
            all_at_once_and_refusals_cost: Comparison::of(Scenario::all_at_once(installs, refusals_cost))?,
        })
    }

    pub const fn each(&self) -> [&Comparison; 4] {
        [&self.outage_then_unlimited, &self.outage_then_limited, &self.all_at_once, &self.all_at_once_and_refusals_cost]
    }

    /// Whether this app kept its limit in every scenario.
    pub fn limit_held(&self) -> bool {
        self.each().iter().all(|comparison| comparison.this_app.figures.most_in_a_minute <= MOST_IN_A_MINUTE)
    }
}
