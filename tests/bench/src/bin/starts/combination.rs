//! What the starts are made under.

use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Combination {
    /// Nothing of the program is in the system's disk caches.
    pub cold: bool,
    /// As many threads as there are cores do nothing but compute.
    pub busy: bool,
    /// There is a session bus.
    pub bus: bool,
}

impl Combination {
    /// All of them. A cold one goes before each warm one, which finds in the caches what that left there.
    pub fn all(can_be_cold: bool) -> Vec<Self> {
        let mut all = Vec::new();
        for bus in [true, false] {
            for busy in [false, true] {
                all.extend([true, false].map(|cold| Self { cold, busy, bus }));
            }
        }
        all.retain(|each| can_be_cold || !each.cold);
        all
    }
}

impl fmt::Display for Combination {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let caches = if self.cold { "cold" } else { "warm" };
        let cores = if self.busy { "busy" } else { "idle" };
        let bus = if self.bus { "a bus" } else { "no bus" };
        write!(formatter, "{caches}, {cores}, {bus}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_combination_is_there_once() {
        let told: Vec<String> = Combination::all(true).iter().map(Combination::to_string).collect();
        assert_eq!(
            told,
            [
                "cold, idle, a bus",
                "warm, idle, a bus",
                "cold, busy, a bus",
                "warm, busy, a bus",
                "cold, idle, no bus",
                "warm, idle, no bus",
                "cold, busy, no bus",
                "warm, busy, no bus",
            ]
        );
    }

    #[test]
    fn caches_that_stay_warm_leave_half_of_them() {
        let all = Combination::all(false);
        assert_eq!(all.len(), 4);
        assert!(all.iter().all(|each| !each.cold));
    }
}
