//! What other programs, and people with a viewer, do to the stored key while the app runs (F28), and another keychain
//! than the one that took it (F29).

use super::{Scene, alert};
use crate::harness::{App, LONG_ENOUGH, comes_within, until};
use crate::scripted_secrets::Script;
use crate::survived::Fault;
use std::time::Instant;

const REPLACED: &str = "another-key-of-the-test";

impl Scene {
    fn clear_keyring(&self) {
        let cleared = self.around.command("secret-tool").args(["clear", "service", "Returning Widgets"]).status();
        assert!(cleared.unwrap().success());
    }

    fn put(&self, attributes: &[&str], secret: &[u8]) {
        self.around.put_into_keyring(self.origin(), self.community_id(), attributes, secret);
    }

    /// The widget's token no longer works, so that it asks for another, and the key is read again.
    async fn expire(&self, app: &App<'_>) {
        self.service.faults().expire_all_tokens();
        app.in_frame("Channels").await;
        app.type_into("#message-input", "anything").await;
        app.click("#send-button").await;
        app.out_of_frame().await;
    }
}

const USUAL: &[&str] = &["target", "default"];

#[tokio::test(flavor = "multi_thread")]
async fn f28_an_entry_that_is_removed_while_the_app_runs_is_missed_at_the_next_sign_in() {
    let scene = Scene::unlocked().await;
    let app = scene.app().await;
    scene.signed_in(&app).await;
    scene.clear_keyring();
    scene.expire(&app).await;
    app.alert("key_missing").await;
    app.press("Open key settings").await;
    app.in_window("setup.html").await;
    app.find("[data-key-state=absent]").await;
    let began = Instant::now();
    app.press("Enter key").await;
    app.fill("Widget API key", scene.key()).await;
    app.press("Save key").await;
    app.find("[data-key-state=present]").await;
    app.in_window("main.html").await;
    app.gone("[role=alert]").await;
    let took = began.elapsed();
    app.quit().await;
    scene.assert_key_is_kept();
    Fault { number: "F28", fault: "entry removed while the app runs", injected: "secret-tool clear" }
        .survived("said as missing; the key entered once more goes on", Some(took));
}

#[tokio::test(flavor = "multi_thread")]
async fn f28_an_entry_that_is_replaced_while_the_app_runs_is_used_at_the_next_sign_in() {
    let scene = Scene::unlocked().await;
    scene.around.keep_secret(REPLACED);
    let app = scene.app().await;
    scene.signed_in(&app).await;
    scene.put(USUAL, REPLACED.as_bytes());
    scene.expire(&app).await;
    until("a sign-in with the replaced key", || async {
        let requests = scene.service.faults().requests();
        requests.iter().any(|request| request.header("returningai-api-key") == Some(REPLACED)).then_some(())
    })
    .await;
    app.alert("key_refused").await;
    assert!(scene.around.keyring_listing().contains(REPLACED), "what the other program put there stays");
    scene.put(USUAL, scene.key().as_bytes());
    let took = scene.try_again_until_signed_in(&app).await;
    app.quit().await;
    scene.assert_key_is_kept();
    Fault { number: "F28", fault: "entry replaced while the app runs", injected: "secret-tool store over it" }
        .survived("the replaced key goes with the next sign-in", Some(took));
}

#[tokio::test(flavor = "multi_thread")]
async fn f28_two_entries_are_said_and_neither_is_touched_until_the_person_removes_them() {
    let scene = Scene::unlocked().await;
    scene.around.keep_secret(REPLACED);
    scene.put(&["copy", "2"], REPLACED.as_bytes());
    let app = scene.app().await;
    app.alert("key_ambiguous").await;
    let listing = scene.around.keyring_listing();
    assert!(listing.contains(REPLACED) && listing.contains(scene.key()), "{listing}");
    app.press("Open key settings").await;
    app.in_window("setup.html").await;
    app.alert("key_ambiguous").await;
    let began = Instant::now();
    // As the text says: remove, then enter once more.
    app.press("Remove key").await;
    app.shows("[role=group]", "Remove the key from this computer?").await;
    app.script("document.querySelector('[role=group] button').click(); return 0").await;
    app.find("[data-key-state=absent]").await;
    app.press("Enter key").await;
    app.fill("Widget API key", scene.key()).await;
    app.press("Save key").await;
    app.find("[data-key-state=present]").await;
    app.in_window("main.html").await;
    // Removing the key closed the widget, and whether the page saw that before or after decides who opens it again.
    let opened = comes_within(LONG_ENOUGH, || async {
        (app.is_there("[data-state=shown]").await || app.is_there(&alert("frame_closed")).await).then_some(())
    })
    .await;
    assert!(opened.is_some());
    if !app.is_there("[data-state=shown]").await {
        app.press("Try again").await;
    }
    scene.signed_in(&app).await;
    let took = began.elapsed();
    app.quit().await;
    scene.assert_key_is_kept();
    assert!(!scene.around.keyring_listing().contains(REPLACED));
    Fault { number: "F28", fault: "two entries for one key", injected: "secret-tool store beside the first" }
        .survived("said; both stay until the person removes them", Some(took));
}

