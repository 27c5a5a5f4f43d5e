//! A locked keyring: with nothing to show its prompt, and with a prompt that is answered, dismissed or left alone.

use super::{PROMPT, SLACK, Scene, alert, comes_after};
use crate::harness::community::{fill_connect_form, member_email};
use crate::harness::{App, KEYRING_PASSWORD, until};
use crate::survived::Fault;
use std::time::Instant;

const TITLE: &str = "Unlock Login Keyring";
/// What the app says while the prompt is on the screen.
const SAYS_SO: &str = "Waiting for you to unlock the keychain";

impl Scene {
    async fn prompt(&self) {
        until("the prompt", || async { (!self.around.windows(TITLE).is_empty()).then_some(()) }).await;
    }

    async fn answer_prompt(&self) {
        self.prompt().await;
        self.around.xdotool(&["type", KEYRING_PASSWORD]);
        self.around.xdotool(&["key", "Return"]);
        self.prompt_gone().await;
    }

    async fn dismiss_prompt(&self) {
        self.prompt().await;
        until("the end of the prompt", || {
            self.around.xdotool(&["key", "Escape"]);
            async { self.around.windows(TITLE).is_empty().then_some(()) }
        })
        .await;
    }

    async fn prompt_gone(&self) {
        until("the end of the prompt", || async { self.around.windows(TITLE).is_empty().then_some(()) }).await;
    }
}

