//! Frames and their tokens.

use crate::house::{AMARA, CHANNELS, Gate, House, LEADERBOARD, LUCIA, STORE, text};
use demo_service::SignInFault;
use std::sync::Arc;
use std::time::Duration;
use widget_core::error::Code;
use widget_core::service::http::SignIn;
use widget_core::service::token::Token;
use widget_core::view::{ConnectForm, FrameEvent, KeepKey, SessionView, TypedKey};

#[tokio::test]
async fn the_first_ask_gets_the_token_that_was_signed_in_already() {
    let house = House::open().await;
    house.tokens(&["from-connect"]);
    let (_, widget) = house.connected(CHANNELS).await;
    let frame = house.frame(&widget).await;
    assert_eq!(house.token(&frame).await, "from-connect");
    assert_eq!(house.sign_ins(), 1);
}

#[tokio::test]
async fn a_second_ask_of_the_same_frame_makes_a_fresh_sign_in() {
    let (house, _, widget) = House::with_channels().await;
    let frame = house.frame(&widget).await;
    house.token(&frame).await;
    house.tokens(&["second", "third"]);
    assert_eq!(house.token(&frame).await, "second");
    assert_eq!(house.token(&frame).await, "third");
    assert_eq!(house.sign_ins(), 3);
}

#[tokio::test]
async fn two_frames_of_one_account_share_a_token_and_its_renewal() {
    let (house, community, channels) = House::with_channels().await;
    let store = house.added(&community, STORE).await;
    let (one, two) = (house.frame(&channels).await, house.frame(&store).await);
    assert_eq!(house.token(&one).await, house.token(&two).await);
    assert_eq!(house.sign_ins(), 1);
    house.tokens(&["renewed"]);
    assert_eq!(house.token(&one).await, "renewed");
    // The other one's token is as old as the first one's was.
    assert_eq!(house.token(&two).await, "renewed");
    assert_eq!(house.sign_ins(), 2);
}

#[tokio::test]
async fn frames_that_ask_while_a_sign_in_is_under_way_wait_for_it() {
    let (mut house, community, channels) = House::with_channels().await;
    let store = house.added(&community, STORE).await;
    house.start_again();
    assert_eq!(house.session(&channels), SessionView::Idle);
    house.service.faults().set_next(1, SignInFault::Delay(Duration::from_millis(200)));
    let (one, two) = (house.frame(&channels).await, house.frame(&store).await);
    house.until(|house| house.session(&store) == SessionView::SigningIn).await;
    let (first, second) = tokio::join!(house.token(&one), house.token(&two));
    assert_eq!(first, second);
    assert_eq!(house.sign_ins(), 2);
}

#[tokio::test]
async fn the_selected_widget_is_signed_in_before_its_window_is_there() {
    let (mut house, _, widget) = House::with_channels().await;
    house.start_again();
    house.tokens(&["warm"]);
    house.app.warm_selected();
    house.until(|house| house.session(&widget) == SessionView::SignedIn).await;
    assert_eq!(house.token(&house.frame(&widget).await).await, "warm");
    assert_eq!(house.sign_ins(), 2);
}

#[tokio::test]
async fn an_opened_frame_says_all_that_its_page_needs() {
    let (house, _, widget) = House::with_channels().await;
    let frame = house.frame(&widget).await;
    let channels = &house.service.community().widgets[CHANNELS];
    assert_eq!(frame.origin, house.service.origin());
    assert_eq!(frame.url, format!("{}/channel-widget/{}", frame.origin, channels.widget_id));
    assert_eq!((frame.widget_id.as_str(), frame.title.as_str()), (channels.widget_id.as_str(), "Channels"));
    assert!(!frame.public);
    assert_eq!(frame.nonce.len(), 32);
    assert_ne!(frame.nonce, house.frame(&widget).await.nonce);
}

