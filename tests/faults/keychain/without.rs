//! No keychain: the key is kept for this session only, and is nowhere afterwards.

use super::Scene;
use crate::harness::App;
use crate::harness::community::member_name;
use crate::scripted_secrets::Script;
use crate::survived::Fault;
use std::time::Instant;

/// From the failed widget to the settings, and from there with the key typed once more for this session to the widget.
async fn enter_for_this_session(scene: &Scene, app: &App<'_>) {
    app.press("Open key settings").await;
    app.in_window("setup.html").await;
    app.find("[data-key-state=unreadable]").await;
    app.press("Enter it for this session only").await;
    app.fill("Widget API key", scene.key()).await;
    app.press("Save key").await;
    app.find("[data-key-state=this_session]").await;
    app.in_window("main.html").await;
    scene.signed_in(app).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f26_without_a_keychain_the_running_app_takes_the_key_for_this_session() {
    let scene = Scene::without_keyring().await;
    let app = scene.app().await;
    app.alert("keychain_unavailable").await;
    app.press("Try again").await;
    app.alert("keychain_unavailable").await;
    enter_for_this_session(&scene, &app).await;
    app.quit().await;
    assert_eq!(scene.around.leaks(), Vec::<std::path::PathBuf>::new());
    // It was for that session only, and the next one finds the keyring with what was in it.
    let app = scene.app().await;
    app.alert("keychain_unavailable").await;
    scene.bring_keyring_back().await;
    let took = scene.try_again_until_signed_in(&app).await;
    app.quit().await;
    scene.assert_key_is_kept();
    Fault { number: "F26", fault: "no keychain", injected: "a session bus without a Secret Service" }.survived(
        "said; *this session only* works and leaves nothing behind; a keychain that comes is found",
        Some(took),
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn f26_without_a_session_bus_the_running_app_takes_the_key_for_this_session() {
    let scene = Scene::without_bus().await;
    let app = scene.app().await;
    app.alert("keychain_unavailable").await;
    enter_for_this_session(&scene, &app).await;
    app.quit().await;
    Fault { number: "F26", fault: "no session bus", injected: "no bus, and no address of one" }
        .survived("said; *this session only* works and leaves nothing behind", None);
}

#[tokio::test(flavor = "multi_thread")]
async fn f26_with_a_keychain_that_never_answers_the_running_app_takes_the_key_for_this_session() {
    let scene = Scene::scripted(Script::Silent).await;
    let app = scene.app().await;
    app.alert("keychain_timed_out").await;
    enter_for_this_session(&scene, &app).await;
    app.quit().await;
    Fault {
        number: "F26",
        fault: "keychain never answers, and the person goes on without it",
        injected: "a scripted Secret Service that replies to nothing",
    }
    .survived("*this session only* works and leaves nothing behind", None);
}

#[tokio::test(flavor = "multi_thread")]
async fn f26_a_keychain_that_comes_back_is_found_by_the_next_widget() {
    let scene = Scene::without_keyring().await;
    let app = scene.app().await;
    app.alert("keychain_unavailable").await;
    scene.bring_keyring_back().await;
    let began = Instant::now();
    app.press("Store").await;
    app.in_frame("Store").await;
    app.shows("[data-testid=member-name]", member_name(&scene.service, 0)).await;
    let took = began.elapsed();
    app.out_of_frame().await;
    app.press("Channels").await;
    scene.signed_in(&app).await;
    assert_eq!(scene.service.faults().sign_ins(), 1);
    app.quit().await;
    scene.assert_key_is_kept();
    Fault { number: "F26", fault: "keychain comes back while the app runs", injected: "gnome-keyring started later" }
        .survived("the next widget finds it, and the first one goes on", Some(took));
}
