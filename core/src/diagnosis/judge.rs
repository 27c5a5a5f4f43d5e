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
        return Some(cause_of(report, at_unix));
    }
    if report(checks, Check::SignIn).is_some_and(is_clock_wrong) {
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

fn cause_of(report: &CheckReport, at_unix: u64) -> Cause {
    let Some(error) = report.outcome.failure() else { return Cause::Other };
    if has(report, |fact| *fact == Fact::NoNetwork) {
        return Cause::Offline;
    }
    match (report.check, error.code) {
        (Check::Tls, Code::TlsExpired) if is_certificate_of_the_future(report, at_unix) => Cause::ClockWrong,
        (Check::SignIn, Code::SignInForbidden) => {
            let accepted = has(report, |fact| matches!(fact, Fact::OtherKey { accepted: true, .. }));
            if accepted { Cause::KeyOfAnotherFeature } else { Cause::UnknownEmail }
        }
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

fn cause_of_missing_page(report: &CheckReport) -> Cause {
    let type_is_there = |fact: &Fact| match fact {
        Fact::TypeAlone { status } => !matches!(status, 404 | 410),
        Fact::TypeKnown { known } => *known,
        _ => false,
    };
    if has(report, type_is_there) { Cause::WrongWidgetId } else { Cause::WrongWidgetType }
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
