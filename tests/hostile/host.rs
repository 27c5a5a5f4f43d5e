//! From the frame to the host: the app's own objects, its native handler, its schemes, its pages.

use crate::harness::{Process, until};
use crate::proof::{Attack, Build, blocked_by_engine, prove, prove_behind};
use crate::scene::Scene;
use demo_service::Staged;
use std::sync::Mutex;

const SHARED: &str = include_str!("pages/host.js");
/// Part of the title of the setup window, which the call that the pages try opens.
const SETUP_TITLE: &str = "Set up";

/// What lets a page take the top window's place with a click.
const TOP: [&str; 3] = ["sandbox", "navigation", "foreign-page-exit"];

/// Makes the Channels widget a page that runs this script after what the pages of this file share.
fn attack_with(scene: &Scene, script: &str) {
    scene.attack_with(&format!("{SHARED}\n{script}"));
}

/// Whether the setup window opens. It does not once the page has waited for it in vain.
async fn opens_setup(scene: &Scene, app: &Process<'_>) -> bool {
    until("the setup window, or the end of the page's patience", || async {
        let waited = scene.report("waited").is_some();
        let opened = !app.windows(SETUP_TITLE).is_empty();
        (opened || waited).then_some(opened)
    })
    .await
}

/// Whether a page's calls open the setup window.
async fn calls(build: &Build, script: &str) -> bool {
    let scene = Scene::new().await;
    attack_with(&scene, script);
    let app = scene.start(build);
    scene.reported("tried").await;
    opens_setup(&scene, &app).await
}

/// Whether a page finds something of the app's own page in its frame, or after a click in the top window's place.
async fn finds(build: &Build, object: &str) -> bool {
    let scene = Scene::new().await;
    attack_with(&scene, include_str!("pages/host-objects.js"));
    let app = scene.start(build);
    let in_frame = scene.reported(&format!("frame-{object}")).await;
    scene.reported("clickable").await;
    app.click_widget().await;
    let as_top = until("what became of the click", || async {
        scene.report(&format!("top-{object}")).or_else(|| scene.report("waited"))
    })
    .await;
    [in_frame, as_top].iter().any(|report| report == "present")
}

