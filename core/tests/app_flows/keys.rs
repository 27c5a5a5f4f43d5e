//! Stored keys: their states, replacing and removing them.

use crate::house::{AMARA, CHANNELS, House, text};
use widget_core::error::Code;
use widget_core::vault::VaultError;
use widget_core::view::{KeepKey, KeyView, SessionView, TypedKey};

fn is_missing(house: &House, widget: &str) -> bool {
    matches!(house.session(widget), SessionView::Failed { error } if error.code == Code::KeyMissing)
}

#[tokio::test]
async fn a_removed_key_is_missed_and_a_new_one_mends_it() {
    let (house, community, widget) = House::with_channels().await;
    let before = house.frame(&widget).await;
    house.app.remove_key(&community, None).await.unwrap();
    assert_eq!(house.keys.stored(&house.community_key()), None);
    assert_eq!(house.setup().key, KeyView::Absent);
    assert_eq!(house.token_error(&before).await, Code::FrameClosed);

    let frame = house.frame(&widget).await;
    let asking = house.asking(&frame);
    house.until(|house| is_missing(house, &widget)).await;
    assert_eq!(house.sign_in(&community, AMARA).await.end(), "check_input failed: key_missing at key");
    assert_eq!(house.sign_ins(), 1);

    house.tokens(&["with-the-new-key"]);
    let key = TypedKey::from(house.key());
    house.app.set_key(&community, None, &key, KeepKey::Keychain).await.unwrap();
    assert_eq!(text(&asking.await.unwrap().unwrap()), "with-the-new-key");
    assert_eq!(house.setup().key, KeyView::Present);
    // Removing what is not there is no failure.
    house.app.remove_key(&community, None).await.unwrap();
    house.app.remove_key(&community, None).await.unwrap();
}

#[tokio::test]
async fn a_key_for_this_session_is_removed_like_any_other() {
    let (house, community, widget) = House::with_channels().await;
    let key = TypedKey::from(house.key());
    house.app.set_key(&community, None, &key, KeepKey::ThisSession).await.unwrap();
    assert_eq!(house.setup().key, KeyView::ThisSession);
    house.app.remove_key(&community, None).await.unwrap();
    assert_eq!(house.setup().key, KeyView::Absent);
    house.frame(&widget).await;
    house.until(|house| is_missing(house, &widget)).await;
}

#[tokio::test]
async fn a_key_that_is_not_well_formed_replaces_nothing() {
    let (house, community, _) = House::with_channels().await;
    for (typed, code) in [("", Code::KeyEmpty), ("two words", Code::KeyInvalid), ("ключ", Code::KeyInvalid)] {
        let result = house.app.set_key(&community, None, &TypedKey::from(typed), KeepKey::Keychain).await;
        assert_eq!(result.unwrap_err().code, code);
    }
    let key = TypedKey::from("key");
    let unknown = house.app.set_key("unknown", None, &key, KeepKey::Keychain).await;
    assert_eq!(unknown.unwrap_err().code, Code::UnknownCommunity);
    let unknown = house.app.set_key(&community, Some("unknown"), &key, KeepKey::Keychain).await;
    assert_eq!(unknown.unwrap_err().code, Code::UnknownWidget);
    let unknown = house.app.remove_key(&community, Some("unknown")).await;
    assert_eq!(unknown.unwrap_err().code, Code::UnknownWidget);
    assert_eq!(house.keys.stored(&house.community_key()).as_deref(), Some(house.key()));
}

#[tokio::test]
async fn a_keychain_that_fails_changes_nothing() {
    let (house, community, widget) = House::with_channels().await;
    let frame = house.frame(&widget).await;
    let before = house.token(&frame).await;
    house.keys.fail_to_write(VaultError::Denied);
    let key = TypedKey::from("another-key");
    let kept = house.app.set_key(&community, None, &key, KeepKey::Keychain).await;
    assert_eq!(kept.unwrap_err().code, Code::KeychainDenied);
    let removed = house.app.remove_key(&community, None).await;
    assert_eq!(removed.unwrap_err().code, Code::KeychainDenied);
    assert_eq!(house.keys.stored(&house.community_key()).as_deref(), Some(house.key()));
    assert_eq!(house.setup().key, KeyView::Present);
    assert_eq!(house.token(&house.frame(&widget).await).await, before);
}

#[tokio::test]
async fn a_key_that_was_not_kept_does_not_outlive_the_removal() {
    let (house, community, _) = House::with_channels().await;
    house.keys.fail_to_write(VaultError::Denied);
    let key = TypedKey::from(house.key());
    house.app.set_key(&community, None, &key, KeepKey::Keychain).await.unwrap_err();
    house.keys.heal();
    house.app.remove_key(&community, None).await.unwrap();
    assert_eq!(house.sign_in(&community, AMARA).await.end(), "check_input failed: key_missing at key");
    assert_eq!(house.connect(house.form_without_key(CHANNELS)).await.code(), Code::KeyMissing);
}

#[tokio::test]
async fn each_state_of_a_stored_key_is_shown() {
    let (mut house, _, widget) = House::with_channels().await;
    for (error, code) in [
        (VaultError::Locked, Code::KeychainLocked),
        (VaultError::Denied, Code::KeychainDenied),
        (VaultError::Unavailable, Code::KeychainUnavailable),
        (VaultError::TimedOut, Code::KeychainTimedOut),
        (VaultError::Corrupt, Code::KeyCorrupt),
        (VaultError::Ambiguous, Code::KeyAmbiguous),
    ] {
        house.start_again();
        assert_eq!(house.setup().key, KeyView::Checking);
        house.keys.fail(error);
        house.app.check_keys().await;
        assert_eq!(house.setup().key, KeyView::Unreadable { error: code.into() });
        // The main window says the same of the widget's sign-in.
        house.frame(&widget).await;
        let failed =
            |house: &House| matches!(house.session(&widget), SessionView::Failed { error } if error.code == code);
        house.until(failed).await;
    }
    house.keys.heal();
    house.app.check_keys().await;
    assert_eq!(house.setup().key, KeyView::Present);
    assert_eq!(house.sign_ins(), 1);
    // Opening the widget again is trying again.
    house.token(&house.frame(&widget).await).await;
    assert_eq!(house.sign_ins(), 2);
}
