//! The app without a window: kept running at a close, started hidden, started at log-in, found in the tray.

use crate::harness::community::start_service;
use crate::harness::{
    App, BINARY, Furnished, Keyring, LONG_ENOUGH, MAIN_TITLE, Process, Surroundings, comes_within, until,
};
use crate::tray_host::TrayHost;
use demo_service::DemoService;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

const ENTRY: &str = "config/autostart/returning-widgets.desktop";

/// A home with one community, whose person prefers this.
async fn home(preferences: Value) -> (Surroundings, DemoService) {
    home_with(Keyring::Unlocked, preferences).await
}

async fn home_with(keyring: Keyring, preferences: Value) -> (Surroundings, DemoService) {
    let (around, service) = (Surroundings::new(keyring), start_service().await);
    let change = |settings: &mut Value| settings["preferences"] = preferences;
    if keyring == Keyring::Unlocked {
        around.furnish_and(&[Furnished::with_first_member(&service)], change);
    } else {
        around.furnish_settings(&[Furnished::with_first_member(&service)], change);
    }
    (around, service)
}

fn main_windows(around: &Surroundings) -> usize {
    around.windows(&format!("^{MAIN_TITLE}$")).len()
}

/// Asks the window manager to close the main window, as a person does.
fn close(around: &Surroundings) {
    let asked = around.command("wmctrl").args(["-F", "-c", MAIN_TITLE]).stderr(Stdio::null()).status();
    asked.expect("wmctrl runs");
}

async fn close_until_hidden(around: &Surroundings) {
    until("no window to be seen", || async {
        close(around);
        around.windows("Returning Widgets").is_empty().then_some(())
    })
    .await;
}

/// Starts the app once more, which brings up the one that runs.
async fn start_again(around: &Surroundings, arguments: &[&str]) {
    let start = Process::start(around, Path::new(BINARY), &[], arguments);
    assert_eq!(until("the end of the second start", || async { start.ended() }).await, 0);
}

/// What the person prefers, as the settings files have it.
fn on_close(around: &Surroundings) -> Option<String> {
    let folder = around.data().join("app.returningwidgets.desktop");
    let files = around.settings_files().into_iter().filter_map(|name| std::fs::read(folder.join(name)).ok());
    let objects = files.filter_map(|text| serde_json::from_slice::<Value>(&text).ok());
    let newest = objects.max_by_key(|object| object["generation"].as_u64())?;
    newest["settings"]["preferences"]["on_close"].as_str().map(str::to_owned)
}

/// Closes the main window until the question is there: its dialog has the app's name as its title, too.
async fn close_until_asked(around: &Surroundings) {
    until("the question", || async {
        if main_windows(around) == 1 {
            close(around);
        }
        (main_windows(around) == 2).then_some(())
    })
    .await;
}

