//! A redirect would send the key on to whatever host it names.

use crate::desk::{AMARA, Desk};
use crate::survived::Fault;
use demo_service::{Config, DemoService, SignInFault};
use std::time::Instant;
use widget_core::error::{AppError, Code};

const STATUSES: [u16; 5] = [301, 302, 303, 307, 308];

const fn redirect(code: u16, location: String) -> SignInFault {
    SignInFault::Redirect { code, location }
}

fn assert_redirected(error: &AppError, status: u16) {
    assert_eq!((error.code, error.retryable), (Code::Redirected, false), "{status}");
}

#[tokio::test]
async fn f22_nobody_else_ever_sees_the_key() {
    let desk = Desk::open().await;
    let elsewhere = DemoService::start(Config::default()).await.unwrap();
    let path = format!("/widget/{}/signin", elsewhere.community().community_id);
    for status in STATUSES {
        let error = desk.refused_with(redirect(status, format!("{}{path}", elsewhere.origin()))).await;
        assert_redirected(&error, status);
    }
    assert_eq!(desk.service.faults().sign_ins(), STATUSES.len());
    assert_eq!(elsewhere.faults().requests(), []);
    let start = Instant::now();
    desk.sign_in().await;
    Fault { number: "F22", fault: "redirect to another host", injected: "demo service, five statuses" }
        .survived("redirected; the other host heard nothing", Some(start.elapsed()));
}

#[tokio::test]
async fn f22_wherever_a_redirect_leads_the_key_is_sent_once() {
    let desk = Desk::open().await;
    let path = format!("/widget/{}/signin", desk.service.community().community_id);
    let host = desk.service.origin().strip_prefix("http://").unwrap().to_owned();
    for (what, location) in [
        ("a loop", path.clone()),
        ("a loop by the full address", format!("{}{path}", desk.service.origin())),
        ("the same host, without a scheme", format!("//{host}{path}")),
        ("from TLS to none, or the other way", format!("https://{host}{path}")),
        ("a file", "file:///etc/passwd".to_owned()),
        ("a script", "javascript:alert(1)".to_owned()),
        ("data", "data:application/json,{\"token\":\"t\"}".to_owned()),
        ("nowhere", String::new()),
    ] {
        for status in STATUSES {
            desk.service.faults().forget_requests();
            // Whoever followed would be sent on and on.
            desk.service.faults().set(redirect(status, location.clone()));
            assert_redirected(&desk.refused(&desk.request()).await, status);
            let seen = desk.only_request();
            assert_eq!(seen.header("returningai-api-key"), Some(desk.key()), "{what}");
        }
    }
    desk.service.faults().clear();
    let start = Instant::now();
    desk.sign_in().await;
    Fault { number: "F22", fault: "redirect: same host, http, file, loop", injected: "demo service, five statuses" }
        .survived("redirected; the key was sent once each time", Some(start.elapsed()));
}

#[tokio::test]
async fn f22_a_redirect_to_the_service_itself_is_refused_as_well() {
    let desk = Desk::open().await;
    let path = format!("/widget/{}/signin", desk.service.community().community_id);
    for (number, status) in STATUSES.into_iter().enumerate() {
        for location in [path.clone(), format!("{}{path}/", desk.service.origin())] {
            assert_redirected(&desk.refused_with(redirect(status, location)).await, status);
        }
        assert_eq!(desk.service.faults().requests().len(), 2 * (number + 1));
    }
}

#[tokio::test]
async fn f22_a_redirect_that_names_the_key_gives_nothing_away() {
    let desk = Desk::open().await;
    for location in [format!("/?key={}&email={AMARA}", desk.key()), "http://".to_owned(), String::new()] {
        assert_redirected(&desk.refused_with(redirect(302, location)).await, 302);
    }
}
