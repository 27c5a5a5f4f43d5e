//! Removing, and putting back what was removed.

use crate::house::{CHANNELS, House, STORE};
use std::sync::Arc;
use widget_core::app::removing::UNDO_FOR;
use widget_core::error::Code;
use widget_core::vault::VaultError;
use widget_core::view::{KeepKey, SetupPage, TypedKey};

#[tokio::test]
async fn a_removed_widget_takes_its_frames_and_its_own_key_with_it() {
    let (house, community, channels) = House::with_channels().await;
    let store = house.added(&community, STORE).await;
    house.app.set_key(&community, Some(&store), &TypedKey::from("own"), KeepKey::Keychain).await.unwrap();
    let (kept, gone) = (house.frame(&channels).await, house.frame(&store).await);
    house.app.remove_widget(&store).await.unwrap();
    assert_eq!(house.keys.stored(&house.widget_key(STORE)).as_deref(), Some("own"));
    house.app.end_removal().await;
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
    house.app.end_removal().await;
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
async fn what_the_keychain_does_not_let_go_can_still_be_put_back_whole() {
    let (house, community, channels) = House::with_channels().await;
    let store = with_own_key(&house, &community).await;
    house.app.remove_widget(&store).await.unwrap();
    house.keys.fail_to_write(VaultError::Locked);
    house.app.end_removal().await;
    assert_eq!(removed(&house).as_deref(), Some("Store"), "a key that is still there is not passed over");
    assert_eq!(house.app.remove_widget(&channels).await.unwrap_err().code, Code::KeychainLocked);
    assert_eq!(house.app.remove_community(&community).await.unwrap_err().code, Code::KeychainLocked);
    assert_eq!(ids(&house), [channels.as_str()]);
    house.app.undo_removal().await.unwrap();
    assert_eq!(ids(&house), [channels.as_str(), store.as_str()]);
    house.keys.heal();
    house.app.remove_community(&community).await.unwrap();
    house.app.end_removal().await;
    assert_eq!(house.app.main_view().communities, []);
    assert_eq!(house.keys.stored(&house.widget_key(STORE)), None);
}

/// Adds the store with a key of its own and gives its id.
async fn with_own_key(house: &House, community: &str) -> String {
    let store = house.added(community, STORE).await;
    house.app.set_key(community, Some(&store), &TypedKey::from(house.key()), KeepKey::Keychain).await.unwrap();
    store
}

fn ids(house: &House) -> Vec<String> {
    house.community().widgets.into_iter().map(|widget| widget.id).collect()
}

fn removed(house: &House) -> Option<String> {
    house.app.setup_view(SetupPage::Start, 0).removed
}

#[tokio::test]
async fn a_widget_that_was_put_back_has_its_place_its_key_and_its_token() {
    let (house, community, channels) = House::with_channels().await;
    let store = with_own_key(&house, &community).await;
    house.app.move_widget(&store, Some(&channels)).unwrap();
    house.app.remove_widget(&store).await.unwrap();
    assert_eq!(removed(&house).as_deref(), Some("Store"));
    assert_eq!(ids(&house), [channels.as_str()]);
    // A second press on a page that has not followed yet.
    assert_eq!(house.app.remove_widget(&store).await.unwrap_err().code, Code::UnknownWidget);
    house.app.undo_removal().await.unwrap();
    assert_eq!(removed(&house), None);
    assert_eq!(ids(&house), [store.as_str(), channels.as_str()]);
    assert_eq!(house.keys.stored(&house.widget_key(STORE)).as_deref(), Some(house.key()));
    house.token(&house.frame(&store).await).await;
    assert_eq!(house.app.undo_removal().await.unwrap_err().code, Code::UnknownWidget);
}

#[tokio::test]
async fn a_community_that_was_put_back_has_its_key_and_its_account() {
    let (house, community, channels) = House::with_channels().await;
    let (before, origins) = (ids(&house), house.app.frame_origins());
    house.app.remove_community(&community).await.unwrap();
    assert_eq!(house.app.main_view().communities, []);
    assert_eq!(house.app.frame_origins(), origins, "the page that is there may show it again");
    house.app.undo_removal().await.unwrap();
    assert_eq!(ids(&house), before);
    assert_eq!(house.keys.stored(&house.community_key()).as_deref(), Some(house.key()));
    house.token(&house.frame(&channels).await).await;
}

#[tokio::test]
async fn a_removed_key_is_gone_when_the_time_to_undo_is_over_and_not_before() {
    let (mut house, community, _) = House::with_channels().await;
    let store = with_own_key(&house, &community).await;
    let removal = house.app.remove_widget(&store).await.unwrap();
    tokio::time::pause();
    let app = Arc::clone(&house.app);
    let mut ending = std::pin::pin!(app.end_removal_in_time(removal));
    assert!(tokio::time::timeout(UNDO_FOR * 9 / 10, &mut ending).await.is_err());
    assert_eq!(house.keys.stored(&house.widget_key(STORE)).as_deref(), Some(house.key()));
    tokio::time::advance(UNDO_FOR / 10).await;
    tokio::time::resume();
    ending.await;
    assert_eq!(house.keys.stored(&house.widget_key(STORE)), None);
    assert_eq!(removed(&house), None);
    house.start_again();
    assert_eq!(house.app.undo_removal().await.unwrap_err().code, Code::UnknownWidget);
}

#[tokio::test]
async fn the_end_of_one_removal_s_time_does_not_end_the_next_one() {
    let (house, community, _) = House::with_channels().await;
    let store = with_own_key(&house, &community).await;
    let first = house.app.remove_widget(&store).await.unwrap();
    house.app.undo_removal().await.unwrap();
    house.app.remove_widget(&store).await.unwrap();
    tokio::time::pause();
    house.app.end_removal_in_time(first).await;
    tokio::time::resume();
    assert_eq!(removed(&house).as_deref(), Some("Store"));
    house.app.undo_removal().await.unwrap();
    assert_eq!(house.keys.stored(&house.widget_key(STORE)).as_deref(), Some(house.key()));
}

#[tokio::test]
async fn a_removal_that_the_app_s_end_cut_short_is_ended_at_the_next_start() {
    let (mut house, community, channels) = House::with_channels().await;
    let store = with_own_key(&house, &community).await;
    house.app.remove_widget(&store).await.unwrap();
    house.start_again();
    assert_eq!(ids(&house), [channels.as_str()]);
    house.app.end_removal().await;
    assert_eq!(house.keys.stored(&house.widget_key(STORE)), None);
    assert_eq!(house.keys.stored(&house.community_key()).as_deref(), Some(house.key()));
    assert_eq!(removed(&house), None);
}

#[tokio::test]
async fn a_second_removal_ends_the_first() {
    let (house, community, channels) = House::with_channels().await;
    let store = with_own_key(&house, &community).await;
    house.app.remove_widget(&store).await.unwrap();
    house.app.remove_widget(&channels).await.unwrap();
    assert_eq!(house.keys.stored(&house.widget_key(STORE)), None);
    house.app.undo_removal().await.unwrap();
    assert_eq!(ids(&house), [channels.as_str()]);
}

#[tokio::test]
async fn what_is_connected_anew_keeps_its_key_when_the_removal_ends() {
    let (house, community, _) = House::with_channels().await;
    house.app.remove_community(&community).await.unwrap();
    house.connected(CHANNELS).await;
    house.app.end_removal().await;
    assert_eq!(house.keys.stored(&house.community_key()).as_deref(), Some(house.key()));
    assert_eq!(house.app.undo_removal().await.unwrap_err().code, Code::UnknownWidget);
    assert_eq!(house.app.main_view().communities.len(), 1);
}
