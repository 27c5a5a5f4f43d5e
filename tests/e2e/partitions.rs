//! Two communities on one origin: what one account stores, the other never sees.

use crate::harness::community::{is_by_app, member_email, start_service, widget};
use crate::harness::{App, BINARY, Keyring, MAIN_TITLE, Process, SETTINGS, Surroundings, until};
use demo_service::{DemoService, Staged};
use serde_json::{Value, json};
use std::path::Path;

/// Tells what it finds, stores its own name, and tells of its token and of each key that reaches it.
const LOOKS: &str = "<!doctype html><body style='background:COLOUR'>
<textarea style='width: 90vw; height: 80vh'></textarea><script>
  const report = (name, value) => fetch(`/report/NAME/${name}?${encodeURIComponent(value)}`);
  const indexed = () => new Promise((resolve) => {
    const opening = indexedDB.open('kept', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('kept');
    opening.onerror = () => resolve('an error');
    opening.onsuccess = () => {
      const writing = opening.result.transaction('kept', 'readwrite');
      const found = writing.objectStore('kept').get('kept');
      writing.objectStore('kept').put('NAME', 'kept');
      writing.oncomplete = () => resolve(found.result ?? null);
    };
  });
  (async () => {
    const channel = new BroadcastChannel('all');
    channel.onmessage = ({ data }) => report('heard', data);
    channel.postMessage('NAME');
    const found = { local: localStorage.getItem('kept'), cookies: document.cookie, indexed: await indexed() };
    localStorage.setItem('kept', 'NAME');
    document.cookie = 'kept=NAME; max-age=9999';
    addEventListener('storage', ({ newValue }) => report('heard', newValue));
    addEventListener('keydown', ({ key }) => report('key', key));
    addEventListener('message', ({ data }) => { if (data?.token) report('token', data.token.slice(0, 8)); });
    await report('found', JSON.stringify(found));
    parent.postMessage({ type: 'RETURNINGAI_WIDGET_REQUEST_TOKEN' }, '*');
  })();
</script>";

fn looks(name: &str, colour: &str) -> Staged {
    Staged::page(LOOKS.replace("NAME", name).replace("COLOUR", colour))
        .with_header("set-cookie", &format!("server={name}; Max-Age=9999"))
}

async fn two_communities(around: &Surroundings) -> DemoService {
    let service = start_service().await;
    around.furnish_two_on_one_origin(&service);
    service.faults().stage(&widget(&service, "Channels").path(), looks("channels", "#fee"));
    service.faults().stage(&widget(&service, "Store").path(), looks("store", "#eef"));
    service
}

/// What a page reported under a name so far.
fn reports(service: &DemoService, page: &str, name: &str) -> Vec<String> {
    let prefix = format!("/report/{page}/{name}?");
    let requests = service.faults().requests();
    let values = requests.iter().filter_map(|request| request.path.strip_prefix(&prefix));
    values.map(|value| percent_encoding::percent_decode_str(value).decode_utf8_lossy().into_owned()).collect()
}

async fn reported(service: &DemoService, page: &str, name: &str, times: usize) -> Vec<String> {
    until(&format!("{name} of {page}, {times} times"), || async {
        Some(reports(service, page, name)).filter(|reports| reports.len() >= times)
    })
    .await
}

fn found(report: &str) -> Value {
    serde_json::from_str(report).expect("JSON")
}

/// The cookies that the web engine sent for a page, at each of its loads.
fn cookies(service: &DemoService, name: &str) -> Vec<String> {
    let path = widget(service, name).path();
    let requests = service.faults().requests();
    let loads = requests.iter().filter(|request| request.path == path && !is_by_app(request));
    loads.map(|request| request.header("cookie").unwrap_or("none").to_owned()).collect()
}

/// Clicks into the widget and types, until the widget's page says that it has the key.
async fn type_into(app: &Process<'_>, service: &DemoService, page: &str, key: &str) {
    until(&format!("the key {key} in {page}"), || async {
        app.click_widget().await;
        app.xdotool(&["key", key]);
        reports(service, page, "key").iter().any(|typed| typed == key).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_community_s_account_stores_the_other_s_never_sees_and_both_stay_alive() {
    let around = Surroundings::new(Keyring::Unlocked);
    let service = two_communities(&around).await;
    let _manager = around.start_window_manager();
    let app = Process::start(&around, Path::new(BINARY), &[], &[]);
    app.main_window().await;
    reported(&service, "channels", "token", 1).await;
    type_into(&app, &service, "channels", "a").await;

    // From within the one widget to the other, and there the keys are the other's.
    app.xdotool(&["key", "ctrl+2"]);
    assert_eq!(reported(&service, "store", "token", 1).await, ["other-co"]);
    let first = found(&reports(&service, "store", "found")[0]);
    assert_eq!(first, json!({"local": null, "cookies": "server=store", "indexed": null}));
    assert_eq!(cookies(&service, "Store"), ["none"]);
    type_into(&app, &service, "store", "b").await;

    // Back and forth: neither is loaded anew, and keys go to what is seen.
    app.xdotool(&["key", "ctrl+1"]);
    type_into(&app, &service, "channels", "c").await;
    app.xdotool(&["key", "ctrl+2"]);
    type_into(&app, &service, "store", "d").await;
    for page in ["channels", "store"] {
        assert_eq!(reports(&service, page, "found").len(), 1, "{page} was loaded once");
        assert_eq!(reports(&service, page, "heard"), Vec::<String>::new(), "{page} hears nothing of the other one");
    }
    let mut typed: Vec<String> = reports(&service, "store", "key");
    typed.retain(|key| key.len() == 1);
    // A key that was slow to be told was pressed again.
    typed.dedup();
    assert_eq!(typed, ["b", "d"]);
    assert_eq!(app.windows(MAIN_TITLE).len(), 1, "one window holds both");

    // A load anew finds what this widget stored, and nothing of the other one.
    app.xdotool(&["key", "F5"]);
    let again = reported(&service, "store", "found", 2).await;
    assert_eq!(found(&again[1])["local"], "store");
    assert_eq!(cookies(&service, "Store")[1], "server=store");
    assert_eq!(app.close().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_keeps_its_cookies_over_a_restart_which_begins_with_the_one_that_was_selected() {
    let around = Surroundings::new(Keyring::Unlocked);
    let service = two_communities(&around).await;
    let _manager = around.start_window_manager();
    // Of a community that was removed, in a run that was killed before its storage was cleared.
    let folders = around.home().join(SETTINGS).join("partitions");
    std::fs::create_dir_all(folders.join("2")).expect("a folder");
    for start in 1..=2 {
        let app = Process::start(&around, Path::new(BINARY), &[], &[]);
        app.main_window().await;
        if start == 1 {
            reported(&service, "channels", "token", 1).await;
            type_into(&app, &service, "channels", "a").await;
            app.xdotool(&["key", "ctrl+2"]);
        }
        reported(&service, "store", "token", start).await;
        type_into(&app, &service, "store", if start == 1 { "b" } else { "c" }).await;
        assert_eq!(app.close().await, 0);
    }
    assert_eq!((folders.join("1").is_dir(), folders.join("2").exists()), (true, false));
    assert_eq!(cookies(&service, "Channels").len(), 1, "the one that is not selected waits");
    assert!(cookies(&service, "Store")[1].contains("server=store"), "{:?}", cookies(&service, "Store"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_whose_web_process_dies_comes_back_and_the_other_one_goes_on() {
    let around = Surroundings::new(Keyring::Unlocked);
    let service = two_communities(&around).await;
    let _manager = around.start_window_manager();
    let app = Process::start(&around, Path::new(BINARY), &[], &[]);
    app.main_window().await;
    reported(&service, "channels", "token", 1).await;
    let of_first = app.engine_processes("WebProcess");
    type_into(&app, &service, "channels", "a").await;
    app.xdotool(&["key", "ctrl+2"]);
    reported(&service, "store", "token", 1).await;
    let of_other = app.engine_processes("WebProcess").into_iter().find(|id| !of_first.contains(id));
    let killed = of_other.expect("a web process of its own").to_string();
    assert!(around.command("kill").args(["-KILL", &killed]).status().is_ok_and(|status| status.success()));
    reported(&service, "store", "token", 2).await;
    type_into(&app, &service, "store", "b").await;
    app.xdotool(&["key", "ctrl+1"]);
    type_into(&app, &service, "channels", "c").await;
    assert_eq!(reports(&service, "channels", "found").len(), 1);
    assert_eq!(app.close().await, 0);
}

/// Store is in front then.
async fn start_and_visit_both<'a>(around: &'a Surroundings, service: &DemoService) -> App<'a> {
    let app = App::start(around, &[]).await;
    app.in_window("main.html").await;
    reported(service, "channels", "token", 1).await;
    app.press("Store").await;
    reported(service, "store", "token", 1).await;
    app
}

/// On the page of a community's accounts in the setup window.
async fn sign_out_and_in_again(app: &App<'_>, service: &DemoService) {
    app.in_window("setup.html").await;
    app.press("Sign out").await;
    app.fill("Community email", member_email(service, 0)).await;
    app.press_and_leave("Sign in").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_of_one_clears_what_it_stored_and_leaves_the_other_s() {
    let around = Surroundings::new(Keyring::Unlocked);
    let service = two_communities(&around).await;
    let app = start_and_visit_both(&around, &service).await;

    // The driver sees the first page only, which is behind the other's by then; its sidebar is the same.
    app.press("Sign out").await;
    sign_out_and_in_again(&app, &service).await;
    reported(&service, "store", "token", 2).await;
    app.quit().await;

    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.press("Channels").await;
    reported(&service, "channels", "token", 2).await;
    app.quit().await;
    assert_eq!(cookies(&service, "Store")[..2], ["none", "none"]);
    assert_eq!(cookies(&service, "Channels"), ["none", "server=channels"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_of_one_that_is_behind_clears_what_it_stored() {
    let around = Surroundings::new(Keyring::Unlocked);
    let service = two_communities(&around).await;
    let app = start_and_visit_both(&around, &service).await;
    app.press("Channels").await;
    app.script(
        "window.__TAURI_INTERNALS__.invoke('open_setup', { page: { page: 'accounts', community: 'other' } }); return 0",
    )
    .await;
    sign_out_and_in_again(&app, &service).await;
    app.in_window("main.html").await;
    app.press("Store").await;
    reported(&service, "store", "token", 2).await;
    app.quit().await;
    let found = found(&reports(&service, "store", "found")[1]);
    assert_eq!(found, json!({"local": null, "cookies": "server=store", "indexed": null}));
    assert_eq!(cookies(&service, "Store"), ["none", "none"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_is_closed_while_a_page_is_being_made_ends() {
    let around = Surroundings::new(Keyring::Unlocked);
    let _service = two_communities(&around).await;
    around.edit_settings(|settings| settings.selected = Some("other-store".to_owned()));
    let _manager = around.start_window_manager();
    for _ in 0..4 {
        let app = Process::start(&around, Path::new(BINARY), &[], &[]);
        app.main_window().await;
        assert_eq!(app.close().await, 0);
    }
}
