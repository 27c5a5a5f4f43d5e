//! The sign-in: what is asked for, what an answer means. No network here.

use super::api_key::ApiKey;
use super::email::Email;
use super::identifiers::CommunityId;
use super::origin::Origin;
use super::token::Token;
use crate::error::{AppError, Code};
use std::sync::Arc;
use std::time::Duration;

/// Largest reply that is read, in bytes. A token has a few hundred.
pub const LARGEST_REPLY: usize = 64 * 1024;

/// What is said of a reply that is no JSON.
const NO_JSON: &str = "no JSON";

/// Longest pause that a service may ask for.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(15 * 60);

/// Everything one sign-in needs.
#[derive(Debug, Clone)]
pub struct SignInRequest {
    pub origin: Origin,
    pub community_id: CommunityId,
    pub key: Arc<ApiKey>,
    pub email: Email,
}

impl SignInRequest {
    /// `{origin}/widget/{community_id}/signin` (documented).
    #[must_use]
    pub fn url(&self) -> String {
        self.origin.join(["widget", self.community_id.as_str(), "signin"])
    }
}

/// Why a sign-in gave no token. No variant holds text that the service sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    #[error("the service refuses the key (status {0})")]
    KeyRefused(u16),
    #[error("the service refuses this sign-in (status 403)")]
    Forbidden,
    #[error("the service knows no such community (status 404)")]
    CommunityNotFound,
    #[error("the service asks for a pause (status 429)")]
    RateLimited { retry_after: Option<Duration> },
    #[error("the service is failing (status {status})")]
    ServiceDown { status: u16, retry_after: Option<Duration> },
    #[error("the service rejects the request (status {0})")]
    Rejected(u16),
    #[error("the service redirects elsewhere (status {0})")]
    Redirected(u16),
    #[error("the reply is not what a sign-in answers: {0}")]
    BadReply(&'static str),
    #[error("the reply is too large")]
    ReplyTooLarge,
    #[error("the service's name can't be resolved")]
    NameNotResolved,
    #[error("the name servers give no answer")]
    NameServerFailed,
    #[error("looking up the service's name took too long")]
    NameTimedOut,
    #[error("nothing answers at the service's address")]
    Unreachable,
    #[error("the network's own page answers in the service's place")]
    CaptivePortal,
    #[error("the service's certificate has expired or is not valid yet")]
    TlsExpired,
    #[error("the service's certificate is signed by itself")]
    TlsSelfSigned,
    #[error("the certificate is for another host")]
    TlsWrongHost,
    #[error("the certificate's issuer is unknown here")]
    TlsUnknownIssuer,
    #[error("the service offers only TLS versions that are too old")]
    TlsTooOld,
    #[error("the service's certificate is revoked")]
    TlsRevoked,
    #[error("no safe connection to the service")]
    TlsFailed,
    #[error("the proxy wants a name and a password")]
    ProxyNeedsPassword,
    #[error("the proxy refuses or fails")]
    ProxyFailed,
    #[error("the service took too long")]
    TimedOut,
    #[error("the connection broke off")]
    ConnectionLost,
    #[error("the request could not be made")]
    NotSent,
}

impl SignInError {
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::KeyRefused(_) => Code::KeyRefused,
            Self::Forbidden => Code::SignInForbidden,
            Self::CommunityNotFound => Code::CommunityNotFound,
            Self::RateLimited { .. } => Code::RateLimited,
            Self::ServiceDown { .. } => Code::ServiceDown,
            Self::Rejected(_) => Code::SignInRejected,
            Self::Redirected(_) => Code::Redirected,
            Self::BadReply(_) => Code::BadReply,
            Self::ReplyTooLarge => Code::ReplyTooLarge,
            Self::NameNotResolved => Code::NameNotResolved,
            Self::NameServerFailed => Code::NameServerFailed,
            Self::NameTimedOut => Code::NameTimedOut,
            Self::Unreachable => Code::Unreachable,
            Self::CaptivePortal => Code::CaptivePortal,
            Self::TlsExpired => Code::TlsExpired,
            Self::TlsSelfSigned => Code::TlsSelfSigned,
            Self::TlsWrongHost => Code::TlsWrongHost,
            Self::TlsUnknownIssuer => Code::TlsUnknownIssuer,
            Self::TlsTooOld => Code::TlsTooOld,
            Self::TlsRevoked => Code::TlsRevoked,
            Self::TlsFailed => Code::TlsFailed,
            Self::ProxyNeedsPassword => Code::ProxyNeedsPassword,
            Self::ProxyFailed => Code::ProxyFailed,
            Self::TimedOut => Code::TimedOut,
            Self::ConnectionLost => Code::ConnectionLost,
            Self::NotSent => Code::Internal,
        }
    }

    /// Whether the service was reached at all: it answered, whatever it said.
    #[must_use]
    pub const fn reached_service(&self) -> bool {
        matches!(
            self,
            Self::KeyRefused(_)
                | Self::Forbidden
                | Self::CommunityNotFound
                | Self::RateLimited { .. }
                | Self::ServiceDown { .. }
                | Self::Rejected(_)
                | Self::Redirected(_)
                | Self::BadReply(_)
                | Self::ReplyTooLarge
        )
    }

    /// The same for a reply that calls itself HTML: what is no answer of a sign-in is then a network's sign-in page.
    #[must_use]
    pub fn on_a_page(self) -> Self {
        match self {
            Self::BadReply(NO_JSON) | Self::ReplyTooLarge => Self::CaptivePortal,
            other => other,
        }
    }

    const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { retry_after } | Self::ServiceDown { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}

