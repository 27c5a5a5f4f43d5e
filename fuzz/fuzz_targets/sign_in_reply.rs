//! Whatever a service answers to a sign-in, nothing panics, and what is taken as a token is one.
//!
//! The input is a head of four lines (status, `Retry-After`, `Date`, the seconds since 1970 here) and the body.

#![no_main]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use libfuzzer_sys::fuzz_target;
use std::time::Duration;
use widget_core::error::{AppError, Code};
use widget_core::service::sign_in::{LARGEST_REPLY, ReplyHead, SignInError, judge_head, read_token};
use widget_core::service::token::Token;

const LONGEST_PAUSE: Duration = Duration::from_secs(15 * 60);

fuzz_target!(|input: &[u8]| {
    let mut lines = input.splitn(5, |byte| *byte == b'\n');
    let mut line = || lines.next().unwrap_or_default();
    let (status, retry_after, date, seconds) = (number(line()), text(line()), text(line()), number(line()));
    let now = u64::from(seconds.unwrap_or_default()) * 100_000;
    let body = line();
    head(ReplyHead { status: status.unwrap_or(200), retry_after, date });
    reply(body, now);
    token(body, now);
});

fn number(line: &[u8]) -> Option<u16> {
    text(line)?.trim().parse().ok()
}

fn text(line: &[u8]) -> Option<&str> {
    std::str::from_utf8(line).ok()
}

fn head(head: ReplyHead<'_>) {
    match judge_head(head) {
        Ok(()) => assert_eq!(head.status, 200),
        Err(SignInError::RateLimited { retry_after } | SignInError::ServiceDown { retry_after, .. }) => {
            assert!(retry_after.is_none_or(|pause| pause <= LONGEST_PAUSE));
        }
        Err(_) => assert_ne!(head.status, 200),
    }
}

fn reply(body: &[u8], now: u64) {
    match read_token(body) {
        Ok(token) => good(&token, now),
        Err(error) => {
            let too_large = body.len() > LARGEST_REPLY;
            assert_eq!(error == SignInError::ReplyTooLarge, too_large);
            assert!(too_large || matches!(error.code(), Code::BadReply | Code::CaptivePortal));
            let at_edge = AppError::from(error.on_a_page());
            assert!(matches!(at_edge.code, Code::BadReply | Code::CaptivePortal));
            assert!(at_edge.detail.is_some_and(|detail| !detail.contains(char::is_control)));
        }
    }
}

/// The body as a token, and as what a token says about itself.
fn token(body: &[u8], now: u64) {
    if let Some(Ok(token)) = text(body).map(Token::parse) {
        good(&token, now);
    }
    if let Ok(token) = Token::parse(&format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(body))) {
        good(&token, now);
    }
}

fn good(token: &Token, now: u64) {
    let text = token.reveal();
    assert!((1..=8 * 1024).contains(&text.len()));
    assert!(
        text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"' | b'\'' | b'\\' | b'`'))
    );
    assert!(token.remaining_life(now).is_none_or(|life| life > Duration::ZERO));
}
