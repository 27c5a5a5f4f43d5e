//! With the invoke key in its hands, and with every way to the commands open: what a frame gains by that.
//!
//! Two communities are connected. The first is the attacker's: its members 0 and 1 are remembered, and 0 is signed in.
//! The second is somebody else's: its member 2 is signed in. The frame may send whatever the main window may send; what
//! it must not gain is shown one by one.

use crate::harness::community::{is_by_app, member_email, start_service};
use crate::harness::{Furnished, Process, scan, until};
use crate::proof::{Attack, Build, blocked_by_engine, prove_behind};
use crate::scene::Scene;
use demo_service::{DemoService, FrameFault, SeenRequest, SignInFault, Staged};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

const SHARED: &str = include_str!("pages/host.js");
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

/// The commands of the setup window, likewise.
const SETUP_ROOM: [(&str, &str); 31] = [
    ("watch_setup", "h11_the_setup_window_s_view_is_out_of_reach"),
    ("read_embed_code", "h11_no_answer_of_any_command_holds_a_key"),
    ("connect", "h11_connect_is_out_of_reach"),
    ("add_widget", "h11_add_widget_is_out_of_reach"),
    ("rename_widget", "h11_rename_widget_is_out_of_reach"),
    ("remove_widget", "h11_remove_widget_is_out_of_reach"),
    ("remove_community", "h11_remove_community_is_out_of_reach"),
    ("undo_removal", "h11_undo_removal_is_out_of_reach"),
    ("rename_community", "h11_rename_community_is_out_of_reach"),
    ("decorate_community", "h11_decorate_community_is_out_of_reach"),
    ("move_community", "h11_move_community_is_out_of_reach"),
    ("move_widget", "h11_move_widget_is_out_of_reach"),
    ("pin_widget", "h11_pin_widget_is_out_of_reach"),
    ("open_in_browser", "h11_open_in_browser_is_out_of_reach"),
    ("set_key", "h11_set_key_is_out_of_reach"),
    ("remove_key", "h11_remove_key_is_out_of_reach"),
    ("check_keys", "h11_no_answer_of_any_command_holds_a_key"),
    ("sign_in", "h11_sign_in_is_out_of_reach"),
    ("use_account", "h11_use_account_is_out_of_reach"),
    ("sign_out", "h11_sign_out_is_out_of_reach"),
    ("forget_account", "h11_forget_account_is_out_of_reach"),
    ("open_demo", "h11_open_demo_is_out_of_reach"),
    ("leave_demo", "h11_leave_demo_is_out_of_reach"),
    ("show_main", "h11_show_main_is_out_of_reach"),
    ("set_preferences", "h11_set_preferences_is_out_of_reach"),
    ("set_autostart", "h11_set_autostart_is_out_of_reach"),
    ("export_settings", "h11_export_settings_is_out_of_reach"),
    ("plan_import", "h11_plan_import_is_out_of_reach"),
    ("take_import", "h11_take_import_is_out_of_reach"),
    ("diagnose", "h11_diagnose_is_out_of_reach"),
    ("save_report", "h11_save_report_is_out_of_reach"),
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
        self.attack_with(&include_str!("pages/with-key.js").replace("__CALLS__", &calls.to_string()));
    }

    /// Lets the frame go on to what comes after an `until`.
    fn go_on(&self) {
        self.scene.service.faults().stage("/go-on", Staged::page("go on"));
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

/// Every call of the main room with what a frame can know or guess.
fn main_room_calls(house: &House) -> Vec<Value> {
    let (first, second) = (house.first(), house.second());
    let mut calls = vec![
        json!(["watch_view", {"channel": "__CHANNEL__:1"}]),
        json!(["open_setup", {"page": {"page": "start"}}]),
        json!(["open_setup", {"page": {"page": "accounts", "community": second.community()}}]),
    ];
    for widget in [second.widget("channel-widget"), second.widget("store-widget"), first.widget("store-widget")] {
        calls.push(json!(["open_frame", {"widget": widget}]));
        calls.push(json!(["select_widget", {"widget": widget}]));
        calls.push(json!(["show_beside", {"widget": widget, "share": 20}]));
    }
    calls.extend(guessed_nonces());
    calls
}

/// Calls for frames whose nonces are guessed.
fn guessed_nonces() -> Vec<Value> {
    let guesses = ["", "0", "undefined", "*", "00000000000000000000000000000000", "ffffffffffffffffffffffffffffffff"];
    let calls = |nonce: &&str| {
        [
            json!(["frame_token", {"nonce": nonce}]),
            json!(["frame_event", {"nonce": nonce, "event": "error"}]),
            json!(["judge_frame", {"nonce": nonce}]),
            json!(["close_frame", {"nonce": nonce}]),
        ]
    };
    guesses.iter().flat_map(calls).collect()
}

/// What plugins would do if one of them listened.
fn plugin_calls() -> Vec<Value> {
    vec![
        json!(["plugin:opener|open_url", {"url": "https://evil.example/"}]),
        json!(["plugin:opener|open_path", {"path": "/etc/passwd"}]),
        json!(["plugin:shell|open", {"path": "https://evil.example/"}]),
        json!(["plugin:shell|execute", {"program": "touch", "args": ["touched"], "options": {}}]),
        json!(["plugin:webview|create_webview_window", {"options": {"label": "evil", "url": "https://evil.example/"}}]),
        json!(["plugin:webview|create_webview", {"windowLabel": "main", "options": {"label": "evil", "url": "/"}}]),
        json!(["plugin:window|create", {"options": {"label": "evil"}}]),
        json!(["plugin:window|destroy", {"label": "main"}]),
        json!(["plugin:window|close", {"label": "main"}]),
        json!(["plugin:window|set_title", {"label": "main", "value": "evil"}]),
        json!(["plugin:event|emit", {"event": "tauri://close-requested", "payload": null}]),
        json!(["plugin:event|listen", {"event": "tauri://focus", "target": {"kind": "Any"}, "handler": 1}]),
        json!(["plugin:store|load", {"path": "settings-a.json"}]),
        json!(["plugin:store|set", {"rid": 0, "key": "settings", "value": {}}]),
        json!(["plugin:store|save", {"rid": 0}]),
        json!(["plugin:fs|write_text_file", {"path": "written", "contents": "evil"}]),
        json!(["plugin:fs|read_text_file", {"path": "/etc/passwd"}]),
        json!(["plugin:process|exit", {"code": 0}]),
        json!(["plugin:path|resolve_directory", {"directory": 1}]),
        json!(["plugin:app|version", {}]),
        json!(["plugin:resources|close", {"rid": 0}]),
        json!(["plugin:__TAURI_CHANNEL__|fetch", null]),
        json!(["plugin:|", {}]),
    ]
}

/// Every call of the setup room that changes nothing about who is connected, so that the frame lives to make them all.
fn telling_setup_calls(house: &House) -> Vec<Value> {
    let (first, second) = (house.first(), house.second());
    vec![
        json!(["watch_setup", {"channel": "__CHANNEL__:1"}]),
        json!(["read_embed_code", {"text": house.other.embed_code(&house.other.community().widgets[0])}]),
        json!(["check_keys", {}]),
        json!(["sign_in", {
            "community": second.community(), "email": member_email(&house.other, 2), "steps": "__CHANNEL__:1",
        }]),
        json!(["add_widget", {"form": add_widget_form(house), "steps": "__CHANNEL__:1"}]),
        json!(["rename_widget", {"widget": first.widget("store-widget"), "name": "evil"}]),
    ]
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
    let text = include_str!("../../src-tauri/permissions/windows.toml");
    for (room, attacked) in [("main-room", &MAIN_ROOM[..]), ("setup-room", &SETUP_ROOM[..])] {
        let known: Vec<&str> = attacked.iter().map(|(command, _)| *command).collect();
        assert_eq!(commands_of(text, room), known, "{room}: each command needs an attack in this file");
    }
    let here = include_str!("blast_radius.rs");
    for (command, test) in MAIN_ROOM.iter().chain(&SETUP_ROOM) {
        assert!(here.contains(&format!("async fn {test}()")), "{command}: no test {test}");
    }
}

/// The commands that a permission allows, in the order of the file.
fn commands_of<'a>(text: &'a str, permission: &str) -> Vec<&'a str> {
    let (_, after) = text.split_once(&format!("identifier = \"{permission}\"")).expect("the permission");
    let (_, list) = after.split_once("commands.allow = [").expect("its commands");
    let (list, _) = list.split_once(']').expect("the end of them");
    list.split(',').map(|name| name.trim().trim_matches('"')).filter(|name| !name.is_empty()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_no_answer_of_any_command_holds_a_key() {
    let attack = Attack { number: "H11", tries: "the key, every command, and every answer that can be read" };
    let why = "no command answers with an API key, whoever asks";
    let all_read = Mutex::new(String::new());
    blocked_by_engine(attack, why, &all_commands(), async |build| {
        let house = House::new().await;
        let mut calls = main_room_calls(&house);
        calls.extend(plugin_calls());
        calls.extend(telling_setup_calls(&house));
        house.call(&json!(calls));
        let _app = house.scene.start(build);
        house.scene.reported("waited").await;
        let keys = [&house.scene.service, &house.other].map(|service| service.community().api_key.as_str());
        let read = house.read().join("\n");
        let read_one = keys.iter().any(|key| read.contains(key));
        *all_read.lock().expect("a lock") = read;
        read_one || scan(&house.scene.around.data(), &keys).1.iter().any(|file| !is_keyring(file))
    })
    .await;
    assert!(all_read.into_inner().expect("a lock").contains("nonce"), "the weakened build answers");
}

/// The one place where a key may be: the keyring that the test runs for the app.
fn is_keyring(file: &Path) -> bool {
    file.components().any(|part| part.as_os_str() == "keyrings")
}

/// Whether the frame reads a token that is not its own by asking for the other community's widgets.
async fn reads_others_token(build: &Build) -> bool {
    let house = House::new().await;
    let second = house.second();
    let widgets = json!([second.widget("channel-widget"), second.widget("store-widget")]);
    house.attack_with(&include_str!("pages/ask-for-others.js").replace("__WIDGETS__", &widgets.to_string()));
    let _app = house.scene.start(build);
    house.called().await;
    house.read().iter().any(|text| text.contains(OTHERS_TOKEN))
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_no_token_of_another_account_comes_out() {
    let attack = Attack { number: "H11", tries: "frames and tokens of another community's widgets, with the key" };
    prove_behind(attack, &GIVEN, &["remote-pages"], async |build| reads_others_token(build).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_no_request_of_a_frame_is_answered_even_with_permission() {
    let attack = Attack { number: "H11", tries: "frames and tokens of another community's widgets, with the key" };
    let given = ["invoke-key-in-frames", "native-handler", "remote-pages"];
    prove_behind(attack, &given, &["command-origin"], async |build| reads_others_token(build).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_no_view_of_the_app_comes_out() {
    let attack = Attack { number: "H11", tries: "the data that wait for the page's channel, with the key" };
    let given = ["invoke-key-in-frames", "native-handler"];
    prove_behind(attack, &given, &["command-origin"], async |build| {
        // Tauri has a view wait to be fetched once it is longer than 8 KB.
        let house = House::with(|settings| {
            let widgets = settings["communities"][1]["widgets"].as_array_mut().expect("widgets");
            for number in 0..100 {
                let name = format!("A widget with a name that is not short {number}");
                widgets.push(json!({
                    "id": format!("more-{number}"), "name": name, "widget_type": "custom-widget",
                    "widget_id": format!("more-{number}"),
                }));
            }
        })
        .await;
        let widgets = json!((0..12).map(|number| format!("more-{number}")).collect::<Vec<_>>());
        house.attack_with(&include_str!("pages/channel-data.js").replace("__WIDGETS__", &widgets.to_string()));
        let _app = house.scene.start(build);
        house.called().await;
        house.read().iter().any(|text| text.contains(member_email(&house.other, 2)))
    })
    .await;
}

/// Requests that the app itself made for pages of a service.
fn page_reads(service: &DemoService) -> Vec<SeenRequest> {
    service.faults().requests().into_iter().filter(|request| request.method == "GET" && is_by_app(request)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_few_pages_are_read_and_no_more_than_a_verdict_is_told() {
    let attack = Attack { number: "H11", tries: "another community's pages read by the app without end, with the key" };
    let why = "the app reads twelve pages a minute at the most, without key, account or cookie, and tells no content";
    let all_read = Mutex::new(String::new());
    blocked_by_engine(attack, why, &all_commands(), async |build| {
        let house = House::new().await;
        house.other.faults().set_frame(FrameFault::XFrameOptions);
        let second = house.second();
        let widgets = json!([second.widget("channel-widget"), second.widget("store-widget")]);
        house.attack_with(&include_str!("pages/judge-frames.js").replace("__WIDGETS__", &widgets.to_string()));
        let _app = house.scene.start(build);
        house.scene.reported("waited").await;
        let reads = page_reads(&house.other);
        let community = house.other.community();
        let secrets = [community.api_key.as_str(), OTHERS_TOKEN, member_email(&house.other, 2)];
        let holds_secret = |text: &str| secrets.iter().any(|secret| text.contains(secret));
        let says_who = |request: &SeenRequest| {
            request.header("cookie").is_some() || request.headers.iter().any(|(_, value)| holds_secret(value))
        };
        let read = house.read().join("\n");
        let tells = holds_secret(&read) || read.contains("<html");
        all_read.lock().expect("a lock").push_str(&read);
        reads.len() > 12 || reads.iter().any(says_who) || tells
    })
    .await;
    assert!(all_read.into_inner().expect("a lock").contains("framing_refused"), "the weakened build answers");
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_no_more_sign_ins_than_the_limit() {
    let attack = Attack { number: "H11", tries: "as many sign-ins as it can start, with the key" };
    prove_behind(attack, &GIVEN, &["rooms"], async |build| {
        let house = House::new().await;
        let second = house.second();
        let mut calls = Vec::new();
        for _ in 0..20 {
            calls.push(json!(["open_frame", {"widget": second.widget("channel-widget")}]));
            calls.push(json!(["open_frame", {"widget": second.widget("store-widget")}]));
            let email = member_email(&house.other, 2);
            calls.push(json!(["use_account", {"community": second.community(), "email": email}]));
        }
        // A sign-in that fails is one that is tried again.
        let down = SignInFault::Status { code: 503, retry_after: None, body: String::new() };
        house.other.faults().set(down);
        house.call(&json!(calls));
        let _app = house.scene.start(build);
        house.called().await;
        house.other.faults().sign_ins() > 6
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_no_settings_are_written() {
    let attack = Attack { number: "H11", tries: "every command, to have the settings written, with the key" };
    prove_behind(attack, &GIVEN, &["rooms"], async |build| {
        let house = House::new().await;
        let before = house.settings_bytes();
        let mut calls = main_room_calls(&house);
        calls.extend(plugin_calls());
        calls.push(json!(["rename_widget", {"widget": house.first().widget("store-widget"), "name": "evil"}]));
        house.call(&json!(calls));
        let _app = house.scene.start(build);
        house.called().await;
        house.settings_bytes() != before
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_no_file_is_written() {
    let attack = Attack { number: "H11", tries: "every command, to have a file written, with the key" };
    prove_behind(attack, &GIVEN, &["rooms"], async |build| {
        let house = House::new().await;
        let mut calls = main_room_calls(&house);
        calls.extend(plugin_calls());
        calls.push(json!(["rename_widget", {"widget": house.first().widget("store-widget"), "name": "evil"}]));
        calls.insert(0, json!(["until", "/go-on"]));
        house.call(&json!(calls));
        let _app = house.scene.start(build);
        house.scene.reported("key").await;
        let before = house.files();
        house.go_on();
        house.called().await;
        house.files().difference(&before).next().is_some()
    })
    .await;
}

/// What is taken away for attacks on what no command does.
fn all_commands() -> Vec<&'static str> {
    [&GIVEN[..], &["rooms", "remote-pages"]].concat()
}

/// Shows that all commands of the main room and of plugins together leave nothing of a kind, since none of them does
/// such a thing. `look` tells what there is, before and after.
async fn prove_nothing_left<T>(
    tries: &'static str,
    why: &str,
    look: impl Fn(&House, &Process<'_>) -> T,
    is_harm: impl Fn(&T, &T) -> bool,
) {
    let opened_setup = Mutex::new(false);
    blocked_by_engine(Attack { number: "H11", tries }, why, &all_commands(), async |build| {
        let house = House::new().await;
        let mut calls = main_room_calls(&house);
        calls.extend(plugin_calls());
        calls.insert(0, json!(["until", "/go-on"]));
        house.call(&json!(calls));
        let app = house.scene.start(build);
        house.scene.reported("key").await;
        let before = look(&house, &app);
        house.go_on();
        house.scene.reported("waited").await;
        *opened_setup.lock().expect("a lock") = !app.windows(SETUP_TITLE).is_empty();
        is_harm(&before, &look(&house, &app))
    })
    .await;
    assert!(opened_setup.into_inner().expect("a lock"), "the weakened build runs what the frame calls");
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_no_process_is_started() {
    let tries = "every command, to have a process started, with the key";
    let why = "no command starts one, and no plugin that would is in the app";
    let harm = |before: &BTreeSet<String>, after: &BTreeSet<String>| {
        assert!(!before.is_empty(), "the web engine's own processes are seen");
        before != after
    };
    prove_nothing_left(tries, why, |_, app| children_of(app.id()), harm).await;
}

/// The names of the programs that a process started and that still run.
fn children_of(process: u32) -> BTreeSet<String> {
    let processes = std::fs::read_dir("/proc").expect("a /proc").flatten();
    let stat = |id: &str| std::fs::read_to_string(format!("/proc/{id}/stat")).ok();
    let children = processes.filter_map(|entry| {
        let stat = stat(entry.file_name().to_str()?)?;
        let (name, rest) = stat.split_once('(')?.1.rsplit_once(')')?;
        let parent: u32 = rest.split_whitespace().nth(1)?.parse().ok()?;
        (parent == process).then(|| name.to_owned())
    });
    children.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_no_link_is_opened() {
    let tries = "every command, to have a link opened, with the key";
    let why = "no command opens one: links leave by the window's own guard alone";
    let look = |house: &House, _: &Process<'_>| house.scene.around.opened_links();
    prove_nothing_left(tries, why, look, |_, links| !links.is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_no_window_but_setup_opens() {
    let tries = "every command, to have windows opened, with the key";
    // The setup window may be opened: that hurts nobody.
    let others = |_: &House, app: &Process<'_>| {
        app.windows("Returning Widgets").len().abs_diff(app.windows(SETUP_TITLE).len()) + app.windows("evil").len()
    };
    prove_nothing_left(tries, "no command opens another one", others, |before, after| before != after).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_the_setup_window_opens_once() {
    let attack = Attack { number: "H11", tries: "many setup windows at a time, with the key" };
    prove_behind(attack, &GIVEN, &["one-window"], async |build| {
        let house = House::new().await;
        let calls = json!(vec![json!(["open_setup", {"page": {"page": "start"}}]); 20]);
        let script = include_str!("pages/with-key.js").replace("__CALLS__", &calls.to_string());
        // All at once: none waits for the one before.
        house.attack_with(&script.replace("await Promise.race", "Promise.race"));
        let app = house.scene.start(build);
        house.called().await;
        // A window is on the screen a moment after it is asked for.
        let several = until("several setup windows", || async { (app.windows(SETUP_TITLE).len() > 1).then_some(()) });
        tokio::time::timeout(FOLLOWS_WITHIN, several).await.is_ok()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_a_widget_s_own_window_opens_once() {
    let attack = Attack { number: "H11", tries: "many windows of a widget at a time, with the key" };
    prove_behind(attack, &GIVEN, &["one-window"], async |build| {
        let house = House::new().await;
        let known = json!(["take_out", {"widget": house.first().widget("store-widget")}]);
        let unknown = json!(["take_out", {"widget": "none"}]);
        let calls = json!([vec![known; 20], vec![unknown; 20]].concat());
        let script = include_str!("pages/with-key.js").replace("__CALLS__", &calls.to_string());
        house.attack_with(&script.replace("await Promise.race", "Promise.race"));
        let app = house.scene.start(build);
        house.called().await;
        until("the widget's own window", || async { (!app.windows(OWN_TITLE).is_empty()).then_some(()) }).await;
        let several = until("several windows", || async { (app.windows(OWN_TITLE).len() > 1).then_some(()) });
        tokio::time::timeout(FOLLOWS_WITHIN, several).await.is_ok()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_the_key_alone_opens_no_way_in() {
    let attack = Attack { number: "H11", tries: "every command of the main window, with the key" };
    prove_behind(attack, &["invoke-key-in-frames"], &["native-handler"], async |build| {
        let house = House::new().await;
        house.call(&json!(main_room_calls(&house)));
        let app = house.scene.start(build);
        house.called().await;
        let other_signed_in = house.other.faults().sign_ins() > 0;
        other_signed_in || !app.windows(SETUP_TITLE).is_empty()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_a_guessed_nonce_names_no_frame() {
    let attack = Attack { number: "H11", tries: "frames with guessed nonces, with the key" };
    let why = "a frame's nonce has 128 random bits and is told to the page alone";
    let all_read = Mutex::new(String::new());
    blocked_by_engine(attack, why, &all_commands(), async |build| {
        let house = House::new().await;
        house.call(&json!(guessed_nonces()));
        let _app = house.scene.start(build);
        house.scene.reported("waited").await;
        let answers = house.read().into_iter().filter(|text| text.starts_with("200 "));
        let answers = answers.collect::<Vec<_>>().join("\n");
        let got_a_token = answers.contains("token");
        *all_read.lock().expect("a lock") = answers;
        got_a_token
    })
    .await;
    assert!(all_read.into_inner().expect("a lock").contains("frame_closed"), "the weakened build answers");
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_the_page_still_follows_its_view() {
    let attack = Attack { number: "H11", tries: "watch_view with the key, to take the view away from the page" };
    prove_behind(attack, &GIVEN, &["first-watch"], async |build| {
        let house = House::new().await;
        house.call(&json!([["watch_view", {"channel": "__CHANNEL__:1"}]]));
        let app = house.scene.start_driven(build).await;
        app.in_window("main.html").await;
        house.called().await;
        app.press("Sign out").await;
        app.in_window("setup.html").await;
        app.press("Sign out").await;
        app.in_window("main.html").await;
        // The page closes the frame once it hears that its account is signed out.
        let follows = tokio::time::timeout(FOLLOWS_WITHIN, app.gone("iframe")).await.is_ok();
        app.quit().await;
        !follows
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_the_setup_window_s_view_is_out_of_reach() {
    let attack =
        Attack { number: "H11", tries: "watch_setup with the key, to take the view away from the setup window" };
    prove_behind(attack, &GIVEN, &["rooms", "first-watch"], async |build| {
        let house = House::new().await;
        house.call(&json!([["until", "/go-on"], ["watch_setup", {"channel": "__CHANNEL__:1"}]]));
        let app = house.scene.start_driven(build).await;
        app.in_window("main.html").await;
        house.scene.reported("key").await;
        app.press("Sign out").await;
        app.in_window("setup.html").await;
        app.shows("h1", "Accounts").await;
        house.go_on();
        house.called().await;
        app.in_window("main.html").await;
        app.press("Add widget").await;
        app.in_window("setup.html").await;
        let follows = tokio::time::timeout(FOLLOWS_WITHIN, app.shows("h1", "Add widget")).await.is_ok();
        app.quit().await;
        !follows
    })
    .await;
}

/// Shows that calls with the key have no effect, but for the permissions that keep the two rooms apart.
async fn prove_rooms(
    command: &'static str,
    call: impl Fn(&House) -> Value,
    effect: impl Fn(&House, &Process<'_>) -> bool,
) {
    prove_rooms_of_all(command, |house| vec![call(house)], effect).await;
}

/// The same for a command that has no effect but after others.
async fn prove_rooms_of_all(
    command: &'static str,
    calls: impl Fn(&House) -> Vec<Value>,
    effect: impl Fn(&House, &Process<'_>) -> bool,
) {
    let attack = Attack { number: "H11", tries: command };
    prove_behind(attack, &GIVEN, &["rooms"], async |build| {
        let house = House::new().await;
        let mut all = vec![json!(["until", "/go-on"])];
        all.extend(calls(&house));
        house.call(&json!(all));
        let app = house.scene.start(build);
        house.scene.reported("key").await;
        assert!(!effect(&house, &app), "{command}: the effect is not there before");
        house.go_on();
        until("the effect, or the end of the page's patience", || async {
            let waited = house.scene.report("waited").is_some();
            let seen = effect(&house, &app);
            (seen || waited).then_some(seen)
        })
        .await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_connect_is_out_of_reach() {
    let calls = |house: &House| {
        let stranger = &house.scene.stranger;
        let form = json!({
            "community_name": "evil", "embed_code": stranger.embed_code(&stranger.community().widgets[0]),
            "origin": stranger.origin(), "community_id": stranger.community().community_id,
            "key": stranger.community().api_key, "email": member_email(stranger, 0), "keep_key": "this_session",
        });
        json!(["connect", {"form": form, "steps": "__CHANNEL__:1"}])
    };
    prove_rooms("connect", calls, |house, _| house.settings()["communities"].as_array().map(Vec::len) == Some(3)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_add_widget_is_out_of_reach() {
    let calls = |house: &House| json!(["add_widget", {"form": add_widget_form(house), "steps": "__CHANNEL__:1"}]);
    let effect =
        |house: &House, _: &Process<'_>| house.community(&house.first())["widgets"].as_array().map(Vec::len) == Some(6);
    prove_rooms("add_widget", calls, effect).await;
}

/// Whether a widget of the second community is in the settings by this name.
fn has_named(house: &House, name: &str) -> bool {
    let widgets = house.community(&house.second())["widgets"].as_array().cloned().unwrap_or_default();
    widgets.iter().any(|widget| widget["name"] == name)
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_rename_widget_is_out_of_reach() {
    let calls =
        |house: &House| json!(["rename_widget", {"widget": house.second().widget("store-widget"), "name": "evil"}]);
    prove_rooms("rename_widget", calls, |house, _| has_named(house, "evil")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_open_in_browser_is_out_of_reach() {
    let calls = |house: &House| json!(["open_in_browser", {"widget": house.second().widget("store-widget")}]);
    prove_rooms("open_in_browser", calls, |house, _| !house.scene.around.opened_links().is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_pin_widget_is_out_of_reach() {
    let calls =
        |house: &House| json!(["pin_widget", {"widget": house.second().widget("store-widget"), "pinned": true}]);
    let effect = |house: &House, _: &Process<'_>| {
        let community = house.community(&house.second());
        community["widgets"].as_array().is_some_and(|widgets| widgets.iter().any(|widget| widget["pinned"] == true))
    };
    prove_rooms("pin_widget", calls, effect).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_rename_community_is_out_of_reach() {
    let calls = |house: &House| json!(["rename_community", {"community": house.second().community(), "name": "evil"}]);
    prove_rooms("rename_community", calls, |house, _| house.community(&house.second())["name"] == "evil").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_move_community_is_out_of_reach() {
    let calls = |house: &House| json!(["move_community", {"community": house.second().community(), "before": house.first().community()}]);
    let effect = |house: &House, _: &Process<'_>| {
        house.settings()["communities"][0]["id"] == house.second().community().as_str()
    };
    prove_rooms("move_community", calls, effect).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_move_widget_is_out_of_reach() {
    let calls =
        |house: &House| json!(["move_widget", {"widget": house.second().widget("channel-widget"), "before": null}]);
    let effect = |house: &House, _: &Process<'_>| {
        let widgets = house.community(&house.second())["widgets"].as_array().cloned().unwrap_or_default();
        widgets.last().is_some_and(|widget| widget["id"] == house.second().widget("channel-widget"))
    };
    prove_rooms("move_widget", calls, effect).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_remove_widget_is_out_of_reach() {
    let calls = |house: &House| json!(["remove_widget", {"widget": house.second().widget("store-widget")}]);
    prove_rooms("remove_widget", calls, |house, _| !has_named(house, "Store")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_remove_community_is_out_of_reach() {
    let calls = |house: &House| json!(["remove_community", {"community": house.second().community()}]);
    prove_rooms("remove_community", calls, |house, _| house.community(&house.second()).is_null()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_decorate_community_is_out_of_reach() {
    let calls =
        |house: &House| json!(["decorate_community", {"community": house.second().community(), "colour": "pink"}]);
    prove_rooms("decorate_community", calls, |house, _| house.community(&house.second())["colour"] == "pink").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_undo_removal_is_out_of_reach() {
    let calls = |house: &House| {
        let (store, chat) = (house.second().widget("store-widget"), house.second().widget("channel-widget"));
        vec![
            json!(["remove_widget", {"widget": store}]),
            json!(["move_widget", {"widget": chat, "before": null}]),
            json!(["undo_removal", {}]),
        ]
    };
    // It comes back in the second place, where it would not be by the move alone.
    let effect = |house: &House, _: &Process<'_>| {
        let widgets = &house.community(&house.second())["widgets"];
        let last = widgets.as_array().and_then(|all| all.last()).cloned().unwrap_or_default();
        widgets[1]["id"] == house.second().widget("store-widget")
            && last["id"] == house.second().widget("channel-widget")
    };
    prove_rooms_of_all("undo_removal", calls, effect).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_set_key_is_out_of_reach() {
    let calls = |house: &House| {
        let community = house.second().community();
        json!(["set_key", {"community": community, "widget": null, "key": "key-of-the-attacker", "keep": "keychain"}])
    };
    let effect = |house: &House, _: &Process<'_>| house.scene.around.keyring_listing().contains("key-of-the-attacker");
    prove_rooms("set_key", calls, effect).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_remove_key_is_out_of_reach() {
    let calls = |house: &House| json!(["remove_key", {"community": house.second().community(), "widget": null}]);
    let effect = |house: &House, _: &Process<'_>| {
        !house.scene.around.keyring_listing().contains(&house.other.community().api_key)
    };
    prove_rooms("remove_key", calls, effect).await;
}

/// Whether the attacker's community has its other remembered account signed in.
fn other_account_signed_in(house: &House, _: &Process<'_>) -> bool {
    house.account(&house.first()).as_deref() == Some(member_email(&house.scene.service, 1))
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_sign_in_is_out_of_reach() {
    let calls = |house: &House| {
        let email = member_email(&house.scene.service, 1);
        json!(["sign_in", {"community": house.first().community(), "email": email, "steps": "__CHANNEL__:1"}])
    };
    prove_rooms("sign_in", calls, other_account_signed_in).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_use_account_is_out_of_reach() {
    let calls = |house: &House| {
        let email = member_email(&house.scene.service, 1);
        json!(["use_account", {"community": house.first().community(), "email": email}])
    };
    prove_rooms("use_account", calls, other_account_signed_in).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_sign_out_is_out_of_reach() {
    let calls = |house: &House| json!(["sign_out", {"community": house.second().community()}]);
    prove_rooms("sign_out", calls, |house, _| house.account(&house.second()).is_none()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_forget_account_is_out_of_reach() {
    let calls = |house: &House| {
        let email = member_email(&house.other, 2);
        json!(["forget_account", {"community": house.second().community(), "email": email}])
    };
    let effect = |house: &House, _: &Process<'_>| {
        house.community(&house.second())["accounts"].as_array().is_some_and(Vec::is_empty)
    };
    prove_rooms("forget_account", calls, effect).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_open_demo_is_out_of_reach() {
    // The demo has a service of its own, which listens.
    prove_rooms("open_demo", |_| json!(["open_demo", {}]), |_, app| listens(app.id())).await;
}

/// Whether a process listens on a port.
fn listens(process: u32) -> bool {
    let sockets: Vec<String> = std::fs::read_dir(format!("/proc/{process}/fd"))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| std::fs::read_link(entry.path()).ok()?.into_os_string().into_string().ok())
        .filter_map(|link| Some(link.strip_prefix("socket:[")?.trim_end_matches(']').to_owned()))
        .collect();
    let table = std::fs::read_to_string("/proc/net/tcp").expect("a table of sockets");
    table.lines().any(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        // The fourth field is the state, and `0A` is to listen; the tenth names the socket.
        fields.get(3) == Some(&"0A") && fields.get(9).is_some_and(|socket| sockets.iter().any(|own| own == socket))
    })
}

/// Shows that the setup window, once it is open, is not closed by this call.
async fn prove_setup_stays_open(command: &'static str, payload: Value) {
    let attack = Attack { number: "H11", tries: command };
    prove_behind(attack, &GIVEN, &["rooms"], async |build| {
        let house = House::new().await;
        let open = json!(["open_setup", {"page": {"page": "start"}}]);
        house.call(&json!([open, ["until", "/go-on"], [command, payload]]));
        let app = house.scene.start(build);
        until("the setup window", || async { app.windows(SETUP_TITLE).pop() }).await;
        house.go_on();
        until("the end of the setup window, or of the page's patience", || async {
            let waited = house.scene.report("waited").is_some();
            let closed = app.windows(SETUP_TITLE).is_empty();
            (closed || waited).then_some(closed)
        })
        .await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_leave_demo_is_out_of_reach() {
    prove_setup_stays_open("leave_demo", json!({})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_show_main_is_out_of_reach() {
    prove_setup_stays_open("show_main", json!({"widget": null})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_set_preferences_is_out_of_reach() {
    let calls = |_: &House| json!(["set_preferences", {"preferences": {"theme": "high_contrast"}}]);
    prove_rooms("set_preferences", calls, |house, _| house.settings()["preferences"]["theme"] == "high_contrast").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_set_autostart_is_out_of_reach() {
    let calls = |_: &House| json!(["set_autostart", {"on": true}]);
    prove_rooms("set_autostart", calls, |house, _| {
        house.scene.around.home().join("config/autostart/returning-widgets.desktop").exists()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_export_settings_is_out_of_reach() {
    let calls = |_: &House| json!(["export_settings", {}]);
    prove_rooms("export_settings", calls, |_, app| !app.windows(TRANSFER_TITLE).is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_plan_import_is_out_of_reach() {
    let calls = |_: &House| json!(["plan_import", {}]);
    prove_rooms("plan_import", calls, |_, app| !app.windows(TRANSFER_TITLE).is_empty()).await;
}

/// A diagnosis of a widget whose account nothing else signs in.
fn diagnosis_of_other(house: &House) -> Value {
    json!(["diagnose", {"widget": house.second().widget("store-widget"), "checks": "__CHANNEL__:1"}])
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_diagnose_is_out_of_reach() {
    prove_rooms("diagnose", diagnosis_of_other, |house, _| house.other.faults().sign_ins() > 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_save_report_is_out_of_reach() {
    let save = |house: &House| json!(["save_report", {"widget": house.second().widget("store-widget")}]);
    let calls = |house: &House| vec![diagnosis_of_other(house), save(house)];
    prove_rooms_of_all("save_report", calls, |_, app| !app.windows(REPORT_TITLE).is_empty()).await;
}

/// A plan has a name that is no more to be guessed than a frame's, so what shows is that the guess was looked at.
#[tokio::test(flavor = "multi_thread")]
async fn h11_take_import_is_out_of_reach() {
    let calls = |_: &House| json!(["take_import", {"plan": "guessed"}]);
    let looked_at = |_: &House, app: &Process<'_>| app.printed().contains("an import was asked for that was not shown");
    prove_rooms("take_import", calls, looked_at).await;
}
