//! *Connect*: from an embed code to a widget that is signed in.

use crate::house::{ALL_STEPS, AMARA, CHANNELS, House, LEADERBOARD, LUCIA, STORE, nobody};
use demo_service::SignInFault;
use widget_core::error::Code;
use widget_core::service::api_key::ApiKey;
use widget_core::service::email::Email;
use widget_core::vault::VaultError;
use widget_core::view::{ConnectForm, KeepKey, KeyView, SessionView, TypedKey, WidgetKind};

#[tokio::test]
async fn connecting_by_an_embed_code_saves_community_account_and_widget_and_keeps_the_key() {
    let house = House::open().await;
    let outcome = house.connect(house.form(CHANNELS)).await;
    assert_eq!(outcome.steps, ALL_STEPS);
    let connected = outcome.result.unwrap();
    let community = house.community();
    assert_eq!((community.id, community.name.as_str()), (connected.community, "Lantern Bay"));
    assert_eq!(format!("http://{}", community.host), house.service.origin());
    assert_eq!((community.account.as_deref(), community.account_count), (Some(AMARA), 1));
    let [widget] = &community.widgets[..] else { panic!("{:?}", community.widgets) };
    assert_eq!((widget.name.as_str(), widget.kind), ("Channels", WidgetKind::Channels));
    assert_eq!(widget.session, SessionView::SignedIn);
    assert_eq!(connected.widget.as_ref(), Some(&widget.id));
    assert_eq!(house.app.main_view().selected, connected.widget);
    assert_eq!(house.setup().key, KeyView::Present);
    assert_eq!(house.keys.stored(&house.community_key()).as_deref(), Some(house.key()));
    assert_eq!(house.sign_ins(), 1);
    let origins: Vec<_> = house.app.frame_origins().iter().map(ToString::to_string).collect();
    assert_eq!(origins, [house.service.origin()]);
}

#[tokio::test]
async fn a_community_without_a_name_is_called_after_its_host() {
    let house = House::open().await;
    let form = ConnectForm { community_name: " \n ".to_owned(), ..house.form(CHANNELS) };
    house.connect(form).await.result.unwrap();
    assert_eq!(house.community().name, house.community().host);
}

#[tokio::test]
async fn what_the_service_refuses_is_shown_at_its_field_and_leaves_nothing_behind() {
    let house = House::open().await;
    let wrong_key = ConnectForm { key: Some(TypedKey::from("wrong-key")), ..house.form(CHANNELS) };
    let wrong_email = ConnectForm { email: "nobody@demo.example".to_owned(), ..house.form(CHANNELS) };
    let wrong_id = ConnectForm { community_id: "000000000000000000000000".to_owned(), ..house.form(CHANNELS) };
    for (form, end, code) in [
        (wrong_key, "sign_in failed: key_refused at key", Code::KeyRefused),
        (wrong_email, "sign_in failed: sign_in_forbidden at email", Code::SignInForbidden),
        (wrong_id, "sign_in failed: community_not_found at community_id", Code::CommunityNotFound),
    ] {
        let outcome = house.connect(form).await;
        assert_eq!((outcome.code(), outcome.end()), (code, end));
        assert_eq!(outcome.steps[..4], ALL_STEPS[..4]);
        house.assert_nothing_saved();
        assert_eq!(house.keys.stored(&house.community_key()), None);
    }
    // A refused key is not kept in mind either.
    assert_eq!(house.connect(house.form_without_key(CHANNELS)).await.code(), Code::KeyMissing);
    house.connected(CHANNELS).await;
}

