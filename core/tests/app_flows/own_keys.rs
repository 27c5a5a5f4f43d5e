//! Widgets with a key of their own, beside the community's.

use crate::house::{ALL_STEPS, CHANNELS, House, MILESTONES, STORE};
use widget_core::error::Code;
use widget_core::vault::VaultError;
use widget_core::view::{AddWidgetForm, ConnectForm, KeepKey, KeyView, SessionView, TypedKey};

const OWN: &str = "own-key-of-the-store";

fn with_own_key(form: ConnectForm) -> ConnectForm {
    ConnectForm { key: Some(TypedKey::from(OWN)), ..form }
}

/// With Channels on the community's key and the Store on one of its own; gives the ids of community and Store.
async fn with_store() -> (House, String, String) {
    let (house, community, _) = House::with_channels().await;
    house.accept_anything("token-of-the-store");
    let outcome = house.connect(with_own_key(house.form(STORE))).await;
    assert_eq!(outcome.steps, ALL_STEPS);
    let store = outcome.result.unwrap().widget.unwrap();
    (house, community, store)
}

fn assert_both_keys(house: &House) {
    assert_eq!(house.keys.stored(&house.community_key()).as_deref(), Some(house.key()));
    assert_eq!(house.keys.stored(&house.widget_key(STORE)).as_deref(), Some(OWN));
}

#[tokio::test]
async fn another_key_for_a_second_widget_becomes_its_own_and_the_community_s_stays() {
    let (house, _, store) = with_store().await;
    assert_both_keys(&house);
    assert_eq!(house.own_key(&store), Some(KeyView::Present));
    assert_eq!(house.setup().key, KeyView::Present);
    let third = house.connect(house.form_without_key(MILESTONES)).await.result.unwrap().widget.unwrap();
    assert_eq!(house.own_key(&third), None);

    // Each signs in with its own.
    let frame = house.frame(&store).await;
    assert_eq!(house.token(&frame).await, "token-of-the-store");
    house.accept_anything("newer");
    assert_eq!(house.token(&frame).await, "newer");
    assert_eq!(house.seen_sign_ins().last().unwrap().header("returningai-api-key"), Some(OWN));
    let frame = house.frame(&third).await;
    house.token(&frame).await;
    house.token(&frame).await;
    assert_eq!(house.seen_sign_ins().last().unwrap().header("returningai-api-key"), Some(house.key()));
}

#[tokio::test]
async fn connecting_a_widget_again_uses_the_key_of_its_own() {
    let (house, _, store) = with_store().await;
    house.accept_anything("newer");
    let again = house.connect(house.form_without_key(STORE)).await.result.unwrap();
    assert_eq!(again.widget.as_ref(), Some(&store));
    assert_eq!(house.seen_sign_ins().last().unwrap().header("returningai-api-key"), Some(OWN));
    assert_eq!(house.own_key(&store), Some(KeyView::Present));
    assert_both_keys(&house);
}

#[tokio::test]
async fn a_key_typed_for_a_widget_with_its_own_replaces_that_one() {
    let (house, _, store) = with_store().await;
    // Even the community's key, so that no key is left behind under a name that nobody uses.
    house.connect(house.form(STORE)).await.result.unwrap();
    assert_eq!(house.own_key(&store), Some(KeyView::Present));
    assert_eq!(house.keys.stored(&house.widget_key(STORE)).as_deref(), Some(house.key()));
}

#[tokio::test]
async fn an_own_key_that_the_keychain_does_not_take_can_be_kept_for_this_session() {
    let (house, ..) = House::with_channels().await;
    house.keys.fail_to_write(VaultError::Denied);
    house.accept_anything("one");
    let outcome = house.connect(with_own_key(house.form(STORE))).await;
    assert_eq!(outcome.end(), "keep_key failed: keychain_denied at ");
    assert_eq!(house.community().widgets.len(), 1);

    house.accept_anything("two");
    let form = ConnectForm { keep_key: KeepKey::ThisSession, ..house.form_without_key(STORE) };
    let store = house.connect(form).await.result.unwrap().widget.unwrap();
    assert_eq!(house.seen_sign_ins().last().unwrap().header("returningai-api-key"), Some(OWN));
    assert_eq!(house.own_key(&store), Some(KeyView::ThisSession));
    assert_eq!(house.keys.stored(&house.widget_key(STORE)), None);
    assert_eq!(house.setup().key, KeyView::Present);
}

