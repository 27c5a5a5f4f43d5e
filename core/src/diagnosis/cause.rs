//! The verdicts that a diagnosis can end in.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is wrong, by name.
///
/// The service documents no failure status of its sign-in and no word of its widgets about what failed, so some causes
/// are told by the meanings that HTTP gives to a status, and by what else works. Those say here by what they are told
/// and what else it could be; their texts must not claim more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Cause {
    // Here.
    /// No account is signed in, so there is nobody to sign in.
    SignedOut,
    /// No key is stored, or the keychain in use is not the one that has it.
    KeyMissing,
    /// The keychain is locked, denies, fails, or has something that is no key.
    KeychainShut,
    /// This machine's clock differs from the service's by more than two minutes, or the certificate is valid from a day
    /// on that this machine has not reached. Told only when nothing else fails that has a reason of its own: a token
    /// that is read by a wrong clock is a reason for a widget that does not come to life, not a proof.
    ClockWrong,

    // The way.
    /// The system says that there is no network, or knows no way to the service.
    Offline,
    /// The proxy answers 407.
    ProxyNeedsPassword,
    /// The proxy can't be reached, or refuses.
    ProxyFailed,
    /// The name has no address, or the name servers fail, while there is a network.
    NameNotFound,
    /// Nothing takes connections at the address, or the connection ends or is silent before an answer.
    Unreachable,
    /// The certificate is signed by itself, or by an issuer that this machine does not trust. Something between that
    /// opens connections (a company's filter, a virus scanner) looks like this; a service that is set up wrong does too,
    /// and only the issuer's name tells.
    TlsIntercepted,
    /// The certificate has expired, is revoked or for another host, the service's TLS is too old, or there is no safe
    /// connection for a reason that has no name.
    CertificateRefused,
    /// A page came in the place of the sign-in's answer, by a connection that a network can put one into, or with the
    /// status 511: a network that wants people to sign in to it first. By a connection with a certificate that this
    /// machine trusts it is the service's own, so it is [`Cause::UnexpectedAnswer`]; a network that stands in front of
    /// TLS is seen at that step, as [`Cause::TlsIntercepted`] or [`Cause::Unreachable`].
    CaptivePortal,

    // The sign-in.
    /// 404 for the sign-in. A service address that is something else's looks the same, and so would a service that says
    /// this of an email that it does not know.
    WrongCommunityId,
    /// 401 for the sign-in. That a service says the same of an email that it does not know can't be ruled out, unless
    /// another key was taken with this email.
    WrongKey,
    /// Told in one of two ways. The sign-in answers 403, and another key of this community is taken with the same
    /// email. Or the key is taken, the widget says that something is wrong once it has the token, and another widget of
    /// the community works with the same key: the sign-in does not name the widget, so the service can't refuse earlier.
    KeyOfAnotherFeature,
    /// 403 for the sign-in, and no other key of this community is known to be taken with this email. A service that
    /// refuses this key for another reason looks the same.
    UnknownEmail,
    /// 429, for the sign-in or the page.
    RateLimited,
    /// A status from 500 on, or no answer in time.
    ServiceDown,
    /// A 200 without a usable token, another status, or a redirect: what answers is no sign-in as documented.
    UnexpectedAnswer,

    // The page.
    /// 404 for the page, also for its type alone, and the type is none that is known of the service.
    WrongWidgetType,
    /// 404 for the page, while its type alone is there (2xx) or is one that is known of the service.
    WrongWidgetId,
    /// `X-Frame-Options` or `frame-ancestors` keep the page out of this app.
    BlockedByAllowList,
    /// The service refuses the page by another status, such as 403. An allow-list that goes by who asks would do that.
    PageRefused,
    /// What answers is no page, or is elsewhere; or 404 for the page while nothing can be told of its type.
    NotAPage,

    // The widget in the window.
    /// The frame was open for long enough, and nothing in it asked for a token.
    NeverAsked,
    /// The widget has had its token for long enough, and has neither said that it is ready nor that it failed. One that
    /// does not say so when it works looks the same: the message is not documented.
    AskedButNeverReady,
    /// The widget said that something is wrong, and not what.
    WidgetFailed,
    /// The app failed in a way that has no name here.
    Other,
}

impl Cause {
    pub const ALL: [Self; 28] = [
        Self::SignedOut,
        Self::KeyMissing,
        Self::KeychainShut,
        Self::ClockWrong,
        Self::Offline,
        Self::ProxyNeedsPassword,
        Self::ProxyFailed,
        Self::NameNotFound,
        Self::Unreachable,
        Self::TlsIntercepted,
        Self::CertificateRefused,
        Self::CaptivePortal,
        Self::WrongCommunityId,
        Self::WrongKey,
        Self::KeyOfAnotherFeature,
        Self::UnknownEmail,
        Self::RateLimited,
        Self::ServiceDown,
        Self::UnexpectedAnswer,
        Self::WrongWidgetType,
        Self::WrongWidgetId,
        Self::BlockedByAllowList,
        Self::PageRefused,
        Self::NotAPage,
        Self::NeverAsked,
        Self::AskedButNeverReady,
        Self::WidgetFailed,
        Self::Other,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn each_cause_is_in_the_list_once_and_has_a_name_of_its_own() {
        let names: HashSet<String> = Cause::ALL.iter().map(|cause| serde_json::to_string(cause).unwrap()).collect();
        assert_eq!(names.len(), Cause::ALL.len());
        assert!(names.contains("\"key_of_another_feature\"") && names.contains("\"asked_but_never_ready\""));
    }
}
