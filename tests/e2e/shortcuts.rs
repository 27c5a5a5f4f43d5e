//! Shortcuts, pressed while the focus is inside a stranger's frame.

use crate::harness::{App, BINARY, Keyring, MAIN_TITLE, Process, Surroundings, until};
use std::path::Path;

/// Clicks with the mouse into the widget until its frame has the focus.
pub async fn focus(around: &Surroundings, app: &App<'_>, title: &str) {
    app.in_frame(title).await;
    until("the focus in the frame", || async {
        let window = around.windows(&format!("^{MAIN_TITLE}$")).pop()?;
        around.xdotool(&["mousemove", "--window", &window, "760", "450", "click", "1"]);
        app.script("return document.hasFocus()").await.as_bool().filter(|has| *has)
    })
    .await;
    app.out_of_frame().await;
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
