//! The main window comes back where it was, as far as that can be seen.

use crate::harness::community::start_service;
use crate::harness::{BINARY, Furnished, Keyring, MAIN_TITLE, Process, SETTINGS, Surroundings, until};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// As `start_display` makes it.
const SCREEN: (i32, i32) = (1280, 900);

/// Left, top, width and height of a window's content on the display.
type Geometry = [i32; 4];

fn geometry(around: &Surroundings, window: &str) -> Option<Geometry> {
    let told = around.command("xdotool").args(["getwindowgeometry", "--shell", window]).output().ok()?.stdout;
    let told = String::from_utf8_lossy(&told).into_owned();
    let number = |name: &str| told.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('=')?.parse().ok());
    Some([number("X")?, number("Y")?, number("WIDTH")?, number("HEIGHT")?])
}

fn file(around: &Surroundings) -> PathBuf {
    around.home().join(SETTINGS).join("window.json")
}

fn remembered(around: &Surroundings) -> Option<Value> {
    serde_json::from_slice(&std::fs::read(file(around)).ok()?).ok()
}

fn start(around: &Surroundings) -> Process<'_> {
    Process::start(around, Path::new(BINARY), &[], &[])
}

/// Waits until the window has the place that is asked for, and stays there.
async fn is_at(around: &Surroundings, window: &str, wanted: impl Fn(Geometry) -> bool) -> Geometry {
    let mut last = None;
    until("a window in its place", || {
        let seen = geometry(around, window).filter(|seen| wanted(*seen));
        let settled = seen.filter(|_| seen == last);
        last = seen;
        async move { settled }
    })
    .await
}

async fn furnished() -> (Surroundings, demo_service::DemoService) {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    (around, service)
}

/// The window is managed once it has a frame.
async fn managed(around: &Surroundings, app: &Process<'_>) -> String {
    let window = app.main_window().await;
    until("a window with a frame", || async {
        let told = around.command("xprop").args(["-id", &window, "_NET_FRAME_EXTENTS"]).output().ok()?.stdout;
        String::from_utf8_lossy(&told).contains('=').then_some(())
    })
    .await;
    window
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_comes_back_where_it_was_left() {
    let (around, _service) = furnished().await;
    let _manager = around.start_window_manager();
    let app = start(&around);
    let window = managed(&around, &app).await;
    around.xdotool(&["windowsize", &window, "820", "560"]);
    is_at(&around, &window, |[_, _, width, height]| (width, height) == (820, 560)).await;
    around.xdotool(&["windowmove", &window, "210", "130"]);
    let left = is_at(&around, &window, |[x, y, ..]| (205..260).contains(&x) && (125..200).contains(&y)).await;
    assert_eq!(app.close().await, 0);

    let app = start(&around);
    let window = managed(&around, &app).await;
    is_at(&around, &window, |seen| seen == left).await;
    // Once more: the place does not creep by the frame's width from start to start.
    assert_eq!(app.close().await, 0);
    let app = start(&around);
    let window = managed(&around, &app).await;
    is_at(&around, &window, |seen| seen == left).await;
    assert_eq!(app.close().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_place_is_remembered_also_when_the_app_crashes() {
    let (around, _service) = furnished().await;
    let _manager = around.start_window_manager();
    let app = start(&around);
    let window = managed(&around, &app).await;
    around.xdotool(&["windowsize", &window, "830", "570"]);
    until("a remembered size", || async {
        (remembered(&around)?["size"] == json!({"width": 830.0, "height": 570.0})).then_some(())
    })
    .await;
    app.crash();
    until("the end of the app", || async { app.ended() }).await;
    let app = start(&around);
    let window = managed(&around, &app).await;
    is_at(&around, &window, |[_, _, width, height]| (width, height) == (830, 570)).await;
    assert_eq!(app.close().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_maximised_window_comes_back_maximised_and_knows_the_size_it_had() {
    let (around, _service) = furnished().await;
    let _manager = around.start_window_manager();
    let app = start(&around);
    let window = managed(&around, &app).await;
    around.xdotool(&["windowsize", &window, "840", "580"]);
    until("a remembered size", || async { (remembered(&around)?["size"]["width"] == 840.0).then_some(()) }).await;
    let maximize = |way: &str| {
        let states = format!("{way},maximized_vert,maximized_horz");
        let asked = around.command("wmctrl").args(["-F", "-r", MAIN_TITLE, "-b", &states]).status();
        assert!(asked.expect("wmctrl runs").success());
    };
    maximize("add");
    until("a remembered state", || async { (remembered(&around)?["maximized"] == true).then_some(()) }).await;
    assert_eq!(remembered(&around).expect("a place")["size"], json!({"width": 840.0, "height": 580.0}));
    assert_eq!(app.close().await, 0);

    let app = start(&around);
    let window = managed(&around, &app).await;
    is_at(&around, &window, |[_, _, width, _]| width > SCREEN.0 - 20).await;
    maximize("remove");
    is_at(&around, &window, |[_, _, width, height]| (width, height) == (840, 580)).await;
    assert_eq!(app.close().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_was_on_a_screen_that_is_gone_is_wholly_on_the_one_that_is_there() {
    let (around, _service) = furnished().await;
    let _manager = around.start_window_manager();
    for (x, y, width, height) in [(4000.0, 300.0, 800.0, 600.0), (-3000.0, -2000.0, 5000.0, 4000.0)] {
        let place = json!({"size": {"width": width, "height": height}, "corner": {"x": x, "y": y}, "maximized": false});
        std::fs::write(file(&around), place.to_string()).expect("a remembered place");
        let app = start(&around);
        let window = managed(&around, &app).await;
        is_at(&around, &window, |[x, y, width, height]| {
            x >= 0 && y >= 0 && x + width <= SCREEN.0 && y + height <= SCREEN.1 && width >= 640
        })
        .await;
        assert_eq!(app.close().await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_nobody_can_read_costs_no_more_than_the_place() {
    let (around, _service) = furnished().await;
    let _manager = around.start_window_manager();
    for text in ["{", "[]", r#"{"size":{"width":1e999,"height":1}}"#, r#"{"size":{"width":1e30,"height":-5}}"#] {
        std::fs::write(file(&around), text).expect("a broken file");
        let app = start(&around);
        managed(&around, &app).await;
        assert_eq!(app.close().await, 0);
        assert!(remembered(&around).is_some(), "the next place is written over it: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_leaves_no_place_behind() {
    let around = Surroundings::new(Keyring::Missing);
    let _manager = around.start_window_manager();
    let app = Process::start(&around, Path::new(BINARY), &[], &["--demo"]);
    let window = managed(&around, &app).await;
    around.xdotool(&["windowsize", &window, "850", "590"]);
    is_at(&around, &window, |[_, _, width, height]| (width, height) == (850, 590)).await;
    assert_eq!(app.close().await, 0);
    assert!(!file(&around).exists());
}
