//! The closed list of error codes, and the one shape in which an error leaves Rust.

#[cfg(test)]
mod document;
mod for_support;

pub use for_support::ForSupport;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Longest `detail` that leaves Rust, in characters.
const DETAIL_LIMIT: usize = 300;

/// Every failure that somebody acts on. The texts live in the UI's message files, one per code.
///
/// A code exists because a caller, or the person reading its text, does something different for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    // What was typed.
    EmbedEmpty,
    EmbedUnreadable,
    EmbedSeveral,
    EmbedNoType,
    EmbedNoId,
    OriginInvalid,
    OriginNotHttps,
    CommunityIdInvalid,
    WidgetTypeInvalid,
    WidgetIdInvalid,
    KeyEmpty,
    KeyInvalid,
    EmailInvalid,
    EmailNotAscii,
    OriginMismatch,
    WidgetExists,
    // The sign-in's answer.
    KeyRefused,
    SignInForbidden,
    CommunityNotFound,
    RateLimited,
    ServiceDown,
    SignInRejected,
    Redirected,
    BadReply,
    ReplyTooLarge,
    // The way to the service.
    NameNotResolved,
    NameServerFailed,
    NameTimedOut,
    Unreachable,
    CaptivePortal,
    TlsExpired,
    TlsSelfSigned,
    TlsWrongHost,
    TlsUnknownIssuer,
    TlsTooOld,
    TlsRevoked,
    TlsFailed,
    ProxyNeedsPassword,
    ProxyFailed,
    TimedOut,
    ConnectionLost,
    // The vault.
    KeyMissing,
    KeyInOtherKeychain,
    KeychainLocked,
    KeychainDenied,
    KeychainUnavailable,
    KeychainTimedOut,
    KeyTooLong,
    KeyCorrupt,
    KeyAmbiguous,
    // Settings.
    SettingsReadOnly,
    SettingsNotSaved,
    SettingsDamaged,
    // Settings in a file of their own.
    ImportNotOurs,
    ImportOtherVersion,
    ImportInvalid,
    ImportOutdated,
    FileNotRead,
    FileNotWritten,
    // Widgets and accounts.
    SignedOut,
    UnknownCommunity,
    UnknownWidget,
    TooManyWindows,
    DiagnosedTooOften,
    UnknownAccount,
    FrameClosed,
    FrameTimedOut,
    PageNotFound,
    PageRefused,
    PageNotHtml,
    FramingRefused,
    WidgetError,
    EndedUnexpectedly,
    DeepLinkUnreadable,
    DeepLinkUnknown,
    DownloadRefused,
    DemoFailed,
    AutostartFailed,
    Internal,
}

impl Code {
    /// Whether trying the same thing again, unchanged, may succeed.
    #[must_use]
    pub const fn is_retryable(self) -> bool {
        matches!(
            self,
            Self::RateLimited
                | Self::ServiceDown
                | Self::NameNotResolved
                | Self::NameServerFailed
                | Self::NameTimedOut
                | Self::Unreachable
                | Self::CaptivePortal
                | Self::ProxyFailed
                | Self::TimedOut
                | Self::ConnectionLost
        )
    }

    /// Whether the way to the service failed before a request was sent: the service has not seen it, and another
    /// network may have a better way.
    #[must_use]
    pub const fn is_on_the_way(self) -> bool {
        matches!(
            self,
            Self::NameNotResolved
                | Self::NameServerFailed
                | Self::NameTimedOut
                | Self::Unreachable
                | Self::TlsExpired
                | Self::TlsSelfSigned
                | Self::TlsWrongHost
                | Self::TlsUnknownIssuer
                | Self::TlsTooOld
                | Self::TlsRevoked
                | Self::TlsFailed
                | Self::ProxyNeedsPassword
                | Self::ProxyFailed
        )
    }

    /// Whether another network may help: nothing got as far as the service, or something else answered, or the answer
    /// did not come back.
    #[must_use]
    pub const fn is_of_the_network(self) -> bool {
        self.is_on_the_way() || matches!(self, Self::CaptivePortal | Self::TimedOut | Self::ConnectionLost)
    }

    /// Whether it says that a key can't be read.
    #[must_use]
    pub const fn is_of_the_vault(self) -> bool {
        matches!(
            self,
            Self::KeyMissing
                | Self::KeyInOtherKeychain
                | Self::KeychainLocked
                | Self::KeychainDenied
                | Self::KeychainUnavailable
                | Self::KeychainTimedOut
                | Self::KeyCorrupt
                | Self::KeyAmbiguous
        )
    }
}

/// An error as it crosses the IPC edge.
///
/// `retry_after_ms` is in milliseconds from the moment of the answer. `detail` is for support: it is bounded, has no
/// control characters, and never holds a key, a token, an email or text that a server sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{code:?}{}", detail.as_deref().map(|d| format!(": {d}")).unwrap_or_default())]
#[ts(export)]
pub struct AppError {
    pub code: Code,
    pub retryable: bool,
    #[ts(type = "number | null")]
    pub retry_after_ms: Option<u64>,
    pub detail: Option<String>,
}

impl AppError {
    #[must_use]
    pub const fn new(code: Code) -> Self {
        Self { code, retryable: code.is_retryable(), retry_after_ms: None, detail: None }
    }

    /// Adds a detail for support. The caller passes nothing secret; this cuts and cleans it.
    #[must_use]
    pub fn with_detail(mut self, detail: impl AsRef<str>) -> Self {
        let clean: String =
            detail.as_ref().chars().map(|c| if c.is_control() { ' ' } else { c }).take(DETAIL_LIMIT).collect();
        self.detail = Some(clean);
        self
    }

    #[must_use]
    pub const fn with_retry_after_ms(mut self, milliseconds: u64) -> Self {
        self.retry_after_ms = Some(milliseconds);
        self
    }
}

impl From<Code> for AppError {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}
