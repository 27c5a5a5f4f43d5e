//! Widgets that nobody looks at are put to sleep, and wake where they were.

use crate::harness::community::{member_name, start_service};
use crate::harness::{App, BINARY, Furnished, Keyring, MAIN_TITLE, Process, Surroundings, until};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Stdio;
use widget_core::settings::preferences::{LiveFrames, SleepAfter};

const FOUR: [&str; 4] = ["Channels", "Store", "Milestones", "Currency Overview"];

/// Waits until these are the widgets whose rows in the sidebar say that they sleep, and no frame of theirs is there.
async fn sleep(app: &App<'_>, expected: &[&str]) {
    let rows = "return [...document.querySelectorAll('nav [data-widget]')]\
        .filter((row) => row.querySelector('[role=img][aria-label=Asleep]')).map((row) => row.innerText.trim())";
    until(&format!("the sleep of {expected:?}"), || async {
        (app.script(rows).await == json!(expected)).then_some(())
    })
    .await;
    for title in expected {
        assert!(!app.is_there(&format!("iframe[title='{title}']")).await, "{title} sleeps");
    }
}

/// Selects these one after the other, and waits until each has its token.
async fn visit(app: &App<'_>, names: &[&str], member: &str) {
    for name in names {
        app.press(name).await;
        app.in_frame(name).await;
        app.shows("[data-testid=member-name]", member).await;
        app.out_of_frame().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn over_the_cap_the_widget_seen_least_recently_sleeps_and_wakes_with_a_token_and_a_pinned_one_stays() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    around.edit_settings(|settings| {
        settings.preferences.live_frames = LiveFrames::Three;
        settings.preferences.sleep_after_minutes = SleepAfter::Never;
    });
    let member = member_name(&service, 0);
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    visit(&app, &FOUR[..3], member).await;
    sleep(&app, &[]).await;
    visit(&app, &FOUR[3..], member).await;
    sleep(&app, &["Channels"]).await;
    visit(&app, &["Channels"], member).await;
    sleep(&app, &["Store"]).await;

    app.press("Settings").await;
    app.in_window("setup.html").await;
    app.find("li[data-widget] button[aria-expanded]").await;
    // By a script: the button reaches over its row, so the driver finds other elements in front of it.
    app.script("document.querySelector('li[data-widget] button[aria-expanded]').click(); return 0").await;
    app.press("Keep awake").await;
    app.shows("button", "Let it sleep").await;
    app.in_window("main.html").await;
    visit(&app, &FOUR[1..], member).await;
    sleep(&app, &["Store"]).await;
    assert!(app.is_there("iframe[title=Channels]").await, "a pinned widget stays awake");
    assert_eq!(service.faults().sign_ins(), 1, "waking takes the token that is held");
    app.quit().await;
}

/// As if the person had looked at nothing but the selected widget for so many minutes: the page's clock is set on, and
/// the page looks at it as it does when it comes into view.
pub async fn pass(app: &App<'_>, minutes: u32) {
    app.script(&format!(
        "const now = Date.now.bind(Date); Date.now = () => now() + {minutes} * 60_000; \
         document.dispatchEvent(new Event('visibilitychange')); return 0"
    ))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_widget_out_of_view_for_half_an_hour_sleeps_with_nothing_left_of_it() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let member = member_name(&service, 0);
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    visit(&app, &FOUR, member).await;
    pass(&app, 29).await;
    sleep(&app, &[]).await;
    pass(&app, 2).await;
    sleep(&app, &FOUR[..3]).await;
    assert_eq!(app.script("return document.querySelectorAll('.slot, iframe').length").await, 2, "one slot, one frame");
    visit(&app, &FOUR[..1], member).await;
    sleep(&app, &FOUR[1..3]).await;
    app.quit().await;
}

/// Closes the main window of an app that keeps running, as a person does, until it is hidden.
pub async fn hide(around: &Surroundings) {
    until("a hidden window", || async {
        let asked = around.command("wmctrl").args(["-F", "-c", MAIN_TITLE]).stderr(Stdio::null()).status();
        assert!(asked.is_ok(), "wmctrl runs");
        around.windows(MAIN_TITLE).is_empty().then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_window_lets_go_of_its_widgets_and_wakes_the_selected_one_when_it_is_back() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    let _manager = around.start_window_manager();
    let keeps_running = |settings: &mut Value| settings["preferences"] = json!({"on_close": "keep_running"});
    around.furnish_and(&[Furnished::with_first_member(&service)], keeps_running);
    let member = member_name(&service, 0);
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    visit(&app, &FOUR[..2], member).await;
    hide(&around).await;
    assert!(app.is_there("iframe[title=Store]").await, "it may have been hidden by mistake");
    pass(&app, 2).await;
    sleep(&app, &FOUR[..2]).await;
    let again = Process::start(&around, Path::new(BINARY), &[], &[]);
    assert_eq!(until("the end of the second start", || async { again.ended() }).await, 0);
    app.in_frame("Store").await;
    app.shows("[data-testid=member-name]", member).await;
    app.out_of_frame().await;
    sleep(&app, &FOUR[..1]).await;
    app.quit().await;
}
