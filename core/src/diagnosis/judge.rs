//! From what the checks found to one cause. What each cause is told by stands at [`Cause`].

use super::cause::Cause;
use super::check::{Check, CheckReport, Outcome};
use super::fact::Fact;
use crate::error::Code;

/// A clock that differs by more is called wrong, in seconds. A token lives for minutes.
const WRONG_BY: u64 = 120;

/// The steps of which a failure goes before everything else, in the order in which they are tried.
const FIRST: [Check; 8] = [
    Check::Configuration,
    Check::Keychain,
    Check::Proxy,
    Check::Name,
    Check::Connection,
    Check::Tls,
    Check::SignIn,
    Check::FramePage,
];

/// The cause of what is wrong, by the reports of a diagnosis that began at this time by this machine's clock.
#[must_use]
pub fn judge(checks: &[CheckReport], at_unix: u64) -> Option<Cause> {
    let failed = FIRST.into_iter().find_map(|check| report(checks, check).filter(|report| has_failed(report)));
    if let Some(report) = failed {
        return Some(cause_of(report, checks, at_unix));
    }
    // A widget that works with a wrong clock works.
    let works = report(checks, Check::Ready).is_some_and(|report| report.outcome == Outcome::Passed);
    if !works && report(checks, Check::SignIn).is_some_and(is_clock_wrong) {
        return Some(Cause::ClockWrong);
    }
    cause_in_window(checks)
}

fn report(checks: &[CheckReport], check: Check) -> Option<&CheckReport> {
    checks.iter().find(|report| report.check == check)
}

const fn has_failed(report: &CheckReport) -> bool {
    report.outcome.failure().is_some()
}

fn has(report: &CheckReport, wanted: impl Fn(&Fact) -> bool) -> bool {
    report.facts.iter().any(wanted)
}

fn cause_of(report: &CheckReport, checks: &[CheckReport], at_unix: u64) -> Cause {
    let Some(error) = report.outcome.failure() else { return Cause::Other };
    if has(report, |fact| *fact == Fact::NoNetwork) {
        return Cause::Offline;
    }
    match (report.check, error.code) {
        (Check::Connection, _) | (Check::Tls, Code::TimedOut) => Cause::Unreachable,
        (Check::Tls, Code::TlsExpired) if is_certificate_of_the_future(report, at_unix) => Cause::ClockWrong,
        (Check::SignIn, Code::SignInForbidden) => {
            let accepted = has(report, |fact| matches!(fact, Fact::OtherKey { accepted: true, .. }));
            if accepted { Cause::KeyOfAnotherFeature } else { Cause::UnknownEmail }
        }
        (Check::SignIn, Code::CaptivePortal) if is_from_the_service(report, checks) => Cause::UnexpectedAnswer,
        (Check::FramePage, Code::PageNotFound) => cause_of_missing_page(report),
        (Check::FramePage, Code::Redirected) => Cause::NotAPage,
        (_, code) => cause_of_code(code),
    }
}

const fn cause_of_code(code: Code) -> Cause {
    match code {
        Code::SignedOut => Cause::SignedOut,
        Code::KeyMissing | Code::KeyInOtherKeychain => Cause::KeyMissing,
        code if code.is_of_the_vault() => Cause::KeychainShut,
        Code::ProxyNeedsPassword => Cause::ProxyNeedsPassword,
        Code::ProxyFailed => Cause::ProxyFailed,
        Code::NameNotResolved | Code::NameServerFailed | Code::NameTimedOut => Cause::NameNotFound,
        Code::Unreachable | Code::ConnectionLost => Cause::Unreachable,
        Code::TlsSelfSigned | Code::TlsUnknownIssuer => Cause::TlsIntercepted,
        Code::TlsExpired | Code::TlsWrongHost | Code::TlsTooOld | Code::TlsRevoked | Code::TlsFailed => {
            Cause::CertificateRefused
        }
        Code::CaptivePortal => Cause::CaptivePortal,
        Code::CommunityNotFound => Cause::WrongCommunityId,
        Code::KeyRefused => Cause::WrongKey,
        Code::RateLimited => Cause::RateLimited,
        Code::ServiceDown | Code::TimedOut => Cause::ServiceDown,
        Code::SignInRejected | Code::Redirected | Code::BadReply | Code::ReplyTooLarge => Cause::UnexpectedAnswer,
        Code::FramingRefused => Cause::BlockedByAllowList,
        Code::PageRefused => Cause::PageRefused,
        Code::PageNotHtml => Cause::NotAPage,
        _ => Cause::Other,
    }
}

/// A server shows no certificate before its time, so it is this machine's clock that is behind.
fn is_certificate_of_the_future(report: &CheckReport, at_unix: u64) -> bool {
    let from = |fact: &Fact| match fact {
        Fact::Certificate { valid_from_unix, .. } => *valid_from_unix > at_unix.cast_signed(),
        _ => false,
    };
    has(report, from)
}

