//! The window does not wait for the keychain, whatever state that is in.

use super::Scene;
use crate::harness::community::widget;
use crate::harness::{BINARY, PATIENCE, Process};
use crate::scripted_secrets::Script;
use crate::survived::Fault;
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::sync::OnceCell;

/// What a keychain may add to the start.
const MOST_ADDED: Duration = Duration::from_secs(1);
/// The fastest of so many starts counts: another program may have held up the others.
const STARTS: usize = 3;

/// From the start of the app until a click on another widget has led to it: the window is painted, its page runs and the
/// app answers.
async fn usable_after(scene: &Scene) -> Duration {
    scene.service.faults().forget_requests();
    let store = widget(&scene.service, "Store").path();
    let began = Instant::now();
    let app = Process::start(&scene.around, Path::new(BINARY), &[], &[]);
    loop {
        if let Some(window) = app.windows("^Returning Widgets$").pop() {
            // The second widget in the sidebar.
            app.xdotool(&["mousemove", "--window", &window, "60", "139", "click", "1"]);
        }
        if scene.service.faults().requests().iter().any(|request| request.path == store) {
            return began.elapsed();
        }
        assert!(began.elapsed() < PATIENCE, "the window did not become usable");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The same with a keychain that answers at once.
async fn usual() -> Duration {
    static USUAL: OnceCell<Duration> = OnceCell::const_new();
    let measure = async || {
        let scene = Scene::unlocked().await;
        let mut fastest = PATIENCE;
        for _ in 0..STARTS {
            fastest = fastest.min(usable_after(&scene).await);
        }
        fastest
    };
    *USUAL.get_or_init(measure).await
}

async fn does_not_wait(scene: Scene, number: &'static str, fault: &'static str, injected: &'static str) {
    let usual = usual().await;
    let mut fastest = PATIENCE;
    for _ in 0..STARTS {
        fastest = fastest.min(usable_after(&scene).await);
        if fastest < usual + MOST_ADDED {
            break;
        }
    }
    println!("{fault}: usable after {fastest:?}; with an unlocked keyring after {usual:?}");
    assert!(fastest < usual + MOST_ADDED, "{fault}: usable after {fastest:?}, else after {usual:?}");
    let seen = format!(
        "the window is usable {} ms after the start; {} ms with an unlocked keyring",
        fastest.as_millis(),
        usual.as_millis()
    );
    Fault { number, fault, injected }.survived(&seen, Some(fastest));
}

#[tokio::test(flavor = "multi_thread")]
async fn f26_the_window_does_not_wait_for_a_locked_keychain() {
    let injected = "gnome-keyring locked, nothing to show its prompt";
    does_not_wait(Scene::locked().await, "F26", "keychain locked at the start", injected).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f26_the_window_does_not_wait_for_a_prompt() {
    let injected = "gnome-keyring locked, its prompt on the screen and left alone";
    does_not_wait(Scene::locked_with_prompter().await, "F26", "keychain asks at the start", injected).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f26_the_window_does_not_wait_for_a_keychain_that_hangs() {
    let injected = "gnome-keyring stopped by SIGSTOP";
    does_not_wait(Scene::frozen().await, "F26", "keychain hangs at the start", injected).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f26_the_window_does_not_wait_for_a_keychain_that_never_answers() {
    let injected = "a scripted Secret Service that replies to nothing";
    does_not_wait(Scene::scripted(Script::Silent).await, "F26", "keychain silent at the start", injected).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f27_the_window_does_not_wait_for_a_keychain_that_dies() {
    let injected = "a scripted Secret Service that leaves the bus at the first search";
    does_not_wait(Scene::scripted(Script::Dies).await, "F27", "keychain dies at the start", injected).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f26_the_window_does_not_wait_for_a_keychain_that_is_missing() {
    let injected = "a session bus without a Secret Service";
    does_not_wait(Scene::without_keyring().await, "F26", "no keychain at the start", injected).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f26_the_window_does_not_wait_for_a_bus_that_is_missing() {
    let injected = "no session bus";
    does_not_wait(Scene::without_bus().await, "F26", "no session bus at the start", injected).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f28_the_window_does_not_wait_for_entries_that_are_no_keys() {
    let scene = Scene::unlocked().await;
    let none: &[&str] = &["target", "default"];
    scene.around.put_into_keyring(scene.origin(), scene.community_id(), none, &[0xff; 4000]);
    let injected = "4000 bytes that are no text in the key's place";
    does_not_wait(scene, "F28", "no key in the entry at the start", injected).await;
}
