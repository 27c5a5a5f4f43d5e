//! The language: that of the system until the person chooses another one.

use crate::harness::community::start_service;
use crate::harness::{App, BINARY, Furnished, Keyring, Surroundings, until};
use serde_json::{Value, json};
use std::path::Path;

/// A text as the message files have it.
fn said(file: &str, name: &str) -> String {
    let texts: Value = serde_json::from_str(file).expect("a message file");
    texts[name].as_str().expect("a plain text").to_owned()
}

const ARABIC: &str = include_str!("../../ui/messages/ar.json");
const SPANISH: &str = include_str!("../../ui/messages/es.json");

#[tokio::test(flavor = "multi_thread")]
async fn the_windows_speak_as_the_system_does_and_follow_a_choice_while_they_are_open() {
    let around = Surroundings::new(Keyring::Missing);
    let system = [("LANG", "ar_EG.UTF-8")];
    let app = App::start_program(&around, Path::new(BINARY), &system, &["--demo"]).await;
    app.in_window("main.html").await;
    app.find("html[lang=ar][dir=rtl]").await;
    app.find(&format!("nav[aria-label='{}']", said(ARABIC, "nav_widgets"))).await;
    let frame = "return document.querySelector('iframe').src";
    app.find("iframe").await;
    let opened = app.script(frame).await;
    app.press(&said(ARABIC, "connect_your_community")).await;
    app.in_window("setup.html").await;
    app.find("html[lang=ar][dir=rtl]").await;
    app.press(&said(ARABIC, "preferences")).await;
    app.field(&said(ARABIC, "language")).await;
    app.script(
        "const choice = [...document.querySelectorAll('select')].find((select) => select.querySelector('[value=es]'));\
         choice.value = 'es'; choice.dispatchEvent(new Event('change', { bubbles: true })); return 0",
    )
    .await;
    app.find("html[lang=es][dir=ltr]").await;
    app.field(&said(SPANISH, "language")).await;
    let title = said(SPANISH, "setup_title");
    until("a title that follows", || async { (!around.windows(&title).is_empty()).then_some(()) }).await;
    app.in_window("main.html").await;
    app.find("html[lang=es][dir=ltr]").await;
    app.find(&format!("nav[aria-label='{}']", said(SPANISH, "nav_widgets"))).await;
    assert_eq!(app.script(frame).await, opened, "the widget was not loaded anew");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_speaks_the_language_that_the_person_prefers() {
    let (around, service) = (Surroundings::new(Keyring::Missing), start_service().await);
    around.furnish_settings(&[Furnished::with_first_member(&service)], |settings| {
        settings["preferences"] = json!({"language": "es"});
    });
    let app = App::start(&around, &["--demo"]).await;
    app.in_window("main.html").await;
    app.find(&format!("nav[aria-label='{}']", said(SPANISH, "nav_widgets"))).await;
    app.find("html[lang=es]").await;
    app.quit().await;
}
