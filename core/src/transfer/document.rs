//! The file, and how one is read that anybody may have written. `docs/settings-export.schema.json` says the same.

use super::name::{fit, is_fit};
use crate::error::{AppError, Code};
use crate::language::Language;
use crate::service::email::Email;
use crate::service::frame_url::WidgetPath;
use crate::service::identifiers::{CommunityId, WidgetId, WidgetType};
use crate::service::origin::Origin;
use crate::settings::colour::Colour;
use crate::settings::model::{self, Settings};
use crate::settings::preferences::{Preferences, Theme};
use crate::zoom::Zoom;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// What the file says it is.
pub const SCHEMA: &str = "returning-widgets/settings";
/// Its version. A reader refuses another one.
pub const VERSION: u64 = 1;
/// Longest file that is read, in bytes.
pub const LONGEST: usize = 1 << 20;
/// Most entries of any one list.
const MOST: usize = 1000;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    #[error("longer than {LONGEST} bytes")]
    TooLong,
    #[error("no file of exported settings")]
    NotOurs,
    #[error("another version of the file")]
    OtherVersion,
    /// Where it does not fit: a line and a column, or a field.
    #[error("{0}")]
    Invalid(String),
}

impl DocumentError {
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::TooLong | Self::NotOurs => Code::ImportNotOurs,
            Self::OtherVersion => Code::ImportOtherVersion,
            Self::Invalid(_) => Code::ImportInvalid,
        }
    }
}

impl From<DocumentError> for AppError {
    fn from(error: DocumentError) -> Self {
        Self::new(error.code()).with_detail(error.to_string())
    }
}

/// A document that is well formed.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub preferences: Chosen,
    pub communities: Vec<Community>,
}

