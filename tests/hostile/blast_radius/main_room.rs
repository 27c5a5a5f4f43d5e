//! What the main window's commands and the plugins' names give a frame that has the key.

use super::{FOLLOWS_WITHIN, GIVEN, House, OTHERS_TOKEN, OWN_TITLE, SETUP_TITLE, add_widget_form};
use crate::harness::community::{is_by_app, member_email};
use crate::harness::{Process, scan, until};
use crate::proof::{Attack, Build, blocked_by_engine, prove_behind};
use demo_service::{DemoService, FrameFault, SeenRequest, SignInFault};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;

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
    house.attack_with(&include_str!("../pages/ask-for-others.js").replace("__WIDGETS__", &widgets.to_string()));
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
        house.attack_with(&include_str!("../pages/channel-data.js").replace("__WIDGETS__", &widgets.to_string()));
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
        house.attack_with(&include_str!("../pages/judge-frames.js").replace("__WIDGETS__", &widgets.to_string()));
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
        let script = include_str!("../pages/with-key.js").replace("__CALLS__", &calls.to_string());
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
        let script = include_str!("../pages/with-key.js").replace("__CALLS__", &calls.to_string());
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
