//! The settings' shape. Fields of later versions are kept as they are.

use crate::partition::Partition;
use crate::service::email::Email;
use crate::service::frame_url::WidgetPath;
use crate::service::identifiers::{CommunityId, WidgetId, WidgetType};
use crate::service::origin::Origin;
use crate::settings::colour::Colour;
use crate::settings::preferences::{Preferences, known_or_usual};
use crate::settings::removed::Removed;
use crate::split::Split;
use crate::zoom::Zoom;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};

/// Everything that is remembered.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    #[serde(default)]
    pub communities: Vec<Community>,
    /// The id of the selected widget.
    #[serde(default)]
    pub selected: Option<String>,
    #[serde(default, skip_serializing_if = "Split::is_usual")]
    pub split: Split,
    #[serde(default, skip_serializing_if = "is_usual")]
    pub preferences: Preferences,
    /// What was removed last, while it can be put back.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "known_or_usual")]
    pub removed: Option<Removed>,
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Community {
    /// This app's own name for it.
    pub id: String,
    pub name: String,
    #[serde(with = "as_text")]
    pub origin: Origin,
    #[serde(with = "as_text")]
    pub community_id: CommunityId,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "known_or_usual")]
    pub colour: Option<Colour>,
    /// Which page its widgets are in. No other community on its site is in the same.
    #[serde(default, skip_serializing_if = "Partition::is_first", deserialize_with = "known_or_usual")]
    pub partition: Partition,
    /// What the keychain is called that took the community's key, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_store: Option<String>,
    #[serde(default)]
    pub accounts: Vec<Account>,
    #[serde(default)]
    pub widgets: Vec<Widget>,
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// An email that was signed in to a community.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    #[serde(with = "as_text")]
    pub email: Email,
    /// At most one account of a community is.
    #[serde(default)]
    pub signed_in: bool,
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Widget {
    /// This app's own name for it.
    pub id: String,
    pub name: String,
    #[serde(with = "as_text")]
    pub widget_type: WidgetType,
    #[serde(with = "as_text")]
    pub widget_id: WidgetId,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "as_optional_text")]
    pub extra_segment: Option<WidgetId>,
    /// Whether the vault has a key for this widget alone.
    #[serde(default)]
    pub own_key: bool,
    /// As the community's, for the widget's own key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_store: Option<String>,
    #[serde(rename = "zoom_percent", default, skip_serializing_if = "Zoom::is_usual")]
    pub zoom: Zoom,
    /// Its page is never put to sleep.
    #[serde(default, skip_serializing_if = "is_false")]
    pub pinned: bool,
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

fn is_usual(preferences: &Preferences) -> bool {
    *preferences == Preferences::default()
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

impl Settings {
    #[must_use]
    pub fn community(&self, id: &str) -> Option<&Community> {
        self.communities.iter().find(|community| community.id == id)
    }

    pub fn community_mut(&mut self, id: &str) -> Option<&mut Community> {
        self.communities.iter_mut().find(|community| community.id == id)
    }

    /// A widget and the community that it is in.
    #[must_use]
    pub fn widget(&self, id: &str) -> Option<(&Community, &Widget)> {
        self.communities.iter().find_map(|community| Some((community, community.widget(id)?)))
    }

    pub fn widget_mut(&mut self, id: &str) -> Option<&mut Widget> {
        self.communities.iter_mut().find_map(|community| community.widgets.iter_mut().find(|widget| widget.id == id))
    }

    /// The origins that frames may come from, each once. One that can be put back is among them.
    #[must_use]
    pub fn origins(&self) -> Vec<Origin> {
        let removed = match &self.removed {
            Some(Removed::Community { community, .. }) => Some(community),
            Some(Removed::Widget { .. }) | None => None,
        };
        let all = self.communities.iter().chain(removed);
        let mut origins: Vec<Origin> = all.map(|community| community.origin.clone()).collect();
        origins.sort();
        origins.dedup();
        origins
    }

    /// The selected widget; the first one where none is selected or the selected one is gone.
    #[must_use]
    pub fn selected_widget(&self) -> Option<&Widget> {
        let chosen = self.selected.as_deref().and_then(|id| self.widget(id)).map(|(_, widget)| widget);
        chosen.or_else(|| self.communities.iter().flat_map(|community| &community.widgets).next())
    }
}

impl Community {
    #[must_use]
    pub fn widget(&self, id: &str) -> Option<&Widget> {
        self.widgets.iter().find(|widget| widget.id == id)
    }

    /// The email that is signed in.
    #[must_use]
    pub fn signed_in(&self) -> Option<&Email> {
        self.accounts.iter().find(|account| account.signed_in).map(|account| &account.email)
    }

    /// Makes this the account that is signed in, and remembers it.
    pub fn sign_in(&mut self, email: &Email) {
        if !self.accounts.iter().any(|account| account.email == *email) {
            self.accounts.push(Account { email: email.clone(), signed_in: true, unknown: Map::new() });
        }
        for account in &mut self.accounts {
            account.signed_in = account.email == *email;
        }
    }

    /// Leaves the accounts remembered, none of them signed in.
    pub fn sign_out(&mut self) {
        for account in &mut self.accounts {
            account.signed_in = false;
        }
    }
}

impl Widget {
    #[must_use]
    pub fn path(&self) -> WidgetPath {
        WidgetPath {
            widget_type: self.widget_type.clone(),
            widget_id: self.widget_id.clone(),
            extra_segment: self.extra_segment.clone(),
        }
    }
}

/// A type that is checked when it is read from text.
trait Text: Sized {
    fn read(text: &str) -> Option<Self>;
    fn text(&self) -> &str;
}

macro_rules! text {
    ($($name:ty),*) => {$(
        impl Text for $name {
            fn read(text: &str) -> Option<Self> {
                Self::parse(text).ok()
            }
            fn text(&self) -> &str {
                self.as_str()
            }
        }
    )*};
}

text!(Origin, CommunityId, WidgetType, WidgetId, Email);

mod as_text {
    use super::{Deserialize, Deserializer, Serializer, Text, de};

    pub fn serialize<T: Text, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(value.text())
    }

    pub fn deserialize<'de, T: Text, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        let text = String::deserialize(deserializer)?;
        T::read(&text).ok_or_else(|| de::Error::custom("a value is not well formed"))
    }
}

