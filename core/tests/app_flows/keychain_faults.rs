//! What becomes of the keychain's faults in the app: who is asked, what is shown, what goes on by itself.

use crate::house::{CHANNELS, House, STORE};
use std::time::Duration;
use widget_core::error::Code;
use widget_core::vault::{Limits, VaultError};
use widget_core::view::{KeepKey, KeyView, SessionView, TypedKey};

const fn code_of(key: &KeyView) -> Option<Code> {
    if let KeyView::Unreadable { error } = key { Some(error.code) } else { None }
}

#[tokio::test]
async fn f26_a_dismissed_prompt_speaks_for_all_keys() {
    let (house, community, channels) = House::with_channels().await;
    let store = house.added(&community, STORE).await;
    let key = TypedKey::from(house.key());
    house.app.set_key(&community, Some(&store), &key, KeepKey::Keychain).await.unwrap();
    house.app.set_key(&community, Some(&channels), &key, KeepKey::ThisSession).await.unwrap();
    house.keys.lock();
    house.app.check_keys().await;
    assert_eq!(house.keys.prompts(), 1);
    assert_eq!(code_of(&house.setup().key), Some(Code::KeychainLocked));
    assert_eq!(code_of(&house.own_key(&store).unwrap()), Some(Code::KeychainLocked));
    assert_eq!(house.own_key(&channels), Some(KeyView::ThisSession));
}

#[tokio::test]
async fn f26_connecting_asks_once_and_a_key_for_this_session_asks_nobody() {
    let house = House::open().await;
    house.keys.lock();
    let outcome = house.connect(house.form(CHANNELS)).await;
    assert_eq!(outcome.end(), "keep_key failed: keychain_locked at ");
    assert_eq!(house.keys.prompts(), 1);
    let mut form = house.form_without_key(CHANNELS);
    form.keep_key = KeepKey::ThisSession;
    house.connect(form).await.result.unwrap();
    assert_eq!(house.keys.prompts(), 1);
}

#[tokio::test]
async fn f26_a_keychain_that_opens_again_lets_go_on_what_it_had_stopped() {
    let (mut house, _, widget) = House::with_channels().await;
    house.start_again();
    house.keys.fail(VaultError::Unavailable);
    let frame = house.frame(&widget).await;
    let asking = house.asking(&frame);
    house.until(|house| matches!(house.session(&widget), SessionView::Failed { .. })).await;
    house.keys.heal();
    // As the setup window's *Try again* does.
    house.app.check_keys().await;
    assert_eq!(house.setup().key, KeyView::Present);
    asking.await.unwrap().unwrap();
    assert_eq!(house.session(&widget), SessionView::SignedIn);
}

#[tokio::test]
async fn f27_a_key_that_is_kept_after_the_person_was_told_it_failed_is_shown() {
    let (mut house, community, _) = House::with_channels().await;
    house.limits = Limits { answer: Duration::from_millis(50), prompt: Duration::from_millis(50) };
    house.start_again();
    house.keys.hold();
    house.app.check_keys().await;
    assert_eq!(code_of(&house.setup().key), Some(Code::KeychainTimedOut));
    house.keys.let_go();
    house.app.check_keys().await;
    house.keys.hold();
    let before = house.setup().key;
    let key = TypedKey::from("another-key");
    let kept = house.app.set_key(&community, None, &key, KeepKey::Keychain).await;
    assert_eq!(kept.unwrap_err().code, Code::KeychainTimedOut);
    assert_eq!(house.setup().key, before);
    house.keys.fail(VaultError::Corrupt);
    house.keys.let_go();
    // What the keychain says once it has ended is what is shown.
    house.until(|house| code_of(&house.setup().key) == Some(Code::KeyCorrupt)).await;
}

#[tokio::test]
async fn f29_the_settings_remember_which_keychain_took_the_key() {
    let mut house = House::open().await;
    house.keys.call_it("kwalletd6");
    let (community, widget) = house.connected(CHANNELS).await;
    assert!(house.settings_text().contains(r#""key_store":"kwalletd6""#), "{}", house.settings_text());

    house.keys.put_another_in_its_place("gnome-keyring-daemon");
    house.start_again();
    house.app.check_keys().await;
    let KeyView::Unreadable { error } = house.setup().key else { panic!("{:?}", house.setup().key) };
    assert_eq!(error.code, Code::KeyInOtherKeychain);
    let detail = error.detail.clone().unwrap();
    assert!(detail.contains("kwalletd6") && detail.contains("gnome-keyring-daemon"), "{detail}");
    house.frame(&widget).await;
    house.until(|house| house.session(&widget) == SessionView::Failed { error: error.clone() }).await;
    assert_eq!(house.keys.stored(&house.community_key()).as_deref(), Some(house.key()));

    // A person who removes the key does not want to hear of it again.
    house.app.remove_key(&community, None).await.unwrap();
    assert_eq!(house.setup().key, KeyView::Absent);
    house.start_again();
    house.app.check_keys().await;
    assert_eq!(house.setup().key, KeyView::Absent);
}
