//! A proxy is for the world outside. What goes to this machine never leaves it.

use crate::again::again;
use crate::desk::{AMARA, Desk, refused, request};
use demo_service::{Config, DemoService};
use std::process::Command;
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
fn a_proxy_never_sees_a_request_for_this_machine() {
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

#[test]
fn a_proxy_that_refuses_is_said_and_sees_no_key() {
    again(
        |again| {
            let seen = seen_by_a_proxy(again);
            assert!(seen.iter().any(|request| request.method == "CONNECT"), "{seen:?}");
            for request in seen {
                assert_eq!((request.header("returningai-api-key"), request.header("email")), (None, None));
            }
        },
        || {
            block_on(async {
                let error =
                    refused(&HttpSignIn::default(), &request("https://a.example", "c1", "canary-key-1", AMARA)).await;
                assert_eq!((error.code, error.retryable), (Code::ProxyFailed, true));
            });
        },
    );
}
