//! What a member has: coins, XP, how they came and went, and the tier that XP earns.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Older entries make room.
const MOST_ENTRIES: usize = 100;

/// Tiers with the XP at which each begins, lowest first.
const TIERS: [(&str, u64); 4] = [("Bronze", 0), ("Silver", 1_000), ("Gold", 2_500), ("Platinum", 6_000)];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Currency {
    Coins,
    Xp,
}

/// One line of a member's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) at: u64,
    pub(crate) what: String,
    pub(crate) currency: Currency,
    /// Positive when it was earned, negative when it was spent.
    pub(crate) amount: i64,
}

/// Where a member stands between two tiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tier {
    pub(crate) name: &'static str,
    pub(crate) from: u64,
    /// The tier above with the XP it takes, if there is one.
    pub(crate) next: Option<(&'static str, u64)>,
}

#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) coins: u64,
    pub(crate) xp: u64,
    /// Newest first.
    pub(crate) history: VecDeque<Entry>,
    /// How often each item was redeemed.
    pub(crate) redeemed: BTreeMap<&'static str, u32>,
    /// Progress in the order of the list of milestones.
    pub(crate) progress: Vec<u32>,
    /// The day of the last check-in, counted from 1970.
    pub(crate) last_check_in: Option<u64>,
    /// The posts the member cheered.
    pub(crate) cheered: BTreeSet<u64>,
}

impl Account {
    pub(crate) fn earn(&mut self, now: u64, what: &str, currency: Currency, amount: u64) {
        match currency {
            Currency::Coins => self.coins = self.coins.saturating_add(amount),
            Currency::Xp => self.xp = self.xp.saturating_add(amount),
        }
        self.note(now, what, currency, i64::try_from(amount).unwrap_or(i64::MAX));
    }

    /// Takes coins, or takes none and says so.
    pub(crate) fn spend(&mut self, now: u64, what: &str, coins: u64) -> bool {
        let Some(left) = self.coins.checked_sub(coins) else {
            return false;
        };
        self.coins = left;
        self.note(now, what, Currency::Coins, i64::try_from(coins).map_or(i64::MIN, |coins| -coins));
        true
    }

    pub(crate) fn tier(&self) -> Tier {
        let reached = TIERS.iter().rev().find(|(_, from)| *from <= self.xp);
        let (name, from) = reached.copied().unwrap_or(("Bronze", 0));
        Tier { name, from, next: TIERS.iter().find(|(_, from)| *from > self.xp).copied() }
    }

    fn note(&mut self, at: u64, what: &str, currency: Currency, amount: i64) {
        self.history.push_front(Entry { at, what: what.to_owned(), currency, amount });
        self.history.truncate(MOST_ENTRIES);
    }
}

#[cfg(test)]
mod tests {
    use super::super::seed;

    #[test]
    fn coins_that_are_not_there_cannot_be_spent() {
        let mut account = seed::accounts::of(0, 0);
        let before = account.coins;
        assert!(!account.spend(0, "Too much", before + 1));
        assert_eq!(account.coins, before);
        assert!(account.spend(0, "All of it", before));
        assert_eq!(account.coins, 0);
    }

    #[test]
    fn xp_decides_the_tier() {
        let mut account = seed::accounts::of(0, 0);
        for (xp, name, next) in [
            (0, "Bronze", Some(("Silver", 1_000))),
            (1_000, "Silver", Some(("Gold", 2_500))),
            (9_999, "Platinum", None),
        ] {
            account.xp = xp;
            assert_eq!((account.tier().name, account.tier().next), (name, next));
        }
    }
}