#[tokio::test]
async fn a_service_that_answers_badly_and_one_that_is_not_there_are_told_apart() {
    let house = House::open().await;
    let redirect = SignInFault::Redirect { code: 302, location: "/".to_owned() };
    let nonsense = SignInFault::RawBody { content_type: "application/json".to_owned(), body: b"{}".to_vec() };
    let html = SignInFault::RawBody { content_type: "text/html".to_owned(), body: b"<html>".to_vec() };
    for (fault, end) in [
        (redirect, "sign_in failed: redirected at origin"),
        (nonsense, "sign_in failed: bad_reply at "),
        (html, "reach_service failed: captive_portal at origin"),
        (SignInFault::EndlessBody, "sign_in failed: reply_too_large at "),
        (SignInFault::DropConnection, "reach_service failed: connection_lost at origin"),
    ] {
        house.service.faults().set_next(1, fault);
        assert_eq!(house.connect(house.form(CHANNELS)).await.end(), end);
    }
    for (status, end) in [
        (429, "sign_in failed: rate_limited at "),
        (503, "sign_in failed: service_down at "),
        (418, "sign_in failed: sign_in_rejected at "),
    ] {
        house.next_status(status);
        assert_eq!(house.connect(house.form(CHANNELS)).await.end(), end);
    }
    let (_kept, nobody) = nobody();
    let form = ConnectForm { origin: format!("http://{nobody}"), ..house.form(CHANNELS) };
    let outcome = house.connect(form).await;
    assert_eq!(outcome.steps[2..], ["reach_service running", "reach_service failed: unreachable at origin"]);
    house.assert_nothing_saved();
}

#[tokio::test]
async fn a_key_that_the_keychain_does_not_take_can_be_kept_for_this_session() {
    for (error, code) in [
        (VaultError::Locked, Code::KeychainLocked),
        (VaultError::Denied, Code::KeychainDenied),
        (VaultError::Unavailable, Code::KeychainUnavailable),
        (VaultError::TimedOut, Code::KeychainTimedOut),
    ] {
        let mut house = House::open().await;
        house.keys.fail(error.clone());
        let outcome = house.connect(house.form(CHANNELS)).await;
        assert_eq!(outcome.code(), code);
        assert_eq!(outcome.steps[..6], ALL_STEPS[..6]);
        assert!(outcome.end().starts_with("keep_key failed: "), "{}", outcome.end());
        house.assert_nothing_saved();

        let form = ConnectForm { keep_key: KeepKey::ThisSession, ..house.form_without_key(CHANNELS) };
        let outcome = house.connect(form).await;
        assert_eq!(outcome.steps, ALL_STEPS, "{error}");
        assert_eq!(house.setup().key, KeyView::ThisSession);
        let widget = outcome.result.unwrap().widget.unwrap();
        let frame = house.frame(&widget).await;
        assert_ne!(house.token(&frame).await, house.token(&frame).await);

        // It was for that session only.
        house.keys.heal();
        assert_eq!(house.keys.stored(&house.community_key()), None);
        house.start_again();
        house.app.check_keys().await;
        assert_eq!(house.setup().key, KeyView::Absent);
    }
}

#[tokio::test]
async fn a_key_that_the_keychain_did_not_take_is_kept_by_trying_again() {
    let house = House::open().await;
    house.keys.fail(VaultError::Locked);
    assert_eq!(house.connect(house.form(CHANNELS)).await.code(), Code::KeychainLocked);
    house.keys.heal();
    assert_eq!(house.connect(house.form_without_key(CHANNELS)).await.steps, ALL_STEPS);
    assert_eq!(house.keys.stored(&house.community_key()).as_deref(), Some(house.key()));
}

#[tokio::test]
async fn a_second_widget_uses_the_stored_key() {
    let (house, community, first) = House::with_channels().await;
    let outcome = house.connect(house.form_without_key(STORE)).await;
    let kept_already = [&ALL_STEPS[..6], &["keep_key not_needed"], &ALL_STEPS[7..]].concat();
    assert_eq!(outcome.steps, kept_already);
    let connected = outcome.result.unwrap();
    assert_eq!(connected.community, community);
    let second = connected.widget.unwrap();
    assert_ne!(second, first);
    assert_eq!(house.own_key(&second), None);
    assert_eq!(house.app.main_view().selected.as_ref(), Some(&second));
    // The same key typed once more changes nothing.
    assert_eq!(house.connect(house.form(STORE)).await.steps, kept_already);
    assert_eq!(house.community().widgets.len(), 2);
}

