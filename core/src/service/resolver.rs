//! Names to addresses by the system's own resolver, with failures that can be told apart and a limit on the time.

use dns_lookup::{LookupError, LookupErrorKind};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::time::Duration;

/// Longest wait for a name. The system's own is ten seconds and more.
const LIMIT: Duration = Duration::from_secs(4);

/// Why a name has no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LookupFailed {
    #[error("there is no such name, or it has no address")]
    NoSuchName,
    #[error("the name servers gave no answer")]
    NoAnswer,
    #[error("the name was not found in time")]
    TookTooLong,
}

/// What `getaddrinfo` knows, so that hosts files, search domains and local names count as everywhere else.
pub struct SystemResolver;

/// The addresses that a name stands for.
///
/// # Errors
/// See [`LookupFailed`].
pub async fn addresses(name: String) -> Result<Vec<IpAddr>, LookupFailed> {
    // The call can't be ended. What comes of it after the limit is dropped.
    let lookup = tokio::task::spawn_blocking(move || look_up(&name));
    match tokio::time::timeout(LIMIT, lookup).await {
        Ok(found) => found.unwrap_or(Err(LookupFailed::NoAnswer)),
        Err(_) => Err(LookupFailed::TookTooLong),
    }
}

impl Resolve for SystemResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let addresses = addresses(name.as_str().to_owned()).await?;
            // With port 0 the client puts in the one that the address or its scheme says.
            let addresses: Addrs = Box::new(addresses.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(addresses)
        })
    }
}

fn look_up(name: &str) -> Result<Vec<IpAddr>, LookupFailed> {
    if is_utf8(|variable| std::env::var(variable).ok()) {
        return Ok(dns_lookup::lookup_host(name).map_err(|error| reason(&error))?.collect());
    }
    // Its errors can't be told apart but by their text, which is in the person's language.
    let found = (name, 0).to_socket_addrs().map_err(|_| LookupFailed::NoSuchName)?;
    Ok(found.map(|address| address.ip()).collect())
}

fn reason(error: &LookupError) -> LookupFailed {
    match error.kind() {
        LookupErrorKind::NoName | LookupErrorKind::NoData => LookupFailed::NoSuchName,
        _ => LookupFailed::NoAnswer,
    }
}

/// Whether the C library words its errors in UTF-8 here. `dns_lookup` panics at any other text, as the standard library
/// once did (rust-lang/rust issue 127563). In doubt no.
fn is_utf8(variable: impl Fn(&str) -> Option<String>) -> bool {
    let named = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(variable).find(|value| !value.is_empty());
    named.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        matches!(locale.as_str(), "c" | "posix") || locale.contains("utf-8") || locale.contains("utf8")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_character_set_is_the_one_that_the_c_library_takes() {
        for (variables, utf8) in [
            (&[][..], true),
            (&[("LANG", "C")], true),
            (&[("LANG", "de_DE.UTF-8")], true),
            (&[("LANG", "de_DE.utf8@euro")], true),
            (&[("LANG", "de_DE")], false),
            (&[("LANG", "ru_RU.KOI8-R")], false),
            (&[("LANG", "de_DE.UTF-8"), ("LC_CTYPE", "de_DE.ISO-8859-1")], false),
            (&[("LANG", "de_DE"), ("LC_ALL", "C.UTF-8")], true),
            (&[("LANG", "de_DE.UTF-8"), ("LC_ALL", "")], true),
        ] {
            let variable =
                |name: &str| variables.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(is_utf8(variable), utf8, "{variables:?}");
        }
    }

    #[test]
    fn each_failure_of_the_system_has_its_reason() {
        for (kind, reason_of_it) in
            [(LookupErrorKind::NoName, LookupFailed::NoSuchName), (LookupErrorKind::Again, LookupFailed::NoAnswer)]
        {
            let error = (-16..=0)
                .map(LookupError::new)
                .find(|error| std::mem::discriminant(&error.kind()) == std::mem::discriminant(&kind));
            assert_eq!(error.map(|error| reason(&error)), Some(reason_of_it), "{kind:?}");
        }
    }
}
