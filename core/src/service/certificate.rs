//! What a server's certificate says of itself, for people to read. Nothing is decided by it.

use super::stapled_status::{at, parts};
use der::asn1::{GeneralizedTime, UtcTime};
use der::{AnyRef, Tag, Tagged};

/// Longest name of an issuer that is told, in characters.
const LONGEST: usize = 200;

/// The way to `tbsCertificate` (RFC 5280, 4.1).
const TO_THE_CERTIFICATE: [usize; 2] = [0, 0];
/// Object identifiers of the parts of a name, in DER: `commonName` and `organizationName`.
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const ORGANIZATION: &[u8] = &[0x55, 0x04, 0x0a];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Who issued it; printable ASCII.
    pub issuer: String,
    /// In seconds since 1970.
    pub valid_from_unix: u64,
    pub expires_unix: u64,
}

/// Reads a certificate in DER. What can't be read is no certificate.
#[must_use]
pub fn read(certificate: &[u8]) -> Option<Certificate> {
    let inside = at(certificate, &TO_THE_CERTIFICATE)?;
    // After a version, which may be missing, and the serial number: how it is signed, by whom, and for how long.
    let mut sequences = parts(inside).filter(|part| part.tag() == Tag::Sequence);
    let (_signature, issuer, validity) = (sequences.next()?, sequences.next()?, sequences.next()?);
    let mut times = parts(validity.value());
    let (valid_from_unix, expires_unix) = (seconds(times.next()?)?, seconds(times.next()?)?);
    Some(Certificate { issuer: name(issuer.value()), valid_from_unix, expires_unix })
}

fn seconds(time: AnyRef<'_>) -> Option<u64> {
    let since = match time.tag() {
        Tag::UtcTime => time.decode_as::<UtcTime>().ok()?.to_unix_duration(),
        _ => time.decode_as::<GeneralizedTime>().ok()?.to_unix_duration(),
    };
    Some(since.as_secs())
}

/// The common name and the organisation, whichever are there.
fn name(issuer: &[u8]) -> String {
    let part = |wanted: &[u8]| {
        let of_a_kind = parts(issuer).flat_map(|set| parts(set.value())).find_map(|pair| {
            let mut both = parts(pair.value());
            (both.next()?.value() == wanted).then(|| both.next()).flatten()
        });
        of_a_kind.map(|text| printable(text.value()))
    };
    let named: Vec<String> = [COMMON_NAME, ORGANIZATION].into_iter().filter_map(part).collect();
    named.join(", ").chars().take(LONGEST).collect()
}

fn printable(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    text.chars().map(|c| if c == ' ' || c.is_ascii_graphic() { c } else { '?' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rcgen::{CertificateParams, CertifiedIssuer, DnType, KeyPair, date_time_ymd};

    #[test]
    fn a_certificate_says_who_issued_it_and_how_long_it_holds() {
        let mut params = CertificateParams::new(vec!["widgets.example".to_owned()]).unwrap();
        params.distinguished_name.push(DnType::CommonName, "Example Filter\u{1b}[31m");
        params.distinguished_name.push(DnType::OrganizationName, "Example Ltd");
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2999, 1, 1);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let expected = Certificate {
            issuer: "Example Filter?[31m, Example Ltd".to_owned(),
            valid_from_unix: 1_577_836_800,
            expires_unix: 32_472_144_000,
        };
        assert_eq!(read(issuer.der()), Some(expected));
        assert_eq!(read(&issuer.der()[..100]), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic_or_a_long_name(bytes: Vec<u8>) {
            prop_assert!(read(&bytes).is_none_or(|read| read.issuer.len() <= LONGEST));
        }
    }
}
