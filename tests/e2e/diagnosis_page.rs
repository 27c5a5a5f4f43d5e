//! From a widget that does not come to life to the cause, and to a report that can be sent on.

use crate::harness::community::{member_name, start_service};
use crate::harness::{App, Furnished, Keyring, Surroundings, scan};
use crate::transfer::choose;
use demo_service::{FrameFault, KEY_MARK, SignInFault, TOKEN_MARK};
use serde_json::Value;

/// The title of the dialog for the report's file.
const TITLE: &str = "Save the report";

/// The page of a diagnosis that has ended, asked for over the widget that failed.
async fn diagnosed<'a>(around: &'a Surroundings, code: &str) -> App<'a> {
    let app = App::start(around, &[]).await;
    app.in_window("main.html").await;
    app.alert(code).await;
    app.press("Find the cause").await;
    app.in_window("setup.html").await;
    app.shows("h1", "Diagnosis").await;
    app.gone("[data-check=storage][data-outcome=waiting]").await;
    app
}

async fn cause(app: &App<'_>) -> Value {
    app.script("return document.querySelector('[data-cause]').dataset.cause").await
}

async fn outcome(app: &App<'_>, check: &str) -> Value {
    app.script(&format!("return document.querySelector('[data-check={check}]').dataset.outcome")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_widget_that_may_not_be_framed_leads_to_the_header_to_set_and_to_a_report_without_a_secret() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let _manager = around.start_window_manager();
    service.faults().set_frame(FrameFault::FrameAncestors("'self' https://crm.example".to_owned()));
    let app = diagnosed(&around, "framing_refused").await;
    assert_eq!(cause(&app).await, "blocked_by_allow_list");
    assert_eq!(outcome(&app, "sign_in").await, "passed");
    assert_eq!(outcome(&app, "frame_page").await, "failed");
    let header = app.text("[role=region]").await;
    assert!(header.contains("frame-ancestors 'self' https://crm.example tauri://localhost"), "{header}");
    app.press("Copy report").await;
    app.shows("p[role=status]", "Copied").await;

    let folder = tempfile::tempdir().expect("a folder");
    let (json, markdown) = (folder.path().join("report.json"), folder.path().join("report.md"));
    for path in [&json, &markdown] {
        app.press("Save report…").await;
        choose(&around, TITLE, path).await;
        app.shows("p[role=status]", "The report was written.").await;
    }
    let report: Value = serde_json::from_slice(&std::fs::read(&json).expect("a report")).expect("JSON");
    assert_eq!(report["diagnosis"]["cause"], "blocked_by_allow_list");
    let text = std::fs::read_to_string(&markdown).expect("a report");
    assert!(text.starts_with("# Returning Widgets: Diagnosis\n\n**The service does not let this app show"), "{text}");
    let email = &service.community().members[0].email;
    let secrets = [KEY_MARK, TOKEN_MARK, &service.community().api_key, email];
    assert_eq!(scan(folder.path(), &secrets), (2, vec![]), "two files, and no secret in them");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_is_named_and_what_was_mended_is_seen_by_the_next_run() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let refused = SignInFault::Status { code: 401, retry_after: None, body: "{}".to_owned() };
    service.faults().set(refused);
    let app = diagnosed(&around, "key_refused").await;
    assert_eq!(cause(&app).await, "wrong_key");
    assert_eq!(outcome(&app, "sign_in").await, "failed");
    service.faults().clear();
    app.press("Run again").await;
    app.shows("[data-check=sign_in] .word", "Works").await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_checklists_of_a_widget_that_works_are_green_where_there_is_something_to_tell() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.in_frame("Channels").await;
    app.shows("[data-testid=member-name]", member_name(&service, 0)).await;
    app.out_of_frame().await;
    app.press("Add widget").await;
    app.in_window("setup.html").await;
    app.press("Back").await;
    app.find("li[data-widget]").await;
    app.script("document.querySelector('li[data-widget] button[aria-expanded]').click(); return 0").await;
    app.press("Checklists").await;
    app.find("[data-item]").await;
    let lights = app
        .script("return [...document.querySelectorAll('[data-item]')].map(({ dataset: { item, light } }) => item + ' ' + light)")
        .await;
    let lights: Vec<&str> = lights.as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    assert_eq!(lights.len(), 12);
    // The service of the tests is on this machine, where no connection is encrypted.
    let not_green: Vec<&str> = lights.into_iter().filter(|line| !line.ends_with(" green")).collect();
    assert_eq!(not_green, ["https not_applicable"]);
    app.quit().await;
}