#[tokio::test]
async fn connecting_the_same_widget_twice_makes_no_second_one() {
    let (house, community, widget) = House::with_channels().await;
    for _ in 0..2 {
        let again = house.connect(house.form(CHANNELS)).await.result.unwrap();
        assert_eq!((again.community, again.widget), (community.clone(), Some(widget.clone())));
    }
    assert_eq!(house.community().widgets.len(), 1);
}

#[tokio::test]
async fn connecting_as_another_member_switches_the_account() {
    let (house, _, first) = House::with_channels().await;
    let frame = house.frame(&first).await;
    let form = ConnectForm { email: LUCIA.to_owned(), ..house.form_without_key(STORE) };
    house.connect(form).await.result.unwrap();
    let community = house.community();
    assert_eq!((community.account.as_deref(), community.account_count), (Some(LUCIA), 2));
    assert_eq!(house.token_error(&frame).await, Code::FrameClosed);
}

#[tokio::test]
async fn a_public_leaderboard_needs_no_key_and_no_email() {
    let house = House::open().await;
    // Its code names the community as well.
    let form = ConnectForm { email: String::new(), community_id: String::new(), ..house.form_without_key(LEADERBOARD) };
    let outcome = house.connect(form).await;
    let steps = [
        "check_input running",
        "check_input passed",
        "reach_service running",
        "reach_service passed",
        "sign_in not_needed",
        "keep_key not_needed",
        "save running",
        "save passed",
    ];
    assert_eq!(outcome.steps, steps);
    let widget = outcome.result.unwrap().widget.unwrap();
    assert_eq!(house.session(&widget), SessionView::NotNeeded);
    let community = house.community();
    assert_eq!((community.account, community.account_count, community.needs_account), (None, 0, false));
    assert_eq!(house.setup().community_id, house.service.community().community_id);
    assert!(house.seen_sign_ins().is_empty());

    // What was typed beside it is not used, and a widget that signs in joins the same community.
    house.connect(house.form(LEADERBOARD)).await.result.unwrap();
    assert_eq!(house.keys.stored(&house.community_key()), None);
    let (_, channels) = house.connected(CHANNELS).await;
    assert_eq!(house.session(&channels), SessionView::SignedIn);
    assert_eq!(house.setup().key, KeyView::Present);
    assert_eq!(house.community().widgets.len(), 2);
    // And the leaderboard joins without signing anybody out.
    house.connect(house.form_without_key(LEADERBOARD)).await.result.unwrap();
    assert_eq!(house.community().account.as_deref(), Some(AMARA));
}

#[tokio::test]
async fn a_leaderboard_of_a_service_that_is_not_there_is_not_saved() {
    let house = House::open().await;
    let (_kept, nobody) = nobody();
    let form = ConnectForm { origin: format!("http://{nobody}"), ..house.form_without_key(LEADERBOARD) };
    assert_eq!(house.connect(form).await.end(), "reach_service failed: unreachable at origin");
    house.assert_nothing_saved();
}

#[tokio::test]
async fn a_community_that_is_put_in_leaves_no_key_in_the_keychain() {
    let mut house = House::open().await;
    let (origin, community_id) = house.place();
    let key = ApiKey::parse(house.key()).unwrap();
    let widgets = vec![("Talk".to_owned(), house.path(CHANNELS)), ("Shop".to_owned(), house.path(STORE))];
    let email = Email::parse(AMARA).unwrap();
    house.app.put_community("Demo", &origin, &community_id, &key, &email, widgets).unwrap();
    house.app.check_keys().await;
    let names: Vec<_> = house.community().widgets.into_iter().map(|widget| widget.name).collect();
    assert_eq!((house.community().name.as_str(), names), ("Demo", vec!["Talk".to_owned(), "Shop".to_owned()]));
    assert_eq!(house.setup().key, KeyView::ThisSession);
    let widget = house.app.main_view().selected.unwrap();
    house.token(&house.frame(&widget).await).await;
    assert_eq!(house.keys.stored(&house.community_key()), None);
    house.start_again();
    house.app.check_keys().await;
    assert_eq!(house.setup().key, KeyView::Absent);
}
