//! A home in which communities are connected already, written as the app itself writes it.

use super::canary::SETTINGS;
use super::surroundings::Surroundings;
use demo_service::{DemoService, Staged};
use serde_json::{Map, Value, json};
use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;
use widget_core::service::identifiers::CommunityId;
use widget_core::service::origin::Origin;
use widget_core::settings::file::{Content, SettingsFile, Slot, SlotError, Slots};
use widget_core::settings::model::Settings;
use widget_core::vault::key_name::KeyName;

/// A second community of a service that has one.
const OTHER_COMMUNITY: &str = "64f0c2a91b7e5d38a4c60e13";

/// A service to be connected, the numbers of its members in the order of their accounts, and the one signed in.
pub struct Furnished<'a> {
    pub service: &'a DemoService,
    pub members: &'a [usize],
    pub signed_in: usize,
}

impl Furnished<'_> {
    /// The first member, signed in.
    pub const fn with_first_member(service: &DemoService) -> Furnished<'_> {
        Furnished { service, members: &[0], signed_in: 0 }
    }

    fn id(&self, what: &str) -> String {
        // The port tells the communities of one test apart.
        format!("{what}-{}", self.service.origin().rsplit(':').next().unwrap_or_default())
    }

    fn settings(&self) -> Value {
        let community = self.service.community();
        let accounts: Vec<Value> = self
            .members
            .iter()
            .map(|member| json!({"email": community.members[*member].email, "signed_in": *member == self.signed_in}))
            .collect();
        let widgets: Vec<Value> = community
            .widgets
            .iter()
            .map(|widget| {
                let extra = widget.extra_segment.as_ref().map(|extra| ("extra_segment".to_owned(), json!(extra)));
                let mut map: Map<String, Value> = extra.into_iter().collect();
                map.insert("id".to_owned(), json!(self.widget(&widget.widget_type)));
                map.insert("name".to_owned(), json!(widget.name));
                map.insert("widget_type".to_owned(), json!(widget.widget_type));
                map.insert("widget_id".to_owned(), json!(widget.widget_id));
                Value::Object(map)
            })
            .collect();
        json!({
            "id": self.id("community"), "name": community.name, "origin": self.service.origin(),
            "community_id": community.community_id, "accounts": accounts, "widgets": widgets,
        })
    }

    /// The app's own id of the community's widget of this type.
    pub fn widget(&self, widget_type: &str) -> String {
        self.id(widget_type)
    }

    /// The app's own id of the community.
    pub fn community(&self) -> String {
        self.id("community")
    }
}