/// Presses a key until the question is gone.
async fn answer(around: &Surroundings, key: &str, windows_left: usize) {
    until("the end of the question", || async {
        if main_windows(around) > windows_left {
            around.xdotool(&["key", key]);
        }
        (main_windows(around) == windows_left).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_app_keeps_its_frames_and_a_second_start_brings_it_back() {
    let (around, service) = home(json!({})).await;
    let _manager = around.start_window_manager();
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.in_frame("Channels").await;
    app.text("[data-testid=member-name]").await;
    app.script("document.body.dataset.before = ''").await;
    app.out_of_frame().await;
    close_until_asked(&around).await;
    answer(&around, "Return", 0).await;
    until("the answer on disk", || async { (on_close(&around)? == "keep_running").then_some(()) }).await;
    start_again(&around, &[]).await;
    until("the window", || async { (main_windows(&around) == 1).then_some(()) }).await;
    app.in_frame("Channels").await;
    assert!(app.is_there("body[data-before]").await, "the frame was not loaded anew");
    app.out_of_frame().await;
    close_until_hidden(&around).await;
    assert_eq!(service.faults().sign_ins(), 1, "the token was kept");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_question_is_asked_again_if_it_was_taken_away_and_never_after_an_answer() {
    let (around, _service) = home(json!({})).await;
    let _manager = around.start_window_manager();
    let app = Process::start(&around, Path::new(BINARY), &[], &[]);
    app.main_window().await;
    close_until_asked(&around).await;
    answer(&around, "Escape", 1).await;
    assert_eq!(app.ended(), None);
    assert_eq!(on_close(&around), None, "no answer is remembered");
    close_until_asked(&around).await;
    let ended = until("the end of the app", || async {
        // Pressed again until the button has settled.
        if main_windows(&around) == 2 {
            around.xdotool(&["key", "alt+q"]);
        }
        app.ended()
    });
    assert_eq!(ended.await, 0);
    assert_eq!(on_close(&around).as_deref(), Some("quit"));
    let app = Process::start(&around, Path::new(BINARY), &[], &[]);
    app.main_window().await;
    assert_eq!(app.close().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_stays_at_a_close_ends_by_its_shortcut() {
    let (around, _service) = home(json!({"on_close": "keep_running"})).await;
    let _manager = around.start_window_manager();
    let app = Process::start(&around, Path::new(BINARY), &[], &[]);
    app.main_window().await;
    close_until_hidden(&around).await;
    start_again(&around, &[]).await;
    until("the window", || async { (main_windows(&around) == 1).then_some(()) }).await;
    let ended = until("the end of the app", || async {
        // Pressed again until the window has the keyboard.
        around.xdotool(&["key", "ctrl+q"]);
        app.ended()
    });
    assert_eq!(ended.await, 0);
}

/// Libraries that were torn down while their threads ran on made the app end with a segmentation fault, now and then.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_torn_down_at_an_end_while_threads_run_on() {
    let (around, _service) = home(json!({})).await;
    // The system's loader writes down which libraries it begins and which it ends, in a file for each process.
    let written = around.home().join("loader");
    let variables = [("LD_DEBUG", "files"), ("LD_DEBUG_OUTPUT", written.to_str().expect("a path"))];
    let app = Process::start(&around, Path::new(BINARY), &variables, &[]);
    app.main_window().await;
    app.ask_to_end();
    assert_eq!(until("the end of the app", || async { app.ended() }).await, 0);
    let log = std::fs::read_to_string(written.with_extension(app.id().to_string())).expect("the loader's file");
    // GIO looks into its modules while the app runs, and lets go of those that it has no use for.
    let ended = log.lines().filter(|line| line.contains("calling fini: /") && !line.contains("/gio/modules/"));
    let ended: Vec<_> = ended.collect();
    assert!(log.contains("calling init: /") && log.contains("libwebkit2gtk"), "{log}");
    assert_eq!(ended, Vec::<&str>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_start_shows_nothing_until_the_app_is_started_by_hand() {
    let (around, service) = home(json!({})).await;
    let app = Process::start(&around, Path::new(BINARY), &[], &["--hidden"]);
    let seen = comes_within(LONG_ENOUGH, || async { around.windows("Returning Widgets").pop() }).await;
    assert_eq!(seen, None);
    assert_eq!(app.ended(), None);
    assert_eq!((app.engine_processes(""), service.faults().sign_ins()), (Vec::new(), 0), "nothing is loaded");
    start_again(&around, &["--hidden"]).await;
    assert_eq!(main_windows(&around), 0, "the next log-in's start is no wish to see it");
    start_again(&around, &[]).await;
    app.main_window().await;
    app.ask_to_end();
    assert_eq!(until("the end of the app", || async { app.ended() }).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_start_at_log_in_is_written_and_removed_and_starts_the_app_hidden() {
    let (around, _service) = home(json!({})).await;
    let entry = around.home().join(ENTRY);
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.press("Settings").await;
    app.in_window("setup.html").await;
    app.press("Preferences").await;
    let toggle = "label:has(input[type=checkbox]):nth-of-type(1) input";
    app.click(toggle).await;
    until("the entry", || async { entry.exists().then_some(()) }).await;
    app.find("input[type=checkbox]:checked").await;
    let valid = around.command("desktop-file-validate").arg(&entry).output().expect("desktop-file-validate runs");
    assert!(valid.status.success(), "{valid:?}");
    let text = std::fs::read_to_string(&entry).expect("an entry");
    let exec = text.lines().find_map(|line| line.strip_prefix("Exec=")).expect("a line that starts the app");
    assert_eq!(exec, format!("\"{BINARY}\" --hidden"));
    app.click(toggle).await;
    until("the end of the entry", || async { (!entry.exists()).then_some(()) }).await;
    app.gone("input[type=checkbox]:checked").await;
    app.quit().await;
    // As a desktop does it, by GLib's reading of the entry.
    std::fs::write(&entry, &text).expect("the entry as it was");
    let launched = around.command("gio").args(["launch", ENTRY]).status().expect("gio runs");
    assert!(launched.success());
    let running = || {
        around
            .processes()
            .into_iter()
            .any(|id| std::fs::read_link(format!("/proc/{id}/exe")).is_ok_and(|exe| exe == Path::new(BINARY)))
    };
    until("the app", || async { running().then_some(()) }).await;
    let seen = comes_within(LONG_ENOUGH, || async { around.windows("Returning Widgets").pop() }).await;
    assert_eq!(seen, None);
    assert!(running());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tray_has_the_icon_and_its_menu_brings_the_window_back_and_ends_the_app() {
    let (around, _service) = home(json!({"on_close": "keep_running"})).await;
    let _manager = around.start_window_manager();
    let host = TrayHost::start(around.bus()).await;
    let app = Process::start(&around, Path::new(BINARY), &[], &[]);
    app.main_window().await;
    let item = until("the icon", || async { host.item() }).await;
    assert_eq!(host.labels(&item).await, ["Open Returning Widgets", "Preferences", "", "Quit"]);
    close_until_hidden(&around).await;
    host.choose(&item, "Open Returning Widgets").await;
    until("the window", || async { (main_windows(&around) == 1).then_some(()) }).await;
    close_until_hidden(&around).await;
    host.choose(&item, "Preferences").await;
    until("the preferences", || async { around.windows("Set up").pop() }).await;
    assert_eq!(main_windows(&around), 0);
    host.choose(&item, "Quit").await;
    assert_eq!(until("the end of the app", || async { app.ended() }).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tray_that_comes_later_gets_the_icon_in_the_language_of_the_windows() {
    let (around, _service) = home(json!({"on_close": "keep_running", "language": "es"})).await;
    let app = Process::start(&around, Path::new(BINARY), &[], &["--hidden"]);
    assert_eq!(comes_within(LONG_ENOUGH, || async { app.ended() }).await, None);
    let host = TrayHost::start(around.bus()).await;
    let item = until("the icon", || async { host.item() }).await;
    assert_eq!(host.labels(&item).await, ["Abrir Returning Widgets", "Preferencias", "", "Salir"]);
    host.choose(&item, "Abrir Returning Widgets").await;
    app.main_window().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_app_outlives_its_setup_window_and_the_end_of_its_page() {
    let (around, service) = home(json!({"on_close": "keep_running"})).await;
    let _manager = around.start_window_manager();
    let host = TrayHost::start(around.bus()).await;
    let app = Process::start(&around, Path::new(BINARY), &[], &["--hidden"]);
    let item = until("the icon", || async { host.item() }).await;
    host.choose(&item, "Preferences").await;
    until("the preferences", || async { around.windows("Set up").pop() }).await;
    until("no window to be seen", || async {
        let title = "Set up Returning Widgets";
        around.command("wmctrl").args(["-F", "-c", title]).stderr(Stdio::null()).status().expect("wmctrl runs");
        around.windows("Returning Widgets").is_empty().then_some(())
    })
    .await;
    start_again(&around, &[]).await;
    app.main_window().await;
    until("a page that is alive", || async { (service.faults().sign_ins() == 1).then_some(()) }).await;
    close_until_hidden(&around).await;
    app.kill_web_process().await;
    until("the end of the page", || async { app.engine_processes("WebProcess").is_empty().then_some(()) }).await;
    let seen = comes_within(LONG_ENOUGH, || async { around.windows("Returning Widgets").pop() }).await;
    assert_eq!((seen, app.ended()), (None, None));
    start_again(&around, &[]).await;
    app.main_window().await;
    until("a page anew", || async { app.engine_processes("WebProcess").pop() }).await;
}

/// The app's web processes, once there are as many.
async fn web_processes(app: &Process<'_>, count: usize) {
    let there = || async { (app.engine_processes("WebProcess").len() == count).then_some(()) };
    comes_within(Duration::from_secs(90), there).await.unwrap_or_else(|| panic!("{count} web processes"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_app_gives_its_web_process_back_in_time_and_builds_its_window_when_it_is_wanted() {
    let (around, service) = home(json!({"on_close": "keep_running"})).await;
    let _manager = around.start_window_manager();
    let app = Process::start(&around, Path::new(BINARY), &[], &[]);
    app.main_window().await;
    until("a page", || async { (service.faults().sign_ins() == 1).then_some(()) }).await;
    web_processes(&app, 1).await;
    close_until_hidden(&around).await;
    web_processes(&app, 0).await;
    assert_eq!(app.ended(), None, "the app goes on");
    start_again(&around, &[]).await;
    app.main_window().await;
    web_processes(&app, 1).await;
    assert_eq!(service.faults().sign_ins(), 1, "the token is still held");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_ends_with_its_window_has_no_icon() {
    let (around, _service) = home(json!({"on_close": "quit"})).await;
    let host = TrayHost::start(around.bus()).await;
    let app = Process::start(&around, Path::new(BINARY), &[], &[]);
    app.main_window().await;
    assert_eq!(comes_within(LONG_ENOUGH, || async { host.item() }).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_session_bus_the_app_stays_and_ends_as_everywhere() {
    let (around, _service) = home_with(Keyring::NoBus, json!({})).await;
    let _manager = around.start_window_manager();
    let app = Process::start(&around, Path::new(BINARY), &[], &[]);
    app.main_window().await;
    close_until_asked(&around).await;
    answer(&around, "Return", 0).await;
    assert_eq!(app.ended(), None);
    app.ask_to_end();
    assert_eq!(until("the end of the app", || async { app.ended() }).await, 0);
}