async fn says_so(app: &App<'_>) {
    app.shows("[role=status]", SAYS_SO).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f26_a_locked_keyring_that_can_t_ask_is_said_and_found_when_it_is_unlocked() {
    let scene = Scene::locked().await;
    let app = scene.app().await;
    app.alert("keychain_locked").await;
    app.press("Try again").await;
    app.alert("keychain_locked").await;
    let printed = app.printed();
    assert!(!printed.contains(scene.key()), "{printed}");
    unlock_from_outside(&scene).await;
    let took = scene.try_again_until_signed_in(&app).await;
    app.quit().await;
    scene.assert_key_is_kept();
    Fault {
        number: "F26",
        fault: "keychain locked, and it can't ask",
        injected: "gnome-keyring locked over D-Bus, no prompter on the bus",
    }
    .survived("said with its code; *Try again* finds it unlocked", Some(took));
}

/// Another program has the keyring ask, and the person answers.
async fn unlock_from_outside(scene: &Scene) {
    let _prompter = scene.around.start_prompter();
    let mut other = scene.around.command("secret-tool");
    let mut other = other.args(["search", "--unlock", "service", "Returning Widgets"]).spawn().unwrap();
    scene.answer_prompt().await;
    other.wait().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn f26_a_prompt_that_is_answered_opens_the_widget() {
    let scene = Scene::locked_with_prompter().await;
    let app = scene.app().await;
    scene.prompt().await;
    says_so(&app).await;
    let answered = Instant::now();
    scene.answer_prompt().await;
    scene.signed_in(&app).await;
    let took = answered.elapsed();
    assert!(!app.is_there("[role=alert]").await);
    assert_eq!(scene.service.faults().sign_ins(), 1);
    app.quit().await;
    scene.assert_key_is_kept();
    Fault {
        number: "F26",
        fault: "keychain locked, its prompt is answered",
        injected: "gnome-keyring locked, gcr-prompter on the display, the password typed into it",
    }
    .survived("said in words while the prompt was there; then the widget opened by itself", Some(took));
}

#[tokio::test(flavor = "multi_thread")]
async fn f26_a_prompt_that_is_dismissed_is_said_and_shown_again_by_trying_again() {
    let scene = Scene::locked_with_prompter().await;
    let app = scene.app().await;
    scene.dismiss_prompt().await;
    app.alert("keychain_locked").await;
    assert_eq!(scene.around.windows(TITLE), Vec::<String>::new(), "the person said no, and is not asked once more");
    assert_eq!(scene.service.faults().sign_ins(), 0);
    app.press("Try again").await;
    scene.prompt().await;
    says_so(&app).await;
    let answered = Instant::now();
    scene.answer_prompt().await;
    scene.signed_in(&app).await;
    let took = answered.elapsed();
    app.quit().await;
    scene.assert_key_is_kept();
    Fault {
        number: "F26",
        fault: "keychain locked, its prompt is dismissed",
        injected: "gnome-keyring locked, gcr-prompter on the display, Escape pressed in it",
    }
    .survived("said as locked; *Try again* brings the prompt back", Some(took));
}

#[tokio::test(flavor = "multi_thread")]
async fn f26_a_prompt_that_is_left_alone_is_given_up_after_a_minute_and_answered_later() {
    let scene = Scene::locked_with_prompter().await;
    let app = scene.app().await;
    scene.prompt().await;
    says_so(&app).await;
    let took = comes_after(&app, &alert("keychain_locked"), PROMPT + SLACK).await;
    assert!(took > PROMPT - SLACK, "given up after {took:?}");
    // Meanwhile the prompt is still there; who tries again is told to look at it, and nothing else is asked.
    app.press("Try again").await;
    says_so(&app).await;
    assert_eq!(scene.around.windows(TITLE).len(), 1);
    scene.answer_prompt().await;
    scene.signed_in(&app).await;
    assert_eq!(scene.service.faults().sign_ins(), 1);
    app.quit().await;
    scene.assert_key_is_kept();
    Fault {
        number: "F26",
        fault: "keychain locked, its prompt is left alone",
        injected: "gnome-keyring locked, gcr-prompter on the display, nobody answers for a minute",
    }
    .survived("said as locked after a minute; answered later, the widget opens", Some(took));
}

#[tokio::test(flavor = "multi_thread")]
async fn f26_the_settings_say_that_the_keychain_asks_and_ask_once_for_all_keys() {
    let scene = Scene::locked_with_prompter().await;
    let app = scene.app().await;
    scene.dismiss_prompt().await;
    app.alert("keychain_locked").await;
    app.press("Open key settings").await;
    app.in_window("setup.html").await;
    scene.prompt().await;
    app.shows("header [role=status]", "The keychain asks for its password").await;
    app.shows("[data-key-state=checking]", SAYS_SO).await;
    scene.dismiss_prompt().await;
    app.find("[data-key-state=unreadable]").await;
    assert_eq!(scene.around.windows(TITLE), Vec::<String>::new());
    // What is found here lets the main window go on.
    app.press("Try again").await;
    scene.answer_prompt().await;
    app.find("[data-key-state=present]").await;
    app.in_window("main.html").await;
    scene.signed_in(&app).await;
    app.quit().await;
    scene.assert_key_is_kept();
    Fault {
        number: "F26",
        fault: "keychain locked while the settings are open",
        injected: "gnome-keyring locked, gcr-prompter on the display, dismissed twice and then answered",
    }
    .survived("one prompt for all keys; unlocked in the settings, the widget opens by itself", None);
}

#[tokio::test(flavor = "multi_thread")]
async fn f26_connecting_with_a_locked_keyring_says_so_asks_once_and_goes_on() {
    let scene = Scene::first_start_locked_with_prompter().await;
    let app = App::start(&scene.around, &[]).await;
    app.in_window("setup.html").await;
    app.press("Connect your community").await;
    fill_connect_form(&app, &scene.service, "Channels", scene.key(), member_email(&scene.service, 0)).await;
    app.press("Connect").await;
    scene.prompt().await;
    app.find("[data-step=keep_key][data-verdict=running]").await;
    app.shows("header [role=status]", "The keychain asks for its password").await;
    scene.dismiss_prompt().await;
    app.alert("keychain_locked").await;
    app.find("[data-step=keep_key][data-verdict=failed]").await;
    assert_eq!(scene.around.windows(TITLE), Vec::<String>::new());
    let buttons =
        app.script("return [...document.querySelectorAll('[role=alert] button')].map((b) => b.innerText.trim())").await;
    assert_eq!(buttons, serde_json::json!(["Try again", "Keep it for this session only"]));
    let began = Instant::now();
    app.press("Try again").await;
    scene.answer_prompt().await;
    app.in_window("main.html").await;
    scene.signed_in(&app).await;
    let took = began.elapsed();
    app.quit().await;
    scene.assert_key_is_kept();
    Fault {
        number: "F26",
        fault: "keychain locked while a community is connected",
        injected: "gnome-keyring locked, gcr-prompter on the display, dismissed and then answered",
    }
    .survived("the step says so; dismissed, it is asked again only by *Try again*", Some(took));
}
