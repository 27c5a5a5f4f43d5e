//! With the invoke key in its hands, and with every way to the commands open: what a frame gains by that.
//!
//! Two communities are connected. The first is the attacker's: its members 0 and 1 are remembered, and 0 is signed in.
//! The second is somebody else's: its member 2 is signed in. The frame may send whatever the main window may send; what
//! it must not gain is shown one by one.

mod main_room;
mod setup_room;

use crate::harness::Furnished;
use crate::harness::community::start_service;
use crate::scene::Scene;
use demo_service::{DemoService, SignInFault, Staged};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

const SHARED: &str = include_str!("../pages/host.js");
const SETUP_TITLE: &str = "Set up";
/// The title of the dialogs for exported settings.
const TRANSFER_TITLE: &str = "Move to another computer";
const REPORT_TITLE: &str = "Save the report";
/// Given away on purpose: the key, and the two ways that take a frame's call for the window's.
const GIVEN: [&str; 3] = ["invoke-key-in-frames", "native-handler", "command-origin"];
/// What a widget's own window is called: the widget's name, and then the community's.
const OWN_TITLE: &str = " – ";
/// What the other community's service gives for a token.
const OTHERS_TOKEN: &str = "canary-token-of-the-other-community";
/// The longest that a change may take to reach the page.
const FOLLOWS_WITHIN: Duration = Duration::from_secs(8);

/// The commands of the main window, and where a frame is seen to call each of them with the key.
const MAIN_ROOM: [(&str, &str); 10] = [
    ("watch_view", "h11_the_page_still_follows_its_view"),
    ("open_frame", "h11_no_token_of_another_account_comes_out"),
    ("frame_token", "h11_no_token_of_another_account_comes_out"),
    ("frame_event", "h11_a_guessed_nonce_names_no_frame"),
    ("judge_frame", "h11_few_pages_are_read_and_no_more_than_a_verdict_is_told"),
    ("close_frame", "h11_a_guessed_nonce_names_no_frame"),
    ("select_widget", "h11_no_settings_are_written"),
    ("show_beside", "h11_no_settings_are_written"),
    ("take_out", "h11_a_widget_s_own_window_opens_once"),
    ("open_setup", "h11_the_setup_window_opens_once"),
];

/// Commands of the setup window, likewise. The others have their attacks in [`setup_room::GROUPS`].
const SETUP_ROOM: [(&str, &str); 5] = [
    ("watch_setup", "h11_the_setup_window_s_view_is_out_of_reach"),
    ("read_embed_code", "h11_no_answer_of_any_command_holds_a_key"),
    ("check_keys", "h11_no_answer_of_any_command_holds_a_key"),
    ("leave_demo", "h11_leave_demo_is_out_of_reach"),
    ("show_main", "h11_show_main_is_out_of_reach"),
];

struct House {
    scene: Scene,
    /// The service of the community that is not the attacker's.
    other: DemoService,
}

impl House {
    async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// A house whose settings get a last change before they are written.
    async fn with(change: impl FnOnce(&mut Value)) -> Self {
        let house = Self { scene: Scene::bare().await, other: start_service().await };
        house.other.faults().set(SignInFault::Token(OTHERS_TOKEN.to_owned()));
        house.scene.around.furnish_and(&[house.first(), house.second()], change);
        house
    }

