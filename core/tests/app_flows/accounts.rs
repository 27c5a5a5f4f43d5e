//! Signing in as another member, out, and starting again.

use crate::house::{AMARA, House, LUCIA, STORE};
use widget_core::error::Code;
use widget_core::view::{KeyView, SessionView};

#[tokio::test]
async fn another_member_signs_in_with_the_stored_key_and_both_are_remembered() {
    let (house, community, widget) = House::with_channels().await;
    let outcome = house.sign_in(&community, LUCIA).await;
    let steps = [
        "check_input running",
        "check_input passed",
        "reach_service running",
        "reach_service passed",
        "sign_in passed",
        "save running",
        "save passed",
    ];
    assert_eq!(outcome.steps, steps);
    assert_eq!(house.session(&widget), SessionView::SignedIn);
    let accounts: Vec<_> = house.setup().accounts.into_iter().map(|a| (a.email, a.signed_in)).collect();
    assert_eq!(accounts, [(AMARA.to_owned(), false), (LUCIA.to_owned(), true)]);
    house.sign_in(&community, AMARA).await.result.unwrap();
    assert_eq!((house.community().account.as_deref(), house.community().account_count), (Some(AMARA), 2));
    let emails: Vec<_> = house.seen_sign_ins().iter().map(|seen| seen.header("email").unwrap().to_owned()).collect();
    assert_eq!(emails, [AMARA, LUCIA, AMARA]);
}

#[tokio::test]
async fn a_sign_in_that_fails_leaves_the_account_and_its_frames_as_they_were() {
    let (house, community, widget) = House::with_channels().await;
    let frame = house.frame(&widget).await;
    let before = house.token(&frame).await;
    for (email, end) in [
        ("nobody@demo.example", "sign_in failed: sign_in_forbidden at email"),
        ("amara", "check_input failed: email_invalid at email"),
        ("jürgen@demo.example", "check_input failed: email_not_ascii at email"),
    ] {
        assert_eq!(house.sign_in(&community, email).await.end(), end);
    }
    assert_eq!((house.community().account.as_deref(), house.community().account_count), (Some(AMARA), 1));
    assert_eq!(house.token(&house.frame(&widget).await).await, before);
    assert_ne!(house.token(&frame).await, before);
    assert_eq!(house.sign_in("unknown", AMARA).await.code(), Code::UnknownCommunity);
}

#[tokio::test]
async fn who_signs_in_again_keeps_the_frames() {
    let (house, community, widget) = House::with_channels().await;
    let frame = house.frame(&widget).await;
    house.token(&frame).await;
    house.tokens(&["again"]);
    house.sign_in(&community, AMARA).await.result.unwrap();
    assert_eq!(house.token(&frame).await, "again");
    assert_eq!(house.sign_ins(), 2);
}

#[tokio::test]
async fn an_account_that_was_signed_out_stays_remembered() {
    let (house, community, widget) = House::with_channels().await;
    house.app.sign_out(&community).unwrap();
    assert_eq!((house.community().account, house.community().account_count), (None, 1));
    assert_eq!(house.session(&widget), SessionView::SignedOut);
    assert_eq!(house.setup().key, KeyView::Present);
    house.sign_in(&community, AMARA).await.result.unwrap();
    assert_eq!(house.session(&widget), SessionView::SignedIn);
    assert_eq!(house.app.sign_out("unknown").unwrap_err().code, Code::UnknownCommunity);
}

#[tokio::test]
async fn a_forgotten_account_is_gone() {
    let (mut house, community, widget) = House::with_channels().await;
    house.sign_in(&community, LUCIA).await.result.unwrap();
    let frame = house.frame(&widget).await;
    let before = house.token(&frame).await;
    house.app.forget_account(&community, AMARA).unwrap();
    // The one that is signed in does not notice.
    assert_eq!(house.token(&house.frame(&widget).await).await, before);
    assert_eq!(house.app.forget_account(&community, AMARA).unwrap_err().code, Code::UnknownAccount);
    house.app.forget_account(&community, LUCIA).unwrap();
    assert_eq!(house.token_error(&frame).await, Code::FrameClosed);
    assert_eq!((house.community().account, house.community().account_count), (None, 0));
    house.start_again();
    assert_eq!((house.community().account, house.setup().accounts), (None, vec![]));
}

#[tokio::test]
async fn after_a_new_start_the_same_member_is_signed_in_at_the_same_widget() {
    let (mut house, community, channels) = House::with_channels().await;
    let store = house.added(&community, STORE).await;
    house.app.select_widget(&channels).unwrap();
    house.app.remember_selection();
    house.start_again();
    let view = house.app.main_view();
    assert_eq!(view.selected.as_ref(), Some(&channels));
    assert_eq!(view.notice, None);
    assert_eq!(house.community().account.as_deref(), Some(AMARA));
    assert_eq!(house.session(&store), SessionView::Idle);
    house.tokens(&["after-the-start"]);
    assert_eq!(house.token(&house.frame(&store).await).await, "after-the-start");
    assert_eq!(house.sign_ins(), 2);
    house.app.check_keys().await;
    assert_eq!(house.setup().key, KeyView::Present);
}

#[tokio::test]
async fn who_was_signed_out_stays_so_after_a_new_start() {
    let (mut house, community, widget) = House::with_channels().await;
    house.app.sign_out(&community).unwrap();
    house.start_again();
    house.app.warm_selected();
    assert_eq!(house.session(&widget), SessionView::SignedOut);
    assert_eq!(house.app.open_frame(&widget).await.unwrap_err().code, Code::SignedOut);
    assert_eq!(house.sign_ins(), 1);
}
