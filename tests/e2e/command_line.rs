//! The commands that open no window, in the real binary: without a display, as over SSH.

use crate::harness::community::{start_service, widget};
use crate::harness::{App, BINARY, Furnished, Keyring, SETTINGS, Surroundings};
use demo_service::{DemoService, EMAIL_MARK, FrameFault, KEY_MARK, SignInFault, TOKEN_MARK};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Ended {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

/// The binary where there is no display. Where there is no session bus, nothing in its variables leads to one.
fn command(around: &Surroundings, arguments: &[&str]) -> Command {
    let mut command = around.command(BINARY);
    command.args(arguments).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    command
}

/// Runs it to its end with this on its standard input. Whatever it was asked, it has said no secret and no email.
fn run(around: &Surroundings, arguments: &[&str], input: &str) -> Ended {
    let mut command = command(around, arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the app starts");
    // It may end without having read.
    let _ = child.stdin.take().expect("a piped standard input").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("the app ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    let ended = Ended { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) };
    for said in [&ended.out, &ended.err] {
        for secret in [KEY_MARK, TOKEN_MARK, EMAIL_MARK] {
            assert!(!said.contains(secret), "{arguments:?} says a secret: {said}");
        }
    }
    ended
}

/// What the app remembers of its settings and of its runs, file by file.
fn kept(around: &Surroundings) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(around.home().join(SETTINGS)).expect("a settings folder");
    let entries = entries.map(|entry| entry.expect("an entry"));
    let text = |path| String::from_utf8_lossy(&std::fs::read(path).expect("a file")).into_owned();
    let named = entries.map(|entry| (entry.file_name().into_string().expect("a name"), entry.path()));
    // The web engine has folders of its own there, and the app writes its window's place when the window rests.
    named
        .filter(|(_, path)| path.extension().is_some())
        .filter(|(name, _)| !name.ends_with("sqlite") && name != "window.json")
        .map(|(name, path)| (name, text(path)))
        .collect()
}

fn furnish_without_keys(around: &Surroundings, service: &DemoService) {
    around.furnish_settings(&[Furnished::with_first_member(service)], |_| {});
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_display_and_a_bus_it_lists_what_the_app_has_and_changes_nothing() {
    let (around, service) = (Surroundings::new(Keyring::NoBus), start_service().await);
    furnish_without_keys(&around, &service);
    let before = kept(&around);
    let community = service.community();

    let list = run(&around, &["list"], "");
    assert_eq!((list.code, list.err.as_str()), (Some(0), ""));
    assert_eq!(list.out.lines().count(), 1 + community.widgets.len());
    assert!(list.out.starts_with(&community.name) && list.out.contains("\n  Store\tstore-widget\t"), "{}", list.out);

    let list = run(&around, &["list", "--json"], "").json();
    assert_eq!(list["communities"][0]["community_id"], community.community_id);
    assert_eq!(list["communities"][0]["account"], "a***@***.example");
    let types: Vec<&str> = community.widgets.iter().map(|widget| widget.widget_type.as_str()).collect();
    let listed = list["communities"][0]["widgets"].as_array().expect("widgets");
    assert_eq!(listed.iter().map(|widget| widget["widget_type"].as_str().unwrap()).collect::<Vec<_>>(), types);

    let version = run(&around, &["--version"], "");
    assert_eq!((version.code, version.out), (Some(0), format!("returning-widgets {}\n", env!("CARGO_PKG_VERSION"))));
    assert_eq!(kept(&around), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_app_never_ran_there_is_nothing_and_it_stays_so() {
    let around = Surroundings::new(Keyring::NoBus);
    for (arguments, code) in [(&["list"][..], 0), (&["export"], 0), (&["diagnose"], 3), (&["sign-in", "--check"], 3)] {
        assert_eq!(run(&around, arguments, "").code, Some(code), "{arguments:?}");
    }
    assert!(!around.data().exists(), "not even a folder");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_settings_file_is_left_where_it_is() {
    let (around, service) = (Surroundings::new(Keyring::NoBus), start_service().await);
    furnish_without_keys(&around, &service);
    for name in around.settings_files() {
        std::fs::write(around.home().join(SETTINGS).join(name), "{\"torn").expect("a torn file");
    }
    let before = kept(&around);
    let list = run(&around, &["list"], "");
    assert_eq!((list.code, list.out.as_str()), (Some(9), ""));
    assert!(list.err.starts_with("settings_damaged: "), "{}", list.err);
    assert_eq!(kept(&around), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_is_checked_with_a_key_from_standard_input() {
    let (around, service) = (Surroundings::new(Keyring::NoBus), start_service().await);
    furnish_without_keys(&around, &service);
    let before = kept(&around);
    let key = service.community().api_key.clone();
    let check = ["sign-in", "--check", "--widget", "Store"];

    let without = run(&around, &check, &key);
    assert_eq!(without.code, Some(5), "{}", without.err);
    assert!(without.err.contains("keychain_unavailable"), "{}", without.err);
    assert_eq!(service.faults().sign_ins(), 0);

    let with_key = run(&around, &[&check[..], &["--key-from-stdin"]].concat(), &format!("{key}\n"));
    assert_eq!(with_key.code, Some(0), "{}", with_key.err);
    assert!(with_key.out.contains("/Store: signed in as a***@***.example in "), "{}", with_key.out);
    assert_eq!(service.faults().sign_ins(), 1);

    let wrong = run(&around, &[&check[..], &["--key-from-stdin"]].concat(), "another-key\n");
    assert_eq!((wrong.code, wrong.out.as_str()), (Some(4), ""));
    assert!(wrong.err.contains("key_refused") && !wrong.err.contains("another-key"), "{}", wrong.err);

    let empty = run(&around, &[&check[..], &["--key-from-stdin"]].concat(), "");
    assert_eq!(empty.code, Some(5));
    assert!(empty.err.contains("key_empty"), "{}", empty.err);
    assert_eq!(kept(&around), before, "nothing of it is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_way_a_sign_in_fails_has_its_exit_code_and_its_json() {
    let (around, service) = (Surroundings::new(Keyring::NoBus), start_service().await);
    furnish_without_keys(&around, &service);
    let key = service.community().api_key.clone();
    let status = |code| SignInFault::Status { code, retry_after: None, body: "{}".to_owned() };
    let check = ["sign-in", "--check", "--json", "--key-from-stdin"];
    for (fault, exit, code) in [
        (status(401), 4, "key_refused"),
        (status(403), 4, "sign_in_forbidden"),
        (status(404), 4, "community_not_found"),
        (status(429), 7, "rate_limited"),
        (status(503), 7, "service_down"),
        (status(511), 6, "captive_portal"),
        (SignInFault::DropConnection, 6, "connection_lost"),
    ] {
        service.faults().set_next(1, fault);
        let ended = run(&around, &check, &key);
        let report = ended.json();
        assert_eq!((ended.code, &report["error"]["code"]), (Some(exit), &json!(code)));
        assert_eq!(report["result"], "failed");
    }
    let well = run(&around, &check, &key);
    let report = well.json();
    assert_eq!((well.code, &report["result"], &report["error"]), (Some(0), &json!("signed_in"), &Value::Null));
    assert_eq!(report["schema"], "returning-widgets/sign-in");
    assert_eq!(report["account"], "a***@***.example");
    let public = run(&around, &[&check[..], &["--widget", "custom-leaderboards"]].concat(), &key);
    assert_eq!((public.code, &public.json()["result"]), (Some(0), &json!("not_needed")));
}

const STEPS: [&str; 13] = [
    "configuration",
    "keychain",
    "proxy",
    "name",
    "connection",
    "tls",
    "sign_in",
    "frame_page",
    "frame_loaded",
    "token_asked",
    "token_handed_over",
    "ready",
    "storage",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_widget_that_works_is_diagnosed_step_by_step() {
    let (around, service) = (Surroundings::new(Keyring::NoBus), start_service().await);
    furnish_without_keys(&around, &service);
    let before = kept(&around);
    let key = service.community().api_key.clone();
    let report = run(&around, &["diagnose", "--widget", "Store", "--key-from-stdin", "--json"], &key);
    assert_eq!((report.code, report.err.as_str()), (Some(0), ""), "{}", report.out);
    let report = report.json();
    assert_eq!((&report["widget_name"], &report["cause"]), (&json!("Store"), &Value::Null));
    let checks = report["checks"].as_array().expect("checks");
    let of = |field: &str| checks.iter().map(|check| check[field].as_str().unwrap()).collect::<Vec<_>>();
    assert_eq!(of("check"), STEPS);
    assert_eq!(of("outcome")[6..12], ["passed", "passed", "unknown", "unknown", "unknown", "unknown"]);

    let told = run(&around, &["diagnose", "--widget", "Store", "--key-from-stdin"], &key);
    assert_eq!(told.code, Some(0), "{}", told.err);
    let lines: Vec<&str> = told.out.lines().collect();
    assert_eq!(lines[0], format!("{}/Store", service.community().name));
    for (line, step) in lines[1..].iter().zip(STEPS) {
        let words: Vec<&str> = line.split_whitespace().collect();
        assert_eq!((words[0], words[3]), (step, "ms"), "{line}");
    }
    assert_eq!(lines.len(), 1 + STEPS.len() + 1, "{}", told.out);
    assert_eq!(kept(&around), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_cause_is_named_and_has_its_exit_code() {
    let (around, service) = (Surroundings::new(Keyring::NoBus), start_service().await);
    furnish_without_keys(&around, &service);
    let key = service.community().api_key.clone();
    let diagnose = ["diagnose", "--key-from-stdin"];
    let status = |code| SignInFault::Status { code, retry_after: None, body: "{}".to_owned() };
    for (fault, exit, cause) in [
        (status(401), 4, "wrong_key"),
        (status(403), 4, "unknown_email"),
        (status(404), 4, "wrong_community_id"),
        (status(429), 7, "rate_limited"),
        (status(503), 7, "service_down"),
        (status(511), 6, "captive_portal"),
    ] {
        service.faults().set(fault);
        let told = run(&around, &diagnose, &key);
        assert_eq!(told.code, Some(exit), "{cause}: {}", told.out);
        assert!(told.out.contains(&format!("\n{cause}: ")), "{cause}: {}", told.out);
        let report = run(&around, &[&diagnose[..], &["--json"]].concat(), &key);
        assert_eq!((report.code, &report.json()["cause"]), (Some(exit), &json!(cause)));
    }
    service.faults().clear();
    service.faults().set_frame(FrameFault::XFrameOptions);
    let blocked = run(&around, &diagnose, &key);
    assert_eq!(blocked.code, Some(8), "{}", blocked.out);
    assert!(blocked.out.contains("\nblocked_by_allow_list: "), "{}", blocked.out);
    assert!(blocked.out.contains("frame-ancestors tauri://localhost"), "what to set: {}", blocked.out);
    service.faults().clear_frame();
    let no_keychain = run(&around, &["diagnose"], "");
    assert_eq!(no_keychain.code, Some(5), "{}", no_keychain.out);
    assert!(no_keychain.out.contains("\nkeychain_shut: "), "{}", no_keychain.out);
    drop(service);
    let gone = run(&around, &diagnose, &key);
    assert_eq!(gone.code, Some(6), "{}", gone.out);
    assert!(gone.out.contains("\nunreachable: "), "{}", gone.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_in_the_keychain_is_used_where_there_is_one() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let ended = run(&around, &["sign-in", "--check"], "");
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    around.lock_keyring();
    let ended = run(&around, &["sign-in", "--check"], "");
    assert_eq!(ended.code, Some(5), "nobody is asked to unlock it");
    assert!(ended.err.contains("keychain_locked"), "{}", ended.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_as_a_key_is_not_shown_and_the_terminal_is_as_before() {
    let (around, service) = (Surroundings::new(Keyring::NoBus), start_service().await);
    furnish_without_keys(&around, &service);
    // `script` gives the command a terminal of its own, and prints whatever that shows.
    let line = format!("'{BINARY}' sign-in --check --key-from-stdin; echo \"code $?\"; stty -a");
    let mut command = around.command("timeout");
    command
        .args(["20", "script", "--quiet", "--return", "--command", &line, "/dev/null"])
        .env_remove("DISPLAY")
        .env("SHELL", "/bin/sh");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("script runs");
    let mut input = child.stdin.take().expect("a piped standard input");
    let mut output = std::io::BufReader::new(child.stdout.take().expect("a piped standard output"));
    // What is typed before the question comes is shown by any terminal.
    let mut shown = String::new();
    std::io::BufRead::read_line(&mut output, &mut shown).expect("a question");
    assert!(shown.contains("not shown"), "{shown}");
    input.write_all(format!("{}\n", service.community().api_key).as_bytes()).expect("it reads");
    std::io::Read::read_to_string(&mut output, &mut shown).expect("text");
    drop(input);
    child.wait().expect("script ends");
    assert!(shown.contains("code 0") && !shown.contains(KEY_MARK), "{shown}");
    assert!(shown.contains(" echo ") && shown.contains(" icanon "), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_has_neither_keys_nor_emails_and_can_be_imported() {
    let (around, service) = (Surroundings::new(Keyring::NoBus), start_service().await);
    furnish_without_keys(&around, &service);
    let printed = run(&around, &["export"], "");
    assert_eq!(printed.code, Some(0), "{}", printed.err);
    let document = widget_core::transfer::Document::read(printed.out.as_bytes()).expect("a file that is imported");
    assert_eq!(document.communities[0].widgets.len(), service.community().widgets.len());
    let written = run(&around, &["export", "kept.json"], "");
    assert_eq!((written.code, written.out.as_str()), (Some(0), ""));
    assert_eq!(std::fs::read_to_string(around.home().join("kept.json")).unwrap(), printed.out);
    let refused = run(&around, &["export", "not/there.json"], "");
    assert_eq!(refused.code, Some(9));
    assert!(refused.err.contains("file_not_written"), "{}", refused.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_nobodys_is_said_with_its_exit_code() {
    let (around, service) = (Surroundings::new(Keyring::NoBus), start_service().await);
    furnish_without_keys(&around, &service);
    for arguments in [
        &["sign-in", "--check", "--widget", "Prizes"][..],
        &["sign-in", "--check", "--community", "Nobody"],
        &["open", "Nobody/Store"],
        &["open", "64f0c2a91b7e5d38a4c60e12/Prizes"],
    ] {
        let ended = run(&around, arguments, "");
        assert_eq!((ended.code, ended.out.as_str()), (Some(3), ""), "{arguments:?}: {}", ended.err);
        assert!(ended.err.contains("returning-widgets list"), "{}", ended.err);
    }
    let unknown = run(&around, &["lsit"], "");
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.err.contains("lsit"), "{}", unknown.err);
    let shown = run(&around, &["open", &format!("{}/Store", service.community().community_id)], "");
    assert_eq!(shown.code, Some(2), "a window needs a display");
    assert!(shown.err.contains("needs a display"), "{}", shown.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn beside_the_app_that_runs_it_looks_disturbs_nothing_and_turns_it_to_a_widget() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.find("iframe[title='Channels']").await;
    let before = kept(&around);
    for arguments in [&["list"][..], &["sign-in", "--check"], &["diagnose"], &["export"]] {
        let ended = run(&around, arguments, "");
        assert_eq!(ended.code, Some(0), "{arguments:?}: {}", ended.err);
    }
    assert_eq!(kept(&around), before, "the record of the run included");
    app.in_window("main.html").await;
    assert!(app.is_there("iframe[title='Channels']").await);

    let place = format!("{}/{}", service.community().community_id, widget(&service, "Store").widget_type);
    let mut open = around.command(BINARY);
    assert_eq!(open.args(["open", &place]).status().expect("the app runs").code(), Some(0));
    app.in_frame("Store").await;
    app.out_of_frame().await;
    app.quit().await;
}
