//! The demo community: who is in it, which widgets it has, and the key that signs its members in.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::marks::{EMAIL_MARK, KEY_MARK};
use crate::random::{self, NoRandomness};

const NAME: &str = "Lantern Bay Traders Club";
const COMMUNITY_ID: &str = "64f0c2a91b7e5d38a4c60e12";
const MILESTONES_ID: &str = "64f0c3b71b7e5d38a4c60e58";
const CUSTOM_ID: &str = "64f0c4d21b7e5d38a4c60e9a";
const LEADERBOARD_SLUG: &str = "spring-trading-cup";

/// The demo community as its administrator would see it.
#[derive(Clone)]
pub struct Community {
    /// The name people know it by.
    pub name: String,
    /// 24 lower-case hex digits, as in a sign-in address (protocol.md 1.1).
    pub community_id: String,
    /// A Widget API key for this demo only: random, drawn anew at every start, worth nothing elsewhere.
    pub api_key: String,
    /// The accounts that can sign in.
    pub members: Vec<Member>,
    /// What a demo shows: Channels, Store, Milestones, Currency Overview and a public leaderboard, in that order.
    pub widgets: Vec<Widget>,
    /// Served as well, so that every widget type of protocol.md 2.1 has a page.
    pub more_widgets: Vec<Widget>,
}

/// Without the key and the members.
impl std::fmt::Debug for Community {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Community").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Somebody who can sign in with an email.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The name the widgets show.
    pub name: String,
    /// The address that identifies the member in a sign-in (protocol.md 1.1, header 2).
    pub email: String,
}

/// One widget, as its address names it (protocol.md 2.1 and 2.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Widget {
    /// The name of the feature.
    pub name: String,
    /// The first path segment, for example `channel-widget`.
    pub widget_type: String,
    /// The second path segment: Base64 of an object ID, or the bare ID for a public leaderboard.
    pub widget_id: String,
    /// A third path segment: the slug of a public leaderboard.
    pub extra_segment: Option<String>,
    /// Whether the widget works without a sign-in (protocol.md 6).
    pub public: bool,
}

impl Community {
    pub(crate) fn new() -> Result<Self, NoRandomness> {
        let community_id = STANDARD.encode(COMMUNITY_ID);
        let milestones_id = STANDARD.encode(MILESTONES_ID);
        Ok(Self {
            name: NAME.to_owned(),
            community_id: COMMUNITY_ID.to_owned(),
            api_key: format!("{KEY_MARK}{}", random::text()?),
            members: vec![
                member("Amara Okafor", "amara"),
                member("Lucía Ferreyra", "lucia"),
                member("林 美咲", "misaki"),
                member("Henrik Dahl", "henrik"),
            ],
            // One ID serves these types and Milestones have their own, as was seen in use (protocol.md 2.2).
            widgets: vec![
                widget("Channels", "channel-widget", &community_id),
                widget("Store", "store-widget", &community_id),
                widget("Milestones", "milestone-widget", &milestones_id),
                widget("Currency Overview", "currency-overview-widget", &community_id),
                Widget {
                    name: "Spring Trading Cup".to_owned(),
                    widget_type: "custom-leaderboards".to_owned(),
                    widget_id: COMMUNITY_ID.to_owned(),
                    extra_segment: Some(LEADERBOARD_SLUG.to_owned()),
                    public: true,
                },
            ],
            more_widgets: vec![
                widget("Store (newer path)", "store", &community_id),
                widget("Socials", "social-widget", &community_id),
                widget("Club home", "custom-widget", &STANDARD.encode(CUSTOM_ID)),
            ],
        })
    }

    /// Whether the community has a widget at this address.
    pub(crate) fn has_widget(&self, widget_type: &str, widget_id: &str, extra_segment: Option<&str>) -> bool {
        self.widgets.iter().chain(&self.more_widgets).any(|widget| {
            widget.widget_type == widget_type
                && widget.widget_id == widget_id
                && widget.extra_segment.as_deref() == extra_segment
        })
    }
}

impl Widget {
    /// The path of the widget's page, without the origin (protocol.md 2.1).
    #[must_use]
    pub fn path(&self) -> String {
        let extra = self.extra_segment.as_deref().map(|segment| format!("/{segment}"));
        format!("/{}/{}{}", self.widget_type, self.widget_id, extra.unwrap_or_default())
    }
}

fn member(name: &str, mailbox: &str) -> Member {
    Member { name: name.to_owned(), email: format!("{mailbox}{EMAIL_MARK}") }
}

fn widget(name: &str, widget_type: &str, widget_id: &str) -> Widget {
    Widget {
        name: name.to_owned(),
        widget_type: widget_type.to_owned(),
        widget_id: widget_id.to_owned(),
        extra_segment: None,
        public: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_the_documented_shape() {
        let community = Community::new().unwrap();
        let is_hex = |id: &str| id.len() == 24 && id.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'));
        assert!(is_hex(&community.community_id));
        for widget in community.widgets.iter().chain(&community.more_widgets) {
            if widget.public {
                assert!(is_hex(&widget.widget_id));
            } else {
                assert_eq!(widget.widget_id.len(), 32);
                let id = STANDARD.decode(&widget.widget_id).unwrap();
                assert!(is_hex(std::str::from_utf8(&id).unwrap()));
            }
        }
    }

    #[test]
    fn debug_output_hides_the_key_and_the_members() {
        let community = Community::new().unwrap();
        let text = format!("{community:?}");
        assert!(text.contains(NAME) && !text.contains(KEY_MARK) && !text.contains(EMAIL_MARK), "{text}");
    }

    #[test]
    fn every_start_draws_another_key() {
        assert_ne!(Community::new().unwrap().api_key, Community::new().unwrap().api_key);
    }
}
