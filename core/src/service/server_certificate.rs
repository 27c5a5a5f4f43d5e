//! Who the service is: the judgement of the operating system, and two looks more. Nothing that the system refuses is taken.

use super::certificate::{self, Certificate};
use super::stapled_status;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, OtherError, SignatureScheme};
use rustls_platform_verifier::Verifier;
use std::sync::{Arc, Mutex, PoisonError};
use webpki::EndEntityCert;

/// The certificate names itself as its issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the certificate is signed by itself")]
pub struct SelfSigned;

/// TLS 1.2 and 1.3 with the system's trust store, which is read here and takes a while.
///
/// # Errors
/// When there is no trust store.
pub fn client_config() -> Result<ClientConfig, Error> {
    client_config_noting(&Shown::default())
}

/// The same, noting what the server shows, also where it is refused.
///
/// # Errors
/// As [`client_config`].
pub fn client_config_noting(shown: &Shown) -> Result<ClientConfig, Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = SystemAndStaple { system: Verifier::new(Arc::clone(&provider))?, shown: shown.clone() };
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// The system's verifier. On Linux it does not tell a certificate signed by itself from one of an unknown issuer, and
/// passes over what is stapled.
#[derive(Debug)]
struct SystemAndStaple {
    system: Verifier,
    shown: Shown,
}

/// The certificate that a server showed last.
#[derive(Debug, Clone, Default)]
pub struct Shown(Arc<Mutex<Option<Certificate>>>);

impl Shown {
    fn note(&self, certificate: &CertificateDer<'_>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = certificate::read(certificate);
    }

    #[must_use]
    pub fn take(&self) -> Option<Certificate> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl ServerCertVerifier for SystemAndStaple {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.shown.note(end_entity);
        let verified = self
            .system
            .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
            .map_err(|refusal| more_precisely(refusal, end_entity))?;
        if is_revoked(end_entity, ocsp_response) { Err(CertificateError::Revoked.into()) } else { Ok(verified) }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.system.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.system.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.system.supported_verify_schemes()
    }
}

fn more_precisely(refusal: Error, end_entity: &CertificateDer<'_>) -> Error {
    let unclear = matches!(
        refusal,
        // "Other" is where a certificate that may sign others shows itself as a server's, as tools make them by default.
        Error::InvalidCertificate(CertificateError::UnknownIssuer | CertificateError::Other(_))
    );
    if unclear && is_self_signed(end_entity) {
        return Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(SelfSigned))));
    }
    refusal
}

fn is_self_signed(certificate: &CertificateDer<'_>) -> bool {
    EndEntityCert::try_from(certificate).is_ok_and(|certificate| certificate.issuer() == certificate.subject())
}

fn is_revoked(certificate: &CertificateDer<'_>, ocsp_response: &[u8]) -> bool {
    EndEntityCert::try_from(certificate)
        .is_ok_and(|certificate| stapled_status::is_revoked(ocsp_response, certificate.serial()))
}
