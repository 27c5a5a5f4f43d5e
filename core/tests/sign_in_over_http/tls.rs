//! A connection that is not safe is refused before a word is said on it, and why is told apart. There is no way around.

use crate::certificates::{Authority, HOST, Shown};
use crate::desk::{AMARA, Desk, refused, request};
use crate::openssl::{OldServer, staple};
use crate::proxies::block_on;
use crate::survived::Fault;
use crate::tls_server::{in_front_of, listen, with_versions};
use crate::trust::{trust, with_own_trust_store};
use rcgen::{BasicConstraints, ExtendedKeyUsagePurpose, IsCa, date_time_ymd};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::rustls::version;
use widget_core::error::Code;
use widget_core::service::http::SignIn;
use widget_core::service::sign_in::SignInRequest;

/// What the service would accept, sent to this origin.
fn request_to(desk: &Desk, origin: &str) -> SignInRequest {
    request(origin, &desk.service.community().community_id, desk.key(), AMARA)
}

/// Asserts that a server that shows this is refused, by `sign_in` and by `reach`, and sees no request.
async fn assert_refused(desk: &Desk, shown: Shown, code: Code, what: &str) -> Duration {
    let origin = in_front_of(&desk.service, shown).await;
    assert_refused_at(desk, &origin, code, what).await
}

async fn assert_refused_at(desk: &Desk, origin: &str, code: Code, what: &str) -> Duration {
    let start = Instant::now();
    let error = desk.refused(&request_to(desk, origin)).await;
    let took = start.elapsed();
    assert_eq!((error.code, error.retryable, error.retry_after_ms), (code, false, None), "{what}");
    assert_eq!(desk.network.reach(&format!("{origin}/store/x")).await.unwrap_err().code(), code, "{what}");
    assert_eq!(desk.service.faults().requests(), [], "{what}: the service heard something");
    took
}

/// Asserts that a server that shows this is taken.
async fn assert_taken(desk: &Desk, shown: Shown, what: &str) -> Duration {
    let origin = in_front_of(&desk.service, shown).await;
    assert_taken_at(desk, &origin, what).await
}

async fn assert_taken_at(desk: &Desk, origin: &str, what: &str) -> Duration {
    let start = Instant::now();
    if let Err(error) = desk.network.sign_in(&request_to(desk, origin)).await {
        panic!("{what}: {error}");
    }
    assert_eq!(desk.service.faults().sign_ins(), 1, "{what}");
    desk.service.faults().forget_requests();
    start.elapsed()
}

/// Runs a test with an authority that the system trusts.
fn with_authority(inside: impl AsyncFnOnce(Desk, Authority)) {
    let authority = Authority::new("Test Authority");
    trust(&[&authority]);
    block_on(async { inside(Desk::open().await, authority).await });
}

#[test]
fn f08_a_certificate_that_is_not_valid_today_is_refused() {
    with_own_trust_store(|| {
        with_authority(async |desk, authority| {
            let over = authority.issue_with(&[HOST], |params| params.not_after = date_time_ymd(2020, 1, 1));
            assert_refused(&desk, over, Code::TlsExpired, "expired").await;
            let early = authority.issue_with(&[HOST], |params| params.not_before = date_time_ymd(2999, 1, 1));
            assert_refused(&desk, early, Code::TlsExpired, "not valid yet").await;
            let back = assert_taken(&desk, authority.issue(&[HOST]), "a certificate in its time").await;
            Fault {
                number: "F08",
                fault: "TLS: certificate expired or not valid yet",
                injected: "own server and authority",
            }
            .survived("refused as tls_expired; no request sent", Some(back));
        });
    });
}

#[test]
fn f09_a_certificate_that_signs_itself_is_refused() {
    with_own_trust_store(|| {
        with_authority(async |desk, authority| {
            let made_by_itself = Shown::self_signed(&[HOST], |_| ());
            assert_refused(&desk, made_by_itself, Code::TlsSelfSigned, "self-signed").await;
            // As common tools make it.
            let of_a_ca = |params: &mut rcgen::CertificateParams| {
                params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            };
            let made_by_itself = Shown::self_signed(&[HOST], of_a_ca);
            assert_refused(&desk, made_by_itself, Code::TlsSelfSigned, "self-signed, and may sign others").await;
            let back = assert_taken(&desk, authority.issue(&[HOST]), "a signed certificate").await;
            Fault { number: "F09", fault: "TLS: certificate signed by itself", injected: "own server" }
                .survived("refused as tls_self_signed; no request sent", Some(back));
        });
    });
}

