//! The app itself dies, or draws nothing (F37, F38).

use crate::harness::community::{connect_channels, start_service};
use crate::harness::{App, BINARY, Furnished, Keyring, MAIN_TITLE, Process, Surroundings, until};
use crate::survived::Fault;
use demo_service::DemoService;
use std::collections::HashSet;
use std::path::Path;
use std::time::{Duration, Instant};

const LAST_END: &str = "[data-code=ended_unexpectedly]";

async fn signed_in(service: &DemoService) {
    until("a widget with its token", || async {
        service.faults().requests().iter().any(|request| request.header("authorization").is_some()).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f38_a_crash_is_said_at_the_next_start_and_two_in_a_minute_open_nothing() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let crash = async || {
        let app = Process::start(&around, Path::new(BINARY), &[], &[]);
        signed_in(&service).await;
        app.crash();
        until("the end of the app", || async { app.ended() }).await;
        service.faults().forget_requests();
    };
    crash().await;
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.find(LAST_END).await;
    app.press("Dismiss").await;
    app.gone(LAST_END).await;
    app.in_frame("Channels").await;
    app.text("[data-testid=message]").await;
    app.kill().await;
    let second = Instant::now();
    service.faults().forget_requests();
    let app = App::start(&around, &[]).await;
    app.in_window("setup.html").await;
    app.shows("h1", "Nothing was opened").await;
    let said = second.elapsed();
    assert_eq!(service.faults().requests().len(), 0, "nobody was signed in and no page was loaded");
    assert!(!app.has_window("main.html").await);
    app.in_window("setup.html").await;
    app.press_and_leave("Open the widgets again").await;
    app.in_window("main.html").await;
    app.in_frame("Channels").await;
    app.text("[data-testid=message]").await;
    app.out_of_frame().await;
    app.quit().await;
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.find("iframe[title=Channels]").await;
    assert!(!app.is_there(LAST_END).await, "an end like any other is no news");
    app.quit().await;
    Fault { number: "F38", fault: "the app dies", injected: "SIGABRT, then SIGKILL within a minute" }
        .survived("said at the next start; after two, a start that opens nothing", Some(said));
}

#[tokio::test(flavor = "multi_thread")]
async fn f38_an_end_that_the_system_asks_for_is_no_crash() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    let app = App::start(&around, &[]).await;
    connect_channels(&app, &service).await;
    app.quit().await;
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.find("iframe[title=Channels]").await;
    assert!(!app.is_there(LAST_END).await);
    app.quit().await;
}

/// What people set, or have set for them, where drawing goes wrong.
const DRAWING: [&[(&str, &str)]; 5] = [
    &[("WEBKIT_DISABLE_COMPOSITING_MODE", "0")],
    &[("WEBKIT_DISABLE_DMABUF_RENDERER", "1"), ("WEBKIT_DISABLE_COMPOSITING_MODE", "0")],
    &[("LIBGL_ALWAYS_SOFTWARE", "1"), ("WEBKIT_DISABLE_COMPOSITING_MODE", "0")],
    &[("__NV_DISABLE_EXPLICIT_SYNC", "1"), ("GDK_BACKEND", "x11"), ("WEBKIT_DISABLE_COMPOSITING_MODE", "0")],
    &[("WEBKIT_DISABLE_COMPOSITING_MODE", "1")],
];

#[tokio::test(flavor = "multi_thread")]
async fn f37_the_window_is_painted_whatever_is_set_about_drawing() {
    let mut slowest = Duration::ZERO;
    for variables in DRAWING {
        let around = Surroundings::new(Keyring::Missing);
        let began = Instant::now();
        let app = Process::start(&around, Path::new(BINARY), variables, &["--demo"]);
        let window = app.main_window().await;
        until("a window that is not blank", || async { (colours(&app.picture(&window)) > 8).then_some(()) }).await;
        slowest = slowest.max(began.elapsed());
        println!("{variables:?}: painted after {:?}", began.elapsed());
        app.ask_to_end();
        until("the end of the app", || async { app.ended() }).await;
    }
    // Three seconds are the aim; a debug build on a busy machine takes longer.
    assert!(slowest < Duration::from_secs(8), "painted after {slowest:?}");
    Fault { number: "F37", fault: "drivers, and what is set against them", injected: "five sets of variables" }
        .survived("the window is painted", Some(slowest));
}

/// How many colours a picture has.
pub fn colours(picture: &[u8]) -> usize {
    picture.as_chunks::<3>().0.iter().collect::<HashSet<_>>().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn f37_without_a_display_it_says_so_and_ends() {
    let around = Surroundings::new(Keyring::Missing);
    let mut command = around.command(BINARY);
    let ended = command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").output().expect("the app runs");
    assert_eq!(ended.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("needs a display"));
    Fault { number: "F37", fault: "no display", injected: "neither variable set" }.survived("said, code 2", None);
}

#[tokio::test(flavor = "multi_thread")]
async fn f37_a_start_that_died_before_it_showed_anything_is_followed_by_one_that_draws_plainly() {
    let around = Surroundings::new(Keyring::Missing);
    let record = || std::fs::read_to_string(around.run_record()).unwrap_or_default();
    let dying = Process::start(&around, Path::new(BINARY), &[], &["--demo"]);
    // Its page can't come to life: its web process is killed as soon as it is there, as a driver does.
    until("a record of the run", || async { record().contains("\"running\":{").then_some(()) }).await;
    dying.crash();
    until("the end of the app", || async { dying.ended() }).await;
    assert!(record().contains("\"alive\":false"), "{}", record());
    let next = Process::start(&around, Path::new(BINARY), &[], &["--demo"]);
    until("a window", || async { (!around.windows(MAIN_TITLE).is_empty()).then_some(()) }).await;
    let plainly = format!("\"draws_plainly\":\"{}\"", env!("CARGO_PKG_VERSION"));
    until("a page that is alive", || async { record().contains("\"alive\":true").then_some(()) }).await;
    assert!(record().contains(&plainly), "{}", record());
    next.ask_to_end();
    until("the end of the app", || async { next.ended() }).await;
    assert!(record().contains(&plainly) && record().contains("\"running\":null"), "{}", record());
    Fault { number: "F37", fault: "a driver that takes the page with it", injected: "killed before the page is alive" }
        .survived("the next start draws without the graphics processor", None);
}
