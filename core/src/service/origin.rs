//! The service origin: where the key is sent and where frames come from. One that exists is safe to use for both.

use crate::error::Code;
use std::net::IpAddr;
use url::{Host, Url};

/// The service's production origin (documented by the vendor's guide).
pub const DEFAULT: &str = "https://prod-widgets.returning.ai";

/// `https://host[:port]`, or `http://host[:port]` where the host is this machine's loopback.
///
/// Canonical: lower case, punycode, no default port, no path. Safe to write into a CSP directive.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OriginError {
    #[error("not an address")]
    Invalid,
    #[error("not https")]
    NotHttps,
}

impl OriginError {
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::Invalid => Code::OriginInvalid,
            Self::NotHttps => Code::OriginNotHttps,
        }
    }
}

impl Origin {
    /// Reads what a person types as a service address. A missing scheme means https; a path is refused, because it
    /// would be dropped silently.
    ///
    /// # Errors
    /// `Invalid` for what is no address of a host, `NotHttps` for any other scheme and for http beyond loopback.
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        let url = read_url(text)?;
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(OriginError::Invalid);
        }
        Self::of_url(&url)
    }

    /// The origin of a parsed URL.
    ///
    /// # Errors
    /// As [`Origin::parse`]; a URL with a user name or password is refused.
    pub fn of_url(url: &Url) -> Result<Self, OriginError> {
        if !matches!(url.scheme(), "https" | "http") {
            return Err(OriginError::NotHttps);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(OriginError::Invalid);
        }
        let host = url.host().ok_or(OriginError::Invalid)?;
        if !is_plain_host(&host) {
            return Err(OriginError::Invalid);
        }
        if url.scheme() == "http" && !is_loopback(&host) {
            return Err(OriginError::NotHttps);
        }
        Ok(Self(url.origin().ascii_serialization()))
    }

    /// The canonical text, without a trailing slash: what `event.origin` says in a page.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Host and port, for people.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.split_once("://").map_or(self.0.as_str(), |(_, host)| host)
    }

    /// A URL below this origin, each segment percent-encoded as one.
    #[must_use]
    pub fn join<'a>(&self, segments: impl IntoIterator<Item = &'a str>) -> String {
        // A canonical origin always parses and always has a path, so neither branch is taken; both keep the origin.
        let Ok(mut url) = Url::parse(&self.0) else { return self.0.clone() };
        if let Ok(mut path) = url.path_segments_mut() {
            path.clear().extend(segments);
        }
        url.into()
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Parses a URL as people paste it: spaces around it, no scheme, or a scheme-relative `//host`.
pub(crate) fn read_url(text: &str) -> Result<Url, OriginError> {
    let text = text.trim();
    if text.is_empty() || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(OriginError::Invalid);
    }
    let absolute = match text.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None if has_scheme(text) => text.to_owned(),
        None => format!("https://{text}"),
    };
    Url::parse(&absolute).map_err(|_| OriginError::Invalid)
}