#[tokio::test]
async fn an_added_widget_s_own_key_is_tried_and_then_kept() {
    let (house, community, _) = House::with_channels().await;
    let form = || AddWidgetForm { own_key: Some(TypedKey::from(OWN)), ..house.add_form(&community, STORE) };
    let refused = house.add(form()).await;
    assert_eq!(refused.end(), "sign_in failed: key_refused at key");
    assert_eq!(house.keys.stored(&house.widget_key(STORE)), None);
    assert_eq!(house.community().widgets.len(), 1);

    house.accept_anything("token-of-the-store");
    let outcome = house.add(form()).await;
    assert_eq!(outcome.steps, ALL_STEPS);
    let store = outcome.result.unwrap().widget.unwrap();
    assert_both_keys(&house);
    assert_eq!(house.session(&store), SessionView::SignedIn);
    assert_eq!(house.token(&house.frame(&store).await).await, "token-of-the-store");
}

#[tokio::test]
async fn an_added_widget_s_own_key_can_be_kept_for_this_session() {
    let (house, community, _) = House::with_channels().await;
    house.keys.fail_to_write(VaultError::Locked);
    house.accept_anything("one");
    let own = AddWidgetForm { own_key: Some(TypedKey::from(OWN)), ..house.add_form(&community, STORE) };
    assert_eq!(house.add(own).await.code(), Code::KeychainLocked);
    house.accept_anything("two");
    let form = AddWidgetForm { keep_key: KeepKey::ThisSession, ..house.add_form(&community, STORE) };
    let store = house.add(form).await.result.unwrap().widget.unwrap();
    assert_eq!(house.own_key(&store), Some(KeyView::ThisSession));
    assert_eq!(house.token(&house.frame(&store).await).await, "two");
}

#[tokio::test]
async fn an_own_key_is_kept_untried_while_nobody_is_signed_in() {
    let (house, community, _) = House::with_channels().await;
    house.app.sign_out(&community).unwrap();
    let own = AddWidgetForm { own_key: Some(TypedKey::from(OWN)), ..house.add_form(&community, STORE) };
    let outcome = house.add(own).await;
    assert_eq!(
        outcome.steps[2..],
        ["sign_in not_needed", "keep_key running", "keep_key passed", "save running", "save passed"]
    );
    assert_both_keys(&house);
    assert_eq!(house.sign_ins(), 1);
    assert_eq!(house.session(&outcome.result.unwrap().widget.unwrap()), SessionView::SignedOut);
}

#[tokio::test]
async fn a_widget_gets_a_key_of_its_own_and_gives_it_back() {
    let (house, community, widget) = House::with_channels().await;
    let frame = house.frame(&widget).await;
    house.app.set_key(&community, Some(&widget), &TypedKey::from(OWN), KeepKey::Keychain).await.unwrap();
    assert_eq!(house.own_key(&widget), Some(KeyView::Present));
    assert_eq!(house.token_error(&frame).await, Code::FrameClosed);
    house.accept_anything("by-its-own");
    assert_eq!(house.token(&house.frame(&widget).await).await, "by-its-own");

    house.app.remove_key(&community, Some(&widget)).await.unwrap();
    assert_eq!(house.own_key(&widget), None);
    assert_eq!(house.keys.stored(&house.widget_key(CHANNELS)), None);
    house.tokens(&["by-the-community-s"]);
    assert_eq!(house.token(&house.frame(&widget).await).await, "by-the-community-s");

    // Once more takes nothing from the community.
    house.app.remove_key(&community, Some(&widget)).await.unwrap();
    assert_eq!(house.keys.stored(&house.community_key()).as_deref(), Some(house.key()));
}

#[tokio::test]
async fn another_key_for_a_widget_that_is_there_ends_the_frames_of_the_old_one() {
    let (house, _, widget) = House::with_channels().await;
    let frame = house.frame(&widget).await;
    house.token(&frame).await;
    house.next_status(401);
    let asking = house.asking(&frame);
    house.until(|house| matches!(house.session(&widget), SessionView::Failed { .. })).await;
    house.accept_anything("by-its-own");
    house.connect(with_own_key(house.form(CHANNELS))).await.result.unwrap();
    assert_eq!(asking.await.unwrap().unwrap_err().code, Code::FrameClosed);
    assert_eq!(house.token(&house.frame(&widget).await).await, "by-its-own");
}