    const fn first(&self) -> Furnished<'_> {
        Furnished { service: &self.scene.service, members: &[0, 1], signed_in: 0 }
    }

    const fn second(&self) -> Furnished<'_> {
        Furnished { service: &self.other, members: &[2], signed_in: 2 }
    }

    fn attack_with(&self, script: &str) {
        self.scene.attack_with(&format!("{SHARED}\n{script}"));
    }

    /// Has the frame make these calls.
    fn call(&self, calls: &Value) {
        self.attack_with(&include_str!("../pages/with-key.js").replace("__CALLS__", &calls.to_string()));
    }

    /// Lets the frame go on to what comes after an `until`.
    fn go_on(&self) {
        self.open_gate("/go-on");
    }

    /// Lets the frame go on to what comes after an `until` with this path.
    fn open_gate(&self, path: &str) {
        self.scene.service.faults().stage(path, Staged::page("go on"));
    }

    /// Waits until the frame has made its calls and time enough has passed for their effects.
    async fn called(&self) {
        self.scene.reported("waited").await;
        assert_eq!(self.scene.reported("key").await.len(), 20, "the frame has the key");
    }

    /// All that the frame read.
    fn read(&self) -> Vec<String> {
        let reports = self.scene.reports();
        reports.into_iter().filter(|(name, _)| name == "read").map(|(_, text)| text).collect()
    }

    fn settings_folder(&self) -> PathBuf {
        self.scene.around.data().join("app.returningwidgets.desktop")
    }

    /// The settings as they were written last.
    fn settings(&self) -> Value {
        let files = self.scene.around.settings_files().into_iter();
        let objects = files.filter_map(|name| {
            let text = std::fs::read(self.settings_folder().join(name)).ok()?;
            serde_json::from_slice::<Value>(&text).ok()
        });
        let newest = objects.max_by_key(|object| object["generation"].as_u64());
        newest.expect("a settings file that is whole")["settings"].clone()
    }

    /// The settings files with all their bytes.
    fn settings_bytes(&self) -> Vec<(String, Vec<u8>)> {
        let names = self.scene.around.settings_files().into_iter();
        names.map(|name| (name.clone(), std::fs::read(self.settings_folder().join(name)).expect("a file"))).collect()
    }

    /// The files of the home that are not the web engine's or the test's own.
    fn files(&self) -> BTreeSet<PathBuf> {
        let home = self.scene.around.home();
        let engine = [home.join("cache"), home.join("data/app.returningwidgets.desktop"), home.join("run")];
        let settings = self.scene.around.settings_files().into_iter().map(|name| self.settings_folder().join(name));
        below(home)
            .into_iter()
            .filter(|file| !engine.iter().any(|folder| file.starts_with(folder)))
            .chain(settings)
            .collect()
    }

    /// One community as the settings have it.
    fn community(&self, furnished: &Furnished<'_>) -> Value {
        let communities = self.settings()["communities"].as_array().cloned().unwrap_or_default();
        communities.into_iter().find(|community| community["id"] == furnished.community()).unwrap_or_default()
    }

    /// The email that is signed in to a community.
    fn account(&self, furnished: &Furnished<'_>) -> Option<String> {
        let accounts = self.community(furnished)["accounts"].as_array().cloned().unwrap_or_default();
        let account = accounts.into_iter().find(|account| account["signed_in"] == true)?;
        account["email"].as_str().map(str::to_owned)
    }
}

/// All files below a folder.
fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.flat_map(|entry| {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) { below(&path) } else { vec![path] }
    });
    files.collect()
}

/// A form that adds one more widget to the attacker's community.
fn add_widget_form(house: &House) -> Value {
    let service = &house.scene.service;
    json!({
        "community": house.first().community(), "name": "evil", "own_key": null, "keep_key": "keychain",
        "embed_code": service.embed_code(&service.community().more_widgets[0]),
    })
}

#[test]
fn h11_every_command_has_its_attack() {
    let text = include_str!("../../../src-tauri/permissions/windows.toml");
    let main: BTreeSet<&str> = MAIN_ROOM.iter().map(|(command, _)| *command).collect();
    assert_eq!(commands_of(text, "main-room"), main, "each command needs an attack");
    let grouped = setup_room::GROUPS.into_iter().flatten().map(|reach| reach.command);
    let setup: BTreeSet<&str> = SETUP_ROOM.iter().map(|(command, _)| *command).chain(grouped).collect();
    assert_eq!(commands_of(text, "setup-room"), setup, "each command needs an attack");
    let here = [include_str!("main_room.rs"), include_str!("setup_room.rs")].concat();
    for (command, test) in MAIN_ROOM.iter().chain(&SETUP_ROOM) {
        assert!(here.contains(&format!("async fn {test}()")), "{command}: no test {test}");
    }
}

/// The commands that a permission allows.
fn commands_of<'a>(text: &'a str, permission: &str) -> BTreeSet<&'a str> {
    let (_, after) = text.split_once(&format!("identifier = \"{permission}\"")).expect("the permission");
    let (_, list) = after.split_once("commands.allow = [").expect("its commands");
    let (list, _) = list.split_once(']').expect("the end of them");
    list.split(',').map(|name| name.trim().trim_matches('"')).filter(|name| !name.is_empty()).collect()
}