/// A page in the place of an answer that came over a connection whose certificate was looked at: no network can have put
/// it there, unless it says so by the status that is made for it.
fn is_from_the_service(report: &CheckReport, checks: &[CheckReport]) -> bool {
    let is_safe = checks.iter().any(|each| each.check == Check::Tls && each.outcome == Outcome::Passed);
    is_safe && !has(report, |fact| *fact == Fact::Status { status: 511 })
}

fn cause_of_missing_page(report: &CheckReport) -> Cause {
    let type_is_there = |fact: &Fact| match fact {
        Fact::TypeAlone { status } => (200..300).contains(status),
        Fact::TypeKnown { known } => *known,
        _ => false,
    };
    let type_is_missing = |fact: &Fact| matches!(fact, Fact::TypeAlone { status: 404 | 410 });
    if has(report, type_is_there) {
        Cause::WrongWidgetId
    } else if has(report, type_is_missing) {
        Cause::WrongWidgetType
    } else {
        Cause::NotAPage
    }
}

fn is_clock_wrong(report: &CheckReport) -> bool {
    has(report, |fact| matches!(fact, Fact::ClockAhead { seconds } if seconds.unsigned_abs() > WRONG_BY))
}

fn cause_in_window(checks: &[CheckReport]) -> Option<Cause> {
    if report(checks, Check::TokenAsked).is_some_and(has_failed) {
        return Some(Cause::NeverAsked);
    }
    let ready = report(checks, Check::Ready)?;
    match &ready.outcome {
        Outcome::Failed { .. } => {
            let works_elsewhere = has(ready, |fact| matches!(fact, Fact::OtherWidgetReady { .. }));
            Some(if works_elsewhere { Cause::KeyOfAnotherFeature } else { Cause::WidgetFailed })
        }
        Outcome::Warned { .. } => Some(Cause::AskedButNeverReady),
        _ => report(checks, Check::FrameLoaded).filter(|report| has_failed(report)).map(|_| Cause::Other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::check::Finding;
    use crate::diagnosis::fact::KeyOwner;
    use crate::error::AppError;
    use crate::service::page::PageFault;
    use crate::service::sign_in::SignInError;

    const NOW: u64 = 1_795_000_000;

    fn report(check: Check, finding: Finding) -> CheckReport {
        CheckReport { check, outcome: finding.outcome, started_ms: 0, took_ms: 0, facts: finding.facts }
    }

    fn failed(check: Check, error: impl Into<AppError>, facts: Vec<Fact>) -> CheckReport {
        report(check, Finding::failed(error, facts))
    }

    fn cause(checks: &[CheckReport]) -> Option<Cause> {
        judge(checks, NOW)
    }

    #[test]
    fn what_fails_first_is_the_cause() {
        let checks = [
            failed(Check::Ready, Code::WidgetError, Vec::new()),
            failed(Check::FramePage, Code::PageNotFound, vec![Fact::TypeAlone { status: 404 }]),
            failed(Check::SignIn, Code::KeyRefused, Vec::new()),
        ];
        assert_eq!(cause(&checks), Some(Cause::WrongKey));
        assert_eq!(cause(&checks[..2]), Some(Cause::WrongWidgetType));
        assert_eq!(cause(&checks[..1]), Some(Cause::WidgetFailed));
        assert_eq!(cause(&[]), None);
    }

    #[test]
    fn a_clock_is_blamed_only_when_nothing_else_fails_by_itself() {
        let clock = |seconds| report(Check::SignIn, Finding::passed(vec![Fact::ClockAhead { seconds }]));
        for (seconds, expected) in
            [(120, None), (-120, None), (121, Some(Cause::ClockWrong)), (-121, Some(Cause::ClockWrong))]
        {
            assert_eq!(cause(&[clock(seconds)]), expected, "{seconds}");
        }
        let page = failed(Check::FramePage, Code::FramingRefused, Vec::new());
        assert_eq!(cause(&[clock(7200), page]), Some(Cause::BlockedByAllowList));
        let silent = failed(Check::TokenAsked, Code::FrameTimedOut, Vec::new());
        assert_eq!(cause(&[clock(7200), silent.clone()]), Some(Cause::ClockWrong));
        assert_eq!(cause(&[clock(2), silent]), Some(Cause::NeverAsked));
        assert_eq!(cause(&[clock(7200), report(Check::Ready, Finding::passed(Vec::new()))]), None, "it works");
    }

    #[test]
    fn a_page_in_an_answer_s_place_is_a_portal_s_only_where_a_network_can_have_put_it_there() {
        let answer = |status| failed(Check::SignIn, SignInError::CaptivePortal, vec![Fact::Status { status }]);
        let safe = || report(Check::Tls, Finding::passed(Vec::new()));
        assert_eq!(cause(&[report(Check::Tls, Finding::not_needed()), answer(200)]), Some(Cause::CaptivePortal));
        assert_eq!(cause(&[safe(), answer(200)]), Some(Cause::UnexpectedAnswer));
        assert_eq!(cause(&[safe(), answer(511)]), Some(Cause::CaptivePortal));
    }

    #[test]
    fn a_service_that_was_never_heard_is_not_called_down() {
        assert_eq!(cause(&[failed(Check::Tls, SignInError::TimedOut, Vec::new())]), Some(Cause::Unreachable));
        assert_eq!(cause(&[failed(Check::SignIn, SignInError::TimedOut, Vec::new())]), Some(Cause::ServiceDown));
    }

    #[test]
    fn an_email_is_blamed_unless_another_key_is_taken_with_it() {
        let refused = |facts| failed(Check::SignIn, SignInError::Forbidden, facts);
        let other = |accepted| Fact::OtherKey { of: KeyOwner::Community, accepted };
        assert_eq!(cause(&[refused(Vec::new())]), Some(Cause::UnknownEmail));
        assert_eq!(cause(&[refused(vec![other(false)])]), Some(Cause::UnknownEmail));
        assert_eq!(cause(&[refused(vec![other(false), other(true)])]), Some(Cause::KeyOfAnotherFeature));
    }

    #[test]
    fn a_missing_page_is_the_id_s_fault_where_the_type_is_there() {
        for (facts, expected) in [
            (vec![Fact::TypeAlone { status: 404 }, Fact::TypeKnown { known: false }], Cause::WrongWidgetType),
            (vec![Fact::TypeAlone { status: 410 }, Fact::TypeKnown { known: false }], Cause::WrongWidgetType),
            (vec![Fact::TypeAlone { status: 404 }, Fact::TypeKnown { known: true }], Cause::WrongWidgetId),
            (vec![Fact::TypeAlone { status: 200 }, Fact::TypeKnown { known: false }], Cause::WrongWidgetId),
            (vec![Fact::TypeAlone { status: 503 }, Fact::TypeKnown { known: false }], Cause::NotAPage),
            (vec![Fact::TypeKnown { known: false }], Cause::NotAPage),
        ] {
            assert_eq!(
                cause(&[failed(Check::FramePage, Code::PageNotFound, facts.clone())]),
                Some(expected),
                "{facts:?}"
            );
        }
    }

    #[test]
    fn a_certificate_of_the_future_is_the_clock_s_fault_and_one_of_the_past_is_not() {
        let shown = |valid_from_unix, expires_unix| {
            let certificate = Fact::Certificate { issuer: "A".to_owned(), valid_from_unix, expires_unix };
            failed(Check::Tls, SignInError::TlsExpired, vec![certificate])
        };
        let now = NOW.cast_signed();
        assert_eq!(cause(&[shown(now + 60, now + 90)]), Some(Cause::ClockWrong));
        assert_eq!(cause(&[shown(now - 90, now - 60)]), Some(Cause::CertificateRefused));
    }

    #[test]
    fn without_a_network_every_step_of_the_way_says_so() {
        for (check, error) in [
            (Check::Name, SignInError::NameServerFailed),
            (Check::Connection, SignInError::Unreachable),
            (Check::Connection, SignInError::TimedOut),
        ] {
            assert_eq!(cause(&[failed(check, error.clone(), vec![Fact::NoNetwork])]), Some(Cause::Offline));
            assert_ne!(cause(&[failed(check, error, Vec::new())]), Some(Cause::Offline));
        }
    }

    #[test]
    fn no_failure_of_the_service_is_without_a_name() {
        let of_the_sign_in = [
            SignInError::KeyRefused(401),
            SignInError::Forbidden,
            SignInError::CommunityNotFound,
            SignInError::RateLimited { retry_after: None },
            SignInError::ServiceDown { status: 500, retry_after: None },
            SignInError::Rejected(418),
            SignInError::Redirected(302),
            SignInError::BadReply("no token"),
            SignInError::ReplyTooLarge,
            SignInError::NameNotResolved,
            SignInError::NameServerFailed,
            SignInError::NameTimedOut,
            SignInError::Unreachable,
            SignInError::CaptivePortal,
            SignInError::TlsExpired,
            SignInError::TlsSelfSigned,
            SignInError::TlsWrongHost,
            SignInError::TlsUnknownIssuer,
            SignInError::TlsTooOld,
            SignInError::TlsRevoked,
            SignInError::TlsFailed,
            SignInError::ProxyNeedsPassword,
            SignInError::ProxyFailed,
            SignInError::TimedOut,
            SignInError::ConnectionLost,
        ];
        for error in of_the_sign_in {
            let named = cause(&[failed(Check::SignIn, error.clone(), Vec::new())]);
            assert!(named.is_some_and(|cause| cause != Cause::Other), "{error}");
        }
        let of_the_page = [
            PageFault::NotFound(404),
            PageFault::Refused(403),
            PageFault::RateLimited,
            PageFault::ServiceDown(500),
            PageFault::Redirected(302),
            PageFault::NotHtml,
        ];
        for fault in of_the_page {
            let named = cause(&[failed(Check::FramePage, &fault, Vec::new())]);
            assert!(named.is_some_and(|cause| cause != Cause::Other), "{fault}");
        }
    }
}
