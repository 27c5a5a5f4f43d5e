//! The way to the service: proxy, name, connection, TLS.

use super::check::{Check, Finding};
use super::fact::{Fact, TrustStore, printable};
use super::run::Run;
use crate::error::{AppError, Code};
use crate::service::origin::Origin;
use crate::service::probe::{Certificate, NotConnected, Probe, Proxy};
use crate::service::sign_in::SignInError;
use std::net::{IpAddr, SocketAddr};
use url::{Host, Url};

/// Most addresses that are tried; each may take five seconds.
const MOST_TRIED: usize = 3;
/// Most addresses that are told.
const MOST_TOLD: usize = 8;

/// The service, and what is known of the network before anything is tried.
pub struct Way<'a> {
    pub probe: &'a dyn Probe,
    pub origin: &'a Origin,
    /// The system says that there is no network.
    pub no_network: bool,
}

impl Way<'_> {
    /// Goes it step by step, and says whether it leads to the service.
    pub async fn go(&self, run: &mut Run<'_>) -> bool {
        let started = run.now();
        let proxy = self.probe.proxy(self.origin.as_str());
        let finding = self.of_proxy(proxy.as_ref()).await;
        let through = !finding.has_failed();
        run.end(Check::Proxy, started, finding);
        let connected = match proxy {
            None => self.connect(run).await,
            Some(_) => {
                run.at_once(Check::Name, Finding::not_needed());
                run.at_once(Check::Connection, Finding::not_needed());
                through
            }
        };
        if !connected {
            run.at_once(Check::Tls, Finding::not_reached());
            return false;
        }
        let started = run.now();
        let finding = self.of_tls().await;
        let is_safe = !finding.has_failed();
        run.end(Check::Tls, started, finding);
        is_safe
    }

    fn is_tls(&self) -> bool {
        self.origin.as_str().starts_with("https://")
    }

    async fn of_proxy(&self, proxy: Option<&Proxy>) -> Finding {
        let Some(proxy) = proxy else {
            return if self.is_tls() { Finding::passed(vec![Fact::NoProxy]) } else { Finding::not_needed() };
        };
        let mut facts = vec![Fact::ProxyAddress { address: printable(&proxy.address) }];
        if proxy.has_password {
            facts.push(Fact::ProxyHasPassword);
        }
        match self.probe.shake_hands(self.origin.as_str()).await.outcome {
            Err(error @ (SignInError::ProxyNeedsPassword | SignInError::ProxyFailed)) => Finding::failed(error, facts),
            // Whatever else may be wrong is beyond the proxy.
            _ => Finding::passed(facts),
        }
    }

    async fn connect(&self, run: &mut Run<'_>) -> bool {
        let started = run.now();
        let (finding, addresses) = self.of_name().await;
        let found = !finding.has_failed();
        run.end(Check::Name, started, finding);
        if !found {
            run.at_once(Check::Connection, Finding::not_reached());
            return false;
        }
        let started = run.now();
        let finding = self.of_connection(&addresses).await;
        let connected = !finding.has_failed();
        run.end(Check::Connection, started, finding);
        connected
    }

    async fn of_name(&self) -> (Finding, Vec<SocketAddr>) {
        let url = Url::parse(self.origin.as_str()).ok();
        let port = url.as_ref().and_then(Url::port_or_known_default).unwrap_or_default();
        let name = match url.as_ref().and_then(Url::host) {
            Some(Host::Ipv4(address)) => return (Finding::not_needed(), vec![(IpAddr::from(address), port).into()]),
            Some(Host::Ipv6(address)) => return (Finding::not_needed(), vec![(IpAddr::from(address), port).into()]),
            Some(Host::Domain(name)) => name,
            // An origin has a host.
            None => return (Finding::failed(Code::OriginInvalid, Vec::new()), Vec::new()),
        };
        let host = Fact::Host { name: printable(name) };
        match self.probe.look_up(name).await {
            Ok(found) => {
                let addresses = found.iter().take(MOST_TOLD).map(IpAddr::to_string).collect();
                let finding = Finding::passed(vec![host, Fact::Addresses { addresses }]);
                (finding, found.into_iter().map(|address| (address, port).into()).collect())
            }
            Err(failed) => (Finding::failed(SignInError::from(failed), vec![host]).and(self.denied()), Vec::new()),
        }
    }

    async fn of_connection(&self, addresses: &[SocketAddr]) -> Finding {
        let mut no_way = true;
        let mut last = NotConnected::Refused;
        for address in addresses.iter().take(MOST_TRIED) {
            match self.probe.connect(*address).await {
                Ok(()) => return Finding::passed(vec![Fact::ConnectedTo { address: address.to_string() }]),
                Err(error) => last = error,
            }
            no_way &= last == NotConnected::NoWay;
        }
        let code = if last == NotConnected::TookTooLong { Code::TimedOut } else { Code::Unreachable };
        let error = AppError::new(code).with_detail(last.to_string());
        let no_network = (no_way || self.no_network).then_some(Fact::NoNetwork);
        Finding::failed(error, Vec::new()).and(no_network)
    }

    fn denied(&self) -> Option<Fact> {
        self.no_network.then_some(Fact::NoNetwork)
    }

    async fn of_tls(&self) -> Finding {
        if !self.is_tls() {
            return Finding::not_needed();
        }
        let handshake = self.probe.shake_hands(self.origin.as_str()).await;
        let facts =
            handshake.certificate.into_iter().map(of_certificate).chain([Fact::TrustStore { store: trust_store() }]);
        match handshake.outcome {
            Ok(()) => Finding::passed(facts.collect()),
            Err(error) => Finding::failed(error, facts.collect()),
        }
    }
}

fn of_certificate(certificate: Certificate) -> Fact {
    Fact::Certificate {
        issuer: certificate.issuer,
        valid_from_unix: certificate.valid_from_unix.cast_signed(),
        expires_unix: certificate.expires_unix.cast_signed(),
    }
}

/// The variables are looked at where the system has no store of its own beside files.
fn trust_store() -> TrustStore {
    let named = |variable| std::env::var_os(variable).is_some_and(|value| !value.is_empty());
    let is_named = cfg!(target_os = "linux") && ["SSL_CERT_FILE", "SSL_CERT_DIR"].into_iter().any(named);
    if is_named { TrustStore::Named } else { TrustStore::System }
}
