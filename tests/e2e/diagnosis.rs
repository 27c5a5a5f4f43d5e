//! What a diagnosis knows of a widget's frame: by what the real web engine showed, in a window that is open all the while.

use crate::harness::community::{member_name, start_service};
use crate::harness::{App, Furnished, Keyring, Surroundings, until};
use demo_service::{DemoService, FrameFault};
use serde_json::{Value, json};
use std::time::Duration;

async fn scene(fault: Option<FrameFault>) -> (Surroundings, DemoService) {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    if let Some(fault) = fault {
        service.faults().set_frame(fault);
    }
    (around, service)
}

async fn start(around: &Surroundings) -> App<'_> {
    let app = App::start(around, &[]).await;
    app.in_window("main.html").await;
    app
}

/// A diagnosis of the Channels widget, from the setup window.
async fn diagnosed(app: &App<'_>, service: &DemoService) -> Value {
    let call = |command: &str, arguments: Value| format!("window.__TAURI_INTERNALS__.invoke('{command}', {arguments})");
    if !app.has_window("setup.html").await {
        app.script(&format!("{}; return 0", call("open_setup", json!({"page": {"page": "preferences"}})))).await;
    }
    app.in_window("setup.html").await;
    app.find("h1").await;
    let widget = Furnished::with_first_member(service).widget("channel-widget");
    let diagnose = call("diagnose", json!({"widget": widget, "checks": "__CHANNEL__:1"}));
    app.script(&format!("window.told = null; {diagnose}.then((told) => (window.told = told)); return 0")).await;
    let told =
        until("a diagnosis", || async { Some(app.script("return window.told").await).filter(|told| !told.is_null()) })
            .await;
    app.in_window("main.html").await;
    told["diagnosis"].clone()
}

fn outcome<'a>(diagnosis: &'a Value, check: &str) -> &'a str {
    let checks = diagnosis["checks"].as_array().expect("checks");
    checks.iter().find(|report| report["check"] == check).expect("the check")["outcome"].as_str().expect("an outcome")
}

/// A widget is given ten seconds for each of its steps, and a person six diagnoses a minute.
const APART: Duration = Duration::from_secs(4);
const MOST: usize = 6;

/// Waits for the verdict, since some of them need the widget to have been silent for a while.
async fn comes_to(fault: FrameFault, cause: &str) -> Value {
    let (around, service) = scene(Some(fault)).await;
    let app = start(&around).await;
    app.find("iframe[title=Channels]").await;
    let mut asking = tokio::time::interval(APART);
    let mut last = Value::Null;
    for _ in 0..MOST {
        asking.tick().await;
        last = diagnosed(&app, &service).await;
        if last["cause"] == cause {
            break;
        }
    }
    app.quit().await;
    assert_eq!(last["cause"], cause, "{last:#}");
    last
}

#[tokio::test(flavor = "multi_thread")]
async fn a_widget_at_work_was_seen_to_take_each_step() {
    let (around, service) = scene(None).await;
    let app = start(&around).await;
    app.in_frame("Channels").await;
    app.shows("[data-testid=member-name]", member_name(&service, 0)).await;
    app.out_of_frame().await;
    let diagnosis = diagnosed(&app, &service).await;
    assert_eq!(diagnosis["cause"], Value::Null, "{diagnosis:#}");
    for check in ["frame_loaded", "token_asked", "token_handed_over", "ready"] {
        assert_eq!(outcome(&diagnosis, check), "passed", "{check}");
    }
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_widget_that_never_asks_is_seen_to_load_and_no_more() {
    let diagnosis = comes_to(FrameFault::NeverAsks, "never_asked").await;
    assert_eq!(outcome(&diagnosis, "frame_loaded"), "passed");
    assert_eq!(outcome(&diagnosis, "ready"), "not_reached");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_widget_that_takes_its_token_and_says_nothing_is_seen_to_take_it() {
    let diagnosis = comes_to(FrameFault::AsksButNeverReady, "asked_but_never_ready").await;
    assert_eq!(outcome(&diagnosis, "token_handed_over"), "passed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_widget_that_fails_after_it_was_ready_has_failed() {
    comes_to(FrameFault::ReadyThenError, "widget_failed").await;
}
