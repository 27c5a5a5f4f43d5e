//! What the process's exit code says.

use std::process::ExitCode;
use widget_core::diagnosis::cause::Cause;
use widget_core::error::Code;

/// The exit codes. A number stays what it is: scripts know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    Fine = 0,
    Internal = 1,
    Usage = 2,
    NotFound = 3,
    SignIn = 4,
    Key = 5,
    Network = 6,
    Service = 7,
    Page = 8,
    File = 9,
}

impl Exit {
    pub const ALL: [Self; 10] = [
        Self::Fine,
        Self::Internal,
        Self::Usage,
        Self::NotFound,
        Self::SignIn,
        Self::Key,
        Self::Network,
        Self::Service,
        Self::Page,
        Self::File,
    ];

    pub const fn number(self) -> u8 {
        self as u8
    }

    /// In the help, the manual page and `docs/COMMAND_LINE.md`.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Fine => "nothing is wrong",
            Self::Internal => "something went wrong in the app itself",
            Self::Usage => "the command line is not understood, or the app can't start here",
            Self::NotFound => "no such community or widget, or several that may be meant",
            Self::SignIn => "the sign-in is refused, or nobody is signed in",
            Self::Key => "the key can't be had: none, not a key, or the keychain does not give it",
            Self::Network => {
                "the way to the service fails: name, connection, TLS, proxy, network sign-in page, this machine's clock"
            }
            Self::Service => "the service answers and does not work: failing, asking for a pause, a wrong reply",
            Self::Page => "the widget's page fails: not there, refused, or it may not be shown in this app",
            Self::File => "the settings can't be read, or a file can't be written",
        }
    }

    /// What a failure of the app exits with.
    pub const fn of(code: Code) -> Self {
        match code {
            Code::EmbedEmpty
            | Code::EmbedUnreadable
            | Code::EmbedSeveral
            | Code::EmbedNoType
            | Code::EmbedNoId
            | Code::OriginInvalid
            | Code::OriginNotHttps
            | Code::CommunityIdInvalid
            | Code::WidgetTypeInvalid
            | Code::WidgetIdInvalid
            | Code::EmailInvalid
            | Code::EmailNotAscii
            | Code::OriginMismatch
            | Code::WidgetExists
            | Code::DeepLinkUnreadable => Self::Usage,
            Code::UnknownCommunity | Code::UnknownWidget | Code::DeepLinkUnknown => Self::NotFound,
            Code::KeyRefused
            | Code::SignInForbidden
            | Code::CommunityNotFound
            | Code::SignedOut
            | Code::UnknownAccount => Self::SignIn,
            Code::KeyEmpty
            | Code::KeyInvalid
            | Code::KeyMissing
            | Code::KeyInOtherKeychain
            | Code::KeychainLocked
            | Code::KeychainDenied
            | Code::KeychainUnavailable
            | Code::KeychainTimedOut
            | Code::KeyTooLong
            | Code::KeyCorrupt
            | Code::KeyAmbiguous => Self::Key,
            Code::NameNotResolved
            | Code::NameServerFailed
            | Code::NameTimedOut
            | Code::Unreachable
            | Code::CaptivePortal
            | Code::TlsExpired
            | Code::TlsSelfSigned
            | Code::TlsWrongHost
            | Code::TlsUnknownIssuer
            | Code::TlsTooOld
            | Code::TlsRevoked
            | Code::TlsFailed
            | Code::ProxyNeedsPassword
            | Code::ProxyFailed
            | Code::TimedOut
            | Code::ConnectionLost => Self::Network,
            Code::RateLimited
            | Code::ServiceDown
            | Code::SignInRejected
            | Code::Redirected
            | Code::BadReply
            | Code::ReplyTooLarge => Self::Service,
            Code::FrameClosed
            | Code::FrameTimedOut
            | Code::PageNotFound
            | Code::PageRefused
            | Code::PageNotHtml
            | Code::FramingRefused
            | Code::WidgetError => Self::Page,
            Code::SettingsReadOnly
            | Code::SettingsNotSaved
            | Code::SettingsDamaged
            | Code::ImportNotOurs
            | Code::ImportOtherVersion
            | Code::ImportInvalid
            | Code::ImportOutdated
            | Code::FileNotRead
            | Code::FileNotWritten => Self::File,
            Code::TooManyWindows
            | Code::DiagnosedTooOften
            | Code::EndedUnexpectedly
            | Code::DownloadRefused
            | Code::DemoFailed
            | Code::AutostartFailed
            | Code::Internal => Self::Internal,
        }
    }
}

