//! Links out of a frame: which ones may open, and what the person is shown before.

mod gate;
mod mail;

pub use gate::{Answer, Gate};

use crate::service::origin::Origin;
use url::Url;

/// Longer addresses are refused: nobody could look at one, and the system would cut it.
const LONGEST: usize = 4096;

/// A link that may open, in the one spelling that every reader understands the same way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// ASCII only: a host of another script is in punycode, the rest is percent-encoded.
    pub address: String,
    pub leads_to: Destination,
}

/// Where a link leads, as the person is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// The service of a connected community: what its own widget links to needs no question.
    Service,
    Elsewhere(Elsewhere),
}

/// A place that is not the service's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Elsewhere {
    /// Another site, by its host in ASCII, with the port if it is not the usual one.
    Site(String),
    /// The addresses that a mail would go to.
    Mailboxes(Vec<String>),
}

/// Why a link may not open. The address itself is never told: it can hold anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    #[error("it is neither https nor mailto")]
    Scheme,
    #[error("a name before the host makes it look like another host")]
    UserInfo,
    #[error("it has no host that can be shown")]
    Host,
    #[error("it is too long")]
    TooLong,
    #[error("it names no mailbox")]
    Mailbox,
    #[error("too many links were opened just before")]
    TooMany,
    #[error("another link waits for the person's answer")]
    Asking,
}

impl Link {
    /// Reads the address that a frame wants to open. `own` are the origins of the connected communities' services.
    ///
    /// # Errors
    /// Why it may not open.
    pub fn read(url: &Url, own: &[Origin]) -> Result<Self, Refusal> {
        if url.as_str().len() > LONGEST {
            return Err(Refusal::TooLong);
        }
        match url.scheme() {
            "https" => Self::site(url, own),
            "mailto" => mail::read(url),
            _ => Err(Refusal::Scheme),
        }
    }

    fn site(url: &Url, own: &[Origin]) -> Result<Self, Refusal> {
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refusal::UserInfo);
        }
        // The same check that a service origin has to pass: a plain ASCII host.
        let origin = Origin::of_url(url).map_err(|_| Refusal::Host)?;
        let leads_to = if own.contains(&origin) {
            Destination::Service
        } else {
            Destination::Elsewhere(Elsewhere::Site(origin.host().to_owned()))
        };
        Ok(Self { address: url.as_str().to_owned(), leads_to })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(address: &str) -> Result<Link, Refusal> {
        let own = [Origin::parse("https://widgets.example").unwrap()];
        Link::read(&Url::parse(address).unwrap(), &own)
    }

    fn host_of(address: &str) -> String {
        match read(address).unwrap().leads_to {
            Destination::Elsewhere(Elsewhere::Site(host)) => host,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_link_to_the_service_itself_needs_no_question() {
        assert_eq!(read("https://widgets.example/terms?x=1#y").unwrap().leads_to, Destination::Service);
    }

    #[test]
    fn another_host_port_or_subdomain_is_not_the_service() {
        assert_eq!(host_of("https://widgets.example:8443/"), "widgets.example:8443");
        assert_eq!(host_of("https://www.widgets.example/"), "www.widgets.example");
        assert_eq!(host_of("https://widgets.example.evil.example/"), "widgets.example.evil.example");
        assert_eq!(host_of("https://evil.example/https://widgets.example/"), "evil.example");
    }

    #[test]
    fn look_alike_hosts_are_shown_as_punycode() {
        // The first letter is Cyrillic; the second host has full-width letters, which are the plain ones.
        assert_eq!(host_of("https://\u{430}pple.example/"), "xn--pple-43d.example");
        assert_eq!(host_of("https://\u{ff45}vil.example/"), "evil.example");
        assert_eq!(host_of("https://b\u{fc}cher.example/"), "xn--bcher-kva.example");
    }

    #[test]
    fn bidi_and_zero_width_tricks_never_reach_the_eye() {
        let link = read("https://evil.example/\u{202e}moc.knab\u{200b}").unwrap();
        assert!(link.address.is_ascii());
        assert_eq!(link.leads_to, Destination::Elsewhere(Elsewhere::Site("evil.example".to_owned())));
        // Such characters are no host at all, so the parser refuses them, or drops what has no width.
        assert!(Url::parse("https://bank.example\u{202e}.evil/").is_err());
        assert_eq!(host_of("https://ba\u{200b}nk.example/"), "bank.example");
    }

    #[test]
    fn a_number_is_shown_as_the_address_that_it_is() {
        assert_eq!(host_of("https://0x7f.1/"), "127.0.0.1");
        assert_eq!(host_of("https://2130706433/"), "127.0.0.1");
    }

    #[test]
    fn a_name_before_the_host_is_refused() {
        assert_eq!(read("https://bank.example@evil.example/"), Err(Refusal::UserInfo));
        assert_eq!(read("https://:secret@evil.example/"), Err(Refusal::UserInfo));
        assert_eq!(read("https:\\\\bank.example@evil.example"), Err(Refusal::UserInfo));
    }

    #[test]
    fn nothing_but_https_and_mailto_opens() {
        for address in [
            "http://evil.example/",
            "http://127.0.0.1:8080/",
            "javascript:alert(1)",
            "data:text/html,x",
            "blob:https://widgets.example/1",
            "file:///etc/passwd",
            "file://host/share",
            "smb://host/share",
            "ms-msdt:/id PCWDiagnostic",
            "search-ms:query=x",
            "tauri://localhost/",
            "ipc://localhost/select_widget",
            "intent://x#Intent;end",
            "vscode://x",
            "about:blank",
            "returning-widgets://open/x",
        ] {
            assert_eq!(read(address), Err(Refusal::Scheme), "{address}");
        }
    }

    #[test]
    fn an_address_that_nobody_could_look_at_is_refused() {
        assert_eq!(read(&format!("https://evil.example/{}", "x".repeat(LONGEST))), Err(Refusal::TooLong));
    }
}
