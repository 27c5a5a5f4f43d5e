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
            Err(error @ (SignInError::ProxyNeedsPassword | SignInError::ProxyFailed)) => {
                Finding::failed(error, facts).and(self.denied())
            }
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
            Err(error) => Finding::failed(error, facts.collect()).and(self.denied()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::check::{CheckReport, Outcome};
    use crate::diagnosis::run::Reporter;
    use crate::service::http::BoxFuture;
    use crate::service::page::{PageHead, Pages};
    use crate::service::probe::{Handshake, LookupFailed, SignInSeen};
    use crate::service::sign_in::SignInRequest;
    use crate::session::clock::SystemClock;
    use std::future::ready;

    /// A network that has a name, some addresses with what becomes of a connection to each, and a proxy or none.
    #[derive(Default)]
    struct Net {
        proxy: Option<Proxy>,
        addresses: Vec<(&'static str, Result<(), NotConnected>)>,
        handshake: Option<SignInError>,
    }

    impl Pages for Net {
        fn head<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<PageHead, SignInError>> {
            Box::pin(ready(Err(SignInError::NotSent)))
        }
    }

    impl Probe for Net {
        fn proxy(&self, _: &str) -> Option<Proxy> {
            self.proxy.clone()
        }

        fn look_up<'a>(&'a self, host: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, LookupFailed>> {
            assert_eq!(host, "widgets.example");
            let found: Vec<IpAddr> = self.addresses.iter().map(|(address, _)| address.parse().unwrap()).collect();
            Box::pin(ready(if found.is_empty() { Err(LookupFailed::NoAnswer) } else { Ok(found) }))
        }

        fn connect(&self, address: SocketAddr) -> BoxFuture<'_, Result<(), NotConnected>> {
            assert_eq!(address.port(), 8443);
            let ip = address.ip().to_string();
            Box::pin(ready(self.addresses.iter().find(|(known, _)| *known == ip).unwrap().1))
        }

        fn shake_hands<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Handshake> {
            let outcome = self.handshake.clone().map_or(Ok(()), Err);
            Box::pin(ready(Handshake { outcome, certificate: None }))
        }

        fn sign_in_closely<'a>(&'a self, _: &'a SignInRequest) -> BoxFuture<'a, SignInSeen> {
            Box::pin(ready(SignInSeen { outcome: Err(SignInError::NotSent), status: None, date_unix: None }))
        }
    }

    async fn gone(net: Net, no_network: bool) -> (bool, Vec<CheckReport>) {
        let origin = Origin::parse("https://widgets.example:8443").unwrap();
        let (clock, reporter) = (SystemClock::start(), Reporter(&|_| {}));
        let mut run = Run::begin(&clock, &reporter);
        let through = Way { probe: &net, origin: &origin, no_network }.go(&mut run).await;
        (through, run.finish().0)
    }

    fn code(report: &CheckReport) -> Option<Code> {
        report.outcome.failure().map(|error| error.code)
    }

    const V6: &str = "2001:db8::7";
    const V4: &str = "203.0.113.7";

    #[tokio::test]
    async fn one_address_that_takes_a_connection_is_enough() {
        let addresses = vec![(V6, Err(NotConnected::NoWay)), (V4, Ok(()))];
        let (through, reports) = gone(Net { addresses, ..Net::default() }, true).await;
        assert!(through);
        assert_eq!(reports[1].facts[1], Fact::Addresses { addresses: vec![V6.to_owned(), V4.to_owned()] });
        assert_eq!(reports[2].facts, [Fact::ConnectedTo { address: format!("{V4}:8443") }]);
    }

    #[tokio::test]
    async fn where_no_address_can_be_reached_it_is_said_whether_there_is_a_way_at_all() {
        use NotConnected::{NoWay, Refused, TookTooLong};
        for (errors, system_says_no, expected, no_network) in [
            ([NoWay, NoWay], false, Code::Unreachable, true),
            ([NoWay, Refused], false, Code::Unreachable, false),
            ([NoWay, Refused], true, Code::Unreachable, true),
            ([Refused, TookTooLong], false, Code::TimedOut, false),
        ] {
            let addresses = [V6, V4].into_iter().zip(errors.map(Err)).collect();
            let (through, reports) = gone(Net { addresses, ..Net::default() }, system_says_no).await;
            assert!(!through);
            assert_eq!(code(&reports[2]), Some(expected), "{errors:?}");
            assert_eq!(reports[2].facts.contains(&Fact::NoNetwork), no_network, "{errors:?}");
            assert_eq!(reports[3].outcome, Outcome::NotReached);
        }
    }

    #[tokio::test]
    async fn a_name_that_is_not_found_ends_the_way() {
        for no_network in [false, true] {
            let (through, reports) = gone(Net::default(), no_network).await;
            assert!(!through);
            assert_eq!(code(&reports[1]), Some(Code::NameServerFailed));
            assert_eq!(reports[1].facts.contains(&Fact::NoNetwork), no_network);
            assert!(reports[2..].iter().all(|report| report.outcome == Outcome::NotReached));
        }
    }

    #[tokio::test]
    async fn behind_a_proxy_no_name_is_looked_up_and_what_fails_beyond_it_is_not_its_fault() {
        let proxy = Some(Proxy { address: "http://proxy.example:3128".to_owned(), has_password: false });
        let net = |handshake| Net { proxy: proxy.clone(), handshake, ..Net::default() };
        let (through, reports) = gone(net(None), false).await;
        assert!(through && reports[1..3].iter().all(|report| report.outcome == Outcome::NotNeeded));
        let (through, reports) = gone(net(Some(SignInError::TlsUnknownIssuer)), false).await;
        assert!(!through && code(&reports[0]).is_none());
        assert_eq!(code(&reports[3]), Some(Code::TlsUnknownIssuer));
        let (through, reports) = gone(net(Some(SignInError::ProxyNeedsPassword)), false).await;
        assert!(!through && reports[3].outcome == Outcome::NotReached);
        assert_eq!(code(&reports[0]), Some(Code::ProxyNeedsPassword));
    }
}