#[test]
fn f10_a_certificate_for_another_host_is_refused() {
    with_own_trust_store(|| {
        with_authority(async |desk, authority| {
            for name in ["elsewhere.example", "*.127.0.0.1", "127.0.0.2"] {
                assert_refused(&desk, authority.issue(&[name]), Code::TlsWrongHost, name).await;
            }
            let back = assert_taken(&desk, authority.issue(&["elsewhere.example", HOST]), "the right name").await;
            Fault { number: "F10", fault: "TLS: certificate for another host", injected: "own server and authority" }
                .survived("refused as tls_wrong_host; no request sent", Some(back));
        });
    });
}

#[test]
fn f11_a_certificate_of_an_unknown_issuer_is_refused() {
    with_own_trust_store(|| {
        with_authority(async |desk, authority| {
            let stranger = Authority::new("Stranger");
            assert_refused(&desk, stranger.issue(&[HOST]), Code::TlsUnknownIssuer, "a stranger").await;
            let mut brings_it_along = stranger.issue(&[HOST]);
            brings_it_along.chain.push(stranger.der());
            assert_refused(&desk, brings_it_along, Code::TlsUnknownIssuer, "a stranger who comes along").await;
            let between = authority.below("Intermediate");
            assert_refused(&desk, between.issue(&[HOST]), Code::TlsUnknownIssuer, "a link of the chain is missing")
                .await;
            let mut whole = between.issue(&[HOST]);
            whole.chain.push(between.der());
            let back = assert_taken(&desk, whole, "the whole chain").await;
            Fault { number: "F11", fault: "TLS: unknown issuer", injected: "own server and authorities" }
                .survived("refused as tls_unknown_issuer; no request sent", Some(back));
        });
    });
}

/// The start of a `ServerHello` of TLS 1.0 or 1.1: a version that was not offered.
fn old_hello(minor: u8) -> Vec<u8> {
    let mut hello = vec![22, 3, minor, 0, 42, 2, 0, 0, 38, 3, minor];
    hello.extend([7; 32]);
    // No session; TLS_RSA_WITH_AES_128_CBC_SHA; no compression.
    hello.extend([0, 0, 0x2f, 0]);
    hello
}

#[test]
fn f12_a_service_that_offers_only_tls_1_0_or_1_1_is_refused() {
    with_own_trust_store(|| {
        with_authority(async |desk, authority| {
            for version in ["-tls1", "-tls1_1"] {
                let old = OldServer::start(&authority.issue(&[HOST]), version);
                assert_refused_at(&desk, &old.origin, Code::TlsTooOld, version).await;
            }
            for minor in [0, 1, 2] {
                let (listener, origin) = listen().await;
                tokio::spawn(async move {
                    while let Ok((mut stream, _)) = listener.accept().await {
                        stream.read_u8().await.ok();
                        stream.write_all(&old_hello(minor)).await.ok();
                        // Until the client has gone.
                        tokio::io::copy(&mut stream, &mut tokio::io::sink()).await.ok();
                    }
                });
                assert_refused_at(&desk, &origin, Code::TlsTooOld, &format!("a hello of version 3.{minor}")).await;
            }
            let mut back = Duration::ZERO;
            for version in [&version::TLS12, &version::TLS13] {
                let origin = with_versions(&desk.service, authority.issue(&[HOST]), &[version]).await;
                back = assert_taken_at(&desk, &origin, "TLS of today").await;
            }
            Fault { number: "F12", fault: "TLS 1.0 or 1.1 only", injected: "openssl s_server, and a hello by hand" }
                .survived("refused as tls_too_old; no request sent", Some(back));
        });
    });
}