#[tokio::test]
async fn a_closed_frame_gets_nothing() {
    let (house, _, widget) = House::with_channels().await;
    let frame = house.frame(&widget).await;
    house.token(&frame).await;
    house.app.close_frame(&frame.nonce);
    assert_eq!(house.token_error(&frame).await, Code::FrameClosed);
    // Closing it once more, or speaking in its name, does nothing.
    house.app.close_frame(&frame.nonce);
    house.app.frame_event(&frame.nonce, FrameEvent::Ready);
    assert_eq!(house.sign_ins(), 1);
}

#[tokio::test]
async fn a_frame_that_is_closed_while_it_waits_is_told_so_at_once() {
    let (house, _, widget) = House::with_channels().await;
    let frame = house.frame(&widget).await;
    house.token(&frame).await;
    house.service.faults().set(SignInFault::Delay(Duration::from_secs(3600)));
    let asking = house.asking(&frame);
    house.until_sign_ins(2).await;
    house.app.close_frame(&frame.nonce);
    assert_eq!(asking.await.unwrap().unwrap_err().code, Code::FrameClosed);
}

#[tokio::test]
async fn a_nonce_that_was_never_given_gets_nothing() {
    let (house, ..) = House::with_channels().await;
    let (elsewhere, _, widget) = House::with_channels().await;
    let foreign = elsewhere.frame(&widget).await.nonce;
    for nonce in ["", "0", "00000000000000000000000000000000", foreign.as_str()] {
        assert_eq!(house.app.frame_token(nonce).await.unwrap_err().code, Code::FrameClosed);
        house.app.frame_event(nonce, FrameEvent::Error);
        house.app.close_frame(nonce);
    }
    assert_eq!(house.app.open_frame("unknown").await.unwrap_err().code, Code::UnknownWidget);
}

#[tokio::test]
async fn signing_out_ends_the_waiting_and_the_frame() {
    let (house, community, widget) = House::with_channels().await;
    let frame = house.frame(&widget).await;
    house.token(&frame).await;
    house.service.faults().set(SignInFault::Delay(Duration::from_secs(3600)));
    let asking = house.asking(&frame);
    house.until_sign_ins(2).await;
    house.app.sign_out(&community).unwrap();
    assert_eq!(asking.await.unwrap().unwrap_err().code, Code::FrameClosed);
    assert_eq!(house.token_error(&frame).await, Code::FrameClosed);
    assert_eq!(house.session(&widget), SessionView::SignedOut);
    house.let_go_of_frames(None);
    assert_eq!(house.app.open_frame(&widget).await.unwrap_err().code, Code::SignedOut);
    assert_eq!(house.sign_ins(), 2);
}

#[tokio::test]
async fn an_old_frame_never_gets_the_other_account_s_token() {
    let (house, community, widget) = House::with_channels().await;
    let (answered, waiting) = (house.frame(&widget).await, house.frame(&widget).await);
    house.token(&answered).await;
    house.token(&waiting).await;
    house.service.faults().set_next(1, SignInFault::Delay(Duration::from_millis(300)));
    let asking = house.asking(&waiting);
    house.until_sign_ins(2).await;
    house.tokens(&["token-of-lucia"]);
    house.sign_in(&community, LUCIA).await.result.unwrap();
    assert_eq!(asking.await.unwrap().unwrap_err().code, Code::FrameClosed);
    for frame in [&answered, &waiting] {
        assert_eq!(house.token_error(frame).await, Code::FrameClosed);
    }
    assert_eq!(house.token(&house.frame(&widget).await).await, "token-of-lucia");
    assert_eq!(house.community().account.as_deref(), Some(LUCIA));
}

#[tokio::test]
async fn a_late_answer_reaches_nobody_after_a_sign_out() {
    let (mut house, community, widget) = House::with_channels().await;
    let gate = Arc::<Gate>::default();
    house.start_again_on(Arc::clone(&gate) as Arc<dyn SignIn>);
    let old = house.frame(&widget).await;
    let asking = house.asking(&old);
    let late = gate.next().await;
    house.app.sign_out(&community).unwrap();
    house.let_go_of_frames(None);
    assert_eq!(asking.await.unwrap().unwrap_err().code, Code::FrameClosed);
    let (signed_in, ()) = tokio::join!(house.sign_in(&community, AMARA), gate.answer("fresh"));
    signed_in.result.unwrap();
    // The request of the account that left was given up with it, so its answer has nowhere to go.
    assert!(late.send(Token::parse("late").unwrap()).is_err());
    // Everything that is ready runs before this goes on.
    tokio::task::yield_now().await;
    assert_eq!(house.token(&house.frame(&widget).await).await, "fresh");
    assert_eq!(house.token_error(&old).await, Code::FrameClosed);
}

