//! What each member starts with.

use std::collections::{BTreeMap, BTreeSet};

use super::minutes_before;
use crate::club::accounts::{Account, Currency, Entry};
use crate::club::milestones::MILESTONES;

const HOUR: u64 = 60;
const DAY: u64 = 24 * HOUR;

struct Start {
    coins: u64,
    xp: u64,
    progress: [u32; MILESTONES.len()],
}

/// In the order of the community's members. Whoever comes after them starts like the first.
const STARTS: [Start; 4] = [
    Start { coins: 1_840, xp: 2_180, progress: [6, 3, 1, 32, 1, 18, 7, 4] },
    Start { coins: 960, xp: 1_340, progress: [4, 4, 1, 21, 0, 11, 3, 4] },
    Start { coins: 3_275, xp: 4_610, progress: [7, 5, 2, 47, 2, 29, 9, 4] },
    Start { coins: 415, xp: 720, progress: [2, 1, 1, 9, 0, 5, 1, 3] },
];

const HISTORY: [(u64, &str, Currency, i64); 12] = [
    (3 * HOUR, "Practice session", Currency::Xp, 20),
    (DAY, "Daily check-in", Currency::Xp, 10),
    (DAY + 2 * HOUR, "Weekly quiz, all answers right", Currency::Coins, 120),
    (2 * DAY, "Daily check-in", Currency::Xp, 10),
    (3 * DAY, "Redeemed: Seedling in your name", Currency::Coins, -150),
    (3 * DAY + HOUR, "Daily check-in", Currency::Xp, 10),
    (5 * DAY, "Webinar attended: Reading the calendar", Currency::Coins, 80),
    (5 * DAY + HOUR, "Webinar attended: Reading the calendar", Currency::Xp, 40),
    (8 * DAY, "Milestone: Risk basics", Currency::Coins, 300),
    (8 * DAY, "Milestone: Risk basics", Currency::Xp, 120),
    (12 * DAY, "A friend joined the club", Currency::Coins, 200),
    (20 * DAY, "Welcome gift", Currency::Coins, 500),
];

pub(crate) fn of(position: usize, now: u64) -> Account {
    let [first, ..] = &STARTS;
    let start = STARTS.get(position).unwrap_or(first);
    let history = HISTORY.iter().map(|(minutes, what, currency, amount)| Entry {
        at: minutes_before(now, *minutes),
        what: (*what).to_owned(),
        currency: *currency,
        amount: *amount,
    });
    Account {
        coins: start.coins,
        xp: start.xp,
        history: history.collect(),
        redeemed: BTreeMap::from([("seedling", 1)]),
        progress: start.progress.to_vec(),
        last_check_in: None,
        cheered: BTreeSet::new(),
    }
}
