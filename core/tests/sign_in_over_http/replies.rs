//! A 200 is no sign-in until there is a token in it.

use crate::again::again;
use crate::desk::{AMARA, CANARY_TOKEN, Desk, refused, request};
use crate::proxies::block_on;
use demo_service::{Config, DemoService, SignInFault};
use std::process::Command;
use std::time::{Duration, Instant};
use widget_core::error::Code;
use widget_core::service::http::{HttpSignIn, SignIn};
use widget_core::service::sign_in::LARGEST_REPLY;

/// How many replies without end a sign-in is made to face.
const BEYOND_ALL_MEASURE: usize = 15;
/// How much memory they may cost together; most of it is the program's own code, read from disk as it is first run.
const MOST_MEMORY_KIB: u64 = 4096;

fn reply(body: impl Into<Vec<u8>>) -> SignInFault {
    SignInFault::RawBody { content_type: "application/json".to_owned(), body: body.into() }
}

#[tokio::test]
async fn a_reply_without_a_usable_token_is_a_bad_reply() {
    let desk = Desk::open().await;
    let html = format!("<!doctype html><title>Hotel Wi-Fi</title><p>{}", desk.key());
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
        html.as_str(),
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

/// Where the service of the first process is, for the second one.
const SERVICE: [&str; 3] = ["DEMO_ORIGIN", "DEMO_COMMUNITY", "DEMO_KEY"];

#[test]
fn a_reply_beyond_all_measure_is_cut_off_in_little_time_and_memory() {
    // The service is in the first process, so that the second one's memory is that of the sign-in alone.
    again(
        |again| {
            block_on(async {
                let desk = Desk::open().await;
                let megabyte = format!(r#"{{"token":"{}"}}"#, "x".repeat(1 << 20));
                let faults = [reply(megabyte), SignInFault::EndlessBody, SignInFault::HugeContentLength];
                desk.service.faults().set_next(1, SignInFault::Token(CANARY_TOKEN.to_owned()));
                for fault in faults.iter().cycle().take(BEYOND_ALL_MEASURE) {
                    desk.service.faults().set_next(1, fault.clone());
                }
                let community = desk.service.community();
                let values = [desk.service.origin(), &community.community_id, &community.api_key];
                let with_service = |command: &mut Command| {
                    command.envs(SERVICE.into_iter().zip(values));
                };
                tokio::task::block_in_place(|| again.prepare(with_service).run());
            });
        },
        || {
            let [origin, community, key] = SERVICE.map(|name| std::env::var(name).unwrap());
            let (network, request) = (HttpSignIn::default(), request(&origin, &community, &key, AMARA));
            block_on(async {
                // Whatever a first sign-in needs once is not counted.
                network.sign_in(&request).await.unwrap();
                let (start, memory) = (Instant::now(), peak_memory_kib());
                for _ in 0..BEYOND_ALL_MEASURE {
                    let error = refused(&network, &request).await;
                    assert_eq!((error.code, error.retryable), (Code::ReplyTooLarge, false));
                }
                assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
                let more = peak_memory_kib() - memory;
                assert!(more <= MOST_MEMORY_KIB, "{more} KiB more");
                network.sign_in(&request).await.unwrap();
            });
        },
    );
}

/// The most memory that this process ever had; 0 where the system does not say.
fn peak_memory_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.trim().strip_suffix(" kB")?.parse().ok()).unwrap_or(0)
}

#[tokio::test]
async fn a_connection_that_breaks_is_said_and_the_next_sign_in_works() {
    let desk = Desk::open().await;
    // Once on a fresh connection, once on one that was good before; never sent a second time behind one's back.
    for sent in [1, 3] {
        let error = desk.refused_with(SignInFault::DropConnection).await;
        assert_eq!((error.code, error.retryable), (Code::ConnectionLost, true));
        assert_eq!(desk.service.faults().sign_ins(), sent);
        desk.sign_in().await;
    }
}

#[tokio::test]
async fn a_service_that_started_again_is_reached_over_the_same_client() {
    let desk = Desk::open().await;
    desk.sign_in().await;
    let port = desk.service.origin().rsplit(':').next().unwrap().parse().unwrap();
    let Desk { service, network } = desk;
    service.stop().await;
    let config = Config { port, ..Config::default() };
    let service = DemoService::start(config).await.unwrap();
    let desk = Desk { service, network };
    desk.network.sign_in(&desk.request()).await.unwrap();
}