impl From<SignInError> for AppError {
    fn from(error: SignInError) -> Self {
        let at_edge = Self::new(error.code()).with_detail(error.to_string());
        match error.retry_after() {
            Some(pause) => at_edge.with_retry_after_ms(u64::try_from(pause.as_millis()).unwrap_or(u64::MAX)),
            None => at_edge,
        }
    }
}

/// The parts of an answer's head that decide something.
#[derive(Debug, Clone, Copy)]
pub struct ReplyHead<'a> {
    pub status: u16,
    pub retry_after: Option<&'a str>,
    /// The service's own clock, against which a date in `retry_after` counts: this machine's may be wrong.
    pub date: Option<&'a str>,
}

/// Judges the head of an answer. `Ok` means that the body is worth reading.
///
/// # Errors
/// For every status but 200. No failure status is documented; these are the meanings HTTP gives them.
pub fn judge_head(head: ReplyHead<'_>) -> Result<(), SignInError> {
    match head.status {
        200 => Ok(()),
        300..=399 => Err(SignInError::Redirected(head.status)),
        401 => Err(SignInError::KeyRefused(head.status)),
        403 => Err(SignInError::Forbidden),
        404 => Err(SignInError::CommunityNotFound),
        407 => Err(SignInError::ProxyNeedsPassword),
        429 => Err(SignInError::RateLimited { retry_after: read_retry_after(head) }),
        408 => Err(SignInError::TimedOut),
        // Network Authentication Required (RFC 6585, 6): never the service's.
        511 => Err(SignInError::CaptivePortal),
        500..=599 => Err(SignInError::ServiceDown { status: head.status, retry_after: read_retry_after(head) }),
        status => Err(SignInError::Rejected(status)),
    }
}

/// Takes the token out of a 200 reply's body: a JSON object with a top-level `token` (documented).
///
/// # Errors
/// `CaptivePortal` for markup, `BadReply` for anything else, `ReplyTooLarge` above [`LARGEST_REPLY`].
pub fn read_token(body: &[u8]) -> Result<Token, SignInError> {
    if body.len() > LARGEST_REPLY {
        return Err(SignInError::ReplyTooLarge);
    }
    if is_markup(body) {
        return Err(SignInError::CaptivePortal);
    }
    let reply: serde_json::Value = serde_json::from_slice(body).map_err(|_| SignInError::BadReply(NO_JSON))?;
    let object = reply.as_object().ok_or(SignInError::BadReply("no JSON object"))?;
    let token = object.get("token").ok_or(SignInError::BadReply("no token"))?;
    let text = token.as_str().ok_or(SignInError::BadReply("the token is no text"))?;
    Token::parse(text).map_err(|_| SignInError::BadReply("the token is empty, too long or has unusual characters"))
}

/// Whether these bytes begin as HTML or XML does, which no JSON can.
fn is_markup(body: &[u8]) -> bool {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start().starts_with(b"<")
}

