//! The closer look, over HTTP.

use super::{BoxFuture, CONNECT_LIMIT, HttpSignIn, builder};
use crate::service::probe::{Handshake, NotConnected, Probe, Proxy, SignInSeen};
use crate::service::resolver::{self, LookupFailed};
use crate::service::server_certificate::{Shown, client_config_noting};
use crate::service::sign_in::{SignInError, SignInRequest};
use crate::service::{connection_failure, tls_failure};
use hyper_util::client::proxy::matcher::Matcher;
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use tokio::net::TcpStream;

impl Probe for HttpSignIn {
    fn proxy(&self, url: &str) -> Option<Proxy> {
        if !url.starts_with("https://") {
            // The client for http never uses one.
            return None;
        }
        // By the rules that the client goes by itself.
        let found = Matcher::from_system().intercept(&url.parse().ok()?)?;
        let (uri, has_password) = (found.uri(), found.basic_auth().is_some() || found.raw_auth().is_some());
        let port = uri.port_u16().map(|port| format!(":{port}")).unwrap_or_default();
        Some(Proxy {
            address: format!("{}://{}{port}", uri.scheme_str().unwrap_or("http"), uri.host().unwrap_or_default()),
            has_password,
        })
    }

    fn look_up<'a>(&'a self, host: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, LookupFailed>> {
        Box::pin(resolver::addresses(host.to_owned()))
    }

    fn connect(&self, address: SocketAddr) -> BoxFuture<'_, Result<(), NotConnected>> {
        Box::pin(async move {
            match tokio::time::timeout(CONNECT_LIMIT, TcpStream::connect(address)).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(error)) => Err(match error.kind() {
                    ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => NotConnected::NoWay,
                    ErrorKind::TimedOut => NotConnected::TookTooLong,
                    _ => NotConnected::Refused,
                }),
                Err(_) => Err(NotConnected::TookTooLong),
            }
        })
    }

    fn shake_hands<'a>(&'a self, url: &'a str) -> BoxFuture<'a, Handshake> {
        Box::pin(async move {
            let shown = Shown::default();
            let outcome = shake_hands(url, &shown).await;
            Handshake { outcome, certificate: shown.take() }
        })
    }

    fn sign_in_closely<'a>(&'a self, request: &'a SignInRequest) -> BoxFuture<'a, SignInSeen> {
        Box::pin(self.call(request))
    }
}

async fn shake_hands(url: &str, shown: &Shown) -> Result<(), SignInError> {
    let config = client_config_noting(shown).map_err(|error| tls_failure::meaning(&error))?;
    let client = builder().https_only(true).tls_backend_preconfigured(config).build();
    let request = client.map_err(|_| SignInError::NotSent)?.get(url);
    request.send().await.map(drop).map_err(|error| connection_failure::meaning(&error))
}
