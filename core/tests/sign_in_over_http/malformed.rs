//! Five thousand replies that are no sign-in's.

use crate::desk::{CANARY_TOKEN, Desk};
use crate::survived::Fault;
use demo_service::SignInFault;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::time::Instant;
use widget_core::error::Code;
use widget_core::service::sign_in::read_token;

const CASES: usize = 5_000;
/// Every so-many-th of them goes over the wire, which is much slower.
const OVER_THE_WIRE: usize = 10;
const SEED: u64 = 20;

/// Replies of a service that is in order.
const WELL_FORMED: [&str; 4] = [
    r#"{"token":"canary-token-5f1d"}"#,
    r#" {"other":[1,-2.5e3,true,null],"token":"canary-token-5f1d","nested":{"a":{"b":[{}]}}} "#,
    "{\"text\":\"\\u00e9\\ud83d\\ude00 \\\\ \\\" \\/\",\"token\":\"canary-token-5f1d\"}",
    "{\n\t\"token\" : \"canary-token-5f1d\",\r\n\t\"expires\" : 300\n}\n",
];

/// Text that stands nowhere in JSON outside a string.
const STRANGE: [&str; 16] = [
    "NaN",
    "Infinity",
    "-",
    "+1",
    "01",
    "1.",
    ".5",
    "1e",
    "0x10",
    "undefined",
    "'token'",
    "//",
    "/**/",
    "\u{0}",
    "\u{b}",
    "True",
];

/// What is wrong inside a string.
const BROKEN_TEXT: [&[u8]; 10] =
    [b"\n", b"\0", b"\x1b", b"\\x", b"\\u12", b"\\ud800", b"\\udc00\\ud800", b"\xff", b"\xc0\x80", b"\xed\xa0\x80"];

/// A body that is no JSON or has no usable token, whatever the dice say.
fn malformed(dice: &mut StdRng) -> Vec<u8> {
    let whole = WELL_FORMED[dice.random_range(0..WELL_FORMED.len())].as_bytes();
    match dice.random_range(0..8) {
        0 => whole.trim_ascii_end()[..dice.random_range(0..whole.trim_ascii_end().len())].to_vec(),
        1 => [whole, &[b"}", b"]", b",", b"x", b"{"][dice.random_range(0..5)][..]].concat(),
        2 => [STRANGE[dice.random_range(0..STRANGE.len())].as_bytes(), whole].concat(),
        3 => in_the_token(BROKEN_TEXT[dice.random_range(0..BROKEN_TEXT.len())]),
        4 => nested(dice.random_range(200..20_000), dice.random_bool(0.5)),
        5 => without_one_mark(whole, dice),
        6 => noise(dice),
        _ => other_kind_of_token(dice),
    }
}

fn in_the_token(broken: &[u8]) -> Vec<u8> {
    [br#"{"token":"canary"#, broken, br#"token"}"#].concat()
}

/// Deeper than anybody means it.
fn nested(depth: usize, closed: bool) -> Vec<u8> {
    let (open, close) = (r#"{"token":"#.repeat(depth / 9), "}".repeat(depth / 9));
    if closed { format!("{open}1{close}").into_bytes() } else { "[".repeat(depth).into_bytes() }
}

/// Leaves out a bracket, a colon or a quotation mark.
fn without_one_mark(whole: &[u8], dice: &mut StdRng) -> Vec<u8> {
    let marks: Vec<usize> =
        (0..whole.len()).filter(|at| matches!(whole[*at], b'{' | b'}' | b':' | b'[' | b']')).collect();
    let mut body = whole.to_vec();
    body.remove(marks[dice.random_range(0..marks.len())]);
    body
}

/// Bytes without an order. They begin with one that begins no JSON and no markup.
fn noise(dice: &mut StdRng) -> Vec<u8> {
    let length = dice.random_range(0..2_000);
    std::iter::once(b'~').chain((0..length).map(|_| dice.random())).collect()
}

/// JSON, but what it calls the token can't be one.
fn other_kind_of_token(dice: &mut StdRng) -> Vec<u8> {
    let number = dice.random::<i64>();
    let value = match dice.random_range(0..7) {
        0 => "null".to_owned(),
        1 => number.to_string(),
        2 => format!("{}e{}", number, dice.random_range(400..4000)),
        3 => format!(r#"["{CANARY_TOKEN}"]"#),
        4 => format!(r#"{{"token":"{CANARY_TOKEN}"}}"#),
        5 => format!(r#""{CANARY_TOKEN} {number}""#),
        _ => format!(r#""<b>{CANARY_TOKEN}</b>""#),
    };
    format!(r#"{{"token":{value}}}"#).into_bytes()
}

#[tokio::test]
async fn f20_no_malformed_reply_is_more_than_a_bad_reply() {
    let desk = Desk::open().await;
    let mut dice = StdRng::seed_from_u64(SEED);
    for number in 0..CASES {
        let body = malformed(&mut dice);
        let shown = String::from_utf8_lossy(&body[..body.len().min(200)]).into_owned();
        assert_eq!(read_token(&body).unwrap_err().code(), Code::BadReply, "case {number}: {shown}");
        if number % OVER_THE_WIRE == 0 {
            let fault = SignInFault::RawBody { content_type: "application/json".to_owned(), body };
            let error = desk.refused_with(fault).await;
            assert_eq!((error.code, error.retryable), (Code::BadReply, false), "case {number}: {shown}");
        }
    }
    let start = Instant::now();
    desk.sign_in().await;
    Fault { number: "F20", fault: "malformed JSON", injected: "5,000 generated replies, 500 of them over the wire" }
        .survived("bad_reply each time, no panic", Some(start.elapsed()));
}

#[test]
fn the_replies_that_are_spoilt_are_good_before() {
    for whole in WELL_FORMED {
        assert_eq!(read_token(whole.as_bytes()).unwrap().reveal(), CANARY_TOKEN);
    }
}
