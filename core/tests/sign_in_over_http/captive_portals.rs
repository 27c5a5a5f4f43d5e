//! A network that answers in the service's place until somebody has signed in to it.

use crate::desk::Desk;
use crate::survived::Fault;
use demo_service::{FrameFault, SignInFault};
use std::time::Instant;
use widget_core::error::Code;
use widget_core::service::http::SignIn;
use widget_core::service::sign_in::LARGEST_REPLY;

fn page(content_type: &str, body: impl Into<Vec<u8>>) -> SignInFault {
    SignInFault::RawBody { content_type: content_type.to_owned(), body: body.into() }
}

#[tokio::test]
async fn f05_a_networks_sign_in_page_is_told_from_a_broken_service() {
    let desk = Desk::open().await;
    let html = format!("<!doctype html><title>Hotel Wi-Fi</title><p>{}", desk.key());
    let long = format!("{html}{}", "x".repeat(LARGEST_REPLY));
    for (what, fault) in [
        ("a page", page("text/html", html.as_str())),
        ("a page with a character set", page("Text/HTML; charset=utf-8", html.as_str())),
        ("XHTML", page("application/xhtml+xml", html.as_str())),
        ("a page that calls itself JSON", page("application/json", html.as_str())),
        ("a page that does not say what it is", page("", html.as_str())),
        ("a page that begins with space", page("text/plain", format!("\u{feff}\r\n \t{html}"))),
        ("no page, but called one", page("text/html", "Welcome")),
        ("an empty page", page("text/html", "")),
        ("a page beyond all measure", page("text/html", long)),
        ("status 511", desk.status(511, None)),
    ] {
        let error = desk.refused_with(fault).await;
        assert_eq!((error.code, error.retryable, error.retry_after_ms), (Code::CaptivePortal, true, None), "{what}");
    }
    let start = Instant::now();
    desk.sign_in().await;
    Fault { number: "F05", fault: "captive portal: HTML, status 511", injected: "demo service" }
        .survived("captive_portal, which passes by itself", Some(start.elapsed()));
}

#[tokio::test]
async fn f05_a_service_that_calls_its_json_a_page_is_no_network() {
    let desk = Desk::open().await;
    let error = desk.refused_with(page("text/html", r#"{"error":"Unable to authenticate widget"}"#)).await;
    assert_eq!((error.code, error.retryable), (Code::BadReply, false));
    desk.service.faults().set_next(1, page("text/html", r#"{"token":"t"}"#));
    assert_eq!(desk.sign_in().await.reveal(), "t");
}

#[tokio::test]
async fn f05_a_network_that_wants_a_sign_in_is_not_the_widgets_page() {
    let desk = Desk::open().await;
    desk.service.faults().set_frame(FrameFault::Status(511));
    let widget = desk.service.community().widgets.iter().find(|widget| widget.public).unwrap();
    let extra = widget.extra_segment.as_ref().unwrap();
    let page = format!("{}/{}/{}/{extra}", desk.service.origin(), widget.widget_type, widget.widget_id);
    assert_eq!(desk.network.reach(&page).await.unwrap_err().code(), Code::CaptivePortal);
}
