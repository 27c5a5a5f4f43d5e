//! What a service says itself about its certificate's revocation: the OCSP response (RFC 6960, 4.2.1) that it staples.
//!
//! Read for one thing: the word *revoked*. Its signature is not looked at. It comes over the connection that the
//! certificate's own key vouches for, and it can only make the app refuse, which whoever sends it could have done anyway.

use der::{AnyRef, Decode, SliceReader, Tag, TagNumber, Tagged};

/// `revoked [1] IMPLICIT RevokedInfo`
const REVOKED: Tag = Tag::ContextSpecific { constructed: true, number: TagNumber(1) };

/// The way to `tbsResponseData`: through `OCSPResponse`, `responseBytes [0]`, `ResponseBytes`, `response` and
/// `BasicOCSPResponse`; each number says which part of a value is the next.
const TO_THE_DATA: [usize; 6] = [0, 1, 0, 1, 0, 0];

/// In a `SingleResponse`, the way to the serial number: the fourth part of `CertID`.
const TO_THE_SERIAL: [usize; 2] = [0, 3];

/// Whether the response says that the certificate with this serial number (DER, without tag and length) is revoked.
/// What can't be read says nothing.
#[must_use]
pub fn is_revoked(response: &[u8], serial: &[u8]) -> bool {
    let Some(data) = at(response, &TO_THE_DATA) else { return false };
    // Before the list come a version, which may be missing, a name with a tag of its own, and a time.
    let statuses = parts(data).find(|part| part.tag() == Tag::Sequence);
    statuses.is_some_and(|statuses| parts(statuses.value()).any(|single| names_revoked(single.value(), serial)))
}

fn names_revoked(single: &[u8], serial: &[u8]) -> bool {
    at(single, &TO_THE_SERIAL) == Some(serial) && parts(single).nth(1).is_some_and(|status| status.tag() == REVOKED)
}

pub(super) fn at<'a>(bytes: &'a [u8], way: &[usize]) -> Option<&'a [u8]> {
    way.iter().try_fold(bytes, |bytes, number| parts(bytes).nth(*number).map(AnyRef::value))
}

/// The values that follow one another in these bytes, up to the first that is none.
pub(super) fn parts(bytes: &[u8]) -> impl Iterator<Item = AnyRef<'_>> {
    let mut reader = SliceReader::new(bytes).ok();
    std::iter::from_fn(move || AnyRef::decode(reader.as_mut()?).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SERIAL: [u8; 2] = [0x0a, 0x0b];
    const GOOD: &[u8] = &[0x80, 0x00];
    const REVOKED_LONG_AGO: &[u8] = b"\xa1\x11\x18\x0f20200101000000Z";
    const UNKNOWN: &[u8] = &[0x82, 0x00];

    fn value(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
        let inside = parts.concat();
        // The long form with two bytes would be needed from 128 on.
        let length = u8::try_from(inside.len()).unwrap();
        let length = if length < 128 { vec![length] } else { vec![0x81, length] };
        [&[tag], length.as_slice(), &inside].concat()
    }

    fn response(serial: &[u8], status: &[u8]) -> Vec<u8> {
        let id = value(
            0x30,
            &[&value(0x30, &[]), &value(0x04, &[b"name"]), &value(0x04, &[b"key"]), &value(0x02, &[serial])],
        );
        let time = value(0x18, &[b"20260101000000Z"]);
        let list = value(0x30, &[&value(0x30, &[&id, status, &time])]);
        let data = value(0x30, &[&value(0xa2, &[&value(0x04, &[b"key"])]), &time, &list]);
        let basic = value(0x30, &[&data, &value(0x30, &[]), &value(0x03, &[&[0]])]);
        let bytes = value(0x30, &[&value(0x06, &[&[0x2b]]), &value(0x04, &[&basic])]);
        value(0x30, &[&value(0x0a, &[&[0]]), &value(0xa0, &[&bytes])])
    }

    #[test]
    fn f13_only_the_word_revoked_for_this_very_certificate_counts() {
        assert!(is_revoked(&response(&SERIAL, REVOKED_LONG_AGO), &SERIAL));
        assert!(!is_revoked(&response(&SERIAL, REVOKED_LONG_AGO), &[0x0a]));
        assert!(!is_revoked(&response(&SERIAL, GOOD), &SERIAL));
        assert!(!is_revoked(&response(&SERIAL, UNKNOWN), &SERIAL));
        assert!(!is_revoked(&[], &SERIAL));
        // "Try later", with no word about any certificate.
        assert!(!is_revoked(&value(0x30, &[&value(0x0a, &[&[3]])]), &SERIAL));
    }

    #[test]
    fn f13_a_response_that_is_cut_off_says_nothing() {
        let whole = response(&SERIAL, REVOKED_LONG_AGO);
        for length in 0..whole.len() {
            assert!(!is_revoked(whole.get(..length).unwrap(), &SERIAL), "{length}");
        }
    }

    proptest! {
        #[test]
        fn f13_no_bytes_bring_the_reader_down(at in 0_usize..120, byte: u8, noise: Vec<u8>) {
            let mut bytes = response(&SERIAL, REVOKED_LONG_AGO);
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
            let _either = is_revoked(&bytes, &SERIAL);
            prop_assert!(!is_revoked(&noise, &SERIAL));
        }
    }
}
