//! A keyring that is locked, on a machine that can't show its prompt.

use crate::keyring::{CANARY, Keyring, key, name, name_at};
use crate::surroundings::on_a_bus;
use widget_core::vault::keychain::Keychain;
use widget_core::vault::{KeyStore, VaultError};

#[test]
fn a_locked_keyring_is_said_and_loses_nothing() {
    on_a_bus(|| {
        let keyring = Keyring::start();
        Keychain.keep(&name(), &key(CANARY)).unwrap();
        keyring.lock();
        assert!(Keychain.is_locked());
        assert_eq!(Keychain.read(&name()).unwrap_err(), VaultError::Locked);
        assert_eq!(Keychain.keep(&name(), &key("another")).unwrap_err(), VaultError::Locked);
        assert_eq!(Keychain.keep(&name_at("https://b.example"), &key("new")).unwrap_err(), VaultError::Locked);
        assert_eq!(Keychain.remove(&name()).unwrap_err(), VaultError::Locked);
        let _keyring = keyring.start_again();
        assert!(!Keychain.is_locked());
        assert_eq!(Keychain.read(&name()).unwrap().reveal(), CANARY);
        assert_eq!(Keychain.read(&name_at("https://b.example")).unwrap_err(), VaultError::None);
    });
}