impl From<Cause> for Exit {
    fn from(cause: Cause) -> Self {
        match cause {
            Cause::KeyMissing | Cause::KeychainShut => Self::Key,
            Cause::ClockWrong
            | Cause::Offline
            | Cause::ProxyNeedsPassword
            | Cause::ProxyFailed
            | Cause::NameNotFound
            | Cause::Unreachable
            | Cause::TlsIntercepted
            | Cause::CertificateRefused
            | Cause::CaptivePortal => Self::Network,
            Cause::SignedOut
            | Cause::WrongCommunityId
            | Cause::WrongKey
            | Cause::KeyOfAnotherFeature
            | Cause::UnknownEmail => Self::SignIn,
            Cause::RateLimited | Cause::ServiceDown | Cause::UnexpectedAnswer => Self::Service,
            Cause::WrongWidgetType
            | Cause::WrongWidgetId
            | Cause::BlockedByAllowList
            | Cause::PageRefused
            | Cause::NotAPage
            | Cause::NeverAsked
            | Cause::AskedButNeverReady
            | Cause::WidgetFailed => Self::Page,
            Cause::Other => Self::Internal,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.number())
    }
}

/// Each code and its meaning, as they are written down for people.
#[must_use]
pub fn written() -> Vec<(u8, &'static str)> {
    Exit::ALL.into_iter().map(|exit| (exit.number(), exit.meaning())).collect()
}

/// Each code and its meaning, a line each.
pub fn help() -> String {
    let lines: Vec<String> = written().iter().map(|(code, meaning)| format!("  {code}  {meaning}")).collect();
    format!("Exit codes:\n{}", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exit_codes_are_the_numbers_that_scripts_know() {
        let numbers: Vec<u8> = Exit::ALL.into_iter().map(Exit::number).collect();
        assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        assert_eq!(Exit::Fine.number(), 0);
        assert_eq!(Exit::Usage.number(), 2, "as clap has it");
        assert_eq!(Exit::NotFound.number(), 3);
        assert_eq!(Exit::SignIn.number(), 4);
        assert_eq!(Exit::Key.number(), 5);
        assert_eq!(Exit::Network.number(), 6);
        assert_eq!(Exit::Service.number(), 7);
        assert_eq!(Exit::Page.number(), 8);
        assert_eq!(Exit::File.number(), 9);
    }

    #[test]
    fn no_cause_exits_as_if_nothing_were_wrong_or_not_understood() {
        for cause in Cause::ALL {
            assert!(![Exit::Fine, Exit::Usage, Exit::NotFound].contains(&cause.into()), "{cause:?}");
        }
        assert_eq!(Exit::from(Cause::WrongKey), Exit::of(Code::KeyRefused));
        assert_eq!(Exit::from(Cause::BlockedByAllowList), Exit::of(Code::FramingRefused));
    }

    #[test]
    fn no_failure_exits_as_if_nothing_were_wrong_and_related_ones_exit_alike() {
        for (code, exit) in [
            (Code::KeyRefused, Exit::SignIn),
            (Code::SignedOut, Exit::SignIn),
            (Code::KeychainUnavailable, Exit::Key),
            (Code::KeyEmpty, Exit::Key),
            (Code::NameNotResolved, Exit::Network),
            (Code::TimedOut, Exit::Network),
            (Code::RateLimited, Exit::Service),
            (Code::FramingRefused, Exit::Page),
            (Code::UnknownWidget, Exit::NotFound),
            (Code::SettingsDamaged, Exit::File),
            (Code::Internal, Exit::Internal),
        ] {
            assert_eq!(Exit::of(code), exit, "{code:?}");
        }
    }
}
