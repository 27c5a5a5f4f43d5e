//! The way from a name to a service, with a name server that fails.

use crate::certificates::Authority;
use crate::desk::{AMARA, Desk, request};
use crate::name_server::{NXDOMAIN, NameServer, REFUSED, SERVFAIL, Says, V4, V6};
use crate::own_network::{in_an_own_network, in_an_own_network_with};
use crate::proxies::block_on;
use crate::survived::Fault;
use crate::tls_server::{MODERN, listen, serve};
use crate::trust::trust;
use std::time::{Duration, Instant};
use tokio::net::{TcpSocket, TcpStream};
use widget_core::error::Code;
use widget_core::service::http::SignIn;
use widget_core::service::sign_in::SignInRequest;

const NAME: &str = "widgets.example";

/// A service behind TLS that only a name leads to. Gives the port on which it is.
async fn named_service(desk: &Desk) -> u16 {
    let authority = Authority::new("Test Authority");
    trust(&[&authority]);
    let (listener, _) = listen().await;
    let port = listener.local_addr().unwrap().port();
    serve(listener, &desk.service, authority.issue(&[NAME]), &MODERN);
    port
}

fn request_at(desk: &Desk, port: u16) -> SignInRequest {
    request(&format!("https://{NAME}:{port}"), &desk.service.community().community_id, desk.key(), AMARA)
}

async fn assert_no_way(desk: &Desk, request: &SignInRequest, code: Code, what: &str) -> Duration {
    let start = Instant::now();
    let error = desk.refused(request).await;
    let took = start.elapsed();
    assert_eq!((error.code, error.retryable), (code, true), "{what} after {took:?}");
    assert!(took < Duration::from_secs(5), "{what} after {took:?}");
    assert_eq!(desk.service.faults().requests(), []);
    took
}

#[test]
fn f04_a_name_that_has_no_address_is_told_apart_from_name_servers_that_fail() {
    in_an_own_network(|| {
        block_on(async {
            let desk = Desk::open().await;
            let request = request_at(&desk, named_service(&desk).await);
            let no_server = assert_no_way(&desk, &request, Code::NameServerFailed, "no name server").await;
            let server = NameServer::start(Says::Nothing);
            for (says, code) in [
                (Says::Code(NXDOMAIN), Code::NameNotResolved),
                (Says::Addresses(Vec::new()), Code::NameNotResolved),
                (Says::Code(SERVFAIL), Code::NameServerFailed),
                (Says::Code(REFUSED), Code::NameServerFailed),
            ] {
                server.says(says.clone());
                let took = assert_no_way(&desk, &request, code, &format!("{says:?}")).await;
                assert!(took < Duration::from_secs(1), "{says:?} took {took:?}");
            }
            assert!(no_server < Duration::from_secs(1), "{no_server:?}");
            server.says(Says::Addresses(vec![V4]));
            let start = Instant::now();
            desk.network.sign_in(&request).await.unwrap();
            Fault {
                number: "F04",
                fault: "DNS: NXDOMAIN, SERVFAIL, no name server",
                injected: "name server in a namespace",
            }
            .survived("name_not_resolved and name_server_failed at once", Some(start.elapsed()));
        });
    });
}

#[test]
fn f04_a_name_is_waited_for_for_four_seconds() {
    in_an_own_network(|| {
        block_on(async {
            let desk = Desk::open().await;
            let request = request_at(&desk, named_service(&desk).await);
            let server = NameServer::start(Says::Nothing);
            for says in [Says::Nothing, Says::Late(Duration::from_millis(4500), vec![V4])] {
                server.says(says.clone());
                let took = assert_no_way(&desk, &request, Code::NameTimedOut, &format!("{says:?}")).await;
                assert!(took > Duration::from_millis(3900), "{says:?} was given up after {took:?}");
            }
            server.says(Says::Late(Duration::from_millis(1500), vec![V4]));
            let start = Instant::now();
            desk.network.sign_in(&request).await.unwrap();
            assert!(start.elapsed() > Duration::from_millis(1500));
            Fault { number: "F04", fault: "DNS: no answer, late answer", injected: "name server in a namespace" }
                .survived("name_timed_out after 4 s; slow answers are waited for", Some(start.elapsed()));
        });
    });
}

#[test]
fn f04_names_are_found_where_the_system_does_not_speak_utf8() {
    in_an_own_network_with(&[("LC_ALL", "de_DE.ISO-8859-1")], || {
        block_on(async {
            let desk = Desk::open().await;
            let request = request_at(&desk, named_service(&desk).await);
            let server = NameServer::start(Says::Code(NXDOMAIN));
            assert_no_way(&desk, &request, Code::NameNotResolved, "no such name").await;
            server.says(Says::Addresses(vec![V4]));
            desk.network.sign_in(&request).await.unwrap();
        });
    });
}

#[test]
fn f07_a_service_whose_ipv6_address_leads_nowhere_is_reached_by_ipv4_in_two_seconds() {
    in_an_own_network(|| {
        block_on(async {
            let desk = Desk::open().await;
            let port = named_service(&desk).await;
            // Once the queue of a listener is full, Linux answers no further connection at all.
            let nowhere = TcpSocket::new_v6().unwrap();
            nowhere.bind((V6, port).into()).unwrap();
            let _nowhere = nowhere.listen(1).unwrap();
            let mut queue = Vec::new();
            let connect = || tokio::time::timeout(Duration::from_millis(300), TcpStream::connect((V6, port)));
            while let Ok(connected) = connect().await {
                queue.push(connected.unwrap());
                assert!(queue.len() < 16, "the queue never fills");
            }
            let _server = NameServer::start(Says::Addresses(vec![V6, V4]));
            let first = tokio::net::lookup_host((NAME, port)).await.unwrap().next().unwrap();
            assert!(first.is_ipv6(), "this machine tries {first} first, so nothing would be proved");
            let start = Instant::now();
            desk.network.sign_in(&request_at(&desk, port)).await.unwrap();
            let took = start.elapsed();
            assert!(took < Duration::from_secs(2), "{took:?}");
            Fault { number: "F07", fault: "IPv6 black hole", injected: "AAAA record to a port that never answers" }
                .survived("signed in by IPv4", Some(took));
        });
    });
}