mod as_optional_text {
    use super::{Deserialize, Deserializer, Serializer, Text, de};

    pub fn serialize<T: Text, S: Serializer>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => serializer.serialize_some(value.text()),
            None => serializer.serialize_none(),
        }
    }

    pub fn deserialize<'de, T: Text, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
        let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
        T::read(&text).map(Some).ok_or_else(|| de::Error::custom("a value is not well formed"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn sample() -> Value {
        json!({
            "communities": [{
                "id": "c", "name": "Club", "origin": "https://a.example", "community_id": "64b7", "badge": "star",
                "accounts": [{"email": "ada@example.com", "signed_in": true, "since": 5}],
                "widgets": [
                    {"id": "w1", "name": "Chat", "widget_type": "channel-widget", "widget_id": "NjRi", "own_key": false, "zoom": 1.5},
                    {"id": "w2", "name": "Cup", "widget_type": "custom-leaderboards", "widget_id": "64b7", "extra_segment": "cup", "own_key": true}
                ]
            }],
            "selected": "w2",
            "theme": {"mode": "dark"}
        })
    }

    #[test]
    fn a_colour_comes_back_and_one_that_is_not_known_is_none() {
        let mut body = sample();
        for (written, read) in [("blue", Some(Colour::Blue)), ("ultraviolet", None)] {
            body["communities"][0]["colour"] = json!(written);
            let settings: Settings = serde_json::from_value(body.clone()).unwrap();
            assert_eq!(settings.communities[0].colour, read);
            let written = serde_json::to_value(&settings).unwrap();
            assert_eq!(serde_json::from_value::<Settings>(written).unwrap(), settings);
        }
    }

    #[test]
    fn fields_of_a_later_version_are_kept() {
        let settings: Settings = serde_json::from_value(sample()).unwrap();
        assert_eq!(serde_json::to_value(&settings).unwrap(), sample());
    }

    #[test]
    fn a_value_that_is_not_well_formed_is_refused_whole() {
        for (pointer, value) in [
            ("/communities/0/origin", json!("http://a.example")),
            ("/communities/0/community_id", json!("..")),
            ("/communities/0/accounts/0/email", json!("a\nb@example.com")),
            ("/communities/0/widgets/0/widget_type", json!("")),
            ("/communities/0/widgets/1/extra_segment", json!("a b")),
        ] {
            let mut broken = sample();
            *broken.pointer_mut(pointer).unwrap() = value;
            assert!(serde_json::from_value::<Settings>(broken).is_err(), "{pointer}");
        }
    }

    #[test]
    fn one_account_at_most_is_signed_in() {
        let mut settings: Settings = serde_json::from_value(sample()).unwrap();
        let community = settings.community_mut("c").unwrap();
        community.sign_in(&Email::parse("lin@example.com").unwrap());
        assert_eq!(community.signed_in().unwrap().as_str(), "lin@example.com");
        assert_eq!(community.accounts.len(), 2);
        assert_eq!(community.accounts.iter().filter(|account| account.signed_in).count(), 1);
        community.sign_out();
        assert!(community.signed_in().is_none() && community.accounts.len() == 2);
    }

    #[test]
    fn a_selected_widget_that_is_gone_falls_back_to_the_first() {
        let mut settings: Settings = serde_json::from_value(sample()).unwrap();
        assert_eq!(settings.selected_widget().unwrap().id, "w2");
        settings.selected = Some("gone".to_owned());
        assert_eq!(settings.selected_widget().unwrap().id, "w1");
        settings.communities.clear();
        assert!(settings.selected_widget().is_none());
    }
}
