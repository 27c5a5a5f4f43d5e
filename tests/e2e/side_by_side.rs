//! Two widgets side by side, by real keys and a real pointer.

use crate::harness::community::start_service;
use crate::harness::{App, Furnished, Keyring, MAIN_TITLE, Surroundings, until};
use crate::own_window::loads;
use crate::shortcuts::focus;
use serde_json::Value;

/// The widgets in view from left to right.
const IN_VIEW: &str = "const left = (frame) => frame.getBoundingClientRect().left; \
    return [...document.querySelectorAll('.slot.raised > iframe')].sort((a, b) => left(a) - left(b)).map((frame) => frame.title)";
/// What the left one has of the room that both have, in percent.
const SHARE: &str = "const width = (frame) => frame.getBoundingClientRect().width; \
    const [first, second] = [...document.querySelectorAll('.slot.raised > iframe')] \
    .sort((a, b) => a.getBoundingClientRect().left - b.getBoundingClientRect().left); \
    return 100 * width(first) / (width(first) + width(second))";

async fn are_in_view(app: &App<'_>, titles: &[&str]) {
    let expected = Value::from(titles.to_vec());
    until(&format!("{titles:?} in view"), || async { (app.script(IN_VIEW).await == expected).then_some(()) }).await;
}

async fn is_divided_at(app: &App<'_>, percent: f64) {
    until(&format!("{percent} percent for the first widget"), || async {
        let share = app.script(SHARE).await.as_f64()?;
        ((share - percent).abs() < 1.0).then_some(())
    })
    .await;
}

/// Drags the divider to a place, in pixels from the left edge of the page.
async fn drag_divider(around: &Surroundings, app: &App<'_>, to: i64) {
    let window = around.windows(&format!("^{MAIN_TITLE}$")).pop().expect("the window");
    let middle = "const { left, width } = document.querySelector('[role=separator]').getBoundingClientRect(); \
        return Math.round(left + width / 2)";
    let from = app.script(middle).await.as_i64().expect("a place");
    // A pointer that jumps is not seen to drag.
    let on_the_way = ((from + to) / 2).to_string();
    let (from, to) = (from.to_string(), to.to_string());
    around.xdotool(&["mousemove", "--window", &window, &from, "400", "mousedown", "1"]);
    for place in [on_the_way.as_str(), &to] {
        around.xdotool(&["mousemove", "--window", &window, place, "420"]);
    }
    around.xdotool(&["mouseup", "1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_widgets_stand_side_by_side_and_are_there_after_a_restart() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let _manager = around.start_window_manager();
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    focus(&around, &app, "Channels").await;
    app.in_frame("Channels").await;
    app.type_into("#message-input", "half a thought").await;
    app.out_of_frame().await;
    around.xdotool(&["key", "ctrl+backslash"]);
    app.find("dialog[open] input:focus").await;
    around.xdotool(&["type", "store"]);
    app.shows("[role=option][aria-selected=true]", "Store").await;
    around.xdotool(&["key", "Return"]);
    are_in_view(&app, &["Channels", "Store"]).await;
    is_divided_at(&app, 50.0).await;

    // The sidebar takes 240 of the 1280 pixels.
    drag_divider(&around, &app, 240 + 1040 * 70 / 100).await;
    is_divided_at(&app, 70.0).await;

    // The driver gives the keyboard to the frame that it turns to, so this is before the click.
    app.in_frame("Channels").await;
    assert_eq!(app.script("return document.querySelector('#message-input').value").await, "half a thought");
    app.out_of_frame().await;

    let window = around.windows(&format!("^{MAIN_TITLE}$")).pop().expect("the window");
    around.xdotool(&["mousemove", "--window", &window, "1130", "500", "click", "1"]);
    app.shows("[data-widget][aria-current=page]", "Store").await;
    are_in_view(&app, &["Channels", "Store"]).await;
    assert_eq!(loads(&service), 1, "Channels goes on");

    app.close_window(MAIN_TITLE).await;
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.shows("[data-widget][aria-current=page]", "Store").await;
    are_in_view(&app, &["Channels", "Store"]).await;
    is_divided_at(&app, 70.0).await;

    around.xdotool(&["key", "ctrl+backslash"]);
    are_in_view(&app, &["Store"]).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_widgets_are_signed_in_and_each_gets_its_own_shortcuts() {
    let around = Surroundings::new(Keyring::Missing);
    let _manager = around.start_window_manager();
    let app = App::start(&around, &["--demo"]).await;
    app.in_window("main.html").await;
    focus(&around, &app, "Channels").await;
    app.click("button[aria-label='Show a widget beside this one']").await;
    app.find("dialog[open] input:focus").await;
    around.xdotool(&["type", "milestones"]);
    around.xdotool(&["key", "Return"]);
    are_in_view(&app, &["Channels", "Milestones"]).await;
    until("both panes without anything over them", || async {
        let shown = app.script("return document.querySelectorAll('[data-state=shown]').length").await;
        (shown.as_u64() == Some(2)).then_some(())
    })
    .await;
    let window = around.windows(&format!("^{MAIN_TITLE}$")).pop().expect("the window");
    around.xdotool(&["mousemove", "--window", &window, "1130", "500", "click", "1"]);
    app.shows("[data-widget][aria-current=page]", "Milestones").await;
    around.xdotool(&["key", "ctrl+plus"]);
    app.shows("[data-pane=selected] [data-zoom]", "110%").await;
    assert!(!app.is_there("[data-pane=other] [data-zoom]").await, "the other widget keeps its size");
    app.script("document.querySelector('iframe[title=Milestones]').dataset.before = ''").await;
    app.script("document.querySelector('iframe[title=Channels]').dataset.before = ''").await;
    around.xdotool(&["key", "ctrl+r"]);
    app.gone("iframe[title=Milestones][data-before]").await;
    assert!(app.is_there("iframe[title=Channels][data-before]").await, "the other widget is left alone");
    app.quit().await;
}