/// What the person prefers, as far as a file says it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
    /// `null` is that of the system.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "said")]
    pub language: Option<Option<Language>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Community {
    pub name: String,
    /// Taken with a community that is added; one that is here keeps its own.
    pub colour: Option<Colour>,
    pub origin: Origin,
    pub community_id: CommunityId,
    /// Remembered, none of them signed in.
    pub accounts: Vec<Email>,
    pub widgets: Vec<Widget>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Widget {
    pub name: String,
    pub path: WidgetPath,
    pub own_key: bool,
    pub zoom: Zoom,
}

/// A value that is there, `null` among them.
fn said<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Option<Language>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// Enough to see whose file it is, whatever else is in it.
#[derive(Deserialize)]
struct Head {
    schema: String,
    version: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenDocument {
    schema: String,
    version: u64,
    preferences: Chosen,
    communities: Vec<WrittenCommunity>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCommunity {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    colour: Option<Colour>,
    origin: String,
    community_id: String,
    accounts: Vec<String>,
    widgets: Vec<WrittenWidget>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenWidget {
    name: String,
    widget_type: String,
    widget_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    extra_segment: Option<String>,
    /// Whether the admin panel has a key for this widget alone. The key itself is not here.
    own_key: bool,
    zoom_percent: u64,
}

impl Document {
    /// What there is to take along of these settings. Each field is named, so that one that is added has to be decided.
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        // What suits one computer stays there: how it runs in the background, and what it has memory for.
        let Preferences {
            theme,
            language,
            unknown: _,
            on_close: _,
            start_hidden: _,
            sleep_after_minutes: _,
            live_frames: _,
        } = &settings.preferences;
        Self {
            preferences: Chosen { theme: Some(*theme), language: Some(*language) },
            communities: settings.communities.iter().map(Community::of).collect(),
        }
    }

    /// # Errors
    /// When it can't be written as text.
    pub fn write(&self) -> serde_json::Result<String> {
        let written = WrittenDocument {
            schema: SCHEMA.to_owned(),
            version: VERSION,
            preferences: self.preferences.clone(),
            communities: self.communities.iter().map(Community::written).collect(),
        };
        Ok(serde_json::to_string_pretty(&written)? + "\n")
    }

    /// Reads a file whole, or not at all.
    ///
    /// # Errors
    /// Why it can't be taken, and where. The reason has no text of the file but its places.
    pub fn read(bytes: &[u8]) -> Result<Self, DocumentError> {
        if bytes.len() > LONGEST {
            return Err(DocumentError::TooLong);
        }
        let head: Head = serde_json::from_slice(bytes).map_err(|_| DocumentError::NotOurs)?;
        if head.schema != SCHEMA {
            return Err(DocumentError::NotOurs);
        }
        if head.version != VERSION {
            return Err(DocumentError::OtherVersion);
        }
        let written: WrittenDocument =
            serde_json::from_slice(bytes).map_err(|error| DocumentError::Invalid(place_of(&error)))?;
        let at = Place("communities".to_owned());
        let communities = at.each(&written.communities, Community::read)?;
        let places = communities.iter().map(|community| (&community.origin, &community.community_id));
        at.each_once(places, "")?;
        Ok(Self { preferences: written.preferences, communities })
    }
}

/// Where in the file its shape is wrong. Names of fields that are ours are said; what a stranger wrote is not.
fn place_of(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let ours = ["missing field", "duplicate field"].into_iter().any(|begins| text.starts_with(begins));
    if ours {
        return text;
    }
    let what = if text.starts_with("unknown field") { "unknown field" } else { "not the value that belongs here" };
    format!("{what} at line {} column {}", error.line(), error.column())
}

/// A field of the file by its path.
struct Place(String);

impl Place {
    fn field(&self, name: &str) -> Self {
        Self(format!("{}.{name}", self.0))
    }

    fn refused(&self) -> DocumentError {
        DocumentError::Invalid(self.0.clone())
    }

    /// A text that one of the checked types takes.
    fn text<T, E>(&self, name: &str, text: &str, read: impl FnOnce(&str) -> Result<T, E>) -> Result<T, DocumentError> {
        read(text).map_err(|_| self.field(name).refused())
    }

    fn name(&self, name: &str) -> Result<String, DocumentError> {
        if is_fit(name) { Ok(name.to_owned()) } else { Err(self.field("name").refused()) }
    }

    fn each<W, T>(
        &self,
        written: &[W],
        read: impl Fn(&Self, &W) -> Result<T, DocumentError>,
    ) -> Result<Vec<T>, DocumentError> {
        if written.len() > MOST {
            return Err(DocumentError::Invalid(format!("{} has more than {MOST} entries", self.0)));
        }
        written.iter().enumerate().map(|(number, each)| read(&self.entry(number), each)).collect()
    }

    fn entry(&self, number: usize) -> Self {
        Self(format!("{}[{number}]", self.0))
    }

    fn each_once<T: std::hash::Hash + Eq>(
        &self,
        entries: impl Iterator<Item = T>,
        list: &str,
    ) -> Result<(), DocumentError> {
        let list = if list.is_empty() { Self(self.0.clone()) } else { self.field(list) };
        let mut seen = HashSet::new();
        for (number, entry) in entries.enumerate() {
            if !seen.insert(entry) {
                return Err(DocumentError::Invalid(format!("{} is there twice", list.entry(number).0)));
            }
        }
        Ok(())
    }
}

impl Community {
    fn of(community: &model::Community) -> Self {
        let model::Community {
            id: _,
            name,
            colour,
            origin,
            community_id,
            partition: _,
            key_store: _,
            accounts,
            widgets,
            unknown: _,
        } = community;
        Self {
            name: fit(name, origin.host()),
            colour: *colour,
            origin: origin.clone(),
            community_id: community_id.clone(),
            accounts: accounts.iter().map(|account| account.email.clone()).collect(),
            widgets: widgets.iter().map(Widget::of).collect(),
        }
    }

    fn written(&self) -> WrittenCommunity {
        WrittenCommunity {
            name: self.name.clone(),
            colour: self.colour,
            origin: self.origin.as_str().to_owned(),
            community_id: self.community_id.as_str().to_owned(),
            accounts: self.accounts.iter().map(|email| email.as_str().to_owned()).collect(),
            widgets: self.widgets.iter().map(Widget::written).collect(),
        }
    }

    fn read(at: &Place, written: &WrittenCommunity) -> Result<Self, DocumentError> {
        let accounts = at.field("accounts");
        let community = Self {
            name: at.name(&written.name)?,
            colour: written.colour,
            origin: at.text("origin", &written.origin, Origin::parse)?,
            community_id: at.text("community_id", &written.community_id, CommunityId::parse)?,
            accounts: accounts.each(&written.accounts, |at, text| Email::parse(text).map_err(|_| at.refused()))?,
            widgets: at.field("widgets").each(&written.widgets, Widget::read)?,
        };
        at.each_once(community.accounts.iter(), "accounts")?;
        at.each_once(community.widgets.iter().map(|widget| &widget.path), "widgets")?;
        Ok(community)
    }
}

impl Widget {
    fn of(widget: &model::Widget) -> Self {
        let model::Widget {
            id: _,
            name,
            widget_type,
            widget_id: _,
            extra_segment: _,
            own_key,
            key_store: _,
            zoom,
            // About this computer's memory.
            pinned: _,
            unknown: _,
        } = widget;
        let own_key = *own_key && !widget_type.is_public();
        Self { name: fit(name, &widget_type.usual_name()), path: widget.path(), own_key, zoom: *zoom }
    }

    fn written(&self) -> WrittenWidget {
        WrittenWidget {
            name: self.name.clone(),
            widget_type: self.path.widget_type.as_str().to_owned(),
            widget_id: self.path.widget_id.as_str().to_owned(),
            extra_segment: self.path.extra_segment.as_ref().map(|extra| extra.as_str().to_owned()),
            own_key: self.own_key,
            zoom_percent: self.zoom.percent().into(),
        }
    }

    fn read(at: &Place, written: &WrittenWidget) -> Result<Self, DocumentError> {
        let extra = written.extra_segment.as_deref();
        let extra_segment = extra.map(|text| at.text("extra_segment", text, WidgetId::parse)).transpose()?;
        let zoom = Zoom::of_percent(written.zoom_percent).ok_or_else(|| at.field("zoom_percent").refused())?;
        let path = WidgetPath {
            widget_type: at.text("widget_type", &written.widget_type, WidgetType::parse)?,
            widget_id: at.text("widget_id", &written.widget_id, WidgetId::parse)?,
            extra_segment,
        };
        if written.own_key && path.widget_type.is_public() {
            return Err(at.field("own_key").refused());
        }
        Ok(Self { name: at.name(&written.name)?, path, own_key: written.own_key, zoom })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use std::collections::BTreeSet;

    const PUBLISHED: &str = include_str!("../../../docs/settings-export.schema.json");

    fn sample() -> Value {
        json!({
            "schema": "returning-widgets/settings", "version": 1,
            "preferences": {"theme": "dark", "language": null},
            "communities": [{
                "name": "Club", "colour": "teal",
                "origin": "https://a.example", "community_id": "64b7",
                "accounts": ["ada@example.com", "lin@example.com"],
                "widgets": [
                    {"name": "Chat", "widget_type": "channel-widget", "widget_id": "NjRi", "own_key": true, "zoom_percent": 125},
                    {"name": "Cup", "widget_type": "custom-leaderboards", "widget_id": "64b7", "extra_segment": "cup",
                     "own_key": false, "zoom_percent": 100},
                ],
            }],
        })
    }

    fn read(document: &Value) -> Result<Document, DocumentError> {
        Document::read(document.to_string().as_bytes())
    }

    fn refused(pointer: &str, value: Value) -> String {
        let mut broken = sample();
        *broken.pointer_mut(pointer).unwrap() = value;
        let error = read(&broken).unwrap_err();
        assert_eq!(error.code(), Code::ImportInvalid, "{pointer}");
        error.to_string()
    }

    #[test]
    fn what_was_read_is_written_as_it_was() {
        let document = read(&sample()).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&document.write().unwrap()).unwrap(), sample());
    }

    #[test]
    fn what_is_not_well_formed_is_refused_by_the_name_of_its_field() {
        let (list, widget) = ("communities[0]", "communities[0].widgets[1]");
        for (pointer, value, field) in [
            ("/communities/0/name", json!(" "), format!("{list}.name")),
            ("/communities/0/name", json!("x".repeat(10_000)), format!("{list}.name")),
            ("/communities/0/name", json!("Club\u{202e}moc"), format!("{list}.name")),
            ("/communities/0/origin", json!("http://a.example"), format!("{list}.origin")),
            ("/communities/0/origin", json!("https://a.example/path"), format!("{list}.origin")),
            ("/communities/0/origin", json!("javascript:alert(1)"), format!("{list}.origin")),
            ("/communities/0/origin", json!("https://a@b.example"), format!("{list}.origin")),
            ("/communities/0/community_id", json!(".."), format!("{list}.community_id")),
            ("/communities/0/accounts/1", json!("a\r\nb@example.com"), format!("{list}.accounts[1]")),
            ("/communities/0/widgets/1/name", json!("\u{2066}Cup"), format!("{widget}.name")),
            ("/communities/0/widgets/1/widget_type", json!(""), format!("{widget}.widget_type")),
            ("/communities/0/widgets/1/widget_id", json!("a b"), format!("{widget}.widget_id")),
            ("/communities/0/widgets/1/extra_segment", json!("%2e%2e"), format!("{widget}.extra_segment")),
            ("/communities/0/widgets/1/zoom_percent", json!(101), format!("{widget}.zoom_percent")),
            ("/communities/0/widgets/1/own_key", json!(true), format!("{widget}.own_key")),
        ] {
            assert_eq!(refused(pointer, value), field);
        }
    }

    #[test]
    fn what_is_there_twice_is_refused() {
        let twice = |pointer: &str| {
            let mut broken = sample();
            let list = broken.pointer_mut(pointer).unwrap().as_array_mut().unwrap();
            list.push(list[0].clone());
            read(&broken).unwrap_err().to_string()
        };
        assert_eq!(twice("/communities"), "communities[1] is there twice");
        assert_eq!(twice("/communities/0/accounts"), "communities[0].accounts[2] is there twice");
        assert_eq!(twice("/communities/0/widgets"), "communities[0].widgets[2] is there twice");
        // Written otherwise, and the same.
        assert_eq!(
            refused("/communities/0/accounts/1", json!("ada@EXAMPLE.com")),
            "communities[0].accounts[1] is there twice"
        );
    }

    #[test]
    fn a_field_that_is_not_known_or_not_there_is_refused_and_a_strangers_text_is_not_repeated() {
        for pointer in ["", "/preferences", "/communities/0", "/communities/0/widgets/0"] {
            let mut broken = sample();
            let object = broken.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
            object.insert("canary-key".to_owned(), json!("canary-value"));
            let said = read(&broken).unwrap_err();
            assert_eq!(said.code(), Code::ImportInvalid, "{pointer}");
            assert!(said.to_string().starts_with("unknown field at line 1 column "), "{said}");
        }
        for (pointer, field) in
            [("/communities/0", "origin"), ("/communities/0/widgets/0", "own_key"), ("", "preferences")]
        {
            let mut broken = sample();
            broken.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(field);
            assert!(read(&broken).unwrap_err().to_string().contains(&format!("missing field `{field}`")));
        }
        for value in [json!("canary-value"), json!(7), json!([]), json!(null)] {
            let said = refused("/communities/0", value);
            assert!(said.starts_with("not the value that belongs here at line 1 column "), "{said}");
        }
        let doubled = sample().to_string().replace("\"name\":\"Club\"", "\"name\":\"Club\",\"name\":\"Pub\"");
        assert!(Document::read(doubled.as_bytes()).unwrap_err().to_string().contains("duplicate field `name`"));
    }

    #[test]
    fn another_file_another_version_and_one_that_is_too_large_are_told_apart() {
        let with = |pointer: &str, value: Value| {
            let mut other = sample();
            *other.pointer_mut(pointer).unwrap() = value;
            read(&other).unwrap_err()
        };
        assert_eq!(with("/schema", json!("something/else")), DocumentError::NotOurs);
        for version in [json!(0), json!(2), json!(u64::MAX)] {
            assert_eq!(with("/version", version), DocumentError::OtherVersion);
        }
        for version in [json!(-1), json!(1.5), json!("1"), json!(null)] {
            assert_eq!(with("/version", version), DocumentError::NotOurs);
        }
        for bytes in [&b""[..], b"{}", b"[]", b"null", b"\xff\xfe", b"{\"schema\":", "[".repeat(100_000).as_bytes()] {
            assert_eq!(Document::read(bytes), Err(DocumentError::NotOurs));
        }
        let mut padded = sample().to_string();
        padded.push_str(&" ".repeat(LONGEST - padded.len()));
        assert!(Document::read(padded.as_bytes()).is_ok());
        padded.push(' ');
        assert_eq!(Document::read(padded.as_bytes()), Err(DocumentError::TooLong));
    }

    #[test]
    fn a_list_has_at_most_so_many_entries() {
        let emails: Vec<String> = (0..=MOST).map(|number| format!("a{number}@example.com")).collect();
        assert_eq!(
            refused("/communities/0/accounts", json!(emails)),
            "communities[0].accounts has more than 1000 entries"
        );
        let mut full = sample();
        full["communities"][0]["accounts"] = json!(emails[1..]);
        assert_eq!(read(&full).unwrap().communities[0].accounts.len(), MOST);
    }

    #[test]
    fn a_preference_that_is_left_out_is_none() {
        let mut document = sample();
        document["preferences"] = json!({});
        assert_eq!(read(&document).unwrap().preferences, Chosen::default());
        assert!(refused("/preferences/theme", json!("sepia")).starts_with("not the value that belongs here"));
    }

    /// Each field of each object, by the name that the schema has for the object.
    fn fields<'a>(objects: impl IntoIterator<Item = (&'a str, &'a Value)>) -> BTreeSet<String> {
        let named = |(object, value): (&str, &'a Value)| {
            value.as_object().unwrap().keys().map(|key| format!("{object}.{key}")).collect::<Vec<_>>()
        };
        objects.into_iter().flat_map(named).collect()
    }

    #[test]
    fn the_published_schema_has_the_files_fields_and_no_others() {
        let (schema, sample): (Value, _) = (serde_json::from_str(PUBLISHED).unwrap(), sample());
        let written: Value = serde_json::from_str(&read(&sample).unwrap().write().unwrap()).unwrap();
        let community = &written["communities"][0];
        let wrote = [
            ("", &written),
            ("preferences", &written["preferences"]),
            ("community", community),
            ("widget", &community["widgets"][0]),
            ("widget", &community["widgets"][1]),
        ];
        let objects = [
            ("", &schema),
            ("preferences", &schema["properties"]["preferences"]),
            ("community", &schema["$defs"]["community"]),
            ("widget", &schema["$defs"]["widget"]),
        ];
        assert_eq!(fields(objects.map(|(name, object)| (name, &object["properties"]))), fields(wrote));
        for (name, object) in objects {
            assert_eq!(object["additionalProperties"], false, "{name}");
            // What is not required may be left out, and nothing else.
            let pointer = match name {
                "" => String::new(),
                "preferences" => "/preferences".to_owned(),
                "community" => "/communities/0".to_owned(),
                _ => "/communities/0/widgets/1".to_owned(),
            };
            let required: Vec<&str> =
                object["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            for field in object["properties"].as_object().unwrap().keys() {
                let mut without = sample.clone();
                without.pointer_mut(&pointer).unwrap().as_object_mut().unwrap().remove(field);
                assert_eq!(read(&without).is_err(), required.contains(&field.as_str()), "{name}.{field}");
            }
        }
    }

    #[test]
    fn the_published_schema_has_the_files_limits_and_choices() {
        let schema: Value = serde_json::from_str(PUBLISHED).unwrap();
        let properties = &schema["properties"];
        assert_eq!(
            (&properties["schema"]["const"], &properties["version"]["const"]),
            (&json!(SCHEMA), &json!(VERSION))
        );
        for list in [&properties["communities"], &schema["$defs"]["community"]["properties"]["widgets"]] {
            assert_eq!(list["maxItems"], MOST);
        }
        for name in ["theme", "language"] {
            for choice in properties["preferences"]["properties"][name]["enum"].as_array().unwrap() {
                let mut document = sample();
                document["preferences"][name] = choice.clone();
                assert!(read(&document).is_ok(), "{name} {choice}");
            }
        }
        let choices = &properties["preferences"]["properties"];
        assert_eq!(choices["language"]["enum"].as_array().unwrap().len(), Language::ALL.len() + 1);
        let zooms = schema["$defs"]["widget"]["properties"]["zoom_percent"]["enum"].as_array().unwrap();
        let taken = (0..=400).filter(|percent| Zoom::of_percent(*percent).is_some());
        assert!(taken.map(Value::from).eq(zooms.iter().cloned()));
    }
}
