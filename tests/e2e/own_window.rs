//! A widget in a window of its own.

use crate::harness::community::start_service;
use crate::harness::{App, BINARY, Furnished, Keyring, MAIN_TITLE, Process, Surroundings, until};
use demo_service::DemoService;
use std::path::Path;

/// The element that only the main window has, and only a widget's own.
const IN_MAIN: &str = "aside:not([hidden])";
const IN_OWN: &str = "aside[hidden]";
const TAKE_OUT: &str = "button[aria-label='Open in a window of its own']";

async fn own_window(around: &Surroundings, widget: &str) -> String {
    let title = format!("^{widget} – ");
    until("the widget's own window", || async { around.windows(&title).pop() }).await
}

/// The app with Channels in a window of its own.
async fn start_with_channels_taken_out(around: &Surroundings) -> App<'_> {
    let app = App::start(around, &[]).await;
    app.in_window("main.html").await;
    app.find("[data-state=shown]").await;
    app.click(TAKE_OUT).await;
    app
}

#[tokio::test(flavor = "multi_thread")]
async fn a_widget_moves_into_a_window_of_its_own_and_back() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let _manager = around.start_window_manager();
    let app = start_with_channels_taken_out(&around).await;
    let window = own_window(&around, "Channels").await;

    app.in_window_with(IN_OWN).await;
    app.find("[data-state=shown]").await;
    app.in_frame("Channels").await;
    app.find("#message-input").await;
    app.out_of_frame().await;
    assert!(!app.is_there(TAKE_OUT).await, "it is in a window of its own already");

    app.in_window_with(IN_MAIN).await;
    app.shows("[data-state=elsewhere] h2", "Channels").await;
    assert!(!app.is_there("iframe").await, "the widget is loaded once");
    app.press("Store").await;
    app.find("[data-state=shown]").await;

    // Its keys are about itself.
    until("the size of the widget in its own window", || async {
        around.xdotool(&["windowactivate", &window]);
        around.xdotool(&[
            "mousemove",
            "--window",
            &window,
            "300",
            "300",
            "click",
            "1",
            "key",
            "ctrl+0",
            "key",
            "ctrl+plus",
        ]);
        app.in_window_with(IN_OWN).await;
        app.is_there("[data-zoom]").await.then_some(())
    })
    .await;
    app.in_window_with(IN_MAIN).await;
    app.shows("[data-widget][aria-current=page]", "Store").await;
    assert!(!app.is_there("[data-zoom]").await, "the main window's widget keeps its size");

    around.xdotool(&["windowclose", &window]);
    app.press("Channels").await;
    app.find("[data-state=shown]").await;
    app.find("iframe[title=Channels]").await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn its_guards_are_those_of_the_main_window() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let _manager = around.start_window_manager();
    let app = start_with_channels_taken_out(&around).await;
    app.in_window_with(IN_OWN).await;
    app.find("[data-state=shown]").await;
    app.in_frame("Channels").await;
    let asked = "return fetch('ipc://localhost/open_setup', { method: 'POST', body: '{}' }) \
        .then((answer) => answer.status, () => 'refused')";
    assert_eq!(app.script(asked).await, "refused", "a command of the window, from its frame");
    assert_eq!(app.script("return window.open('about:blank') === null").await, true, "another window, from the frame");
    assert_eq!(app.script("return typeof window.__TAURI_INTERNALS__").await, "undefined", "the app's own script");
    let left = "try { top.location.href = 'data:text/html,gone' } catch (refusal) { return refusal.name }";
    assert_ne!(app.script(left).await, serde_json::Value::Null, "another page in the window's place");
    app.out_of_frame().await;
    app.find("[data-state=shown]").await;
    assert!(!app.has_window("setup.html").await);
    app.quit().await;
}

/// How often the page of Channels was loaded.
pub fn loads(service: &DemoService) -> usize {
    service.faults().requests().iter().filter(|seen| seen.path.starts_with("/channel-widget/")).count()
}

/// Without a driver, which does not outlive a web process that it drives.
#[tokio::test(flavor = "multi_thread")]
async fn a_window_whose_web_process_dies_comes_back_with_its_widget() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let _manager = around.start_window_manager();
    let app = Process::start(&around, Path::new(BINARY), &[], &[]);
    app.main_window().await;
    until("the widget", || async { (loads(&service) > 0).then_some(()) }).await;
    let of_main = app.engine_processes("WebProcess");
    until("the widget's own window", || async {
        around.xdotool(&["key", "ctrl+o"]);
        around.windows("^Channels – ").pop()
    })
    .await;
    let before =
        until("the widget in its own window", || async { Some(loads(&service)).filter(|loads| *loads > 1) }).await;
    let window = own_window(&around, "Channels").await;
    let of_own = app.engine_processes("WebProcess").into_iter().find(|id| !of_main.contains(id));
    let killed = of_own.expect("a web process of its own").to_string();
    assert!(around.command("kill").args(["-KILL", &killed]).status().is_ok_and(|status| status.success()));
    until("another window in its place", || async {
        around.windows("^Channels – ").pop().filter(|there| *there != window)
    })
    .await;
    until("the widget in it", || async { (loads(&service) > before).then_some(()) }).await;
    assert_eq!((app.ended(), app.windows(MAIN_TITLE).len()), (None, 1));
    assert_eq!(service.faults().sign_ins(), 1, "the token is still held");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_ends_with_its_widget() {
    let around = Surroundings::new(Keyring::Missing);
    let _manager = around.start_window_manager();
    let app = App::start(&around, &["--demo"]).await;
    app.in_window("main.html").await;
    app.find("[data-state=shown]").await;
    until("the widget's own window", || async {
        // Pressed again until the window has the keyboard.
        around.xdotool(&["key", "ctrl+o"]);
        around.windows("^Channels – ").pop()
    })
    .await;
    // Until it has its first view, that window looks like the main one.
    app.in_window_with(IN_OWN).await;
    app.in_window_with(IN_MAIN).await;
    app.press("Connect your community").await;
    app.in_window("setup.html").await;
    app.press_and_leave("Leave the demo community").await;
    until("the end of the widget's own window", || async { around.windows("^Channels – ").is_empty().then_some(()) })
        .await;
    app.quit().await;
}
