//! A widget drawn larger and smaller, by keys that are pressed while the focus is inside its frame.

use crate::harness::community::start_service;
use crate::harness::{App, Furnished, Keyring, Surroundings, until};
use crate::shortcuts::focus;

const LEVEL: &str = "[data-origin-bar] [data-zoom]";

/// Whether what is drawn of the frame that is in view fills the place that it has, to half a pixel.
const FILLS: &str = "const box = (css) => document.querySelector(css).getBoundingClientRect(); \
    const [place, frame] = [box('.stack'), box('.slot.raised > iframe')]; \
    return ['left', 'top', 'right', 'bottom'].every((side) => Math.abs(place[side] - frame[side]) < 0.5)";

async fn width_inside(app: &App<'_>, title: &str) -> f64 {
    app.in_frame(title).await;
    let width = app.script("return innerWidth").await.as_f64().expect("a width");
    app.out_of_frame().await;
    width
}

/// Waits until a frame's page is laid out for this part of a width.
async fn is_drawn_at(app: &App<'_>, title: &str, usual: f64, zoom: f64) {
    until(&format!("{title} at {zoom}"), || async {
        // A page's width is a whole number of pixels.
        let off = (width_inside(app, title).await - usual / zoom).abs();
        (off <= 1.0).then_some(())
    })
    .await;
    assert_eq!(app.script(FILLS).await, true, "the frame fills its place at {zoom}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_widget_is_drawn_larger_and_smaller_by_keys_from_within_its_frame_and_is_not_loaded_anew() {
    let around = Surroundings::new(Keyring::Missing);
    let _manager = around.start_window_manager();
    let app = App::start(&around, &["--demo"]).await;
    app.in_window("main.html").await;
    focus(&around, &app, "Channels").await;
    let usual = width_inside(&app, "Channels").await;
    app.in_frame("Channels").await;
    app.type_into("#message-input", "half a thought").await;
    app.out_of_frame().await;
    for (key, shown, zoom) in [
        ("ctrl+plus", "110%", 1.1),
        ("ctrl+KP_Add", "125%", 1.25),
        ("ctrl+equal", "150%", 1.5),
        ("ctrl+minus", "125%", 1.25),
        ("ctrl+KP_Subtract", "110%", 1.1),
    ] {
        around.xdotool(&["key", key]);
        app.shows(LEVEL, shown).await;
        is_drawn_at(&app, "Channels", usual, zoom).await;
    }
    for (away, back, shown, zoom) in [("ctrl+minus", "ctrl+0", "90%", 0.9), ("ctrl+plus", "ctrl+KP_0", "110%", 1.1)] {
        around.xdotool(&["key", "ctrl+0"]);
        app.gone(LEVEL).await;
        around.xdotool(&["key", away]);
        app.shows(LEVEL, shown).await;
        is_drawn_at(&app, "Channels", usual, zoom).await;
        around.xdotool(&["key", back]);
        app.gone(LEVEL).await;
        is_drawn_at(&app, "Channels", usual, 1.0).await;
    }
    app.in_frame("Channels").await;
    assert_eq!(app.script("return document.querySelector('#message-input').value").await, "half a thought");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_widgets_size_is_remembered_and_is_its_own() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let _manager = around.start_window_manager();
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    focus(&around, &app, "Channels").await;
    let usual = width_inside(&app, "Channels").await;
    around.xdotool(&["key", "ctrl+plus", "ctrl+plus"]);
    app.shows(LEVEL, "125%").await;
    app.press("Store").await;
    app.gone(LEVEL).await;
    is_drawn_at(&app, "Store", usual, 1.0).await;
    app.press("Channels").await;
    app.shows(LEVEL, "125%").await;
    // Written when the key was pressed, and not only at the app's end.
    app.kill().await;
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.shows(LEVEL, "125%").await;
    is_drawn_at(&app, "Channels", usual, 1.25).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_magnified_widget_fills_its_place_where_it_is_read_from_right_to_left() {
    let around = Surroundings::new(Keyring::Missing);
    let _manager = around.start_window_manager();
    let variables = [("LANG", "ar_EG.UTF-8"), ("LC_ALL", "ar_EG.UTF-8")];
    let app = App::start_program(&around, std::path::Path::new(crate::harness::BINARY), &variables, &["--demo"]).await;
    app.in_window("main.html").await;
    focus(&around, &app, "Channels").await;
    let usual = width_inside(&app, "Channels").await;
    assert_eq!(app.script("return document.documentElement.dir").await, "rtl");
    around.xdotool(&["key", "ctrl+plus", "ctrl+plus", "ctrl+plus"]);
    is_drawn_at(&app, "Channels", usual, 1.5).await;
    around.xdotool(&["key", "ctrl+0", "ctrl+minus", "ctrl+minus", "ctrl+minus"]);
    is_drawn_at(&app, "Channels", usual, 0.75).await;
    app.quit().await;
}
