//! The web process dies or hangs (F35, F36).

use crate::harness::community::{start_service, widget};
use crate::harness::{BINARY, Furnished, Keyring, Process, Surroundings, until};
use crate::survived::Fault;
use demo_service::{DemoService, Staged};
use std::path::Path;
use std::time::{Duration, Instant};

/// How often the Channels page was asked for.
fn loads(service: &DemoService) -> usize {
    let path = widget(service, "Channels").path();
    service.faults().requests().iter().filter(|request| request.path == path).count()
}

async fn loaded(service: &DemoService, times: usize) {
    until(&format!("load {times} of the widget"), || async { (loads(service) >= times).then_some(()) }).await;
}

async fn signed_in(service: &DemoService) {
    until("a widget with its token", || async {
        service.faults().requests().iter().any(|request| request.header("authorization").is_some()).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f35_a_web_process_that_is_killed_comes_back_on_the_same_widget_within_two_seconds() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let app = Process::start(&around, Path::new(BINARY), &[], &[]);
    signed_in(&service).await;
    let mut took = Vec::new();
    for _ in 0..3 {
        service.faults().forget_requests();
        let killed = Instant::now();
        app.kill_web_process().await;
        loaded(&service, 1).await;
        took.push(killed.elapsed());
        signed_in(&service).await;
    }
    println!("the widget came back after {took:?}");
    // The fastest counts: another program may have held up the others.
    assert!(took.iter().any(|took| *took < Duration::from_secs(2)), "{took:?}");
    // The fourth within a minute is not brought back: the person is told and decides.
    service.faults().forget_requests();
    app.kill_web_process().await;
    until("the page that says so", || async { (!app.windows("Set up Returning Widgets").is_empty()).then_some(()) })
        .await;
    until("the end of the main window", || async { app.windows("^Returning Widgets$").is_empty().then_some(()) }).await;
    assert_eq!(loads(&service), 0);
    assert_eq!(app.ended(), None);
    Fault { number: "F35", fault: "the web process dies", injected: "kill -9, four times within a minute" }
        .survived("back on the same widget three times, then a page that says so", took.into_iter().min());
}

#[tokio::test(flavor = "multi_thread")]
async fn f35_no_web_process_outlives_the_app() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let app = Process::start(&around, Path::new(BINARY), &[], &[]);
    signed_in(&service).await;
    let web = app.engine_processes("WebProcess");
    assert!(!web.is_empty());
    app.ask_to_end();
    until("the end of the app", || async { app.ended() }).await;
    until("the end of its web processes", || async {
        web.iter().all(|id| !Path::new(&format!("/proc/{id}")).exists()).then_some(())
    })
    .await;
    Fault { number: "F35", fault: "web processes that outlive the app", injected: "the system asks the app to end" }
        .survived("none is left", None);
}

const HANGS: &str = "<!doctype html><script>setTimeout(() => { for (;;); }, 500)</script>";

#[tokio::test(flavor = "multi_thread")]
async fn f36_a_widget_that_hangs_is_noticed_within_ten_seconds_and_can_be_loaded_anew() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    service.faults().stage(&widget(&service, "Channels").path(), Staged::page(HANGS));
    let _manager = around.start_window_manager();
    let app = Process::start(&around, Path::new(BINARY), &[], &[]);
    loaded(&service, 1).await;
    let began = Instant::now();
    until("the question", || async { (!app.windows("Not responding").is_empty()).then_some(()) }).await;
    let took = began.elapsed();
    assert!(took < Duration::from_secs(10), "noticed after {took:?}");
    until("a new load", || {
        // Pressed again until the button has settled.
        app.xdotool(&["key", "alt+r"]);
        async { (loads(&service) >= 2).then_some(()) }
    })
    .await;
    Fault { number: "F36", fault: "a widget in a busy loop", injected: "a page with a loop without end" }
        .survived("noticed after the time given, loaded anew on demand", Some(took));
}

#[tokio::test(flavor = "multi_thread")]
async fn f36_an_app_whose_widget_hangs_can_be_closed() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    service.faults().stage(&widget(&service, "Channels").path(), Staged::page(HANGS));
    let _manager = around.start_window_manager();
    let app = Process::start(&around, Path::new(BINARY), &[], &[]);
    loaded(&service, 1).await;
    let asked = Instant::now();
    assert_eq!(app.close().await, 0);
    Fault { number: "F36", fault: "closing while a widget hangs", injected: "a page with a loop without end" }
        .survived("the app ends", Some(asked.elapsed()));
}
