//! A service that takes its time is not waited for longer than was said.

use crate::again::again;
use crate::desk::{AMARA, Desk, refused, request};
use crate::proxies::{block_on, without_proxies};
use crate::survived::Fault;
use demo_service::SignInFault;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use widget_core::error::Code;
use widget_core::service::http::HttpSignIn;

/// Asserts that a sign-in is given up, and when.
async fn assert_given_up(what: &str, limit: Duration, sign_in: impl Future<Output = widget_core::error::AppError>) {
    let start = Instant::now();
    let error = sign_in.await;
    let took = start.elapsed();
    assert_eq!((error.code, error.retryable), (Code::TimedOut, true), "{what}");
    assert!(took >= limit.saturating_sub(Duration::from_secs(1)), "{what} was given up after {took:?}");
    assert!(took < limit + Duration::from_secs(2), "{what} was given up after {took:?} only");
}

#[tokio::test]
async fn f18_a_sign_in_is_given_up_after_fifteen_seconds_however_slow_the_answer_is() {
    const LIMIT: Duration = Duration::from_secs(15);
    let slow = async |what: &str, fault: SignInFault| {
        let desk = Desk::open().await;
        assert_given_up(what, LIMIT, desk.refused_with(fault)).await;
    };
    let silent = async {
        // Takes the connection and never says a word.
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let (network, request) = (HttpSignIn::default(), request(&origin, "c1", "canary-key", AMARA));
        assert_given_up("silence", LIMIT, refused(&network, &request)).await;
    };
    tokio::join!(
        slow("headers at a byte a second", SignInFault::SlowHeaders),
        slow("a body at a byte a second", SignInFault::SlowBody),
        slow("an answer after a minute", SignInFault::Delay(Duration::from_secs(60))),
        silent,
    );
    Fault { number: "F18", fault: "slow-loris: headers, body, silence", injected: "demo service, a byte a second" }
        .survived("timed_out", Some(LIMIT));
}

#[test]
fn f18_a_handshake_at_a_byte_a_second_is_given_up_after_five_seconds() {
    again(|again| again.prepare(without_proxies).run(), || block_on(slow_handshake()));
}

async fn slow_handshake() {
    const LIMIT: Duration = Duration::from_secs(5);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.read_u8().await.unwrap();
        // The head of a record with 16 KiB of handshake, and a ServerHello that takes hours.
        for byte in [22, 3, 3, 64, 0, 2, 0, 63, 252, 3, 3].into_iter().chain(std::iter::repeat(7)) {
            if stream.write_u8(byte).await.is_err() {
                return;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    });
    let (network, request) = (HttpSignIn::default(), request(&origin, "c1", "canary-key", AMARA));
    let start = Instant::now();
    assert_given_up("a handshake", LIMIT, refused(&network, &request)).await;
    Fault { number: "F18", fault: "slow-loris: TLS handshake", injected: "own server, a byte a second" }
        .survived("timed_out", Some(start.elapsed()));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn f18_a_connection_that_is_not_taken_is_given_up_after_five_seconds() {
    use tokio::net::{TcpSocket, TcpStream};
    // Once the queue of a listener is full, Linux answers no further connection at all.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut queue = Vec::new();
    while let Ok(connected) = tokio::time::timeout(Duration::from_millis(500), TcpStream::connect(address)).await {
        queue.push(connected.unwrap());
        assert!(queue.len() < 16, "the queue never fills");
    }
    let (network, request) = (HttpSignIn::default(), request(&format!("http://{address}"), "c1", "canary-key", AMARA));
    assert_given_up("a connection", Duration::from_secs(5), refused(&network, &request)).await;
}
