//! What other programs, and people with a viewer, do to a stored key.

use crate::keyring::{CANARY, Keyring, key, name, store_from_outside};
use crate::surroundings::on_a_bus;
use widget_core::error::AppError;
use widget_core::vault::keychain::Keychain;
use widget_core::vault::{KeyStore, VaultError};

#[test]
fn a_key_that_was_replaced_from_outside_is_read() {
    on_a_bus(|| {
        let _keyring = Keyring::start();
        Keychain.keep(&name(), &key("before")).unwrap();
        store_from_outside(&name(), &[], CANARY.as_bytes());
        assert_eq!(Keychain.read(&name()).unwrap().reveal(), CANARY);
    });
}

#[test]
fn what_is_no_key_is_corrupt_and_can_be_replaced() {
    on_a_bus(|| {
        let _keyring = Keyring::start();
        let too_long = "k".repeat(1025);
        for damaged in [b"canary-\xff\xfe\x00" as &[u8], b"canary-a\nb", b"canary a", b"\n", too_long.as_bytes()] {
            store_from_outside(&name(), &[], damaged);
            let error = Keychain.read(&name()).unwrap_err();
            assert_eq!(error, VaultError::Corrupt, "{}", damaged.escape_ascii());
            let told = format!("{error} {error:?} {:?}", AppError::from(error.clone()));
            assert!(!told.contains("canary"), "{told}");
            Keychain.keep(&name(), &key(CANARY)).unwrap();
            assert_eq!(Keychain.read(&name()).unwrap().reveal(), CANARY);
            Keychain.remove(&name()).unwrap();
        }
    });
}

#[test]
fn two_keys_of_the_same_name_are_ambiguous_until_they_are_removed() {
    on_a_bus(|| {
        let _keyring = Keyring::start();
        store_from_outside(&name(), &["copy", "1"], b"one");
        store_from_outside(&name(), &["copy", "2"], b"two");
        assert_eq!(Keychain.read(&name()).unwrap_err(), VaultError::Ambiguous);
        assert_eq!(Keychain.keep(&name(), &key(CANARY)).unwrap_err(), VaultError::Ambiguous);
        assert_eq!(Keychain.read(&name()).unwrap_err(), VaultError::Ambiguous, "neither was touched");
        // Removing is what the person is told to do.
        Keychain.remove(&name()).unwrap();
        assert_eq!(Keychain.read(&name()).unwrap_err(), VaultError::None);
        Keychain.keep(&name(), &key(CANARY)).unwrap();
        assert_eq!(Keychain.read(&name()).unwrap().reveal(), CANARY);
    });
}
