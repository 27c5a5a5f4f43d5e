//! The vault answers in time, whatever its keyring does.

use crate::keyring::{CANARY, Keyring, key, name};
use crate::surroundings::on_a_bus;
use std::sync::Arc;
use std::time::{Duration, Instant};
use widget_core::vault::keychain::Keychain;
use widget_core::vault::{Limits, Vault, VaultError};

pub fn block_on<T>(task: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(task)
}

fn vault() -> Vault {
    Vault::new(Arc::new(Keychain), Limits::default())
}

/// Asserts that the vault says this well within the time that a window waits for it.
async fn assert_soon(vault: &Vault, expected: &VaultError) {
    let limit = Limits::default().answer;
    for ask in ["read", "keep", "remove"] {
        let start = Instant::now();
        let answer = match ask {
            "read" => vault.read(&name()).await.map(drop),
            "keep" => vault.keep(&name(), key("another")).await,
            _ => vault.remove(&name()).await,
        };
        assert_eq!(answer.as_ref(), Err(expected), "{ask}");
        assert!(start.elapsed() < limit, "{ask} took {:?}", start.elapsed());
    }
}

#[test]
fn a_missing_keyring_is_said_at_once() {
    on_a_bus(|| block_on(assert_soon(&vault(), &VaultError::Unavailable)));
}

#[test]
fn a_locked_keyring_that_can_t_ask_is_said_at_once_and_loses_nothing() {
    on_a_bus(|| {
        block_on(async {
            let (keyring, vault) = (Keyring::start(), vault());
            vault.keep(&name(), key(CANARY)).await.unwrap();
            keyring.lock();
            assert_soon(&vault, &VaultError::Locked).await;
            let _keyring = keyring.start_again();
            assert_eq!(vault.read(&name()).await.unwrap().key.reveal(), CANARY);
        });
    });
}

#[test]
fn a_keyring_that_hangs_is_given_up_and_works_again_once_it_answers() {
    on_a_bus(|| {
        block_on(async {
            let limits = Limits { answer: Duration::from_millis(500), prompt: Duration::from_secs(60) };
            let (keyring, vault) = (Keyring::start(), Vault::new(Arc::new(Keychain), limits));
            vault.keep(&name(), key(CANARY)).await.unwrap();
            keyring.freeze();
            for _ in 0..3 {
                let start = Instant::now();
                assert_eq!(vault.read(&name()).await.unwrap_err(), VaultError::TimedOut);
                assert!(start.elapsed() < limits.answer * 3, "{:?}", start.elapsed());
            }
            keyring.thaw();
            let deadline = Instant::now() + Duration::from_secs(20);
            let read = loop {
                match vault.read(&name()).await {
                    Err(VaultError::TimedOut) if Instant::now() < deadline => {}
                    other => break other,
                }
            };
            assert_eq!(read.unwrap().key.reveal(), CANARY);
        });
    });
}

#[test]
fn a_key_of_this_session_needs_no_keyring() {
    on_a_bus(|| {
        block_on(async {
            let vault = vault();
            vault.keep_for_this_session(&name(), &key(CANARY)).unwrap();
            let read = vault.read(&name()).await.unwrap();
            assert!(read.this_session_only);
            assert_eq!(read.key.reveal(), CANARY);
        });
    });
}
