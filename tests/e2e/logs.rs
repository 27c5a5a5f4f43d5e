//! The log's files: what support finds in them, and what nobody does.

use crate::harness::community::{connect_channels, start_service};
use crate::harness::{App, Furnished, Keyring, SETTINGS, Surroundings, scan, until};
use demo_service::{EMAIL_MARK, KEY_MARK, TOKEN_MARK};
use serde_json::Value;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

/// The lines so far, each of which has to be one object.
fn lines(around: &Surroundings) -> Vec<Value> {
    let text = around.log();
    // The last one may be in the making.
    let whole = text.rsplit_once('\n').map(|(whole, _)| whole).unwrap_or_default();
    whole.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line:?}"))).collect()
}

/// The numbers of the lines that say this.
fn saying(around: &Surroundings, message: &str) -> Vec<usize> {
    let lines = lines(around).into_iter().enumerate();
    lines.filter(|(_, line)| line["message"] == message).map(|(number, _)| number).collect()
}

async fn says(around: &Surroundings, message: &str) {
    until(message, || async { (!saying(around, message).is_empty()).then_some(()) }).await;
}

fn mode(path: &Path) -> u32 {
    path.metadata().expect("a file").permissions().mode() & 0o777
}

async fn open_preferences(app: &App<'_>) {
    app.press("Settings").await;
    app.in_window("setup.html").await;
    app.press("Preferences").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_its_most_verbose_the_log_has_every_step_and_no_secret() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    let app = App::start(&around, &[]).await;
    app.in_window("setup.html").await;
    app.press("Preferences").await;
    app.press("Log more for ten minutes").await;
    app.shows("[role=status]", "The log says more until").await;
    app.press("Back").await;
    connect_channels(&app, &service).await;
    // Another token, by way of the key in the keychain.
    app.in_frame("Channels").await;
    service.faults().expire_all_tokens();
    app.type_into("#message-input", "again").await;
    app.click("#send-button").await;
    app.shows("[data-testid=message]", "again").await;
    app.out_of_frame().await;
    for message in ["the app started", "a step", "a window was opened", "a frame was opened", "a frame did something"] {
        says(&around, message).await;
    }
    for message in ["signed in", "a token was asked for", "a token goes to its frame"] {
        says(&around, message).await;
    }

    open_preferences(&app).await;
    app.press("Log as usual").await;
    app.find("[role=status]:empty").await;
    app.press_and_leave("Open widgets").await;
    app.quit().await;
    says(&around, "the app ends").await;

    let (looked_at, found) = scan(&around.log_folder(), &[KEY_MARK, TOKEN_MARK, EMAIL_MARK, service.origin()]);
    assert_eq!((looked_at, found.as_slice()), (1, [].as_slice()));
    assert_eq!(lines(&around)[0]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(mode(&around.log_folder()), 0o700);
    assert_eq!(mode(&around.log_folder().join("returning-widgets.log")), 0o600);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_says_more_only_while_it_is_told_to() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    let is_debug = |line: &Value| line["level"] == "DEBUG";
    says(&around, "a frame did something").await;
    assert!(!lines(&around).iter().any(is_debug), "no more than usual");

    open_preferences(&app).await;
    app.press("Log more for ten minutes").await;
    app.shows("[role=status]", "The log says more until").await;
    let turn_to = async |name: &str| {
        let so_far = lines(&around).len();
        app.in_window("main.html").await;
        app.press(name).await;
        until("a frame that has its token", || async {
            lines(&around).iter().skip(so_far).any(|line| line["event"] == "TokenHandedOver").then_some(())
        })
        .await;
        lines(&around).split_off(so_far)
    };
    assert!(turn_to("Store").await.iter().any(is_debug), "more than usual");

    app.in_window("setup.html").await;
    app.press("Log as usual").await;
    says(&around, "the log says no more than usual").await;
    assert!(!turn_to("Milestones").await.iter().any(is_debug), "no more than usual again");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_folder_of_the_log_is_opened_in_the_system_s_own_way() {
    let around = Surroundings::new(Keyring::Missing);
    let app = App::start(&around, &[]).await;
    app.in_window("setup.html").await;
    app.press("Preferences").await;
    app.press("Open log folder").await;
    let opened = until("the folder", || async { around.opened_links().pop() }).await;
    assert_eq!(Path::new(&opened), around.log_folder());
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_somebody_else_says_where_the_log_goes_there_is_none_and_that_is_said_once() {
    let around = Surroundings::new(Keyring::Missing);
    let theirs = around.home().join("theirs");
    std::fs::create_dir(&theirs).unwrap();
    std::fs::create_dir_all(around.home().join(SETTINGS)).unwrap();
    symlink(&theirs, around.log_folder()).unwrap();
    let app = App::start(&around, &["--demo"]).await;
    app.in_window("main.html").await;
    app.in_frame("Channels").await;
    app.shows("[data-testid=member-name]", "Amara").await;
    app.out_of_frame().await;
    assert_eq!(app.printed().matches("works on without a log file").count(), 1, "{}", app.printed());
    assert_eq!(scan(&theirs, &[]).0, 0);
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_does_things_without_end_leaves_the_log_to_others() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    let furnished = Furnished::with_first_member(&service);
    around.furnish(std::slice::from_ref(&furnished));
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    let flood = "const call = window.__TAURI_INTERNALS__.invoke;
        (async () => {
            for (let times = 0; times < 300; times += 1) {
                const { nonce } = await call('open_frame', { widget: WIDGET });
                await call('frame_event', { nonce, event: 'error' });
                await call('close_frame', { nonce });
            }
            document.body.dataset.flooded = 'yes';
        })();";
    app.script(&flood.replace("WIDGET", &format!("'{}'", furnished.widget("store-widget")))).await;
    app.find("body[data-flooded]").await;
    assert!(lines(&around).len() < 300, "{} lines", lines(&around).len());
    assert_eq!(saying(&around, "pages cause too many lines; some are left out").len(), 1);
    app.quit().await;
    says(&around, "the app ends").await;
}
