//! The life of the demo community: what its members say, own, redeem and reach.
//!
//! Nothing here knows about HTTP. The wall clock is passed in as milliseconds since 1970.

pub(crate) mod accounts;
pub(crate) mod channels;
pub(crate) mod leaderboard;
pub(crate) mod milestones;
mod seed;
pub(crate) mod socials;
pub(crate) mod store;

use accounts::Account;
use channels::Channel;
use socials::Post;
use store::Item;

use crate::error::Refusal;

/// A member, by position in the community's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct MemberId(pub(crate) usize);

/// Everything that changes while the service runs.
pub(crate) struct Club {
    /// Grows with every change, so that a page can ask for news cheaply.
    pub(crate) revision: u64,
    channels: Vec<Channel>,
    posts: Vec<Post>,
    items: Vec<Item>,
    accounts: Vec<Account>,
}

/// A milestone that was just reached, and what it paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paid {
    pub(crate) title: &'static str,
    pub(crate) coins: u64,
}

impl Club {
    pub(crate) fn new(members: usize, now: u64) -> Self {
        Self {
            revision: 1,
            channels: seed::channels::all(now),
            posts: seed::socials::all(now),
            items: seed::store::all(),
            accounts: (0..members).map(|position| seed::accounts::of(position, now)).collect(),
        }
    }

    pub(crate) fn account(&self, member: MemberId) -> Result<&Account, Refusal> {
        self.accounts.get(member.0).ok_or(Refusal::NotFound)
    }

    fn account_mut(&mut self, member: MemberId) -> Result<&mut Account, Refusal> {
        self.accounts.get_mut(member.0).ok_or(Refusal::NotFound)
    }
}
