//! Selecting, naming and removing.

use crate::house::{CHANNELS, House, STORE};
use widget_core::error::Code;
use widget_core::vault::VaultError;
use widget_core::view::{KeepKey, TypedKey};

#[tokio::test]
async fn a_widget_is_called_what_the_person_calls_it() {
    let (mut house, _, widget) = House::with_channels().await;
    let (long, cut) = ("n".repeat(200), "n".repeat(80));
    for (typed, shown) in [
        ("  Talk ", "Talk"),
        ("a\u{0}b\u{1b}c", "abc"),
        ("<b>Talk</b>", "<b>Talk</b>"),
        (&long, &cut),
        (" \n ", "Channels"),
        ("話", "話"),
    ] {
        house.app.rename_widget(&widget, typed).unwrap();
        assert_eq!(house.widget(&widget).name, shown);
        assert_eq!(house.frame(&widget).await.title, shown);
    }
    assert_eq!(house.app.rename_widget("unknown", "x").unwrap_err().code, Code::UnknownWidget);
    house.start_again();
    assert_eq!(house.widget(&widget).name, "話");
}

#[tokio::test]
async fn selecting_writes_nothing_until_the_person_closes_the_app() {
    let (mut house, community, channels) = House::with_channels().await;
    house.added(&community, STORE).await;
    let written = house.settings_text();
    house.app.select_widget(&channels).unwrap();
    assert_eq!(house.app.select_widget("unknown").unwrap_err().code, Code::UnknownWidget);
    assert_eq!(house.app.main_view().selected.as_ref(), Some(&channels));
    assert_eq!(house.settings_text(), written);
    house.app.remember_selection();
    house.start_again();
    assert_eq!(house.app.main_view().selected.as_ref(), Some(&channels));
}

#[tokio::test]
async fn what_was_just_connected_is_selected_whatever_was_before() {
    let (house, community, channels) = House::with_channels().await;
    house.app.select_widget(&channels).unwrap();
    let store = house.added(&community, STORE).await;
    assert_eq!(house.app.main_view().selected.as_ref(), Some(&store));
}

#[tokio::test]
async fn a_removed_widget_takes_its_frames_and_its_own_key_with_it() {
    let (house, community, channels) = House::with_channels().await;
    let store = house.added(&community, STORE).await;
    house.app.set_key(&community, Some(&store), &TypedKey::from("own"), KeepKey::Keychain).await.unwrap();
    let (kept, gone) = (house.frame(&channels).await, house.frame(&store).await);
    house.app.remove_widget(&store).await.unwrap();
    assert_eq!(house.keys.stored(&house.widget_key(STORE)), None);
    assert_eq!(house.keys.stored(&house.community_key()).as_deref(), Some(house.key()));
    assert_eq!(house.token_error(&gone).await, Code::FrameClosed);
    house.token(&kept).await;
    assert_eq!(house.app.main_view().selected.as_ref(), Some(&channels));
    assert_eq!(house.app.remove_widget(&store).await.unwrap_err().code, Code::UnknownWidget);
    house.app.remove_widget(&channels).await.unwrap();
    assert_eq!(house.app.main_view().selected, None);
    assert!(!house.app.has_widgets());
}

#[tokio::test]
async fn a_removed_community_takes_its_keys_frames_and_origin_with_it() {
    let (mut house, community, channels) = House::with_channels().await;
    let store = house.added(&community, STORE).await;
    house.app.set_key(&community, Some(&store), &TypedKey::from("own"), KeepKey::Keychain).await.unwrap();
    let frame = house.frame(&channels).await;
    house.app.remove_community(&community).await.unwrap();
    for name in [house.community_key(), house.widget_key(STORE), house.widget_key(CHANNELS)] {
        assert_eq!(house.keys.stored(&name), None);
    }
    assert_eq!(house.token_error(&frame).await, Code::FrameClosed);
    assert_eq!(house.app.main_view().communities, []);
    assert_eq!(house.app.frame_origins(), []);
    assert_eq!(house.app.remove_community(&community).await.unwrap_err().code, Code::UnknownCommunity);
    house.start_again();
    assert_eq!(house.app.main_view().communities, []);
    // Nothing of it is left to connect with.
    assert_eq!(house.connect(house.form_without_key(CHANNELS)).await.code(), Code::KeyMissing);
}

#[tokio::test]
async fn what_the_keychain_does_not_let_go_stays_whole() {
    let (house, community, channels) = House::with_channels().await;
    let store = house.added(&community, STORE).await;
    house.app.set_key(&community, Some(&store), &TypedKey::from("own"), KeepKey::Keychain).await.unwrap();
    let frame = house.frame(&channels).await;
    house.keys.fail_to_write(VaultError::Locked);
    assert_eq!(house.app.remove_widget(&store).await.unwrap_err().code, Code::KeychainLocked);
    assert_eq!(house.app.remove_community(&community).await.unwrap_err().code, Code::KeychainLocked);
    assert_eq!(house.community().widgets.len(), 2);
    house.token(&frame).await;
    house.keys.heal();
    house.app.remove_community(&community).await.unwrap();
    assert_eq!(house.app.main_view().communities, []);
}

#[tokio::test]
async fn a_pinned_widget_stays_pinned_until_the_person_says_otherwise() {
    let (mut house, _, widget) = House::with_channels().await;
    house.app.pin_widget(&widget, true).unwrap();
    house.start_again();
    assert!(house.widget(&widget).pinned);
    house.app.pin_widget(&widget, false).unwrap();
    assert!(!house.widget(&widget).pinned);
    assert_eq!(house.app.pin_widget("unknown", true).unwrap_err().code, Code::UnknownWidget);
}

#[tokio::test]
async fn a_hidden_window_s_page_is_told_once() {
    let (house, ..) = House::with_channels().await;
    let mut changes = house.app.changes();
    for hidden in [true, false] {
        changes.mark_unchanged();
        house.app.set_hidden(hidden);
        assert!(changes.has_changed().unwrap());
        assert_eq!(house.app.main_view().hidden, hidden);
        changes.mark_unchanged();
        house.app.set_hidden(hidden);
        assert!(!changes.has_changed().unwrap());
    }
}
