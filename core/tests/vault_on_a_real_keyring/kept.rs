//! A keyring that works.

use crate::keyring::{CANARY, Keyring, key, name, name_at, name_of_widget, seen_from_outside};
use crate::surroundings::on_a_bus;
use widget_core::vault::keychain::Keychain;
use widget_core::vault::{KeyStore, VaultError};

#[test]
fn a_kept_key_is_read_back_until_it_is_removed() {
    on_a_bus(|| {
        let _keyring = Keyring::start();
        assert_eq!(Keychain.read(&name()).unwrap_err(), VaultError::None);
        Keychain.keep(&name(), &key(CANARY)).unwrap();
        assert_eq!(Keychain.read(&name()).unwrap().reveal(), CANARY);
        assert_eq!(seen_from_outside(&name()), CANARY.as_bytes());
        assert!(!Keychain.is_locked());
        Keychain.remove(&name()).unwrap();
        assert_eq!(Keychain.read(&name()).unwrap_err(), VaultError::None);
        assert_eq!(seen_from_outside(&name()), b"");
        // What is not there is removed already.
        Keychain.remove(&name()).unwrap();
    });
}

#[test]
fn a_kept_key_outlives_the_keyring_s_process() {
    on_a_bus(|| {
        let keyring = Keyring::start();
        Keychain.keep(&name(), &key(CANARY)).unwrap();
        let _keyring = keyring.start_again();
        assert_eq!(Keychain.read(&name()).unwrap().reveal(), CANARY);
    });
}

#[test]
fn a_key_that_is_kept_again_replaces_the_one_before() {
    on_a_bus(|| {
        let _keyring = Keyring::start();
        let longest = "k".repeat(1024);
        for text in ["first", &longest, "third"] {
            Keychain.keep(&name(), &key(text)).unwrap();
            assert_eq!(Keychain.read(&name()).unwrap().reveal(), text);
        }
    });
}

#[test]
fn a_key_is_found_under_its_own_origin_and_widget_only() {
    on_a_bus(|| {
        let _keyring = Keyring::start();
        Keychain.keep(&name(), &key(CANARY)).unwrap();
        for other in [
            name_at("https://b.example"),
            name_at("https://a.example:8443"),
            name_at("https://a.example.evil.example"),
            name_of_widget(),
        ] {
            assert_eq!(Keychain.read(&other).unwrap_err(), VaultError::None);
            Keychain.remove(&other).unwrap();
        }
        Keychain.keep(&name_of_widget(), &key("another")).unwrap();
        assert_eq!(Keychain.read(&name()).unwrap().reveal(), CANARY);
        Keychain.remove(&name()).unwrap();
        assert_eq!(Keychain.read(&name_of_widget()).unwrap().reveal(), "another");
    });
}
