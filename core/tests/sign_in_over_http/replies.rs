//! A 200 is no sign-in until there is a token in it.

use crate::desk::{CANARY_TOKEN, Desk};
use crate::survived::Fault;
use demo_service::SignInFault;
use std::time::Instant;
use widget_core::error::Code;
use widget_core::service::sign_in::LARGEST_REPLY;

fn reply(body: impl Into<Vec<u8>>) -> SignInFault {
    SignInFault::RawBody { content_type: "application/json".to_owned(), body: body.into() }
}

#[tokio::test]
async fn f21_a_reply_without_a_usable_token_is_a_bad_reply() {
    let desk = Desk::open().await;
    let html_as_token = format!(r#"{{"token":"<html>{}</html>"}}"#, desk.key());
    for body in [
        "",
        "{}",
        "null",
        "[]",
        "5",
        r#""token""#,
        r#"{"token":null}"#,
        r#"{"token":5}"#,
        r#"{"token":true}"#,
        r#"{"token":""}"#,
        r#"{"token":["x"]}"#,
        r#"{"token":{"token":"x"}}"#,
        r#"{"data":{"token":"x"}}"#,
        r#"{"Token":"x"}"#,
        r#"{"token":"two words"}"#,
        r#"{"token":"a\u0000b"}"#,
        r#"{"token":"a\r\nb"}"#,
        r#"{"token":"\u001b[31mred"}"#,
        "{\"token\":\"a\nb\"}",
        r#"{"token":"jetón"}"#,
        r#"{"token":"cut off"#,
        r#"{"token":"x"} {"token":"y"}"#,
        html_as_token.as_str(),
        desk.echo().as_str(),
        &format!(r#"{{"token":"{}"}}"#, "x".repeat(20_000)),
        &"[".repeat(60_000),
        &r#"{"token":"#.repeat(6_000),
    ] {
        let error = desk.refused_with(reply(body)).await;
        assert_eq!((error.code, error.retryable), (Code::BadReply, false), "{body:.60}");
    }
    let error = desk.refused_with(reply([0xff, 0xfe, 0x00])).await;
    assert_eq!(error.code, Code::BadReply);
    let megabyte = format!(r#"{{"token":"{}"}}"#, "x".repeat(1 << 20));
    let error = desk.refused_with(reply(megabyte)).await;
    assert_eq!((error.code, error.retryable), (Code::ReplyTooLarge, false));
    let start = Instant::now();
    desk.sign_in().await;
    Fault { number: "F21", fault: "200 with no token, null, a number, 1 MB, HTML in it", injected: "demo service" }
        .survived("bad_reply or reply_too_large; nothing handed on", Some(start.elapsed()));
}

#[tokio::test]
async fn a_token_is_taken_whatever_the_reply_calls_itself() {
    let desk = Desk::open().await;
    for content_type in ["application/json", "text/html", "text/plain; charset=utf-16", "x"] {
        let body = format!(r#" {{"other":[1],"token":"{CANARY_TOKEN}"}} "#).into_bytes();
        desk.service.faults().set_next(1, SignInFault::RawBody { content_type: content_type.to_owned(), body });
        assert_eq!(desk.sign_in().await.reveal(), CANARY_TOKEN, "{content_type}");
    }
}

#[tokio::test]
async fn a_reply_is_read_up_to_its_limit_and_not_a_byte_further() {
    let desk = Desk::open().await;
    let token = r#"{"token":"t"}"#;
    let padded = |length: usize| format!("{token}{}", " ".repeat(length - token.len()));
    desk.service.faults().set_next(1, reply(padded(LARGEST_REPLY)));
    assert_eq!(desk.sign_in().await.reveal(), "t");
    let error = desk.refused_with(reply(padded(LARGEST_REPLY + 1))).await;
    assert_eq!((error.code, error.retryable), (Code::ReplyTooLarge, false));
}
