//! The ways on which a sign-in gets lost before a service has said a word.

use crate::again::again;
use crate::desk::{AMARA, Desk, refused, request};
use crate::proxies::{block_on, without_proxies};
use std::time::{Duration, Instant};
use tokio::net::TcpSocket;
use widget_core::error::{AppError, Code};
use widget_core::service::http::{HttpSignIn, SignIn};

async fn refused_at(origin: &str) -> AppError {
    refused(&HttpSignIn::default(), &request(origin, "c1", "canary-key-1", AMARA)).await
}

/// An address on which nobody listens, for as long as the socket is kept.
fn nobody() -> (TcpSocket, String) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = socket.local_addr().unwrap();
    (socket, address.to_string())
}

#[tokio::test]
async fn nothing_listening_is_unreachable() {
    let (start, (_kept, nobody)) = (Instant::now(), nobody());
    let error = refused_at(&format!("http://{nobody}")).await;
    assert_eq!((error.code, error.retryable), (Code::Unreachable, true));
    assert!(start.elapsed() < Duration::from_secs(2));
    let error = HttpSignIn::default().reach(&format!("http://{nobody}/store/x")).await.unwrap_err();
    assert_eq!(error.code(), Code::Unreachable);
}

#[test]
fn nothing_listening_is_unreachable_over_tls_as_well() {
    again(
        |again| again.prepare(without_proxies).run(),
        || {
            block_on(async {
                let (_kept, nobody) = nobody();
                let error = refused_at(&format!("https://{nobody}")).await;
                assert_eq!((error.code, error.retryable), (Code::Unreachable, true));
            });
        },
    );
}

#[test]
fn https_to_a_service_that_does_not_speak_it_is_a_tls_failure_and_sends_no_key() {
    again(
        |again| again.prepare(without_proxies).run(),
        || {
            block_on(async {
                let desk = Desk::open().await;
                let error = refused_at(&desk.service.origin().replace("http://", "https://")).await;
                assert_eq!((error.code, error.retryable), (Code::TlsFailed, false));
                assert_eq!(desk.service.faults().requests(), []);
            });
        },
    );
}
