//! Milestones: goals that pay when they are reached.

use super::accounts::{Account, Currency};
use super::{Club, MemberId, Paid};
use crate::error::Refusal;

const MILLIS_A_DAY: u64 = 86_400_000;

/// The XP of a daily check-in.
const CHECK_IN_XP: u64 = 10;

/// What a member does that can move a milestone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    CheckIn,
    Message,
    Redemption,
    /// Something that happens outside these widgets, such as a finished course.
    Elsewhere,
}

#[derive(Debug)]
pub(crate) struct Milestone {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) text: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) goal: u32,
    pub(crate) coins: u64,
    pub(crate) xp: u64,
    pub(crate) moved_by: Deed,
}

/// All milestones, in the order in which they are shown and in which an account counts its progress.
pub(crate) const MILESTONES: [Milestone; 8] = [
    Milestone {
        id: "seven-day-streak",
        title: "Seven-day streak",
        text: "Check in on seven days.",
        icon: "flame",
        goal: 7,
        coins: 250,
        xp: 100,
        moved_by: Deed::CheckIn,
    },
    Milestone {
        id: "conversation-starter",
        title: "Conversation starter",
        text: "Write five messages in Channels.",
        icon: "chat",
        goal: 5,
        coins: 150,
        xp: 60,
        moved_by: Deed::Message,
    },
    Milestone {
        id: "treat-yourself",
        title: "Treat yourself",
        text: "Redeem three rewards in the Store.",
        icon: "bag",
        goal: 3,
        coins: 100,
        xp: 40,
        moved_by: Deed::Redemption,
    },
    Milestone {
        id: "practice-makes-calm",
        title: "Practice makes calm",
        text: "Close 50 trades in a practice account.",
        icon: "chart",
        goal: 50,
        coins: 400,
        xp: 200,
        moved_by: Deed::Elsewhere,
    },
    Milestone {
        id: "good-company",
        title: "Good company",
        text: "Three friends you invited have joined.",
        icon: "people",
        goal: 3,
        coins: 500,
        xp: 150,
        moved_by: Deed::Elsewhere,
    },
    Milestone {
        id: "regular",
        title: "Regular",
        text: "Check in on thirty days.",
        icon: "calendar",
        goal: 30,
        coins: 600,
        xp: 300,
        moved_by: Deed::CheckIn,
    },
    Milestone {
        id: "well-read",
        title: "Well read",
        text: "Read ten of the weekly briefings.",
        icon: "screen",
        goal: 10,
        coins: 200,
        xp: 80,
        moved_by: Deed::Elsewhere,
    },
    Milestone {
        id: "risk-basics",
        title: "Risk basics",
        text: "Finish the four lessons of the course.",
        icon: "book",
        goal: 4,
        coins: 300,
        xp: 120,
        moved_by: Deed::Elsewhere,
    },
];

impl Account {
    /// Moves every milestone that this deed counts for, and pays those that are reached by it.
    pub(super) fn advance(&mut self, deed: Deed, now: u64) -> Vec<Paid> {
        let mut paid = Vec::new();
        for (milestone, progress) in MILESTONES.iter().zip(&mut self.progress) {
            if milestone.moved_by != deed || *progress >= milestone.goal {
                continue;
            }
            *progress += 1;
            if *progress == milestone.goal {
                paid.push(milestone);
            }
        }
        paid.into_iter()
            .map(|milestone| {
                let what = format!("Milestone: {}", milestone.title);
                self.earn(now, &what, Currency::Xp, milestone.xp);
                self.earn(now, &what, Currency::Coins, milestone.coins);
                Paid { title: milestone.title, coins: milestone.coins }
            })
            .collect()
    }

    pub(crate) fn checked_in_today(&self, now: u64) -> bool {
        self.last_check_in == Some(now / MILLIS_A_DAY)
    }
}

impl Club {
    /// Checks in, once a day (by UTC).
    pub(crate) fn check_in(&mut self, member: MemberId, now: u64) -> Result<Vec<Paid>, Refusal> {
        let account = self.account_mut(member)?;
        if account.checked_in_today(now) {
            return Err(Refusal::AlreadyCheckedIn);
        }
        account.last_check_in = Some(now / MILLIS_A_DAY);
        account.earn(now, "Daily check-in", Currency::Xp, CHECK_IN_XP);
        let paid = account.advance(Deed::CheckIn, now);
        self.revision += 1;
        Ok(paid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reached_milestone_pays_once() {
        let mut club = Club::new(1, 0);
        let before = club.account(MemberId(0)).unwrap().coins;
        let paid = club.check_in(MemberId(0), MILLIS_A_DAY).unwrap();
        assert_eq!(paid, [Paid { title: "Seven-day streak", coins: 250 }]);
        assert!(matches!(club.check_in(MemberId(0), MILLIS_A_DAY + 5), Err(Refusal::AlreadyCheckedIn)));
        assert_eq!(club.check_in(MemberId(0), 2 * MILLIS_A_DAY).unwrap(), []);
        assert_eq!(club.account(MemberId(0)).unwrap().coins, before + 250);
    }

    #[test]
    fn progress_stops_at_the_goal() {
        let mut club = Club::new(4, 0);
        for day in 1..60 {
            club.check_in(MemberId(3), day * MILLIS_A_DAY).unwrap();
        }
        let account = club.account(MemberId(3)).unwrap();
        for (milestone, progress) in MILESTONES.iter().zip(&account.progress) {
            assert!(*progress <= milestone.goal, "{}", milestone.id);
        }
    }
}
