//! Lets a few links through and no flood, asks about one at a time, and says each refusal once.

use super::{Destination, Elsewhere, Link, Refusal};
use crate::pace::AtMost;
use crate::session::clock::Moment;
use std::collections::HashSet;
use std::time::Duration;

/// Most links in [`WINDOW`]. The web engine asks for a click, and then lets a thousand through.
const MOST_LINKS: usize = 4;
const WINDOW: Duration = Duration::from_secs(10);

/// What is to be done with a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Open this address.
    Open(String),
    /// Ask the person about this address, and tell the gate when there is an answer.
    Ask(String, Elsewhere),
    Refuse(Refusal),
}

/// The way out of one window.
#[derive(Debug)]
pub struct Gate {
    let_through: AtMost,
    asking: bool,
    said: HashSet<Refusal>,
}

impl Default for Gate {
    fn default() -> Self {
        Self { let_through: AtMost::new(MOST_LINKS, WINDOW), asking: false, said: HashSet::new() }
    }
}

impl Gate {
    /// Decides about a link that was read.
    pub fn admit(&mut self, link: Result<Link, Refusal>, now: Moment) -> Answer {
        let link = match link {
            Ok(link) => link,
            Err(refusal) => return Answer::Refuse(refusal),
        };
        if self.asking {
            return Answer::Refuse(Refusal::Asking);
        }
        if self.let_through.admit(now).is_err() {
            return Answer::Refuse(Refusal::TooMany);
        }
        match link.leads_to {
            Destination::Service => Answer::Open(link.address),
            Destination::Elsewhere(place) => {
                self.asking = true;
                Answer::Ask(link.address, place)
            }
        }
    }

    /// The person has answered, whatever the answer was.
    pub const fn answered(&mut self) {
        self.asking = false;
    }

    /// Whether this refusal was not said before. A page can be refused as often as it likes; the log is not its book.
    pub fn is_news(&mut self, refusal: Refusal) -> bool {
        self.said.insert(refusal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> Result<Link, Refusal> {
        Ok(Link { address: "https://widgets.example/".to_owned(), leads_to: Destination::Service })
    }

    fn foreign() -> Result<Link, Refusal> {
        let leads_to = Destination::Elsewhere(Elsewhere::Site("evil.example".to_owned()));
        Ok(Link { address: "https://evil.example/".to_owned(), leads_to })
    }

    #[test]
    fn a_flood_of_links_is_cut_to_a_few() {
        let mut gate = Gate::default();
        let opened = (0..1000).filter(|_| matches!(gate.admit(own(), Moment::START), Answer::Open(_))).count();
        assert_eq!(opened, MOST_LINKS);
        assert_eq!(gate.admit(own(), Moment::START), Answer::Refuse(Refusal::TooMany));
        assert!(matches!(gate.admit(own(), Moment::START.after(WINDOW)), Answer::Open(_)));
    }

    #[test]
    fn a_foreign_link_waits_for_the_person_and_others_do_not_pile_up() {
        let mut gate = Gate::default();
        assert!(matches!(gate.admit(foreign(), Moment::START), Answer::Ask(..)));
        for _ in 0..1000 {
            assert_eq!(gate.admit(foreign(), Moment::START), Answer::Refuse(Refusal::Asking));
        }
        gate.answered();
        assert!(matches!(gate.admit(foreign(), Moment::START), Answer::Ask(..)));
    }

    #[test]
    fn a_question_that_is_declined_counts_as_a_link() {
        let mut gate = Gate::default();
        for _ in 0..MOST_LINKS {
            assert!(matches!(gate.admit(foreign(), Moment::START), Answer::Ask(..)));
            gate.answered();
        }
        assert_eq!(gate.admit(foreign(), Moment::START), Answer::Refuse(Refusal::TooMany));
    }

    #[test]
    fn each_refusal_is_said_once() {
        let mut gate = Gate::default();
        assert_eq!((0..1000).filter(|_| gate.is_news(Refusal::Scheme)).count(), 1);
        assert!(gate.is_news(Refusal::UserInfo));
    }
}
