//! A connection that ends in the middle of something.

use crate::desk::{AMARA, Desk, refused, request};
use crate::survived::Fault;
use demo_service::SignInFault;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use widget_core::error::{AppError, Code};
use widget_core::service::http::{HttpSignIn, SignIn};

/// What the server still says before the connection ends.
const LAST_WORDS: [&str; 6] = [
    "",
    "HTTP/1.",
    "HTTP/1.1 200 OK\r\ncontent-ty",
    "HTTP/1.1 200 OK\r\ncontent-length: 40\r\n\r\n",
    "HTTP/1.1 200 OK\r\ncontent-length: 40\r\n\r\n{\"token\":\"half",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n28\r\n{\"token\":\"half",
];

#[derive(Debug, Clone, Copy)]
enum End {
    /// As a program ends a connection.
    Closed,
    /// As one that crashes, or a firewall that has had enough.
    Reset,
}

async fn read_head(stream: &mut TcpStream) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
}

/// Takes one request, says something, and ends the connection. Gives the time of the end.
async fn break_off(listener: TcpListener, words: &str, end: End, ended: oneshot::Sender<Instant>) {
    let (mut stream, _) = listener.accept().await.unwrap();
    read_head(&mut stream).await;
    stream.write_all(words.as_bytes()).await.unwrap();
    if matches!(end, End::Reset) {
        stream.set_zero_linger().unwrap();
    }
    drop(stream);
    ended.send(Instant::now()).unwrap();
}

async fn refused_when(words: &'static str, end: End) -> (AppError, Duration) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let (sender, ended) = oneshot::channel();
    tokio::spawn(break_off(listener, words, end, sender));
    let error = refused(&HttpSignIn::default(), &request(&origin, "c1", "canary-key-1", AMARA)).await;
    let after = Instant::now();
    (error, after.saturating_duration_since(ended.await.unwrap()))
}

#[tokio::test]
async fn f01_a_connection_that_ends_mid_request_is_said_within_a_second() {
    let mut longest = Duration::ZERO;
    for words in LAST_WORDS {
        for end in [End::Closed, End::Reset] {
            let (error, took) = refused_when(words, end).await;
            assert_eq!((error.code, error.retryable), (Code::ConnectionLost, true), "{end:?} after {words:?}");
            assert!(took < Duration::from_secs(1), "{end:?} after {words:?} was said after {took:?}");
            longest = longest.max(took);
        }
    }
    Fault { number: "F01", fault: "network drop mid-request", injected: "server closes or resets at six places" }
        .survived("connection_lost, said at once", Some(longest));
}

#[tokio::test]
async fn f01_a_connection_that_breaks_is_said_and_the_next_sign_in_works() {
    let desk = Desk::open().await;
    let mut back = Duration::ZERO;
    // Once on a fresh connection, once on one that was good before; never sent a second time behind one's back.
    for sent in [1, 3] {
        let error = desk.refused_with(SignInFault::DropConnection).await;
        assert_eq!((error.code, error.retryable), (Code::ConnectionLost, true));
        assert_eq!(desk.service.faults().sign_ins(), sent);
        let start = Instant::now();
        desk.sign_in().await;
        back = back.max(start.elapsed());
    }
    Fault { number: "F01", fault: "network drop, then back", injected: "demo service drops the connection" }
        .survived("the next sign-in works over the same client", Some(back));
}

#[tokio::test]
async fn f01_a_service_that_started_again_is_reached_over_the_same_client() {
    let desk = Desk::open().await;
    desk.sign_in().await;
    let port = desk.service.origin().rsplit(':').next().unwrap().parse().unwrap();
    let Desk { service, network } = desk;
    service.stop().await;
    let config = demo_service::Config { port, ..demo_service::Config::default() };
    let service = demo_service::DemoService::start(config).await.unwrap();
    let desk = Desk { service, network };
    desk.network.sign_in(&desk.request()).await.unwrap();
}