/// `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), at most 15 minutes. Garbage counts as absent, so the ordinary
/// back-off holds; a date that is past asks for no pause.
fn read_retry_after(head: ReplyHead<'_>) -> Option<Duration> {
    let text = head.retry_after?.trim();
    let pause = match text.parse() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let until = httpdate::parse_http_date(text).ok()?;
            until.duration_since(httpdate::parse_http_date(head.date?).ok()?).unwrap_or_default()
        }
    };
    Some(pause.min(LONGEST_RETRY_AFTER))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(status: u16) -> Result<(), SignInError> {
        judge_head(ReplyHead { status, retry_after: None, date: None })
    }

    #[test]
    fn each_status_has_its_code() {
        for (status, code) in [
            (204, Code::SignInRejected),
            (301, Code::Redirected),
            (302, Code::Redirected),
            (308, Code::Redirected),
            (400, Code::SignInRejected),
            (401, Code::KeyRefused),
            (403, Code::SignInForbidden),
            (404, Code::CommunityNotFound),
            (407, Code::ProxyNeedsPassword),
            (408, Code::TimedOut),
            (415, Code::SignInRejected),
            (429, Code::RateLimited),
            (451, Code::SignInRejected),
            (500, Code::ServiceDown),
            (503, Code::ServiceDown),
            (511, Code::CaptivePortal),
            (599, Code::ServiceDown),
        ] {
            assert_eq!(judge(status).unwrap_err().code(), code, "{status}");
        }
        assert_eq!(judge(200), Ok(()));
    }

    const NOW: &str = "Wed, 21 Oct 2026 07:28:00 GMT";

    fn pause(value: Option<&str>) -> Option<Duration> {
        match judge_head(ReplyHead { status: 429, retry_after: value, date: Some(NOW) }) {
            Err(SignInError::RateLimited { retry_after }) => retry_after,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_pause_is_taken_in_seconds_and_capped() {
        assert_eq!(pause(None), None);
        assert_eq!(pause(Some("0")), Some(Duration::ZERO));
        assert_eq!(pause(Some(" 10 ")), Some(Duration::from_secs(10)));
        assert_eq!(pause(Some("86400")), Some(LONGEST_RETRY_AFTER));
        assert_eq!(pause(Some("-1")), None);
        assert_eq!(pause(Some("soon")), None);
    }

    #[test]
    fn a_date_is_a_pause_by_the_services_own_clock() {
        assert_eq!(pause(Some("Wed, 21 Oct 2026 07:28:30 GMT")), Some(Duration::from_secs(30)));
        assert_eq!(pause(Some("Wed, 21 Oct 2026 07:00:00 GMT")), Some(Duration::ZERO));
        assert_eq!(pause(Some("Thu, 22 Oct 2026 07:28:00 GMT")), Some(LONGEST_RETRY_AFTER));
        assert_eq!(pause(Some("Wed, 32 Oct 2026 07:28:00 GMT")), None);
        let no_clock = ReplyHead { status: 429, retry_after: Some("Wed, 21 Oct 2026 07:28:30 GMT"), date: None };
        assert_eq!(judge_head(no_clock), Err(SignInError::RateLimited { retry_after: None }));
    }

    #[test]
    fn a_reply_with_a_token_gives_it() {
        assert_eq!(read_token(br#"{"token":"abc.def.ghi"}"#).unwrap().reveal(), "abc.def.ghi");
        assert_eq!(read_token(br#" {"other":[1],"token":"t","refreshToken":"r"} "#).unwrap().reveal(), "t");
    }

    #[test]
    fn f21_a_reply_without_a_usable_token_is_a_bad_reply() {
        let giant = format!(r#"{{"token":"{}"}}"#, "x".repeat(20_000));
        for body in [
            "",
            "{}",
            "null",
            "[]",
            r#""token""#,
            r#"{"token":null}"#,
            r#"{"token":5}"#,
            r#"{"token":""}"#,
            r#"{"token":{"token":"x"}}"#,
            r#"{"data":{"token":"x"}}"#,
            r#"{"error":"Unable to authenticate widget"}"#,
            r#"{"token":"<html>"}"#,
            r#"{"token":"a\u0000b"}"#,
            r#"{"token":"a\nb"}"#,
            r#"{"token":"x""#,
            "{<!doctype html>",
            giant.as_str(),
        ] {
            assert_eq!(read_token(body.as_bytes()).unwrap_err().code(), Code::BadReply, "{body:.60}");
        }
        assert_eq!(read_token(&[0xff, 0xfe]).unwrap_err().code(), Code::BadReply);
        let deep = "[".repeat(50_000);
        assert_eq!(read_token(deep.as_bytes()).unwrap_err().code(), Code::BadReply);
        let megabyte = format!(r#"{{"token":"{}"}}"#, "x".repeat(1 << 20));
        assert_eq!(read_token(megabyte.as_bytes()).unwrap_err(), SignInError::ReplyTooLarge);
    }

    #[test]
    fn f05_a_page_in_place_of_a_reply_is_the_networks_own() {
        for body in [
            "<!doctype html><title>Sign in to Wi-Fi</title>",
            " \r\n<HTML>",
            "\u{feff}<html>",
            "<?xml version=\"1.0\"?><WISPAccessGatewayParam/>",
            r#"<script>location="/login"</script>"#,
        ] {
            assert_eq!(read_token(body.as_bytes()).unwrap_err(), SignInError::CaptivePortal, "{body}");
        }
        for (error, on_a_page) in [
            (read_token(b"Welcome to Hotel Wi-Fi").unwrap_err(), SignInError::CaptivePortal),
            (SignInError::ReplyTooLarge, SignInError::CaptivePortal),
            (read_token(br#"{"error":"x"}"#).unwrap_err(), SignInError::BadReply("no token")),
            (SignInError::TimedOut, SignInError::TimedOut),
        ] {
            assert_eq!(error.on_a_page(), on_a_page);
        }
    }

    #[test]
    fn the_address_encodes_the_community_id_as_one_segment() {
        let request = SignInRequest {
            origin: Origin::parse("https://a.example").unwrap(),
            community_id: CommunityId::parse("64/b?#").unwrap(),
            key: Arc::new(ApiKey::parse("canary-key").unwrap()),
            email: Email::parse("canary@example.com").unwrap(),
        };
        assert_eq!(request.url(), "https://a.example/widget/64%2Fb%3F%23/signin");
        let debug = format!("{request:?}");
        assert!(!debug.contains("canary"), "{debug}");
    }
}