#[tokio::test(flavor = "multi_thread")]
async fn f28_an_entry_that_is_no_key_is_said_kept_and_replaced_by_the_person() {
    for (what, secret) in [("not UTF-8", b"canary-\xff\xfe\xfd".to_vec()), ("3000 bytes", vec![b'k'; 3000])] {
        let scene = Scene::unlocked().await;
        scene.put(USUAL, &secret);
        let app = scene.app().await;
        app.alert("key_corrupt").await;
        assert!(scene.around.keyring_listing().contains("label = a key"), "{what}: the entry is gone");
        let printed = app.printed();
        assert!(!printed.contains("canary-") && !printed.contains("kkkk"), "{what}: {printed}");
        app.press("Open key settings").await;
        app.in_window("setup.html").await;
        app.alert("key_corrupt").await;
        let began = Instant::now();
        app.press("Replace key").await;
        app.fill("Widget API key", scene.key()).await;
        app.press("Save key").await;
        app.find("[data-key-state=present]").await;
        app.in_window("main.html").await;
        scene.signed_in(&app).await;
        let took = began.elapsed();
        app.quit().await;
        scene.assert_key_is_kept();
        let injected = if secret.len() > 2560 { "3000 bytes by secret-tool" } else { "bytes that are no UTF-8" };
        Fault { number: "F28", fault: "entry is no key", injected }
            .survived("said as damaged, never printed; the person replaces it", Some(took));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f29_a_keychain_that_takes_another_s_place_is_named_and_the_first_one_still_has_the_key() {
    let scene = Scene::scripted(Script::Empty).await;
    let took = "gnome-keyring-daemon";
    scene.around.edit_settings(|settings| settings.communities[0].key_store = Some(took.to_owned()));
    let app = scene.app().await;
    app.alert("key_in_other_keychain").await;
    scene.bring_keyring_back().await;
    let back = scene.try_again_until_signed_in(&app).await;
    app.quit().await;
    scene.assert_key_is_kept();
    Fault {
        number: "F29",
        fault: "another keychain takes the place of the one that took the key",
        injected: "gnome-keyring has the key and goes; a scripted, empty service comes",
    }
    .survived("said with both names; *Try again* finds the key once the first one is back", Some(back));
}

#[tokio::test(flavor = "multi_thread")]
async fn f29_a_key_that_another_keychain_took_is_said_to_be_there() {
    let scene = Scene::unlocked().await;
    // As after a change of desktops: what was kept by another one is not in this one.
    scene.clear_keyring();
    scene.around.edit_settings(|settings| settings.communities[0].key_store = Some("kwalletd6".to_owned()));
    let app = scene.app().await;
    app.alert("key_in_other_keychain").await;
    app.script("document.querySelector('details').open = true; return 0").await;
    app.shows("details", "the key was kept in kwalletd6, and gnome-keyring-daemon is in use").await;
    app.press("Open key settings").await;
    app.in_window("setup.html").await;
    app.alert("key_in_other_keychain").await;
    let began = Instant::now();
    app.press("Enter key").await;
    app.fill("Widget API key", scene.key()).await;
    app.press("Save key").await;
    app.find("[data-key-state=present]").await;
    app.in_window("main.html").await;
    scene.signed_in(&app).await;
    let took = began.elapsed();
    app.quit().await;
    scene.assert_key_is_kept();
    let mut taken_by = None;
    scene.around.edit_settings(|settings| taken_by = settings.communities[0].key_store.clone());
    assert_eq!(taken_by.as_deref(), Some("gnome-keyring-daemon"), "the settings name the one that took it");
    Fault {
        number: "F29",
        fault: "another keychain is in use than the one that took the key",
        injected: "settings that remember kwalletd6, and a gnome-keyring without the key",
    }
    .survived("both are named; the key entered once more is kept in the one in use", Some(took));
}
