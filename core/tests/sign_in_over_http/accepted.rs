//! A sign-in that the service accepts, and the three that it turns down.

use crate::desk::{AMARA, Desk, request};
use crate::survived::Fault;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use demo_service::{FrameFault, SignInFault};
use std::time::{Duration, Instant};
use widget_core::error::Code;
use widget_core::service::http::SignIn;

#[tokio::test]
async fn a_right_key_and_a_known_email_give_a_token() {
    let desk = Desk::open().await;
    let token = desk.sign_in().await;
    assert_eq!(token.reveal().split('.').count(), 3, "no JWT");
    assert!(token.remaining_life(0).is_some());
}

#[tokio::test]
async fn the_token_is_the_one_that_was_sent() {
    let desk = Desk::open().await;
    desk.service.faults().set_next(1, SignInFault::Token("12|opaque_token~".to_owned()));
    assert_eq!(desk.sign_in().await.reveal(), "12|opaque_token~");
}

/// A token with this payload, as the service would make it.
fn jwt(payload: &str) -> String {
    format!("eyJhbGciOiJIUzI1NiJ9.{}.c2ln", URL_SAFE_NO_PAD.encode(payload))
}

#[tokio::test]
async fn f24_a_token_is_taken_whatever_it_says_about_its_end() {
    const NOW: u64 = 1_800_000_000;
    const IN_2099: u64 = 4_070_908_800;
    let desk = Desk::open().await;
    for (what, text, life) in [
        ("an end long ago", jwt(r#"{"exp":1}"#), None),
        ("an end a second ago", jwt(&format!(r#"{{"exp":{}}}"#, NOW - 1)), None),
        ("an end in 2099", jwt(&format!(r#"{{"exp":{IN_2099}}}"#)), Some(Duration::from_secs(IN_2099 - NOW))),
        ("an end beyond all time", jwt(r#"{"exp":1e300}"#), None),
        ("an end below zero", jwt(r#"{"exp":-5}"#), None),
        ("no end", jwt("{}"), None),
        ("an end in words", jwt(r#"{"exp":"soon"}"#), None),
        ("a payload that is no JSON", jwt("nonsense"), None),
        ("a payload that is no base64", "a.!!!.c".to_owned(), None),
        ("no JWT", "12|opaque".to_owned(), None),
        ("nothing but dots", "...".to_owned(), None),
    ] {
        desk.service.faults().set_next(1, SignInFault::Token(text.clone()));
        let token = desk.sign_in().await;
        // Without a usable end a token's age counts, from when it came.
        assert_eq!((token.reveal(), token.remaining_life(NOW)), (text.as_str(), life), "{what}");
    }
    let start = Instant::now();
    assert!(desk.sign_in().await.remaining_life(0).is_some());
    Fault { number: "F24", fault: "exp in the past, 2099, missing; no JWT", injected: "demo service" }
        .survived("token taken; its end counts only where it is usable", Some(start.elapsed()));
}

#[tokio::test]
async fn the_request_is_the_documented_one_and_nothing_else() {
    let desk = Desk::open().await;
    desk.sign_in().await;
    let seen = desk.only_request();
    assert_eq!(seen.method, "POST");
    assert_eq!(seen.path, format!("/widget/{}/signin", desk.service.community().community_id));
    assert_eq!(seen.body_len, 0);
    let mut names: Vec<&str> = seen.headers.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    let expected = ["accept", "content-length", "content-type", "email", "host", "returningai-api-key", "user-agent"];
    assert_eq!(names, expected);
    let user_agent = concat!("ReturningWidgets/", env!("CARGO_PKG_VERSION"));
    for (name, value) in [
        ("returningai-api-key", desk.key()),
        ("email", AMARA),
        ("content-type", "application/json"),
        ("content-length", "0"),
        ("host", desk.service.origin().strip_prefix("http://").unwrap()),
        ("user-agent", user_agent),
        ("accept", "*/*"),
    ] {
        assert_eq!(seen.header(name), Some(value), "{name}");
    }
}

#[tokio::test]
async fn what_the_service_turns_down_is_told_apart() {
    let desk = Desk::open().await;
    let (origin, community) = (desk.service.origin(), desk.service.community());
    let id = community.community_id.as_str();
    for (request, code) in [
        (request(origin, id, "wrong-key-0123", AMARA), Code::KeyRefused),
        (request(origin, id, desk.key(), "nobody@demo.example"), Code::SignInForbidden),
        (request(origin, "000000000000000000000000", desk.key(), AMARA), Code::CommunityNotFound),
        (request(origin, "a/../b?#", desk.key(), AMARA), Code::CommunityNotFound),
    ] {
        let error = desk.refused(&request).await;
        assert_eq!((error.code, error.retryable, error.retry_after_ms), (code, false, None));
    }
    assert_eq!(desk.service.faults().requests().last().unwrap().path, "/widget/a%2F..%2Fb%3F%23/signin");
}

#[tokio::test]
async fn a_service_that_fails_or_sends_elsewhere_is_not_reached() {
    let desk = Desk::open().await;
    let widget = desk.service.community().widgets.iter().find(|widget| widget.public).unwrap();
    let extra = widget.extra_segment.as_ref().unwrap();
    let page = format!("{}/{}/{}/{extra}", desk.service.origin(), widget.widget_type, widget.widget_id);
    desk.network.reach(&page).await.unwrap();
    for (status, code) in [(302, Code::Redirected), (500, Code::ServiceDown), (503, Code::ServiceDown)] {
        desk.service.faults().set_frame(FrameFault::Status(status));
        assert_eq!(desk.network.reach(&page).await.unwrap_err().code(), code, "{status}");
    }
}

#[tokio::test]
async fn an_address_is_reached_when_anything_answers_there() {
    let desk = Desk::open().await;
    let origin = desk.service.origin();
    for path in ["", "/no/such/page", "/widget/x/signin"] {
        desk.network.reach(&format!("{origin}{path}")).await.unwrap();
    }
    for seen in desk.service.faults().requests() {
        assert_eq!((seen.method.as_str(), seen.header("returningai-api-key")), ("GET", None));
    }
}
