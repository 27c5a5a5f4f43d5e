//! A keychain that never answers, answers too late, or dies.

use super::{ANSWER, PROMPT, SLACK, Scene, alert, comes_after};
use crate::harness::{BINARY, LONG_ENOUGH, Process, comes_within};
use crate::scripted_secrets::Script;
use crate::survived::Fault;
use std::path::Path;
use std::time::{Duration, Instant};

#[tokio::test(flavor = "multi_thread")]
async fn f26_a_keychain_that_never_answers_is_said_and_the_next_one_is_found() {
    let scene = Scene::scripted(Script::Silent).await;
    let app = scene.app().await;
    comes_after(&app, &alert("keychain_timed_out"), ANSWER + SLACK).await;
    scene.bring_keyring_back().await;
    let took = scene.try_again_until_signed_in(&app).await;
    app.quit().await;
    scene.assert_key_is_kept();
    Fault {
        number: "F26",
        fault: "keychain never answers",
        injected: "a scripted Secret Service that replies to nothing, then gnome-keyring in its place",
    }
    .survived("said after 5 s; *Try again* finds the next one", Some(took));
}

#[tokio::test(flavor = "multi_thread")]
async fn f27_an_answer_after_a_minute_is_dropped_and_trying_again_works() {
    let scene = Scene::frozen().await;
    let frozen = Instant::now();
    let app = scene.app().await;
    comes_after(&app, &alert("keychain_timed_out"), ANSWER + SLACK).await;
    // Whoever tries meanwhile is told the same.
    app.press("Try again").await;
    app.gone(&alert("keychain_timed_out")).await;
    comes_after(&app, &alert("keychain_timed_out"), ANSWER + SLACK).await;
    tokio::time::sleep(PROMPT.saturating_sub(frozen.elapsed())).await;
    scene.signal_keyring("CONT");
    // The late answer leads to nothing.
    let sign_in = || async { (scene.service.faults().sign_ins() > 0).then_some(()) };
    assert_eq!(comes_within(LONG_ENOUGH, sign_in).await, None);
    app.alert("keychain_timed_out").await;
    let printed = app.printed();
    assert!(!printed.contains(scene.key()), "{printed}");
    let took = scene.try_again_until_signed_in(&app).await;
    assert_eq!(scene.service.faults().sign_ins(), 1);
    app.quit().await;
    scene.assert_key_is_kept();
    Fault {
        number: "F27",
        fault: "keychain answers after a minute",
        injected: "gnome-keyring stopped by SIGSTOP for a minute",
    }
    .survived("said after 5 s; the late answer was dropped; *Try again* works", Some(took));
}

#[tokio::test(flavor = "multi_thread")]
async fn f27_a_keychain_that_dies_between_two_calls_is_said_and_the_next_one_is_found() {
    let scene = Scene::scripted(Script::Dies).await;
    let app = scene.app().await;
    app.alert("keychain_unavailable").await;
    scene.bring_keyring_back().await;
    let took = scene.try_again_until_signed_in(&app).await;
    app.quit().await;
    scene.assert_key_is_kept();
    Fault {
        number: "F27",
        fault: "keychain dies between two calls",
        injected: "a scripted Secret Service that leaves the bus at the search, then gnome-keyring",
    }
    .survived("said at once; *Try again* finds the next one", Some(took));
}

#[tokio::test(flavor = "multi_thread")]
async fn f26_an_app_whose_keychain_hangs_can_be_closed() {
    let scene = Scene::frozen().await;
    let _manager = scene.around.start_window_manager();
    let app = Process::start(&scene.around, Path::new(BINARY), &[], &[]);
    app.main_window().await;
    let began = Instant::now();
    assert_eq!(app.close().await, 0);
    let took = began.elapsed();
    assert!(took < ANSWER, "took {took:?}");
    scene.signal_keyring("CONT");
    scene.assert_key_is_kept();
    Fault { number: "F26", fault: "app closed while the keychain hangs", injected: "gnome-keyring stopped by SIGSTOP" }
        .survived("the app ends as ever", Some(took.max(Duration::from_millis(1))));
}

#[tokio::test(flavor = "multi_thread")]
async fn f27_a_key_whose_keeping_was_said_to_have_failed_is_not_kept_later() {
    const TYPED: &str = "key-that-was-not-kept";
    let scene = Scene::unlocked().await;
    scene.around.keep_secret(TYPED);
    let app = scene.app().await;
    scene.signed_in(&app).await;
    app.press("Settings").await;
    app.in_window("setup.html").await;
    app.find("[data-key-state=present]").await;
    scene.signal_keyring("STOP");
    app.press("Replace key").await;
    app.fill("Widget API key", TYPED).await;
    app.press("Save key").await;
    comes_after(&app, &alert("keychain_timed_out"), ANSWER + SLACK).await;
    scene.signal_keyring("CONT");
    let kept = || async { scene.around.keyring_listing().contains(TYPED).then_some(()) };
    assert_eq!(comes_within(LONG_ENOUGH, kept).await, None);
    scene.assert_key_is_kept();
    app.find("[data-key-state=present]").await;
    // The same form goes on to work.
    let began = Instant::now();
    app.fill("Widget API key", scene.key()).await;
    app.press("Save key").await;
    app.gone("form").await;
    let took = began.elapsed();
    app.quit().await;
    scene.assert_key_is_kept();
    Fault {
        number: "F27",
        fault: "keychain wakes after a keeping was given up",
        injected: "gnome-keyring stopped by SIGSTOP while a key is saved",
    }
    .survived("what was said not to be kept is not kept later", Some(took));
}
