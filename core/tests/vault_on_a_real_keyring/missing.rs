//! No keyring at all, or not yet.

use crate::keyring::{CANARY, Keyring, key, name};
use crate::limits::block_on;
use crate::surroundings::{on_a_bus, on_a_bus_that_is_gone, without_a_bus};
use widget_core::vault::keychain::Keychain;
use widget_core::vault::{KeyStore, Limits, Vault, VaultError};

fn assert_unavailable() {
    assert!(!Keychain.is_locked());
    assert_eq!(Keychain.read(&name()).unwrap_err(), VaultError::Unavailable);
    assert_eq!(Keychain.keep(&name(), &key(CANARY)).unwrap_err(), VaultError::Unavailable);
    assert_eq!(Keychain.remove(&name()).unwrap_err(), VaultError::Unavailable);
}

#[test]
fn a_bus_without_a_keyring_is_unavailable() {
    on_a_bus(|| {
        assert_unavailable();
    });
}

#[test]
fn a_machine_without_a_bus_is_unavailable() {
    without_a_bus(|| {
        assert_unavailable();
    });
}

#[test]
fn a_bus_that_is_gone_is_unavailable() {
    on_a_bus_that_is_gone(|| {
        assert_unavailable();
    });
}

#[test]
fn a_keyring_that_comes_later_is_found_by_trying_again() {
    on_a_bus(|| {
        block_on(async {
            let vault = Vault::new(std::sync::Arc::new(Keychain), Limits::default());
            assert_eq!(vault.read(&name()).await.unwrap_err(), VaultError::Unavailable);
            assert_eq!(vault.keep(&name(), key(CANARY)).await.unwrap_err(), VaultError::Unavailable);
            let keyring = Keyring::start();
            assert_eq!(vault.read(&name()).await.unwrap_err(), VaultError::None);
            vault.keep(&name(), key(CANARY)).await.unwrap();
            drop(keyring);
            assert_eq!(vault.read(&name()).await.unwrap_err(), VaultError::Unavailable);
            let _keyring = Keyring::start();
            assert_eq!(vault.read(&name()).await.unwrap().key.reveal(), CANARY);
        });
    });
}