#[test]
fn f13_a_certificate_that_its_own_server_says_is_revoked_is_refused() {
    with_own_trust_store(|| {
        with_authority(async |desk, authority| {
            for version in [&version::TLS12, &version::TLS13] {
                let mut shown = authority.issue(&[HOST]);
                shown.staple = staple(&authority, &shown, "R");
                let origin = with_versions(&desk.service, shown, &[version]).await;
                assert_refused_at(&desk, &origin, Code::TlsRevoked, "stapled as revoked").await;
            }
            let mut good = authority.issue(&[HOST]);
            good.staple = staple(&authority, &good, "V");
            let back = assert_taken(&desk, good, "stapled as good").await;
            let mut nonsense = authority.issue(&[HOST]);
            nonsense.staple = b"nonsense".to_vec();
            assert_taken(&desk, nonsense, "stapled nonsense").await;
            Fault { number: "F13", fault: "TLS: certificate revoked (stapled)", injected: "OCSP response by openssl" }
                .survived("refused as tls_revoked; no request sent", Some(back));
        });
    });
}

#[test]
fn f14_a_certificate_of_a_company_works_once_the_company_is_in_the_trust_store() {
    with_own_trust_store(|| {
        let (public, company) = (Authority::new("Public Authority"), Authority::new("Company Inspection"));
        trust(&[&public]);
        block_on(async {
            let desk = Desk::open().await;
            let origin = in_front_of(&desk.service, company.issue(&[HOST])).await;
            assert_refused_at(&desk, &origin, Code::TlsUnknownIssuer, "not installed yet").await;
            trust(&[&public, &company]);
            let back = assert_taken_at(&desk, &origin, "installed while the app runs").await;
            // And never without it.
            trust(&[&public]);
            let error = refused(&widget_core::service::http::HttpSignIn::default(), &request_to(&desk, &origin)).await;
            assert_eq!(error.code, Code::TlsUnknownIssuer);
            Fault { number: "F14", fault: "enterprise authority in the trust store", injected: "SSL_CERT_FILE" }
                .survived("works, without a switch and without a restart", Some(back));
        });
    });
}

#[test]
fn f05_a_network_that_answers_tls_in_the_services_place_learns_no_key() {
    with_own_trust_store(|| {
        with_authority(async |desk, authority| {
            let portal = authority.issue(&["portal.hotel.example"]);
            assert_refused(&desk, portal, Code::TlsWrongHost, "a portal with a certificate of its own").await;
            let portal = Shown::self_signed(&[HOST], |_| ());
            assert_refused(&desk, portal, Code::TlsSelfSigned, "a portal that makes up a certificate").await;
            let back = assert_taken(&desk, authority.issue(&[HOST]), "signed in to the network").await;
            Fault {
                number: "F05",
                fault: "captive portal: TLS for another name",
                injected: "own server and authority",
            }
            .survived("tls_wrong_host or tls_self_signed; no request sent", Some(back));
        });
    });
}

#[test]
fn what_else_is_wrong_with_a_certificate_is_refused_as_well() {
    with_own_trust_store(|| {
        with_authority(async |desk, authority| {
            let for_mail = authority.issue_with(&[HOST], |params| {
                params.extended_key_usages = vec![ExtendedKeyUsagePurpose::EmailProtection];
            });
            assert_refused(&desk, for_mail, Code::TlsFailed, "for another use").await;
            let signs_others = authority.issue_with(&[HOST], |params| {
                params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            });
            assert_refused(&desk, signs_others, Code::TlsFailed, "an authority as a server").await;
            let namesake = Authority::new("Test Authority");
            assert_refused(&desk, namesake.issue(&[HOST]), Code::TlsFailed, "a namesake of the trusted one").await;
            assert_taken(&desk, authority.issue(&[HOST]), "a good one").await;
        });
    });
}

#[test]
fn a_machine_that_trusts_nobody_refuses_everybody() {
    with_own_trust_store(|| {
        block_on(async {
            let desk = Desk::open().await;
            let authority = Authority::new("Test Authority");
            let origin = in_front_of(&desk.service, authority.issue(&[HOST])).await;
            assert_refused_at(&desk, &origin, Code::TlsFailed, "no trust store").await;
            trust(&[&authority]);
            assert_taken_at(&desk, &origin, "a trust store is there").await;
        });
    });
}
