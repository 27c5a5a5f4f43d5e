//! Channels: rooms with messages.

use std::collections::VecDeque;

use super::milestones::Deed;
use super::{Club, MemberId, Paid};
use crate::error::Refusal;

/// Older messages of a channel make room.
const MOST_MESSAGES: usize = 200;

/// The longest message, in characters.
const LONGEST_MESSAGE: usize = 2_000;

/// Who wrote a message: somebody who can sign in, or one of the invented others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Author {
    Member(MemberId),
    Other(&'static str),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    /// Grows within a channel, starting at 1.
    pub(crate) id: u64,
    pub(crate) author: Author,
    pub(crate) at: u64,
    pub(crate) text: String,
}

#[derive(Debug)]
pub(crate) struct Channel {
    pub(crate) id: &'static str,
    pub(crate) topic: &'static str,
    pub(super) messages: VecDeque<Message>,
}

impl Channel {
    pub(crate) fn last_id(&self) -> u64 {
        self.messages.back().map_or(0, |message| message.id)
    }

    pub(crate) fn after(&self, id: u64) -> impl Iterator<Item = &Message> {
        self.messages.iter().filter(move |message| message.id > id)
    }

    pub(super) fn add(&mut self, author: Author, at: u64, text: String) -> Message {
        let message = Message { id: self.last_id() + 1, author, at, text };
        self.messages.push_back(message.clone());
        while self.messages.len() > MOST_MESSAGES {
            self.messages.pop_front();
        }
        message
    }
}

impl Club {
    pub(crate) fn channels(&self) -> &[Channel] {
        &self.channels
    }

    pub(crate) fn channel(&self, id: &str) -> Result<&Channel, Refusal> {
        self.channels.iter().find(|channel| channel.id == id).ok_or(Refusal::NotFound)
    }

    /// Adds a message, trimmed. Writing moves a milestone, which may pay.
    pub(crate) fn write(
        &mut self,
        member: MemberId,
        channel: &str,
        text: &str,
        now: u64,
    ) -> Result<(Message, Vec<Paid>), Refusal> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Refusal::EmptyMessage);
        }
        if text.chars().count() > LONGEST_MESSAGE {
            return Err(Refusal::LongMessage);
        }
        let channel = self.channels.iter_mut().find(|known| known.id == channel).ok_or(Refusal::NotFound)?;
        let message = channel.add(Author::Member(member), now, text.to_owned());
        self.revision += 1;
        Ok((message, self.account_mut(member)?.advance(Deed::Message, now)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_keeps_its_newest_messages_and_its_numbers_go_on() {
        let mut club = Club::new(1, 0);
        for number in 0..MOST_MESSAGES + 50 {
            club.write(MemberId(0), "general", &number.to_string(), 0).unwrap();
        }
        let channel = club.channel("general").unwrap();
        assert_eq!(channel.messages.len(), MOST_MESSAGES);
        assert_eq!(channel.messages.back().unwrap().text, (MOST_MESSAGES + 49).to_string());
        assert_eq!(channel.after(channel.last_id() - 3).count(), 3);
    }

    #[test]
    fn a_message_is_trimmed_and_has_a_longest_length() {
        let mut club = Club::new(1, 0);
        let (message, _) = club.write(MemberId(0), "general", "  hello \n", 0).unwrap();
        assert_eq!(message.text, "hello");
        assert!(matches!(club.write(MemberId(0), "general", " \n ", 0), Err(Refusal::EmptyMessage)));
        assert!(club.write(MemberId(0), "general", &"é".repeat(2_000), 0).is_ok());
        let too_long = "é".repeat(2_001);
        assert!(matches!(club.write(MemberId(0), "general", &too_long, 0), Err(Refusal::LongMessage)));
    }
}
