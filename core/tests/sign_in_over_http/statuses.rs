//! Every status has its meaning.

use crate::desk::Desk;
use crate::survived::Fault;
use std::time::{Duration, Instant, SystemTime};
use widget_core::error::Code;

/// A quarter of an hour, in milliseconds: the longest pause.
const LONGEST: u64 = 15 * 60 * 1000;

/// Statuses of the service that no retry mends.
const REFUSALS: [(u16, Code); 10] = [
    (400, Code::SignInRejected),
    (401, Code::KeyRefused),
    (403, Code::SignInForbidden),
    (404, Code::CommunityNotFound),
    (409, Code::SignInRejected),
    (410, Code::SignInRejected),
    (415, Code::SignInRejected),
    (418, Code::SignInRejected),
    (422, Code::SignInRejected),
    (451, Code::SignInRejected),
];

const FAILURES: [u16; 6] = [500, 502, 503, 504, 521, 599];

#[tokio::test]
async fn f15_a_refusal_has_its_code_and_no_retry() {
    let desk = Desk::open().await;
    for (status, code) in REFUSALS {
        // A pause means nothing beside a refusal.
        for retry_after in [None, Some("10")] {
            let error = desk.refused_with(desk.status(status, retry_after)).await;
            assert_eq!((error.code, error.retryable, error.retry_after_ms), (code, false, None), "{status}");
        }
    }
    // One attempt each: trying again is for somebody who knows the limits.
    assert_eq!(desk.service.faults().sign_ins(), 2 * REFUSALS.len());
    survived("F15", "status 400, 401, 403, 404, 409, 410, 415, 418, 422, 451", "each by its code, no retry", &desk)
        .await;
}

#[tokio::test]
async fn f16_the_pause_that_a_busy_service_asks_for_is_passed_on_within_reason() {
    let desk = Desk::open().await;
    for (text, pause) in [
        (None, None),
        (Some("0"), Some(0)),
        (Some("10"), Some(10_000)),
        (Some("900"), Some(LONGEST)),
        (Some("86400"), Some(LONGEST)),
        (Some("18446744073709551615"), Some(LONGEST)),
        (Some("99999999999999999999"), None),
        (Some("-1"), None),
        (Some("1.5"), None),
        (Some("soon"), None),
        (Some(""), None),
        (Some("Wed, 21 Oct 2065 07:28:00 GMT"), Some(LONGEST)),
        (Some("Wed, 21 Oct 2015 07:28:00 GMT"), Some(0)),
        (Some("Wed, 99 Oct 2065 07:28:00 GMT"), None),
    ] {
        let error = desk.refused_with(desk.status(429, text)).await;
        assert_eq!((error.code, error.retryable, error.retry_after_ms), (Code::RateLimited, true, pause), "{text:?}");
    }
    let soon = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(30));
    let error = desk.refused_with(desk.status(429, Some(&soon))).await;
    // Dates have whole seconds.
    assert!((28_000..=31_000).contains(&error.retry_after_ms.unwrap()), "{error:?}");
    survived("F16", "status 429 with Retry-After 0, 10 s, a day, a date, garbage", "obeyed up to 15 min", &desk).await;
}

#[tokio::test]
async fn f17_a_failing_service_has_its_code_and_can_be_tried_again() {
    let desk = Desk::open().await;
    for status in FAILURES {
        for (text, pause) in
            [(None, None), (Some("10"), Some(10_000)), (Some("86400"), Some(LONGEST)), (Some("x"), None)]
        {
            let error = desk.refused_with(desk.status(status, text)).await;
            let seen = (error.code, error.retryable, error.retry_after_ms);
            assert_eq!(seen, (Code::ServiceDown, true, pause), "{status} {text:?}");
        }
    }
    survived("F17", "status 500, 502, 503, 504, 521, 599", "service_down, may be tried again", &desk).await;
}

async fn survived(number: &'static str, fault: &'static str, how: &str, desk: &Desk) {
    let start = Instant::now();
    desk.sign_in().await;
    Fault { number, fault, injected: "demo service" }.survived(how, Some(start.elapsed()));
}

#[tokio::test]
async fn each_other_status_has_its_code_and_says_whether_trying_again_helps() {
    let desk = Desk::open().await;
    for (status, code, retryable) in [
        (201, Code::SignInRejected, false),
        (202, Code::SignInRejected, false),
        (204, Code::SignInRejected, false),
        (300, Code::Redirected, false),
        (304, Code::Redirected, false),
        (407, Code::ProxyNeedsPassword, false),
        (408, Code::TimedOut, true),
        (511, Code::CaptivePortal, true),
    ] {
        let error = desk.refused_with(desk.status(status, None)).await;
        assert_eq!((error.code, error.retryable, error.retry_after_ms), (code, retryable, None), "{status}");
    }
}