#[tokio::test]
async fn a_public_widget_s_frame_has_no_token() {
    let (house, community, _) = House::with_channels().await;
    let leaderboard = house.added(&community, LEADERBOARD).await;
    let frame = house.frame(&leaderboard).await;
    assert!(frame.public);
    assert!(frame.url.ends_with("/spring-trading-cup"), "{}", frame.url);
    assert_eq!(house.token_error(&frame).await, Code::SignedOut);
    assert_eq!(house.sign_ins(), 1);
}

#[tokio::test]
async fn only_so_many_frames_are_open_and_the_oldest_goes_first() {
    let (house, _, widget) = House::with_channels().await;
    let mut frames = Vec::new();
    for _ in 0..65 {
        frames.push(house.frame(&widget).await);
    }
    assert_eq!(house.token_error(&frames[0]).await, Code::FrameClosed);
    for frame in &frames[1..] {
        house.token(frame).await;
    }
    assert_eq!(house.sign_ins(), 1);
}

#[tokio::test]
async fn a_service_that_was_down_is_asked_again_without_the_person() {
    let (house, _, widget) = House::with_channels().await;
    let frame = house.frame(&widget).await;
    house.token(&frame).await;
    house.next_status(503);
    house.tokens(&["after-the-pause"]);
    let asking = house.asking(&frame);
    house.until(|house| matches!(house.session(&widget), SessionView::Waiting { .. } | SessionView::SignedIn)).await;
    assert_eq!(text(&asking.await.unwrap().unwrap()), "after-the-pause");
    assert_eq!(house.sign_ins(), 3);
}

#[tokio::test]
async fn a_service_that_asks_for_a_pause_is_shown_waiting() {
    let (house, _, widget) = House::with_channels().await;
    let frame = house.frame(&widget).await;
    house.token(&frame).await;
    let pause = Some("600".to_owned());
    house.service.faults().set(SignInFault::Status { code: 429, retry_after: pause, body: String::new() });
    let asking = house.asking(&frame);
    house.until(|house| matches!(house.session(&widget), SessionView::Waiting { .. })).await;
    let SessionView::Waiting { error, retry_in_ms } = house.session(&widget) else { panic!("not waiting") };
    assert_eq!((error.code, error.retry_after_ms), (Code::RateLimited, Some(600_000)));
    assert!((590_000..=602_000).contains(&retry_in_ms), "{retry_in_ms}");
    // Opening the widget again does not shorten the pause that the service asked for.
    house.frame(&widget).await;
    assert!(matches!(house.session(&widget), SessionView::Waiting { .. }));
    assert_eq!(house.sign_ins(), 2);
    asking.abort();
}

#[tokio::test]
async fn a_frame_that_waits_for_a_key_gets_its_token_once_there_is_a_right_one() {
    let house = House::open().await;
    house.accept_anything("taken-once");
    let form = ConnectForm { key: Some(TypedKey::from("wrong-key")), ..house.form(CHANNELS) };
    let connected = house.connect(form).await.result.unwrap();
    let (community, widget) = (connected.community, connected.widget.unwrap());
    let frame = house.frame(&widget).await;
    assert_eq!(house.token(&frame).await, "taken-once");
    let asking = house.asking(&frame);
    let failed = |house: &House| matches!(house.session(&widget), SessionView::Failed { error } if error.code == Code::KeyRefused);
    house.until(failed).await;
    house.tokens(&["by-the-right-key"]);
    let key = TypedKey::from(house.key());
    house.app.set_key(&community, None, &key, KeepKey::Keychain).await.unwrap();
    assert_eq!(text(&asking.await.unwrap().unwrap()), "by-the-right-key");
}
