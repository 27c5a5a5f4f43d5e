//! Shortcuts, pressed while the focus is inside a stranger's frame.

use crate::harness::{App, BINARY, Keyring, LONG_ENOUGH, MAIN_TITLE, Process, Surroundings, comes_within, until};
use std::path::Path;

/// Whether the selected widget's frame is this one and has the focus.
async fn has_focus(app: &App<'_>, title: &str) -> Option<()> {
    let script = format!("return document.activeElement.matches('.raised iframe[title=\"{title}\"]')");
    app.script(&script).await.as_bool()?.then_some(())
}

/// Clicks with the mouse into the widget until its frame has the focus. Asked from the page around it: the driver moves
/// the focus by itself where it turns to a frame or back.
pub async fn focus(around: &Surroundings, app: &App<'_>, title: &str) {
    // Two clicks at one place would select a word, and a click on what is selected may leave the focus where it is.
    let mut places = ["450", "250", "650"].into_iter().cycle();
    until("the focus in the frame", || {
        let place = places.next().unwrap_or_default();
        async move {
            let window = around.windows(&format!("^{MAIN_TITLE}$")).pop()?;
            around.xdotool(&["mousemove", "--window", &window, "760", place, "click", "1"]);
            // A further click that arrives late would close what a key has opened since.
            comes_within(LONG_ENOUGH, || has_focus(app, title)).await
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digit_and_tab_turn_to_another_widget_from_within_a_frame() {
    let around = Surroundings::new(Keyring::Missing);
    let _manager = around.start_window_manager();
    let app = App::start(&around, &["--demo"]).await;
    app.in_window("main.html").await;
    focus(&around, &app, "Channels").await;
    around.xdotool(&["key", "ctrl+2"]);
    app.shows("[data-widget][aria-current=page]", "Store").await;
    focus(&around, &app, "Store").await;
    around.xdotool(&["key", "ctrl+Tab"]);
    app.shows("[data-widget][aria-current=page]", "Milestones").await;
    focus(&around, &app, "Milestones").await;
    around.xdotool(&["key", "ctrl+shift+Tab"]);
    app.shows("[data-widget][aria-current=page]", "Store").await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_shortcuts_work_on_a_french_and_on_a_thai_keyboard() {
    let around = Surroundings::new(Keyring::Missing);
    let _manager = around.start_window_manager();
    let app = App::start(&around, &["--demo"]).await;
    app.in_window("main.html").await;
    focus(&around, &app, "Channels").await;
    around.set_keyboard("fr");
    // The key of the digit 3, which types a digit with Shift only.
    around.xdotool(&["key", "ctrl+quotedbl"]);
    app.shows("[data-widget][aria-current=page]", "Milestones").await;
    around.set_keyboard("th,us");
    // The key of the letter K.
    around.xdotool(&["key", "ctrl+Thai_saraaa"]);
    app.find("dialog[open] input:focus").await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_full_screen_comes_and_goes_and_the_preferences_open_from_within_a_frame() {
    let around = Surroundings::new(Keyring::Missing);
    let _manager = around.start_window_manager();
    let app = App::start(&around, &["--demo"]).await;
    app.in_window("main.html").await;
    focus(&around, &app, "Channels").await;
    for full in [true, false] {
        around.xdotool(&["key", "F11"]);
        until("a window of the other size", || async {
            let fills = app.script("return innerWidth === screen.width && innerHeight === screen.height").await;
            (fills.as_bool() == Some(full)).then_some(())
        })
        .await;
    }
    around.xdotool(&["key", "ctrl+comma"]);
    app.in_window("setup.html").await;
    app.shows("h1", "Preferences").await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_app_ends_by_its_shortcut() {
    let around = Surroundings::new(Keyring::Missing);
    let _manager = around.start_window_manager();
    let app = Process::start(&around, Path::new(BINARY), &[], &["--demo"]);
    app.main_window().await;
    let ended = until("the end of the app", || async {
        // Pressed again until the window has the keyboard.
        around.xdotool(&["key", "ctrl+q"]);
        app.ended()
    });
    assert_eq!(ended.await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn escape_leads_from_within_a_frame_back_to_the_sidebar() {
    let around = Surroundings::new(Keyring::Missing);
    let _manager = around.start_window_manager();
    let app = App::start(&around, &["--demo"]).await;
    app.in_window("main.html").await;
    focus(&around, &app, "Channels").await;
    around.xdotool(&["key", "ctrl+b"]);
    app.gone("aside:not([hidden])").await;
    around.xdotool(&["key", "Escape"]);
    until("the focus on the widget's button", || async {
        app.script("return document.activeElement.matches('[data-widget][aria-current=page]')")
            .await
            .as_bool()?
            .then_some(())
    })
    .await;
    assert!(app.is_there("aside:not([hidden])").await, "the sidebar came back for it");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_widget_is_loaded_anew_from_within_its_frame() {
    let around = Surroundings::new(Keyring::Missing);
    let _manager = around.start_window_manager();
    let app = App::start(&around, &["--demo"]).await;
    app.in_window("main.html").await;
    for keys in ["ctrl+r", "F5"] {
        focus(&around, &app, "Channels").await;
        app.script("document.querySelector('iframe[title=Channels]').dataset.before = ''").await;
        around.xdotool(&["key", keys]);
        app.gone("iframe[title=Channels][data-before]").await;
        app.shows("[data-widget][aria-current=page]", "Channels").await;
    }
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_quick_switcher_goes_to_a_widget_from_within_a_frame() {
    let around = Surroundings::new(Keyring::Missing);
    let _manager = around.start_window_manager();
    let app = App::start(&around, &["--demo"]).await;
    app.in_window("main.html").await;
    focus(&around, &app, "Channels").await;
    around.xdotool(&["key", "ctrl+k"]);
    app.find("dialog[open] input:focus").await;
    around.xdotool(&["type", "mlst"]);
    app.shows("[role=option][aria-selected=true]", "Milestones").await;
    around.xdotool(&["key", "Return"]);
    app.shows("[data-widget][aria-current=page]", "Milestones").await;
    app.gone("dialog").await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn escape_from_the_list_of_shortcuts_leads_back_into_the_frame_and_then_out_of_it() {
    let around = Surroundings::new(Keyring::Missing);
    let _manager = around.start_window_manager();
    let app = App::start(&around, &["--demo"]).await;
    app.in_window("main.html").await;
    for keys in ["F1", "ctrl+slash"] {
        focus(&around, &app, "Channels").await;
        around.xdotool(&["key", keys]);
        app.find("dialog[open] table").await;
        around.xdotool(&["key", "Escape"]);
        app.gone("dialog").await;
        until("the focus back in the frame", || has_focus(&app, "Channels")).await;
        // Told to the page after the Escape, whose press would have led out of the frame before.
        around.xdotool(&["key", "ctrl+b"]);
        app.gone("aside:not([hidden])").await;
        until("the focus back in the frame", || has_focus(&app, "Channels")).await;
        around.xdotool(&["key", "Escape"]);
        app.find("[data-widget][aria-current=page]:focus").await;
    }
    app.quit().await;
}
