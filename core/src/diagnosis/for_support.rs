//! What each cause means, and what support does about it. `docs/ERRORS.md` is made of this.

use super::cause::Cause;
use crate::error::ForSupport;

impl Cause {
    #[must_use]
    #[allow(clippy::too_many_lines, reason = "one entry a cause, and a cause without one does not compile")]
    pub const fn for_support(self) -> ForSupport {
        match self {
            Self::SignedOut => ForSupport::new(
                "Nobody is signed in to the community, so there was nothing to try the sign-in with.",
                "Sign in under Accounts, then run it again.",
            ),
            Self::KeyMissing => ForSupport::new(
                "No key is stored, or another keychain is in use than the one that took it.",
                "The report names the keychain. Enter the key once more, or start the other keychain.",
            ),
            Self::KeychainShut => ForSupport::new(
                "The keychain is locked, denies access, fails, or has something that is no key.",
                "The step's error says which. Unlock or restart the keychain before anything else.",
            ),
            Self::ClockWrong => ForSupport::new(
                "This machine's clock differs from the service's by more than two minutes, and nothing else failed.",
                "Set the clock. It is a reason for tokens that seem to have ended, and no proof.",
            ),
            Self::Offline => ForSupport::new(
                "The system knows no network, or no way to the service.",
                "A matter of the machine or its network. Nothing of the service was tried.",
            ),
            Self::ProxyNeedsPassword => ForSupport::new(
                "The proxy answered with 407.",
                "User name and password belong into the system's proxy settings.",
            ),
            Self::ProxyFailed => ForSupport::new(
                "The proxy can't be reached, or refuses.",
                "The report names the proxy. Ask whoever runs it whether the service's host is allowed on port 443.",
            ),
            Self::NameNotFound => ForSupport::new(
                "The host's name has no address, or the name servers fail, while there is a network.",
                "Compare the host with the one in the embed code, then ask whoever runs the network's name servers.",
            ),
            Self::Unreachable => ForSupport::new(
                "Nothing takes the connection, or it ends before an answer.",
                "A firewall, or the service. Try from another network to tell the two apart.",
            ),
            Self::TlsIntercepted => ForSupport::new(
                "The certificate comes from an issuer that this machine does not trust.",
                "The report names the issuer. A company's or a virus scanner's name means that it opens connections; the service's own name means that it is set up wrong.",
            ),
            Self::CertificateRefused => ForSupport::new(
                "The certificate has expired, is revoked or for another host, or the encryption is too old.",
                "The step's error says which. It is for whoever runs the service, unless the clock is wrong.",
            ),
            Self::CaptivePortal => ForSupport::new(
                "A page answered in the place of the sign-in.",
                "Sign in to the network in the browser, then run it again.",
            ),
            Self::WrongCommunityId => ForSupport::new(
                "The sign-in was answered with 404.",
                "Compare the community ID with Appearance in the admin panel, and the address with the embed code. An email that the service does not know could look the same.",
            ),
            Self::WrongKey => ForSupport::new(
                "The sign-in was answered with 401.",
                "Compare the key with the admin panel. An email that the service does not know could look the same, unless another key was taken with it.",
            ),
            Self::KeyOfAnotherFeature => ForSupport::new(
                "The key works for something else in this community, and not for this widget.",
                "Give the widget the key of its own page in the admin panel, as its own key.",
            ),
            Self::UnknownEmail => ForSupport::new(
                "The sign-in was answered with 403, and no key of this community is known to be taken with this email.",
                "Check that the email is a member's. Then the key: a service that refuses it for another reason looks the same.",
            ),
            Self::RateLimited => ForSupport::new(
                "The service answered with 429.",
                "Wait for the pause that the report names. Ask how many share the key.",
            ),
            Self::ServiceDown => ForSupport::new(
                "The service answered with 500 or above, or not in time.",
                "Look at the service's status. Nothing on this machine is at fault.",
            ),
            Self::UnexpectedAnswer => ForSupport::new(
                "The sign-in was answered by something that no sign-in answers.",
                "The report has the status and the shape of the answer. Mostly the address is that of something else.",
            ),
            Self::WrongWidgetType => ForSupport::new(
                "The page was answered with 404, and so was its type alone.",
                "Compare the type with the embed code.",
            ),
            Self::WrongWidgetId => ForSupport::new(
                "The page was answered with 404, and its type is one that there is.",
                "Compare the ID with the embed code.",
            ),
            Self::BlockedByAllowList => ForSupport::new(
                "The page's headers keep it out of this app.",
                "Whoever runs the service adds the origin that the report names to the allow-list.",
            ),
            Self::PageRefused => ForSupport::new(
                "The page was refused by another status, such as 403.",
                "Check that the widget is switched on, and whether an allow-list goes by who asks.",
            ),
            Self::NotAPage => {
                ForSupport::new("What answers is no page, or is elsewhere.", "Compare type and ID with the embed code.")
            }
            Self::NeverAsked => ForSupport::new(
                "The page loaded, and nothing in it asked for a token.",
                "Compare type and ID. A page without the listener for its parent's messages never asks.",
            ),
            Self::AskedButNeverReady => ForSupport::new(
                "The widget has its token, and neither said that it is ready nor that it failed.",
                "If it shows what it should, nothing is wrong: not every widget says so. If not, send the report to the service's support.",
            ),
            Self::WidgetFailed => ForSupport::new(
                "The widget said that something is wrong, and not what.",
                "Look at the service's log of that time. Another key may be needed for this widget.",
            ),
            Self::Other => ForSupport::new(
                "Something failed that has no name here.",
                "Ask for the report and the log, best with what was logged at its most verbose.",
            ),
        }
    }
}