#[tokio::test(flavor = "multi_thread")]
async fn h01_no_page_has_the_global_api() {
    let attack = Attack { number: "H01", tries: "window.__TAURI__ in the frame and as the top page" };
    let why = "withGlobalTauri is off, so its scripts are not in the binary; and they would run in the top page only";
    blocked_by_engine(attack, why, &TOP, async |build| finds(build, "tauri").await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h02_the_frame_has_no_invoke() {
    let attack = Attack { number: "H02", tries: "__TAURI_INTERNALS__.invoke in the frame and as the top page" };
    prove(attack, &TOP, async |build| finds(build, "internals").await).await;
}

/// Whether a page that took the top window's place can call a command.
async fn calls_as_top(build: &Build) -> bool {
    let scene = Scene::new().await;
    attack_with(&scene, include_str!("pages/top-invoke.js"));
    let app = scene.start(build);
    scene.reported("clickable").await;
    app.click_widget().await;
    scene.reported("tried").await;
    opens_setup(&scene, &app).await
}

#[tokio::test(flavor = "multi_thread")]
async fn h02_a_stranger_in_the_top_windows_place_gets_no_answer_to_a_request() {
    let attack = Attack { number: "H02", tries: "invoke in the top window's place" };
    let given = ["sandbox", "navigation", "foreign-page-exit", "remote-pages"];
    prove_behind(attack, &given, &["command-origin"], async |build| calls_as_top(build).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h02_a_stranger_in_the_top_windows_place_has_no_permission() {
    let attack = Attack { number: "H02", tries: "invoke in the top window's place" };
    let given = ["sandbox", "navigation", "foreign-page-exit", "command-origin", "native-handler"];
    prove_behind(attack, &given, &["remote-pages"], async |build| calls_as_top(build).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h03_the_frame_has_no_ipc_object() {
    let attack = Attack { number: "H03", tries: "window.ipc.postMessage in the frame and as the top page" };
    prove(attack, &TOP, async |build| finds(build, "ipc").await).await;
}

/// Whether messages to the native handler with these keys, or with the one that is handed out, run a command.
async fn posts(build: &Build, keys: &[&str]) -> bool {
    let keys = serde_json::to_string(keys).expect("a list");
    calls(build, &include_str!("pages/native-guess.js").replace("__MORE_KEYS__", &keys)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn h04_the_frame_has_no_native_handler() {
    let attack = Attack { number: "H04", tries: "webkit.messageHandlers.ipc in the frame" };
    prove(attack, &["native-handler"], async |build| {
        let scene = Scene::new().await;
        attack_with(&scene, &include_str!("pages/native-guess.js").replace("__MORE_KEYS__", "[]"));
        let _app = scene.start(build);
        scene.reported("handler").await == "present"
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h04_the_right_key_is_of_no_use_without_a_handler() {
    let attack = Attack { number: "H04", tries: "webkit.messageHandlers.ipc with the key" };
    prove_behind(attack, &["invoke-key-in-frames"], &["native-handler"], async |build| posts(build, &[]).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h04_a_message_with_a_guessed_key_runs_nothing() {
    let attack = Attack { number: "H04", tries: "webkit.messageHandlers.ipc with guessed keys" };
    prove_behind(attack, &["native-handler"], &["invoke-key-in-frames"], async |build| posts(build, &[]).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h04_malformed_messages_do_no_harm() {
    let attack = Attack { number: "H04", tries: "malformed messages to webkit.messageHandlers.ipc, also with the key" };
    let why = "Tauri reads them with care: none ends the app or cuts the page off";
    let without = ["native-handler", "invoke-key-in-frames"];
    let handler = Mutex::new(String::new());
    blocked_by_engine(attack, why, &without, async |build| {
        let scene = Scene::new().await;
        attack_with(&scene, include_str!("pages/native-malformed.js"));
        let app = scene.start(build);
        scene.reported("tried").await;
        *handler.lock().expect("a lock") = scene.reported("handler").await;
        let dead = until("whether the app is alive", || async {
            let dead = scene.report("dead").is_some() || app.ended().is_some();
            (dead || scene.report("alive").is_some()).then_some(dead)
        });
        dead.await
    })
    .await;
    assert_eq!(handler.into_inner().expect("a lock"), "present", "the weakened build hears them");
}

#[tokio::test(flavor = "multi_thread")]
async fn h05_there_is_no_other_systems_handler() {
    let attack = Attack { number: "H05", tries: "chrome.webview.postMessage in the frame and as the top page" };
    let why = "WebKitGTK has no such object: it is WebView2's";
    blocked_by_engine(attack, why, &TOP, async |build| finds(build, "chrome").await).await;
}

/// What lets a frame's request for a command through. Each of them alone stops it.
const REQUEST_DEFENCES: [&str; 3] = ["command-origin", "invoke-key-in-frames", "remote-pages"];

/// Shows that requests for a command are stopped by each of the three alone.
async fn prove_each_request_defence(number: &'static str, tries: &'static str, run: impl AsyncFn(&Build) -> bool) {
    for missing in REQUEST_DEFENCES {
        let given: Vec<&str> = REQUEST_DEFENCES.into_iter().filter(|name| *name != missing).collect();
        prove_behind(Attack { number, tries }, &given, &[missing], &run).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn h06_a_request_from_a_frame_runs_no_command() {
    let attack = Attack { number: "H06", tries: "fetch and XMLHttpRequest to ipc:" };
    let script = include_str!("pages/ipc-requests.js");
    prove(attack, &REQUEST_DEFENCES, async |build| calls(build, script).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h06_each_defence_alone_stops_a_request_from_a_frame() {
    let script = include_str!("pages/ipc-requests.js");
    prove_each_request_defence("H06", "fetch and XMLHttpRequest to ipc:", async |build| calls(build, script).await)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h06_no_element_form_or_beacon_runs_a_command() {
    let attack = Attack { number: "H06", tries: "img, script, iframe, video, object, link, form and beacon to ipc:" };
    let why = "none of them can send the header with the key, which Tauri asks for";
    let without = ["command-origin", "remote-pages", "invoke-key-in-frames", "navigation", "content-policy", "sandbox"];
    let script = include_str!("pages/ipc-elements.js");
    blocked_by_engine(attack, why, &without, async |build| calls(build, script).await).await;
}

/// Whether one of these addresses loads in a frame of the page's own.
async fn frames(build: &Build, addresses: &[&str]) -> bool {
    let scene = Scene::new().await;
    let list = serde_json::to_string(addresses).expect("a list");
    attack_with(&scene, &include_str!("pages/nested-frames.js").replace("__ADDRESSES__", &list));
    let _app = scene.start(build);
    !scene.reported("loaded").await.is_empty()
}

#[tokio::test(flavor = "multi_thread")]
async fn h07_the_app_s_pages_do_not_load_in_a_nested_frame() {
    let pages = ["tauri://localhost/main.html", "tauri://localhost/setup.html", "tauri://localhost/"];
    for page in pages {
        let attack = Attack { number: "H07", tries: "tauri: in a nested frame" };
        prove(attack, &["navigation"], async |build| frames(build, &[page]).await).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn h07_the_command_scheme_does_not_load_in_a_nested_frame() {
    let attack = Attack { number: "H07", tries: "ipc: in a nested frame" };
    let addresses = ["ipc://localhost/open_setup"];
    prove(attack, &["navigation", "command-origin"], async |build| frames(build, &addresses).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h07_schemes_and_hosts_of_other_systems_lead_nowhere() {
    let attack = Attack { number: "H07", tries: "asset:, http://tauri.localhost and their like in a nested frame" };
    let why = "no scheme asset: is registered, and on this system nobody listens at those hosts";
    let addresses = [
        "asset://localhost/etc/passwd",
        "http://tauri.localhost/main.html",
        "http://asset.localhost/etc/passwd",
        "http://ipc.localhost/open_setup",
        "file:///etc/passwd",
    ];
    blocked_by_engine(attack, why, &["navigation"], async |build| frames(build, &addresses).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h08_no_window_opens_with_a_page_of_the_app() {
    for address in ["tauri://localhost/main.html", "tauri://localhost/setup.html", "ipc://localhost/open_setup"] {
        let attack = Attack { number: "H08", tries: "window.open with tauri: and ipc:" };
        prove(attack, &["new-window"], async |build| {
            let scene = Scene::new().await;
            attack_with(&scene, &include_str!("pages/open-window.js").replace("__ADDRESS__", address));
            let app = scene.start(build);
            scene.reported("clickable").await;
            app.click_widget().await;
            let opened = scene.reported("opened").await == "true";
            assert_eq!(scene.around.opened_links(), Vec::<String>::new(), "no address of the app's leaves it");
            opened
        })
        .await;
    }
}

/// What lets the calls of a nested page through.
const NESTED_CALLS: [&str; 2] = ["native-handler", "invoke-key-in-frames"];

/// Whether a page of this kind, in a frame of the widget's own making, can call.
async fn nested_page_calls(build: &Build, kind: &str) -> bool {
    let scene = Scene::new().await;
    attack_with(&scene, &include_str!("pages/grandchild.js").replace("__KIND__", kind));
    let app = scene.start(build);
    scene.reported("tried").await;
    assert_ne!(scene.reported("objects").await, "true", "no nested page has the app's objects");
    opens_setup(&scene, &app).await
}

#[tokio::test(flavor = "multi_thread")]
async fn h09_a_srcdoc_page_in_the_frame_calls_nothing() {
    let attack = Attack { number: "H09", tries: "the native handler and ipc: from a srcdoc frame" };
    prove(attack, &NESTED_CALLS, async |build| nested_page_calls(build, "srcdoc").await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h09_a_data_page_in_the_frame_calls_nothing() {
    let attack = Attack { number: "H09", tries: "the native handler and ipc: from a data: frame" };
    let without = [&NESTED_CALLS[..], &["navigation"]].concat();
    prove(attack, &without, async |build| nested_page_calls(build, "data").await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h09_a_blob_page_in_the_frame_calls_nothing() {
    let attack = Attack { number: "H09", tries: "the native handler and ipc: from a blob: frame" };
    let without = [&NESTED_CALLS[..], &["navigation"]].concat();
    prove(attack, &without, async |build| nested_page_calls(build, "blob").await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h09_data_and_blob_pages_do_not_load_at_all() {
    for kind in ["data", "blob"] {
        let attack = Attack { number: "H09", tries: "data: and blob: frames that have the key and a handler" };
        prove_behind(attack, &NESTED_CALLS, &["navigation"], async |build| nested_page_calls(build, kind).await).await;
    }
}

/// The growth of the app's own memory that is taken for a leak, in kilobytes.
const GROWTH_KB: u64 = 120_000;

fn flood(posts: u32, requests: u32) -> String {
    let script = include_str!("pages/flood.js").replace("__POSTS__", &posts.to_string());
    script.replace("__REQUESTS__", &requests.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn h10_a_flood_of_guesses_does_not_hold_the_page_up() {
    let attack = Attack { number: "H10", tries: "100000 guesses to the native handler, and requests beside them" };
    prove(attack, &["native-handler"], async |build| {
        let scene = Scene::new().await;
        attack_with(&scene, &flood(100_000, 5_000));
        let _app = scene.start(build);
        scene.reported("begins").await;
        scene.reported("posted").await;
        until("a token, or the end of the page's patience", || async {
            let held_up = scene.report("held-up").is_some();
            (held_up || scene.report("answered").is_some()).then_some(held_up)
        })
        .await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h10_guesses_do_not_pile_up_in_the_app() {
    let attack = Attack { number: "H10", tries: "20000 requests with guessed keys, to fill the app's memory" };
    prove(attack, &["command-origin"], async |build| {
        let scene = Scene::new().await;
        attack_with(&scene, &flood(0, 20_000));
        let app = scene.start(build);
        scene.reported("begins").await;
        let before = memory_of(app.id());
        scene.reported("answered").await;
        memory_of(app.id()).saturating_sub(before) > GROWTH_KB
    })
    .await;
}

/// What a process holds in memory, in kilobytes.
fn memory_of(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("a process");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("its memory");
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number")
}

/// Whether guessing prints the real key, or more lines the more is guessed.
async fn prints_guesses(build: &Build) -> bool {
    let scene = Scene::new().await;
    attack_with(&scene, &flood(1_000, 1_000));
    let app = scene.start(build);
    scene.reported("begins").await;
    scene.reported("answered").await;
    let key = scene.reported("key").await;
    let printed = app.printed();
    assert_eq!(key.len(), 20, "the key is known to this test: {key}");
    printed.contains(&key) || printed.lines().count() > 20
}

#[tokio::test(flavor = "multi_thread")]
async fn h10_no_guess_gets_as_far_as_to_be_printed() {
    let attack = Attack { number: "H10", tries: "2000 guesses, to have the key and much else printed" };
    let given = ["invoke-key-in-frames", "log-redaction"];
    let without = ["native-handler", "command-origin"];
    prove_behind(attack, &given, &without, async |build| prints_guesses(build).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h10_what_is_printed_of_guesses_is_short_and_holds_no_key() {
    let attack = Attack { number: "H10", tries: "2000 guesses, to have the key and much else printed" };
    let given = ["invoke-key-in-frames", "native-handler", "command-origin"];
    prove_behind(attack, &given, &["log-redaction"], async |build| prints_guesses(build).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h10_the_key_of_an_earlier_run_is_of_no_use() {
    let attack = Attack { number: "H10", tries: "replay of the key of the run before" };
    let script = include_str!("pages/native-guess.js").replace("__MORE_KEYS__", "[]");
    prove_behind(attack, &["native-handler"], &["invoke-key-in-frames"], async |build| {
        let scene = Scene::new().await;
        attack_with(&scene, &script);
        let before = scene.start(&Build::lacking(&["invoke-key-in-frames"]));
        let key = scene.reported("key").await;
        assert_eq!(key.len(), 20, "the key of the run before: {key}");
        drop(before);
        posts(build, &[&key]).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h12_a_host_that_is_the_app_s_own_elsewhere_is_a_stranger_s_here() {
    let attack = Attack { number: "H12", tries: "invoke as the top page at http://tauri.localhost" };
    let why = "on this system only the scheme tauri: is the app's own; hosts count on Windows and Android";
    let without = ["sandbox", "navigation", "foreign-page-exit", "native-handler", "command-origin"];
    let reached = Mutex::new(None);
    blocked_by_engine(attack, why, &without, async |build| {
        let scene = Scene::new().await;
        attack_with(&scene, include_str!("pages/as-other-host.js"));
        let app = scene.start(build);
        scene.reported("clickable").await;
        app.click_widget().await;
        scene.reported("tried").await;
        let opened = opens_setup(&scene, &app).await;
        *reached.lock().expect("a lock") = scene.report("is-top");
        opened
    })
    .await;
    let reached = reached.into_inner().expect("a lock").unwrap_or_default();
    assert!(reached.starts_with("tauri.localhost:"), "the weakened build lets the page call from there: {reached}");
}

/// Whether a worker of this kind can call.
async fn worker_calls(build: &Build, kind: &str) -> bool {
    let scene = Scene::new().await;
    let worker = include_str!("pages/worker.js").replace("__HOME__", scene.service.origin());
    scene.service.faults().stage("/worker.js", Staged::script(worker));
    attack_with(&scene, &include_str!("pages/workers.js").replace("__KIND__", kind));
    let app = scene.start(build);
    assert_eq!(scene.reported("worker").await, format!("{kind} found 0"), "no worker has the app's objects");
    assert_eq!(scene.reported("called").await, kind);
    opens_setup(&scene, &app).await
}

#[tokio::test(flavor = "multi_thread")]
async fn h13_a_worker_calls_nothing() {
    let attack = Attack { number: "H13", tries: "ipc: from a worker" };
    prove(attack, &REQUEST_DEFENCES, async |build| worker_calls(build, "dedicated").await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h13_each_defence_alone_stops_a_worker() {
    prove_each_request_defence("H13", "ipc: from a worker", async |build| worker_calls(build, "dedicated").await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h13_shared_and_service_workers_do_not_know_the_scheme() {
    for kind in ["shared", "service"] {
        let attack = Attack { number: "H13", tries: "ipc: from a shared worker and a service worker" };
        let why = "they belong to no window, and the scheme is known to windows only";
        blocked_by_engine(attack, why, &REQUEST_DEFENCES, async |build| worker_calls(build, kind).await).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn h13_no_worker_has_the_app_s_origin() {
    let attack = Attack { number: "H13", tries: "workers of each kind with a script of the app's own" };
    let why = "workers are of the origin of the page that starts them, and service workers are for http only";
    let script = script_of_ours();
    blocked_by_engine(attack, why, &["navigation", "content-policy", "sandbox"], async |build| {
        let scene = Scene::new().await;
        attack_with(&scene, &include_str!("pages/workers-of-ours.js").replace("__SCRIPT__", &script));
        let _app = scene.start(build);
        let outcomes = scene.reported("workers").await;
        outcomes.split(" | ").any(|outcome| outcome.starts_with("ok:"))
    })
    .await;
}

/// The path of a script that the app serves to its own page.
fn script_of_ours() -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/dist/assets");
    let entries = std::fs::read_dir(folder).expect("a built page").flatten();
    let mut names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    format!("/assets/{}", names.find(|name| name.starts_with("main-") && name.ends_with(".js")).expect("its script"))
}

#[tokio::test(flavor = "multi_thread")]
async fn h14_nothing_of_the_parent_can_be_read() {
    let attack = Attack { number: "H14", tries: "the parent's document, location, name, storage, frameElement" };
    let why = "the same-origin policy: a widget's origin is never the app's";
    let without = ["sandbox", "content-policy", "navigation"];
    blocked_by_engine(attack, why, &without, async |build| {
        let scene = Scene::new().await;
        attack_with(&scene, include_str!("pages/parent-reads.js"));
        let _app = scene.start(build);
        let of_parent = scene.reported("of-parent").await;
        assert_eq!(scene.reported("of-child").await, "document location name origin storage agent");
        !of_parent.is_empty()
    })
    .await;
}

/// The two steps of the theft: the key in the top window's place, then the call from the frame. Answers whether the
/// command ran, and how the app ended if it did.
async fn two_steps(build: &Build) -> (bool, Option<i32>) {
    let scene = Scene::new().await;
    attack_with(&scene, include_str!("pages/steal-key.js"));
    let app = scene.start(build);
    scene.reported("clickable").await;
    app.click_widget().await;
    scene.reported("clicked").await;
    let key = until("what became of the click", || async {
        let ended = app.ended().map(|_| String::new());
        scene.report("stolen").or(ended).or_else(|| scene.report("waited").map(|_| String::new()))
    })
    .await;
    if !key.is_empty() {
        let mut served = Staged::page(key);
        served.headers.push(("access-control-allow-origin".to_owned(), "*".to_owned()));
        scene.service.faults().stage("/stolen", served);
        until("the second step", || async {
            scene.report("tried").or_else(|| scene.report("waited")).or(app.ended().map(|_| String::new()))
        })
        .await;
    }
    match app.ended() {
        Some(code) => (false, Some(code)),
        None => (opens_setup(&scene, &app).await, app.ended()),
    }
}

/// What stands in the way of the theft in two steps.
const THEFT_DEFENCES: [&str; 5] = ["sandbox", "navigation", "foreign-page-exit", "native-handler", "first-watch"];
/// The app's exit code when the top page is a stranger's.
const ENDED_BY_FOREIGN_PAGE: i32 = 3;

/// Shows that the theft is stopped by one of the defences alone. Answers how the app ended.
async fn prove_theft_defence(alone: &'static str) -> Option<i32> {
    let given: Vec<&str> = THEFT_DEFENCES.into_iter().filter(|name| *name != alone).collect();
    let attack = Attack { number: "H15", tries: "the key is read as the top page and used by the frame" };
    let first_end = Mutex::new(None);
    prove_behind(attack, &given, &[alone], async |build| {
        let (ran, end) = two_steps(build).await;
        first_end.lock().expect("a lock").get_or_insert(end);
        ran
    })
    .await;
    first_end.into_inner().expect("a lock").flatten()
}

#[tokio::test(flavor = "multi_thread")]
async fn h15_the_key_is_not_stolen_in_two_steps() {
    let attack = Attack { number: "H15", tries: "the key is read as the top page and used by the frame" };
    prove(attack, &THEFT_DEFENCES, async |build| two_steps(build).await.0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h15_the_sandbox_alone_stops_the_theft() {
    assert_eq!(prove_theft_defence("sandbox").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn h15_the_end_of_the_process_alone_stops_the_theft() {
    assert_eq!(prove_theft_defence("foreign-page-exit").await, Some(ENDED_BY_FOREIGN_PAGE));
}

#[tokio::test(flavor = "multi_thread")]
async fn h15_that_the_page_loads_only_once_alone_stops_the_theft() {
    assert_eq!(prove_theft_defence("navigation").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn h15_that_frames_have_no_native_handler_alone_stops_the_theft() {
    assert_eq!(prove_theft_defence("native-handler").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn h15_without_the_sandbox_the_app_stays_where_it_is() {
    let (ran, end) = two_steps(&Build::lacking(&["sandbox"])).await;
    assert_eq!((ran, end), (false, None));
}

/// Whether the frame shows the app's own page after it went there by itself.
async fn frame_goes_to_our_page(build: &Build) -> bool {
    let scene = Scene::new().await;
    let script = include_str!("pages/navigate-self.js").replace("__ADDRESS__", "tauri://localhost/main.html");
    attack_with(&scene, &script);
    let app = scene.start_driven(build).await;
    app.in_window("main.html").await;
    scene.reported("tried").await;
    // The app's page can read where its frame is only if that is a page of its own.
    let read = "try { return document.querySelector('iframe').contentWindow.location.href } catch { return null }";
    let there = until("where the frame is", || async {
        let shows_ours = app.script(read).await == "tauri://localhost/main.html";
        (shows_ours || scene.report("waited").is_some()).then_some(shows_ours)
    })
    .await;
    app.quit().await;
    there
}

#[tokio::test(flavor = "multi_thread")]
async fn h16_the_frame_does_not_go_to_the_app_s_page() {
    let attack = Attack { number: "H16", tries: "the frame navigates itself to tauri:" };
    let without = ["navigation", "content-policy"];
    prove(attack, &without, async |build| frame_goes_to_our_page(build).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h16_each_defence_alone_keeps_the_frame_from_the_app_s_page() {
    for (given, missing) in [("navigation", "content-policy"), ("content-policy", "navigation")] {
        let attack = Attack { number: "H16", tries: "the frame navigates itself to tauri:" };
        prove_behind(attack, &[given], &[missing], async |build| frame_goes_to_our_page(build).await).await;
    }
}

/// Whether the app's page is loaded once more at the frame's wish, which then arrives once more itself.
async fn reloads_our_page(build: &Build) -> bool {
    let scene = Scene::new().await;
    let script = include_str!("pages/navigate-top.js");
    attack_with(&scene, &script.replace("__ADDRESS__", "tauri://localhost/main.html?a=stranger#s"));
    let _app = scene.start(build);
    scene.reported("arrived").await;
    until("a second arrival, or the end of the page's patience", || async {
        let arrivals = scene.reports().iter().filter(|(name, _)| name == "arrived").count();
        (arrivals > 1 || scene.report("waited").is_some()).then_some(arrivals > 1)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn h16_the_frame_does_not_load_the_app_s_page_anew_with_its_own_query() {
    let attack = Attack { number: "H16", tries: "top.location = tauri: with a query, without a click" };
    let without = ["sandbox", "navigation", "first-watch"];
    prove(attack, &without, async |build| reloads_our_page(build).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h16_each_defence_alone_keeps_the_app_s_page_as_it_is() {
    for (given, missing) in [("sandbox", "navigation"), ("navigation", "sandbox")] {
        let attack = Attack { number: "H16", tries: "top.location = tauri: with a query, without a click" };
        let given = [given, "first-watch"];
        prove_behind(attack, &given, &[missing], async |build| reloads_our_page(build).await).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn h16_the_app_s_page_does_nothing_in_a_frame() {
    let attack = Attack { number: "H16", tries: "the app's page in a nested frame runs for the stranger" };
    let why = "Tauri's scripts run in the top page only, so the app's page could call nothing even if it went on";
    let loaded = Mutex::new(String::new());
    blocked_by_engine(attack, why, &["navigation"], async |build| {
        let scene = Scene::new().await;
        let addresses = "['tauri://localhost/main.html']";
        attack_with(&scene, &include_str!("pages/nested-frames.js").replace("__ADDRESSES__", addresses));
        let app = scene.start_driven(build).await;
        app.in_window("main.html").await;
        *loaded.lock().expect("a lock") = scene.reported("loaded").await;
        // The nested page is of the same origin as the app's, which can look into it past the widget's.
        let content = "document.querySelector('iframe').contentWindow[0].document.querySelector('#app')";
        let runs = app.script(&format!("try {{ return {content}.childElementCount }} catch {{ return 0 }}")).await != 0;
        app.quit().await;
        runs
    })
    .await;
    assert_ne!(loaded.into_inner().expect("a lock"), "", "it loads in the weakened build");
}
