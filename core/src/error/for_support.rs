//! What each code means, and what support does about it. `docs/ERRORS.md` is made of this.

use super::Code;

/// What is said of a code, or of a cause, to those who help others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForSupport {
    /// What happened.
    pub meaning: &'static str,
    /// What to look at or to ask for.
    pub advice: &'static str,
}

impl ForSupport {
    pub(crate) const fn new(meaning: &'static str, advice: &'static str) -> Self {
        Self { meaning, advice }
    }
}

impl Code {
    #[must_use]
    #[allow(clippy::too_many_lines, reason = "one entry a code, and a code without one does not compile")]
    pub const fn for_support(self) -> ForSupport {
        match self {
            Self::EmbedEmpty => ForSupport::new(
                "Nothing was pasted where an embed code belongs.",
                "Have them copy the whole iframe code from the widget's page in the admin panel.",
            ),
            Self::EmbedUnreadable => ForSupport::new(
                "What was pasted is neither an iframe code nor a widget's address.",
                "Ask for what was pasted. Chat programs and word processors change quotes and cut lines.",
            ),
            Self::EmbedSeveral => ForSupport::new(
                "What was pasted names more than one widget.",
                "One code at a time; the others are added afterwards.",
            ),
            Self::EmbedNoType => ForSupport::new(
                "The address has no widget type after the host.",
                "Compare it with the code in the admin panel: https://HOST/TYPE/ID.",
            ),
            Self::EmbedNoId => ForSupport::new(
                "The address has no widget ID after the type.",
                "Compare it with the code in the admin panel: https://HOST/TYPE/ID.",
            ),
            Self::OriginInvalid => ForSupport::new(
                "What was typed is not a scheme and a host.",
                "It ends after the host: no path, no query, no user name.",
            ),
            Self::OriginNotHttps => ForSupport::new(
                "The service's address is not https, and not this machine's own.",
                "Use https. The app sends no key over an open connection.",
            ),
            Self::CommunityIdInvalid => ForSupport::new(
                "The community ID has a character that an ID can't have, or is empty or too long.",
                "Copy it from Appearance in the admin panel.",
            ),
            Self::WidgetTypeInvalid => ForSupport::new(
                "The widget type has a character that a path segment can't have.",
                "Copy the code from the admin panel unchanged.",
            ),
            Self::WidgetIdInvalid => ForSupport::new(
                "The widget ID has a character that a path segment can't have.",
                "Copy the code from the admin panel unchanged.",
            ),
            Self::KeyEmpty => {
                ForSupport::new("No key was entered.", "The key is on the widget's page in the admin panel.")
            }
            Self::KeyInvalid => ForSupport::new(
                "The key has a character that a header can't carry, or more than 1,024 bytes.",
                "Copy it again. Never ask for the key itself.",
            ),
            Self::EmailInvalid => ForSupport::new(
                "What was typed is not an email address.",
                "It is the email that the member uses in the community.",
            ),
            Self::EmailNotAscii => ForSupport::new(
                "The part before the @ is not ASCII, which a header can't carry.",
                "The member needs an email with plain letters before the @.",
            ),
            Self::OriginMismatch => ForSupport::new(
                "The code is of another service address than the community that it was to be added to.",
                "Connect the other service as a community of its own.",
            ),
            Self::WidgetExists => {
                ForSupport::new("The same widget of the same community is there already.", "It is in the sidebar.")
            }
            Self::KeyRefused => ForSupport::new(
                "The sign-in was answered with 401.",
                "Compare the key with the one in the admin panel: it may be of another feature, or was changed. A new key is entered in the settings of the community.",
            ),
            Self::SignInForbidden => ForSupport::new(
                "The sign-in was answered with 403.",
                "Check that the email is a member and that the feature of this widget is switched on for the community.",
            ),
            Self::CommunityNotFound => ForSupport::new(
                "The sign-in was answered with 404.",
                "Check the community ID under Appearance, and that the email is a member of this community and not of another.",
            ),
            Self::RateLimited => ForSupport::new(
                "The service answered with a status of 429.",
                "Wait; the app goes on by itself. If it stays, ask how many run with the same key and look at the service's limits.",
            ),
            Self::ServiceDown => ForSupport::new(
                "The service answered with a status of 500 to 599.",
                "Look at the service's own status. The app tries again by itself.",
            ),
            Self::SignInRejected => ForSupport::new(
                "The sign-in was answered with a status that no other code is for.",
                "The detail names the status. Check community ID, key and email, then the service's log of that time.",
            ),
            Self::Redirected => ForSupport::new(
                "The service answered with a redirect, which is not followed: the key would go along.",
                "Have the address entered that it leads to, if that is the service's own.",
            ),
            Self::BadReply => ForSupport::new(
                "The sign-in was answered with 200 and no token in it.",
                "Check the address. If it is right, look at what the service answers: something in between may answer in its place.",
            ),
            Self::ReplyTooLarge => ForSupport::new(
                "The answer was longer than any answer to a sign-in.",
                "Check the address: this is a page and not the service's interface.",
            ),
            Self::NameNotResolved => ForSupport::new(
                "The name server says that there is no such host.",
                "Check the spelling and whether other names resolve. In a company, ask whether outside names do.",
            ),
            Self::NameServerFailed => ForSupport::new(
                "The name server answered that it failed.",
                "A fault of the network's name server or of the domain's own. The app tries again by itself.",
            ),
            Self::NameTimedOut => ForSupport::new(
                "The name server did not answer in time.",
                "Check the network, and any VPN. The app tries again by itself.",
            ),
            Self::Unreachable => ForSupport::new(
                "There is an address, and nothing at it takes the connection.",
                "Check the network and the firewall (port 443), then whether the service is up.",
            ),
            Self::CaptivePortal => ForSupport::new(
                "The network answered in the service's place, with a page to sign in to.",
                "Have them open a browser and sign in to the network.",
            ),
            Self::TlsExpired => ForSupport::new(
                "The certificate is not valid at this machine's time.",
                "Compare the machine's date with the right one first; then the certificate's end.",
            ),
            Self::TlsSelfSigned => ForSupport::new(
                "The certificate has no issuer but itself.",
                "On the real service this means that something is in between. The key was not sent.",
            ),
            Self::TlsWrongHost => ForSupport::new(
                "The certificate is for another host.",
                "A captive network, a wrong address, or a proxy in between. The key was not sent.",
            ),
            Self::TlsUnknownIssuer => ForSupport::new(
                "The certificate's issuer is not in this system's trust store.",
                "Where a company inspects traffic, its certificate has to be in the system's trust store. The key was not sent.",
            ),
            Self::TlsTooOld => ForSupport::new(
                "The service offers nothing newer than TLS 1.1.",
                "The service, or the device that inspects traffic, has to offer TLS 1.2.",
            ),
            Self::TlsRevoked => ForSupport::new(
                "The certificate was revoked.",
                "Whoever runs the service has to replace it. Nobody should go on before that.",
            ),
            Self::TlsFailed => ForSupport::new(
                "The secure connection failed in another way.",
                "The detail says more. Check the date, then what is between the machine and the service.",
            ),
            Self::ProxyNeedsPassword => ForSupport::new(
                "The system's proxy asks for a user name and a password.",
                "They belong into the system's proxy settings.",
            ),
            Self::ProxyFailed => ForSupport::new(
                "The system's proxy does not pass the connection on.",
                "Check the proxy's address, and that it allows the service's host on port 443.",
            ),
            Self::TimedOut => ForSupport::new(
                "The service did not answer in time.",
                "Check the network's speed and the service. The app tries again by itself.",
            ),
            Self::ConnectionLost => ForSupport::new(
                "The connection broke after the request was sent.",
                "Mostly the network. If it comes back, look for a device that cuts idle or long connections.",
            ),
            Self::KeyMissing => ForSupport::new(
                "The key store has no key under this name.",
                "Have the key entered once more. On a new computer that is usual: keys are never exported.",
            ),
            Self::KeyInOtherKeychain => ForSupport::new(
                "Nothing is stored here, and another key store is in use than the one that took the key.",
                "The detail names both. Start the first one, or have the key entered once more.",
            ),
            Self::KeychainLocked => ForSupport::new(
                "The key store is locked, and the prompt was dismissed.",
                "Have them unlock it and try again. A log-in without a password leaves it locked.",
            ),
            Self::KeychainDenied => ForSupport::new(
                "The system does not let the app read the key.",
                "Have them allow it when asked; on macOS in Keychain Access.",
            ),
            Self::KeychainUnavailable => ForSupport::new(
                "There is no key store that answers.",
                "On Linux one has to run: GNOME Keyring, KWallet or KeePassXC. Until then, a key can be kept for the session.",
            ),
            Self::KeychainTimedOut => ForSupport::new(
                "The key store did not answer in time.",
                "Look for a prompt behind other windows, then restart the key store.",
            ),
            Self::KeyTooLong => ForSupport::new(
                "The key store takes no key of this length.",
                "Check that nothing but the key was pasted.",
            ),
            Self::KeyCorrupt => ForSupport::new(
                "What is stored is not a key.",
                "Another program wrote there, or the store is damaged. Replace the key.",
            ),
            Self::KeyAmbiguous => ForSupport::new(
                "Several keys are stored under the same name.",
                "Remove the key in the app and enter it once more; if that does not help, remove the entries of \"Returning Widgets\" in the key store.",
            ),
            Self::SettingsReadOnly => ForSupport::new(
                "The settings were written by a newer version, so this one only reads them.",
                "Update the app.",
            ),
            Self::SettingsNotSaved => ForSupport::new(
                "The settings can't be written.",
                "Check free space, and that the settings folder may be written.",
            ),
            Self::SettingsDamaged => ForSupport::new(
                "No copy of the settings could be read.",
                "The damaged files are in the settings folder beside the new ones, as `.corrupt-1` and so on. Ask for a file of exported settings, if there is one.",
            ),
            Self::ImportNotOurs => ForSupport::new("The file is no file of exported settings.", "Ask how it was made."),
            Self::ImportOtherVersion => {
                ForSupport::new("The file is of another version of the format.", "Update the app on both computers.")
            }
            Self::ImportInvalid => ForSupport::new(
                "The file has a value that no exported file has.",
                "The detail names the place. Export again instead of mending it by hand.",
            ),
            Self::ImportOutdated => ForSupport::new(
                "The settings changed between reading the file and taking it.",
                "Have them import it again.",
            ),
            Self::FileNotRead => {
                ForSupport::new("The chosen file can't be read.", "Check its permissions, and that it is a plain file.")
            }
            Self::FileNotWritten => {
                ForSupport::new("The chosen file can't be written.", "Check free space and the folder's permissions.")
            }
            Self::SignedOut => {
                ForSupport::new("The widget needs an account, and none is signed in.", "Sign in under Accounts.")
            }
            Self::UnknownCommunity => ForSupport::new(
                "A window asked for a community that is not there.",
                "It was removed meanwhile. If it was not, ask for the log.",
            ),
            Self::UnknownWidget => ForSupport::new(
                "A window asked for a widget that is not there.",
                "It was removed meanwhile. If it was not, ask for the log.",
            ),
            Self::TooManyWindows => {
                ForSupport::new("No more widgets can have a window of their own.", "Close one of them.")
            }
            Self::DiagnosedTooOften => ForSupport::new(
                "A diagnosis was begun six times within a minute. Each signs in.",
                "Wait a minute. Somebody who did not ask for them should send the log.",
            ),
            Self::UnknownAccount => ForSupport::new(
                "A window asked for an account that is not remembered.",
                "Sign in with the email again.",
            ),
            Self::FrameClosed => ForSupport::new(
                "The widget's page was closed while something was under way for it.",
                "Nothing, unless it comes back; then ask for the log.",
            ),
            Self::FrameTimedOut => ForSupport::new(
                "The page loaded and never asked for a token.",
                "Check the widget ID and the type. A page that was built without the listener for parent messages never asks.",
            ),
            Self::PageNotFound => {
                ForSupport::new("The widget's page was answered with 404.", "Check type and ID against the embed code.")
            }
            Self::PageRefused => ForSupport::new(
                "The widget's page was answered with a status of 400 to 499, but for one that says that it is not there.",
                "The detail names the status. Check that the widget is switched on.",
            ),
            Self::PageNotHtml => {
                ForSupport::new("The widget's address is no HTML page.", "Check type and ID against the embed code.")
            }
            Self::FramingRefused => ForSupport::new(
                "The page's headers forbid this app to frame it.",
                "Take the text from the app: it has the header and the exact origin to allow.",
            ),
            Self::WidgetError => ForSupport::new(
                "The widget itself reported an error.",
                "What went wrong is in the widget and not in the app: look at the service's log of that time.",
            ),
            Self::EndedUnexpectedly => ForSupport::new(
                "The last run did not end by itself.",
                "If it comes back, ask for the log and for what was being done.",
            ),
            Self::DeepLinkUnreadable => ForSupport::new(
                "A link to the app has a form that it does not follow.",
                "Ask for the link. Its form is `returning-widgets://open/COMMUNITY/WIDGET-TYPE`.",
            ),
            Self::DeepLinkUnknown => ForSupport::new(
                "A link names a community or widget that is not connected here.",
                "A link connects nothing, on purpose. Connect the community first.",
            ),
            Self::DownloadRefused => ForSupport::new(
                "A widget tried to save a file, which none may.",
                "Have them open the widget in the browser from the settings.",
            ),
            Self::DemoFailed => ForSupport::new(
                "The demo's own service could not start on this machine.",
                "The detail says why. A security program may forbid servers on the machine's own address.",
            ),
            Self::AutostartFailed => ForSupport::new(
                "The entry for the start at log-in can't be written.",
                "Check the permissions of the autostart folder.",
            ),
            Self::Internal => ForSupport::new(
                "Something failed that no code is for.",
                "Ask for the detail and for the log, best with what was logged at its most verbose.",
            ),
        }
    }
}
