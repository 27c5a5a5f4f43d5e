//! Why a request got no answer, told apart by the errors' types.

use super::resolver::LookupFailed;
use super::sign_in::SignInError;
use super::tls_failure;
use std::error::Error;
use std::io;

/// What the client's error means for the person.
#[must_use]
pub fn meaning(error: &reqwest::Error) -> SignInError {
    // Before everything else, since what keeps a proxy from being reached is the proxy's matter.
    if let Some(tunnel) = causes(error).find_map(tunnel_failure) {
        return tunnel;
    }
    if let Some(lookup) = causes(error).find_map(|cause| cause.downcast_ref::<LookupFailed>()) {
        return (*lookup).into();
    }
    if error.is_timeout() {
        return SignInError::TimedOut;
    }
    if let Some(tls) = causes(error).find_map(tls_error) {
        return tls_failure::meaning(tls);
    }
    match error {
        error if error.is_connect() => SignInError::Unreachable,
        error if error.is_builder() => SignInError::NotSent,
        _ => SignInError::ConnectionLost,
    }
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |cause| (*cause).source())
}

/// A proxy's error has a type that can't be named from here. Its text is the client's own and never translated.
fn tunnel_failure(cause: &(dyn Error + 'static)) -> Option<SignInError> {
    match cause.to_string().strip_prefix("tunnel error: ")? {
        "proxy authorization required" => Some(SignInError::ProxyNeedsPassword),
        _ => Some(SignInError::ProxyFailed),
    }
}

impl From<LookupFailed> for SignInError {
    fn from(failed: LookupFailed) -> Self {
        match failed {
            LookupFailed::NoSuchName => Self::NameNotResolved,
            LookupFailed::NoAnswer => Self::NameServerFailed,
            LookupFailed::TookTooLong => Self::NameTimedOut,
        }
    }
}

/// An `io::Error` does not name the error inside it as its source, and the one inside can be another `io::Error`.
fn tls_error<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    if let Some(found) = cause.downcast_ref() {
        return Some(found);
    }
    tls_error(cause.downcast_ref::<io::Error>()?.get_ref()?)
}
