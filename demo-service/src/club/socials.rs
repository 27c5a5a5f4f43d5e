//! Socials: posts that members cheer.

use super::{Club, MemberId};
use crate::error::Refusal;

#[derive(Debug)]
pub(crate) struct Post {
    pub(crate) id: u64,
    pub(crate) author: &'static str,
    pub(crate) place: &'static str,
    pub(crate) at: u64,
    pub(crate) text: &'static str,
    /// Cheers of people who are not among the members.
    pub(crate) cheers: u64,
}

impl Club {
    pub(crate) fn posts(&self) -> &[Post] {
        &self.posts
    }

    /// How many people cheered a post.
    pub(crate) fn cheers(&self, post: &Post) -> u64 {
        let members = self.accounts.iter().filter(|account| account.cheered.contains(&post.id)).count();
        post.cheers.saturating_add(u64::try_from(members).unwrap_or(u64::MAX))
    }

    /// Cheers a post, or takes the cheer back.
    pub(crate) fn cheer(&mut self, member: MemberId, post: u64) -> Result<(), Refusal> {
        if !self.posts.iter().any(|known| known.id == post) {
            return Err(Refusal::NotFound);
        }
        let account = self.account_mut(member)?;
        if !account.cheered.remove(&post) {
            account.cheered.insert(post);
        }
        self.revision += 1;
        Ok(())
    }
}
