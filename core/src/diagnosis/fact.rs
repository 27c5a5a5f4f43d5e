//! What a step of a diagnosis found, in a closed list: there is no place in it for a key, a token or a whole email.

use crate::service::email::Email;
use crate::view::FramingRefusal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Longest text of a fact, in characters. Some of them come from a server.
const LONGEST: usize = 300;

/// Something that was found. Texts are made by [`printable`] wherever they come from somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "fact", rename_all = "snake_case")]
#[ts(export)]
pub enum Fact {
    // Configuration.
    /// Where the service is.
    ServiceAddress {
        origin: String,
    },
    CommunityId {
        id: String,
    },
    /// The address of the widget's page. It names no account.
    PageAddress {
        address: String,
    },
    /// Who is signed in, masked.
    Account {
        email: String,
    },

    // Keychain.
    /// What the store is called, where that is known.
    KeyStore {
        name: String,
    },
    KeyKept {
        place: KeyPlace,
    },
    /// Whose key it is.
    KeyOf {
        owner: KeyOwner,
    },

    // Proxy.
    /// Where the proxy is, without a name and a password.
    ProxyAddress {
        address: String,
    },
    /// The proxy's settings have a name and a password in them.
    ProxyHasPassword,
    NoProxy,

    // Name and connection.
    /// The name that was looked up.
    Host {
        name: String,
    },
    /// What the name stands for, some of it where there is a lot.
    Addresses {
        addresses: Vec<String>,
    },
    /// What took the connection.
    ConnectedTo {
        address: String,
    },
    /// The system says that this machine has no network, or knows no way to the address.
    NoNetwork,

    // TLS. Of a certificate that is refused too.
    Certificate {
        /// Who issued it, by the certificate's own words.
        issuer: String,
        /// In seconds since 1970.
        #[ts(type = "number")]
        valid_from_unix: i64,
        /// In seconds since 1970.
        #[ts(type = "number")]
        expires_unix: i64,
    },
    TrustStore {
        store: TrustStore,
    },

    // Sign-in and frame page.
    /// The status of the answer.
    Status {
        status: u16,
    },
    /// What the sign-in's reply looks like.
    Reply {
        shape: ReplyShape,
    },
    Token {
        kind: TokenKind,
    },
    /// For how long the token lives by its own words and the service's clock.
    TokenLife {
        #[ts(type = "number")]
        seconds: u64,
    },
    /// How far this machine's clock is ahead of the service's; negative when it is behind.
    ClockAhead {
        #[ts(type = "number")]
        seconds: i64,
    },
    /// The pause that the service asks for.
    PauseAsked {
        #[ts(type = "number")]
        ms: u64,
    },
    /// Another key of this community was tried with the same account.
    OtherKey {
        of: KeyOwner,
        accepted: bool,
    },
    ContentType {
        value: String,
    },
    /// The address above the widget's page, which has the type and no widget ID, was asked for.
    TypeAlone {
        status: u16,
    },
    /// Whether the widget's type is one that is known of the service.
    TypeKnown {
        known: bool,
    },
    /// The page keeps itself out of this app, and what would let the app in.
    Framing(FramingRefusal),

    // The frame in the window.
    Frame {
        state: FrameState,
    },
    /// How long after the frame was opened.
    AfterOpening {
        #[ts(type = "number")]
        ms: u64,
    },
    /// For how long the frame has been open, or was.
    OpenFor {
        #[ts(type = "number")]
        ms: u64,
    },
    /// How often the widget asked for a token.
    TimesAsked {
        count: u32,
    },
    /// The widget said that something is wrong.
    ErrorSeen {
        /// How long after the frame was opened.
        #[ts(type = "number")]
        after_ms: u64,
    },
    /// Another widget of this community that uses the same key was seen ready.
    OtherWidgetReady {
        name: String,
    },

