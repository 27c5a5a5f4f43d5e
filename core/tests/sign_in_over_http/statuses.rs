//! Every status has its meaning.

use crate::desk::Desk;
use widget_core::error::Code;

#[tokio::test]
async fn each_status_has_its_code_and_says_whether_trying_again_helps() {
    let desk = Desk::open().await;
    for (status, code, retryable) in [
        (201, Code::SignInRejected, false),
        (202, Code::SignInRejected, false),
        (204, Code::SignInRejected, false),
        (300, Code::Redirected, false),
        (304, Code::Redirected, false),
        (400, Code::SignInRejected, false),
        (401, Code::KeyRefused, false),
        (403, Code::SignInForbidden, false),
        (404, Code::CommunityNotFound, false),
        (407, Code::ProxyFailed, true),
        (408, Code::TimedOut, true),
        (409, Code::SignInRejected, false),
        (410, Code::SignInRejected, false),
        (415, Code::SignInRejected, false),
        (422, Code::SignInRejected, false),
        (429, Code::RateLimited, true),
        (451, Code::SignInRejected, false),
        (500, Code::ServiceDown, true),
        (502, Code::ServiceDown, true),
        (503, Code::ServiceDown, true),
        (504, Code::ServiceDown, true),
        (521, Code::ServiceDown, true),
        (599, Code::ServiceDown, true),
    ] {
        let error = desk.refused_with(desk.status(status, None)).await;
        assert_eq!((error.code, error.retryable, error.retry_after_ms), (code, retryable, None), "{status}");
    }
    // One attempt each: trying again is for somebody who knows the limits.
    assert_eq!(desk.service.faults().sign_ins(), 23);
}

#[tokio::test]
async fn the_pause_that_a_busy_service_asks_for_is_passed_on_within_reason() {
    const QUARTER_OF_AN_HOUR: u64 = 15 * 60 * 1000;
    let desk = Desk::open().await;
    for status in [429, 500, 503] {
        for (text, pause) in [
            ("0", Some(0)),
            ("10", Some(10_000)),
            ("900", Some(QUARTER_OF_AN_HOUR)),
            ("86400", Some(QUARTER_OF_AN_HOUR)),
            ("18446744073709551615", Some(QUARTER_OF_AN_HOUR)),
            ("99999999999999999999", None),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
            ("Wed, 21 Oct 2065 07:28:00 GMT", Some(QUARTER_OF_AN_HOUR)),
            ("Wed, 21 Oct 2015 07:28:00 GMT", Some(0)),
        ] {
            let error = desk.refused_with(desk.status(status, Some(text))).await;
            assert_eq!((error.retryable, error.retry_after_ms), (true, pause), "{status} {text}");
        }
    }
}

#[tokio::test]
async fn a_pause_means_nothing_beside_a_refusal() {
    let desk = Desk::open().await;
    for status in [400, 401, 403, 404, 409] {
        let error = desk.refused_with(desk.status(status, Some("10"))).await;
        assert_eq!((error.retryable, error.retry_after_ms), (false, None), "{status}");
    }
}
