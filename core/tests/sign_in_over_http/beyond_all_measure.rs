//! Replies that would fill the memory, or never end.

use crate::again::again;
use crate::desk::{AMARA, CANARY_TOKEN, Desk, refused, request};
use crate::proxies::block_on;
use crate::survived::Fault;
use demo_service::{SignInFault, Staged};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;
use std::process::Command;
use std::time::{Duration, Instant};
use widget_core::error::Code;
use widget_core::service::http::{HttpSignIn, SignIn};
use widget_core::service::sign_in::SignInRequest;

/// How many of them a sign-in is made to face.
const TIMES: usize = 15;
/// How much memory they may cost together.
const MOST_MEMORY_KIB: u64 = 1024;
/// Where the service of the first process is, for the second one.
const SERVICE: [&str; 3] = ["DEMO_ORIGIN", "DEMO_COMMUNITY", "DEMO_KEY"];

/// The service is in the first process, so that the second one's memory is that of the sign-in alone. The first sign-ins
/// of the second one need what is needed once, the program's own code above all, and are not counted.
fn run_with_service(again: crate::again::Again, desk: &Desk) {
    let community = desk.service.community();
    let values = [desk.service.origin(), &community.community_id, &community.api_key];
    let with_service = |command: &mut Command| {
        command.envs(SERVICE.into_iter().zip(values));
    };
    tokio::task::block_in_place(|| again.prepare(with_service).run());
}

fn request_from_outside() -> SignInRequest {
    let [origin, community, key] = SERVICE.map(|name| std::env::var(name).unwrap());
    request(&origin, &community, &key, AMARA)
}

/// Asserts that as many sign-ins are refused with this code, in little time and memory.
async fn assert_cheap(network: &HttpSignIn, request: &SignInRequest, times: usize, code: Code) -> (Duration, u64) {
    let (start, memory) = (Instant::now(), peak_memory_kib());
    for _ in 0..times {
        let error = refused(network, request).await;
        assert_eq!((error.code, error.retryable), (code, false));
    }
    let (took, more) = (start.elapsed(), peak_memory_kib() - memory);
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert!(more <= MOST_MEMORY_KIB, "{more} KiB more");
    (took, more)
}

#[test]
fn f19_a_reply_without_end_is_cut_off_in_little_time_and_memory() {
    again(
        |again| {
            block_on(async {
                let desk = Desk::open().await;
                let megabyte = format!(r#"{{"token":"{}"}}"#, "x".repeat(1 << 20));
                let body = SignInFault::RawBody { content_type: "application/json".to_owned(), body: megabyte.into() };
                let faults = [body, SignInFault::EndlessBody, SignInFault::HugeContentLength];
                for fault in faults.iter().cycle().take(faults.len() + TIMES) {
                    desk.service.faults().set_next(1, fault.clone());
                }
                run_with_service(again, &desk);
            });
        },
        || {
            let (network, request) = (HttpSignIn::default(), request_from_outside());
            block_on(async {
                for _ in 0..3 {
                    refused(&network, &request).await;
                }
                let (_, more) = assert_cheap(&network, &request, TIMES, Code::ReplyTooLarge).await;
                let start = Instant::now();
                network.sign_in(&request).await.unwrap();
                Fault { number: "F19", fault: "endless body, 10 GB announced, 1 MB", injected: "demo service" }
                    .survived(&format!("cut at 64 KiB; {more} KiB more memory for {TIMES}"), Some(start.elapsed()));
            });
        },
    );
}

/// A reply with a token, followed by blanks for as many bytes as are asked for, compressed.
fn bomb(length: usize) -> Staged {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(format!(r#"{{"token":"{CANARY_TOKEN}"}}"#).as_bytes()).unwrap();
    for _ in 0..length / 1024 {
        gzip.write_all(&[b' '; 1024]).unwrap();
    }
    Staged {
        status: 200,
        headers: vec![
            ("content-type".to_owned(), "application/json".to_owned()),
            ("content-encoding".to_owned(), "gzip".to_owned()),
        ],
        body: gzip.finish().unwrap(),
    }
}

#[test]
fn f19_a_compressed_reply_is_never_blown_up() {
    again(
        |again| {
            block_on(async {
                let desk = Desk::open().await;
                let path = format!("/widget/{}/signin", desk.service.community().community_id);
                // 30 MiB in 30 KiB: below the limit as it comes over the wire.
                let bomb = bomb(30 << 20);
                assert!(bomb.body.len() < 60 << 10, "{} bytes", bomb.body.len());
                desk.service.faults().stage(&path, bomb);
                run_with_service(again, &desk);
                for seen in desk.service.faults().requests() {
                    assert_eq!(seen.header("accept-encoding"), None, "asked for compression");
                }
            });
        },
        || {
            let (network, request) = (HttpSignIn::default(), request_from_outside());
            block_on(async {
                refused(&network, &request).await;
                let (took, more) = assert_cheap(&network, &request, TIMES, Code::BadReply).await;
                Fault { number: "F19", fault: "gzip bomb, 30 MiB in 30 KiB", injected: "demo service" }
                    .survived(&format!("bad_reply; {more} KiB more memory for {TIMES}"), Some(took / 15));
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
