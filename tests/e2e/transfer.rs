//! Settings from one computer to another: by the system's own dialogs, with real keys.

use crate::harness::community::start_service;
use crate::harness::{App, Furnished, Keyring, Surroundings, comes_within, scan, until};
use demo_service::{KEY_MARK, TOKEN_MARK};
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

/// The title of the dialogs for a file, and of the question.
const TITLE: &str = "Move to another computer";

/// How long the dialog for a file may take to go once it has its answer.
const ANSWERS_WITHIN: Duration = Duration::from_secs(2);

/// Waits for a window that Rust draws, and turns the keyboard to it.
async fn dialog(around: &Surroundings, title: &str) -> String {
    let shown = until("a dialog of the system", || async { around.windows(title).pop() }).await;
    around.xdotool(&["windowfocus", "--sync", &shown]);
    shown
}

async fn no_dialog(around: &Surroundings) {
    until("the end of the dialog", || async { around.windows(TITLE).is_empty().then_some(()) }).await;
}

/// Types a path into the dialog for a file, as a person does who knows it.
pub async fn choose(around: &Surroundings, title: &str, path: &Path) {
    let shown = dialog(around, title).await;
    let path = path.to_str().expect("a path in UTF-8");
    until("the end of the dialog for a file", || async {
        if around.windows(title).is_empty() {
            return Some(());
        }
        // The field for a path comes with the first key, and the next one may be lost meanwhile: then it is typed again,
        // once the Return of that time has closed what the dialog had to say.
        around.xdotool(&["windowfocus", &shown, "key", "ctrl+a", "type", "--delay", "20", path]);
        around.xdotool(&["key", "Return"]);
        comes_within(ANSWERS_WITHIN, async || around.windows(title).is_empty().then_some(())).await
    })
    .await;
}

async fn export(around: &Surroundings, path: &Path) {
    let app = App::start(around, &[]).await;
    app.in_window("main.html").await;
    app.press("Add widget").await;
    app.in_window("setup.html").await;
    app.press("Preferences").await;
    app.press("Export…").await;
    choose(around, TITLE, path).await;
    app.shows("[role=status]", "The file was written.").await;
    app.quit().await;
}

fn communities(around: &Surroundings) -> usize {
    let files = around.settings_files().into_iter();
    let texts =
        files.filter_map(|name| std::fs::read(around.data().join("app.returningwidgets.desktop").join(name)).ok());
    let objects = texts.filter_map(|text| serde_json::from_slice::<Value>(&text).ok());
    let newest = objects.max_by_key(|object| object["generation"].as_u64());
    newest.and_then(|object| Some(object["settings"]["communities"].as_array()?.len())).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_computer_exports_another_one_takes_once_the_person_has_seen_it_and_agreed() {
    let (old, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    old.furnish(&[Furnished::with_first_member(&service)]);
    let _old_manager = old.start_window_manager();
    // Outside of the home, where no email may be but in the settings: the person takes the file along.
    let luggage = tempfile::tempdir().expect("a folder");
    let path = luggage.path().join("moved.json");
    export(&old, &path).await;
    let text = std::fs::read_to_string(&path).expect("the file");
    assert!(text.contains(&service.community().community_id));
    assert_eq!(scan(luggage.path(), &[KEY_MARK, TOKEN_MARK]), (1, vec![]), "the file alone, and no secret in it");
    assert_eq!(path.metadata().expect("the file").permissions().mode() & 0o777, 0o600);

    let new = Surroundings::new(Keyring::Unlocked);
    let _new_manager = new.start_window_manager();
    let app = App::start(&new, &[]).await;
    app.in_window("setup.html").await;
    app.press("Preferences").await;
    app.press("Import…").await;
    choose(&new, TITLE, &path).await;
    app.shows("[role=status]", "This is what the file would change. Nothing is taken yet.").await;
    let shown = app.text(".difference").await;
    assert!(shown.contains(&format!("at {}", service.origin())), "{shown}");
    app.press("Take these changes").await;
    dialog(&new, TITLE).await;
    new.xdotool(&["key", "Escape"]);
    no_dialog(&new).await;
    assert_eq!(communities(&new), 0, "nothing is taken of what was declined");
    app.press("Take these changes").await;
    dialog(&new, TITLE).await;
    until("an answer that is taken", || async {
        // The question can't be agreed to at once.
        new.xdotool(&["key", "alt+a"]);
        new.windows(TITLE).is_empty().then_some(())
    })
    .await;
    app.shows("[role=status]", "The file was taken. Communities that were added need their key and a sign-in.").await;
    assert_eq!(communities(&new), 1);
    assert!(!new.keyring_listing().contains(&service.community().api_key));
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_not_ours_is_refused_and_a_dialog_that_is_closed_changes_nothing() {
    let around = Surroundings::new(Keyring::Unlocked);
    let _manager = around.start_window_manager();
    let path = around.home().join("other.json");
    std::fs::write(&path, r#"{"schema": "returning-widgets/settings", "version": 1, "key": "x"}"#).expect("a file");
    let app = App::start(&around, &[]).await;
    app.in_window("setup.html").await;
    app.press("Preferences").await;
    app.press("Import…").await;
    choose(&around, TITLE, &path).await;
    app.alert("import_invalid").await;
    let said = app.script("return document.querySelector('[data-code=import_invalid]').textContent").await;
    assert!(said.as_str().is_some_and(|said| said.contains("unknown field at line 1")), "{said}");
    for button in ["Import…", "Export…"] {
        app.press(button).await;
        dialog(&around, TITLE).await;
        around.xdotool(&["key", "Escape"]);
        no_dialog(&around).await;
    }
    assert!(!app.is_there("[role=alert]").await);
    assert_eq!(communities(&around), 0);
    app.quit().await;
}
