//! A proxy that first wants a password and then lets the connection through: what is inside is safe from it.

use crate::again::again;
use crate::certificates::Authority;
use crate::desk::{AMARA, Desk, refused, request};
use crate::proxies::{block_on, with_proxy_at};
use crate::survived::Fault;
use crate::tls_server::{MODERN, listen, serve};
use crate::trust::{own_trust_store, trust};
use std::time::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use widget_core::error::Code;
use widget_core::service::http::SignIn;

const NAME: &str = "widgets.example";

async fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    String::from_utf8(head).unwrap()
}

/// Turns the first connection down. Leads each later one to the port that it asks for, on this machine, and gives what
/// it heard besides.
async fn ask_then_lead(listener: TcpListener) {
    let (mut stream, _) = listener.accept().await.unwrap();
    read_head(&mut stream).await;
    stream.write_all(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n").await.unwrap();
    drop(stream);
    while let Ok((mut stream, _)) = listener.accept().await {
        let head = read_head(&mut stream).await.to_lowercase();
        assert!(!head.contains("api-key") && !head.contains(AMARA), "{head}");
        let port = head.strip_prefix(&format!("connect {NAME}:")).unwrap().split(' ').next().unwrap().parse().unwrap();
        let mut service = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.unwrap();
        tokio::io::copy_bidirectional(&mut stream, &mut service).await.ok();
    }
}

#[test]
fn f06_a_proxy_that_lets_the_connection_through_again_is_used_at_once() {
    again(
        |again| {
            let folder = tempfile::tempdir().unwrap();
            block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                let address = format!("http://{}", listener.local_addr().unwrap());
                tokio::spawn(ask_then_lead(listener));
                let surround = |command: &mut std::process::Command| {
                    own_trust_store(command, &folder);
                    with_proxy_at(&address)(command);
                };
                tokio::task::block_in_place(|| again.prepare(surround).run());
            });
        },
        || {
            let authority = Authority::new("Test Authority");
            trust(&[&authority]);
            block_on(async {
                let desk = Desk::open().await;
                let (listener, _) = listen().await;
                let port = listener.local_addr().unwrap().port();
                serve(listener, &desk.service, authority.issue(&[NAME]), &MODERN);
                let community = &desk.service.community().community_id;
                let request = request(&format!("https://{NAME}:{port}"), community, desk.key(), AMARA);
                let error = refused(&desk.network, &request).await;
                assert_eq!((error.code, error.retryable), (Code::ProxyNeedsPassword, false));
                let start = Instant::now();
                desk.network.sign_in(&request).await.unwrap();
                Fault { number: "F06", fault: "proxy wants a password, then does not", injected: "own proxy" }
                    .survived("proxy_needs_password, then signed in through it", Some(start.elapsed()));
            });
        },
    );
}