/// `host:8443/x` has no scheme although it has a colon; `javascript:x` has one.
fn has_scheme(text: &str) -> bool {
    if text.contains("://") {
        return true;
    }
    text.split_once(':').is_some_and(|(before, after)| {
        !before.contains(['.', '/', '[']) && before != "localhost" && !after.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// The URL standard lets `;`, `,` and `*` stand in a host. Those would change the meaning of a CSP directive.
fn is_plain_host(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => {
            !name.ends_with('.')
                && !is_the_app_s_own(name)
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
        }
        Host::Ipv4(_) | Host::Ipv6(_) => true,
    }
}

/// On Windows and Android the web engine serves the app's own pages and commands at hosts below `localhost`, such as
/// `tauri.localhost`. A widget there would count as the app.
fn is_the_app_s_own(name: &str) -> bool {
    name.ends_with(".localhost")
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(ip) => IpAddr::from(*ip).is_loopback(),
        Host::Ipv6(ip) => IpAddr::from(*ip).is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(input: &str) -> Result<String, OriginError> {
        Origin::parse(input).map(|origin| origin.as_str().to_owned())
    }

    #[test]
    fn addresses_become_canonical() {
        for (input, canonical) in [
            (DEFAULT, "https://prod-widgets.returning.ai"),
            (" https://Prod-Widgets.Returning.AI/ ", "https://prod-widgets.returning.ai"),
            ("prod-widgets.returning.ai", "https://prod-widgets.returning.ai"),
            ("//widgets.example.com", "https://widgets.example.com"),
            ("https://widgets.example.com:443", "https://widgets.example.com"),
            ("widgets.example.com:8443", "https://widgets.example.com:8443"),
            ("https://bücher.example", "https://xn--bcher-kva.example"),
            ("http://127.0.0.1:4567", "http://127.0.0.1:4567"),
            ("http://127.9.9.9:1", "http://127.9.9.9:1"),
            ("http://localhost:4567/", "http://localhost:4567"),
            ("localhost:4567", "https://localhost:4567"),
            ("http://[::1]:4567", "http://[::1]:4567"),
            ("https://10.1.2.3", "https://10.1.2.3"),
        ] {
            assert_eq!(text(input).as_deref(), Ok(canonical), "{input}");
        }
    }

    #[test]
    fn a_look_alike_host_is_shown_as_what_it_is() {
        for (input, shown) in [
            // Cyrillic letters, a letter of phonetics, another full stop, a wide digit.
            ("https://prod-widgets.returning.\u{430}\u{456}", "prod-widgets.returning.xn--80a0f"),
            ("https://prod-widgets.returnin\u{261}.ai", "prod-widgets.xn--returnin-6sd.ai"),
            ("https://prod-widgets\u{3002}returning.ai", "prod-widgets.returning.ai"),
            ("https://\u{ff11}27.0.0.1:4567", "127.0.0.1:4567"),
            ("https://prod-widgets.returning.ai.evil.example", "prod-widgets.returning.ai.evil.example"),
        ] {
            assert_eq!(Origin::parse(input).unwrap().host(), shown, "{input}");
        }
    }

    #[test]
    fn what_is_no_https_address_is_refused_with_the_reason() {
        for (input, error) in [
            ("", OriginError::Invalid),
            ("   ", OriginError::Invalid),
            ("https://", OriginError::Invalid),
            ("https://a b.example", OriginError::Invalid),
            ("https://a.example/path", OriginError::Invalid),
            ("https://a.example?x=1", OriginError::Invalid),
            ("https://a.example#x", OriginError::Invalid),
            ("https://user@a.example", OriginError::Invalid),
            ("https://user:pass@a.example", OriginError::Invalid),
            ("https://a.example.", OriginError::Invalid),
            ("https://a.example;script-src", OriginError::Invalid),
            ("https://*.example", OriginError::Invalid),
            ("https://a,b.example", OriginError::Invalid),
            ("https://a.example\n.evil", OriginError::Invalid),
            ("https://Tauri.localhost", OriginError::Invalid),
            ("http://ipc.localhost:4567", OriginError::Invalid),
            ("http://widgets.example.com", OriginError::NotHttps),
            ("http://127.0.0.1.evil.example", OriginError::NotHttps),
            ("http://localhost.evil.example", OriginError::NotHttps),
            ("http://10.0.0.1", OriginError::NotHttps),
            ("ftp://a.example", OriginError::NotHttps),
            ("file:///etc/passwd", OriginError::Invalid),
            ("javascript:alert(1)", OriginError::Invalid),
        ] {
            let got = text(input);
            assert!(got.is_err(), "{input} was taken as {got:?}");
            if !matches!(input, "file:///etc/passwd" | "javascript:alert(1)") {
                assert_eq!(got, Err(error), "{input}");
            }
        }
    }

    #[test]
    fn segments_are_encoded_as_one_each() {
        let origin = Origin::parse(DEFAULT).unwrap();
        assert_eq!(
            origin.join(["store-widget", "a/b+c=?#%2e é"]),
            "https://prod-widgets.returning.ai/store-widget/a%2Fb+c=%3F%23%252e%20%C3%A9"
        );
    }

    proptest! {
        #[test]
        fn an_origin_never_breaks_out_of_a_csp_directive(input in "\\PC{0,40}") {
            for candidate in [input.clone(), format!("https://{input}"), format!("https://a.example{input}")] {
                if let Ok(origin) = Origin::parse(&candidate) {
                    prop_assert!(!origin.as_str().contains([';', ',', ' ', '*', '\'', '"', '\n', '\r', '@']));
                }
            }
        }

        #[test]
        fn a_canonical_origin_reads_back_as_itself(host in "[a-z][a-z0-9-]{0,10}[a-z0-9]\\.(com|example|ai)", port in proptest::option::of(1u16..)) {
            let typed = port.map_or_else(|| format!("https://{host}"), |port| format!("https://{host}:{port}"));
            let origin = Origin::parse(&typed).unwrap();
            prop_assert_eq!(Origin::parse(origin.as_str()).unwrap(), origin);
        }

        #[test]
        fn http_is_taken_from_loopback_only(a in 0u8.., b in 0u8.., c in 0u8.., d in 0u8..) {
            let taken = Origin::parse(&format!("http://{a}.{b}.{c}.{d}")).is_ok();
            prop_assert_eq!(taken, a == 127);
        }
    }
}
