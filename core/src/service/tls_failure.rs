//! What a failed handshake means for the person.

use super::server_certificate::SelfSigned;
use super::sign_in::SignInError;
use rustls::{AlertDescription, CertificateError, Error, PeerIncompatible};

/// The error of a sign-in that found no safe connection.
#[must_use]
pub fn meaning(error: &Error) -> SignInError {
    match error {
        Error::InvalidCertificate(reason) => meaning_of_refusal(reason),
        // An old server either says so, or answers with a version that was not offered.
        Error::AlertReceived(AlertDescription::ProtocolVersion)
        | Error::PeerIncompatible(
            PeerIncompatible::ServerDoesNotSupportTls12Or13 | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig,
        ) => SignInError::TlsTooOld,
        _ => SignInError::TlsFailed,
    }
}

fn meaning_of_refusal(reason: &CertificateError) -> SignInError {
    match reason {
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => SignInError::TlsExpired,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            SignInError::TlsWrongHost
        }
        CertificateError::UnknownIssuer => SignInError::TlsUnknownIssuer,
        CertificateError::Revoked => SignInError::TlsRevoked,
        CertificateError::Other(other) if other.0.is::<SelfSigned>() => SignInError::TlsSelfSigned,
        _ => SignInError::TlsFailed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::{InvalidMessage, OtherError};
    use std::sync::Arc;

    #[test]
    fn each_refusal_has_its_error() {
        let self_signed = OtherError(Arc::new(SelfSigned));
        let something_else = OtherError(Arc::new(std::fmt::Error));
        for (refusal, error) in [
            (CertificateError::Expired, SignInError::TlsExpired),
            (CertificateError::NotValidYet, SignInError::TlsExpired),
            (CertificateError::NotValidForName, SignInError::TlsWrongHost),
            (CertificateError::UnknownIssuer, SignInError::TlsUnknownIssuer),
            (CertificateError::Revoked, SignInError::TlsRevoked),
            (CertificateError::Other(self_signed), SignInError::TlsSelfSigned),
            (CertificateError::Other(something_else), SignInError::TlsFailed),
            (CertificateError::BadSignature, SignInError::TlsFailed),
            (CertificateError::BadEncoding, SignInError::TlsFailed),
        ] {
            assert_eq!(meaning(&Error::InvalidCertificate(refusal.clone())), error, "{refusal:?}");
        }
    }

    #[test]
    fn only_a_server_that_is_too_old_is_called_so() {
        for (failure, error) in [
            (Error::AlertReceived(AlertDescription::ProtocolVersion), SignInError::TlsTooOld),
            (PeerIncompatible::ServerDoesNotSupportTls12Or13.into(), SignInError::TlsTooOld),
            (Error::AlertReceived(AlertDescription::HandshakeFailure), SignInError::TlsFailed),
            (PeerIncompatible::NoCipherSuitesInCommon.into(), SignInError::TlsFailed),
            (InvalidMessage::InvalidContentType.into(), SignInError::TlsFailed),
        ] {
            assert_eq!(meaning(&failure), error, "{failure:?}");
        }
    }
}
