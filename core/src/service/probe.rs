//! A closer look at the way to the service, a step at a time. What a sign-in does in one go, taken apart for a diagnosis.

pub use super::certificate::Certificate;
pub use super::resolver::LookupFailed;

use super::http::BoxFuture;
use super::page::Pages;
use super::sign_in::{SignInError, SignInRequest};
use super::token::Token;
use std::net::{IpAddr, SocketAddr};

/// Looks closely. The network is passed in by way of this.
pub trait Probe: Pages {
    /// The proxy that a request for this address goes through.
    fn proxy(&self, url: &str) -> Option<Proxy>;

    /// # Errors
    /// Why the name has no address.
    fn look_up<'a>(&'a self, host: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, LookupFailed>>;

    /// Opens a connection, and ends it.
    ///
    /// # Errors
    /// Why there is none.
    fn connect(&self, address: SocketAddr) -> BoxFuture<'_, Result<(), NotConnected>>;

    /// Asks for something, of which nothing but that an answer comes is looked at, by way of the proxy if there is one.
    fn shake_hands<'a>(&'a self, url: &'a str) -> BoxFuture<'a, Handshake>;

    /// One attempt to sign in, no retry.
    fn sign_in_closely<'a>(&'a self, request: &'a SignInRequest) -> BoxFuture<'a, SignInSeen>;
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proxy {
    /// Scheme, host and port, without a name and a password.
    pub address: String,
    pub has_password: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotConnected {
    /// This machine knows no way there: most often it has no network.
    #[error("no way to the address")]
    NoWay,
    #[error("nothing takes connections there")]
    Refused,
    #[error("no answer in time")]
    TookTooLong,
}

#[derive(Debug)]
pub struct Handshake {
    pub outcome: Result<(), SignInError>,
    /// What the server showed, also where it was refused.
    pub certificate: Option<Certificate>,
}

/// A sign-in and what else its answer says.
#[derive(Debug)]
pub struct SignInSeen {
    pub outcome: Result<Token, SignInError>,
    pub status: Option<u16>,
    /// What the service's own clock says, in seconds since 1970.
    pub date_unix: Option<u64>,
}