impl Surroundings {
    /// Writes the settings and the keys of these communities; the first one's Channels widget is selected.
    pub fn furnish(&self, communities: &[Furnished<'_>]) {
        self.furnish_and(communities, |_| {});
    }

    /// Besides these communities, one without an account or a widget at each of the origins, so that frames of these
    /// origins load.
    pub fn furnish_beside(&self, communities: &[Furnished<'_>], origins: &[&str]) {
        self.furnish_and(communities, |settings| {
            let all = settings["communities"].as_array_mut().expect("communities");
            all.extend(origins.iter().enumerate().map(|(number, origin)| {
                json!({
                    "id": format!("empty-{number}"), "name": origin, "origin": origin,
                    "community_id": "64f0c2a91b7e5d38a4c60e13", "accounts": [], "widgets": [],
                })
            }));
        });
    }

    /// As `furnish`, with a last change to the settings before they are written.
    pub fn furnish_and(&self, communities: &[Furnished<'_>], change: impl FnOnce(&mut Value)) {
        self.furnish_settings(communities, change);
        for community in communities {
            self.keep_key(community);
        }
    }

    /// As `furnish_and`, without the keys.
    pub fn furnish_settings(&self, communities: &[Furnished<'_>], change: impl FnOnce(&mut Value)) {
        let folder = self.home().join(SETTINGS);
        std::fs::create_dir_all(&folder).expect("a settings folder");
        let settings: Vec<Value> = communities.iter().map(Furnished::settings).collect();
        let selected = communities.first().map(|community| community.widget("channel-widget"));
        // The person has answered the question at the first close.
        let preferences = json!({"on_close": "quit"});
        let mut settings = json!({"communities": settings, "selected": selected, "preferences": preferences});
        change(&mut settings);
        let settings = serde_json::from_value(settings).expect("settings as the app writes them");
        SettingsFile::open(Box::new(PlainFiles(folder))).change(|current| *current = settings);
    }

    /// Two communities of this service: Channels is the first one's only widget, and Store the other's, whose tokens are
    /// all the same.
    pub fn furnish_two_on_one_origin(&self, service: &DemoService) {
        self.furnish_and(&[Furnished::with_first_member(service)], |settings| {
            let mut other = settings["communities"][0].clone();
            other["id"] = json!("other");
            other["name"] = json!("Harbour");
            other["community_id"] = json!(OTHER_COMMUNITY);
            let first = &mut settings["communities"][0];
            for (community, kept) in [(first, "channel-widget"), (&mut other, "store-widget")] {
                community["widgets"].as_array_mut().expect("widgets").retain(|each| each["widget_type"] == kept);
            }
            other["widgets"][0]["id"] = json!("other-store");
            settings["communities"].as_array_mut().expect("communities").push(other);
        });
        self.keep_key_for(service.origin(), OTHER_COMMUNITY, &service.community().api_key);
        let reply = Staged::page(json!({"token": "other-community-token"}).to_string());
        service.faults().stage(&format!("/widget/{OTHER_COMMUNITY}/signin"), reply);
    }

    /// Changes the settings from outside as the app itself would write them, checksum and all.
    pub fn edit_settings(&self, edit: impl FnOnce(&mut Settings)) {
        SettingsFile::open(Box::new(PlainFiles(self.home().join(SETTINGS)))).change(edit);
    }

    fn keep_key(&self, furnished: &Furnished<'_>) {
        let community = furnished.service.community();
        self.keep_key_for(furnished.service.origin(), &community.community_id, &community.api_key);
    }

    /// Puts a key into the keyring for a community at this origin.
    pub fn keep_key_for(&self, origin: &str, community_id: &str, key: &str) {
        self.put_into_keyring(origin, community_id, &["target", "default"], key.as_bytes());
    }

    /// Puts whatever into the keyring where a community's key is looked for, beside what is there with other attributes.
    pub fn put_into_keyring(&self, origin: &str, community_id: &str, attributes: &[&str], secret: &[u8]) {
        let mut command = self.command("secret-tool");
        command.args(["store", "--label=a key", "service", "Returning Widgets", "username"]);
        command.arg(key_name(origin, community_id).as_str()).args(attributes);
        let mut storing = command.stdin(Stdio::piped()).spawn().expect("secret-tool runs");
        let mut input = storing.stdin.take().expect("a piped standard input");
        input.write_all(secret).expect("secret-tool reads");
        drop(input);
        assert!(storing.wait().expect("secret-tool ends").success(), "the keyring took no key");
    }
}

fn key_name(origin: &str, community_id: &str) -> KeyName {
    let id = CommunityId::parse(community_id).expect("a community ID");
    KeyName::of_community(&Origin::parse(origin).expect("an origin"), &id)
}

/// The settings files as the store plugin writes them.
struct PlainFiles(PathBuf);

impl PlainFiles {
    fn path(&self, slot: Slot) -> PathBuf {
        self.0.join(match slot {
            Slot::A => "settings-a.json",
            Slot::B => "settings-b.json",
        })
    }
}

impl Slots for PlainFiles {
    fn read(&self, slot: Slot) -> Content {
        let Ok(text) = std::fs::read(self.path(slot)) else { return Content::Absent };
        serde_json::from_slice(&text).map_or(Content::Unreadable, Content::Object)
    }

    fn write(&self, slot: Slot, object: Map<String, Value>) -> Result<(), SlotError> {
        let text = serde_json::to_vec(&object).map_err(|error| SlotError(error.to_string()))?;
        std::fs::write(self.path(slot), text).map_err(|error| SlotError(error.to_string()))
    }

    fn set_aside(&self, _: Slot) -> Result<(), SlotError> {
        Ok(())
    }
}