    // Storage.
    /// Whether what scripts in the widget store is there at the app's next start.
    StorageOutlivesApp {
        outlives: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeyPlace {
    Keychain,
    /// In memory, for as long as the app runs.
    ThisSession,
    /// Read from standard input or the like, for this diagnosis alone.
    Given,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "owner", rename_all = "snake_case")]
pub enum KeyOwner {
    Community,
    /// A widget that has a key of its own, by the name that the person gave it.
    Widget {
        name: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TrustStore {
    /// The operating system's.
    System,
    /// The files that a variable of the environment names in its place (`SSL_CERT_FILE`, `SSL_CERT_DIR`).
    Named,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReplyShape {
    /// JSON with a token, as documented.
    Token,
    /// Not that.
    Unusable,
    /// HTML or XML.
    Markup,
    TooLarge,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    /// Three parts, the second of which is JSON.
    Jwt,
    /// Any other text.
    Opaque,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FrameState {
    /// The widget was not opened since the app started.
    NeverOpened,
    Open,
    Closed,
}

/// An email that tells support which account it is and nobody else whose: `a***@***.example`.
#[must_use]
pub fn masked(email: &Email) -> String {
    let (mailbox, domain) = email.as_str().split_once('@').unwrap_or_default();
    let first: String = mailbox.chars().take(1).collect();
    let last = domain.rsplit('.').next().filter(|last| *last != domain).unwrap_or("***");
    format!("{first}***@***.{last}")
}

impl Fact {
    /// The texts that a server writes.
    pub(crate) fn texts_of_others(&mut self) -> Vec<&mut String> {
        match self {
            Self::Certificate { issuer, .. } => vec![issuer],
            Self::ContentType { value } => vec![value],
            Self::Framing(refusal) => vec![&mut refusal.value, &mut refusal.wanted],
            _ => Vec::new(),
        }
    }
}

/// What can be shown to people and sent on by them: bounded, printable ASCII.
#[must_use]
pub fn printable(text: &str) -> String {
    let printable = |c: char| if c == ' ' || c.is_ascii_graphic() { c } else { '?' };
    text.chars().map(printable).take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::RefusingHeader;
    use serde_json::json;

    #[test]
    fn a_fact_says_what_it_is() {
        let refusal = FramingRefusal {
            header: RefusingHeader::XFrameOptions,
            value: "DENY".to_owned(),
            wanted: "frame-ancestors tauri://localhost".to_owned(),
            parent_origin: "tauri://localhost".to_owned(),
            page: "https://a.example/store-widget/1".to_owned(),
        };
        for (fact, text) in [
            (Fact::NoProxy, json!({ "fact": "no_proxy" })),
            (Fact::ClockAhead { seconds: -7 }, json!({ "fact": "clock_ahead", "seconds": -7 })),
            (Fact::Token { kind: TokenKind::Jwt }, json!({ "fact": "token", "kind": "jwt" })),
            (
                Fact::OtherKey { of: KeyOwner::Widget { name: "Shop".to_owned() }, accepted: true },
                json!({ "fact": "other_key", "of": { "owner": "widget", "name": "Shop" }, "accepted": true }),
            ),
            (
                Fact::Framing(refusal),
                json!({
                    "fact": "framing",
                    "header": "x_frame_options",
                    "value": "DENY",
                    "wanted": "frame-ancestors tauri://localhost",
                    "parent_origin": "tauri://localhost",
                    "page": "https://a.example/store-widget/1",
                }),
            ),
        ] {
            assert_eq!(serde_json::to_value(&fact).unwrap(), text);
        }
    }

    #[test]
    fn a_masked_email_names_nobody() {
        for (email, text) in [
            ("amara@demo.example", "a***@***.example"),
            ("b@x.co.uk", "b***@***.uk"),
            ("root@localhost", "r***@***.***"),
        ] {
            assert_eq!(masked(&Email::parse(email).unwrap()), text);
        }
    }

    #[test]
    fn a_servers_text_is_bounded_and_printable() {
        assert_eq!(printable("a\u{1b}[31m\r\n\u{202e}b"), "a?[31m???b");
        assert_eq!(printable(&"x".repeat(1000)).len(), LONGEST);
    }
}
