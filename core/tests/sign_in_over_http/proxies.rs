//! A proxy is for the world outside, and what it does wrong is said. What goes to this machine never leaves it.
//!
//! The proxy is what variables or the system's settings name. A PAC file is not read, so none can be broken.

use crate::again::again;
use crate::desk::{AMARA, Desk, refused, request};
use crate::survived::Fault;
use demo_service::{Config, DemoService};
use std::process::Command;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket};
use widget_core::error::Code;
use widget_core::service::http::{HttpSignIn, SignIn};

/// Every spelling of a proxy's variable.
const PROXIES: [&str; 6] = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
const EXCEPTIONS: [&str; 2] = ["NO_PROXY", "no_proxy"];

pub fn without_proxies(command: &mut Command) {
    for name in PROXIES.into_iter().chain(EXCEPTIONS) {
        command.env_remove(name);
    }
}

/// With a runtime whose threads go on while the caller waits for another process.
pub fn block_on<T>(task: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(task)
}

/// What a proxy saw of the test that was run again with it in its environment.
fn seen_by_a_proxy(again: crate::again::Again) -> Vec<demo_service::SeenRequest> {
    block_on(async {
        let proxy = DemoService::start(Config::default()).await.unwrap();
        let with_proxy = |command: &mut Command| {
            without_proxies(command);
            command.envs(PROXIES.map(|name| (name, proxy.origin())));
        };
        tokio::task::block_in_place(|| again.prepare(with_proxy).run());
        proxy.faults().requests()
    })
}

#[test]
fn f06_a_proxy_never_sees_a_request_for_this_machine() {
    again(
        |again| assert_eq!(seen_by_a_proxy(again), []),
        || {
            block_on(async {
                let desk = Desk::open().await;
                desk.sign_in().await;
                desk.network.reach(desk.service.origin()).await.unwrap();
                assert_eq!(desk.service.faults().requests().len(), 2);
                let by_name = desk.service.origin().replace("127.0.0.1", "localhost");
                let id = &desk.service.community().community_id;
                desk.network.sign_in(&request(&by_name, id, desk.key(), AMARA)).await.unwrap();
            });
        },
    );
}

/// How a proxy answers that lets nothing through, and what is said of it.
const ANSWERS: [(&str, Code, bool); 8] = [
    (
        "HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\n\r\n",
        Code::ProxyNeedsPassword,
        false,
    ),
    ("HTTP/1.0 407 \r\n\r\n", Code::ProxyNeedsPassword, false),
    ("HTTP/1.1 403 Forbidden\r\n\r\n", Code::ProxyFailed, true),
    ("HTTP/1.1 502 Bad Gateway\r\n\r\n", Code::ProxyFailed, true),
    ("HTTP/1.1 503 Service Unavailable\r\n\r\n", Code::ProxyFailed, true),
    ("HTTP/1.1 302 Found\r\nlocation: http://hotel.example/\r\n\r\n", Code::ProxyFailed, true),
    ("SSH-2.0-OpenSSH\r\n", Code::ProxyFailed, true),
    ("", Code::ProxyFailed, true),
];

/// Takes one connection after the other, and gives each the next answer. What it heard is checked at the end.
async fn serve_answers(listener: TcpListener) {
    for (answer, ..) in ANSWERS {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut heard = Vec::new();
        while !heard.ends_with(b"\r\n\r\n") {
            heard.push(stream.read_u8().await.unwrap());
        }
        stream.write_all(answer.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        // A client that has gone already is as good.
        stream.read_to_end(&mut heard).await.ok();
        let heard = String::from_utf8_lossy(&heard).to_lowercase();
        assert!(heard.starts_with("connect widgets.example:443 http/1.1\r\n"), "{heard}");
        assert!(!heard.contains("canary") && !heard.contains("demo.example"), "{heard}");
    }
}

/// Only the proxy is asked to find this name.
async fn refused_beyond_a_proxy(network: &HttpSignIn) -> widget_core::error::AppError {
    refused(network, &request("https://widgets.example", "c1", "canary-key-1", AMARA)).await
}

/// Names this proxy in every way, and no exception.
pub fn with_proxy_at(address: &str) -> impl FnOnce(&mut Command) {
    let address = address.to_owned();
    move |command| {
        without_proxies(command);
        command.envs(PROXIES.map(|name| (name, &address)));
    }
}

#[test]
fn f06_what_a_proxy_refuses_is_said_and_it_sees_no_key() {
    again(
        |again| {
            block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                let address = format!("http://{}", listener.local_addr().unwrap());
                let served = tokio::spawn(serve_answers(listener));
                tokio::task::block_in_place(|| again.prepare(with_proxy_at(&address)).run());
                served.await.unwrap();
            });
        },
        || {
            block_on(async {
                let network = HttpSignIn::default();
                for (answer, code, retryable) in ANSWERS {
                    let error = refused_beyond_a_proxy(&network).await;
                    assert_eq!((error.code, error.retryable), (code, retryable), "{answer:?}");
                }
                Fault { number: "F06", fault: "proxy answers 407, 403, 5xx, nonsense", injected: "own proxy" }
                    .survived("proxy_needs_password or proxy_failed; it saw no key", None);
            });
        },
    );
}

#[test]
fn f06_a_proxy_that_is_down_is_said() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    // Nobody listens there for as long as the socket is kept.
    let address = format!("http://{}", socket.local_addr().unwrap());
    again(
        |again| again.prepare(with_proxy_at(&address)).run(),
        || {
            block_on(async {
                let start = Instant::now();
                let error = refused_beyond_a_proxy(&HttpSignIn::default()).await;
                assert_eq!((error.code, error.retryable), (Code::ProxyFailed, true));
                let took = start.elapsed();
                assert!(took < Duration::from_secs(2), "{took:?}");
                Fault { number: "F06", fault: "proxy down", injected: "proxy variables name a closed port" }
                    .survived("proxy_failed, at once", Some(took));
            });
        },
    );
}

#[test]
fn f06_a_proxy_whose_own_name_is_not_found_is_said() {
    again(
        // A name that no name server is asked about: a label has at most 63 characters.
        |again| again.prepare(with_proxy_at(&format!("http://{}.example:3128", "x".repeat(64)))).run(),
        || {
            block_on(async {
                let error = refused_beyond_a_proxy(&HttpSignIn::default()).await;
                assert_eq!((error.code, error.retryable), (Code::ProxyFailed, true));
            });
        },
    );
}
