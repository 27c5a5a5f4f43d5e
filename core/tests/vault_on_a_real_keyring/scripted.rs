//! Secret Services that a test plays itself: silent, dying, or another one than before.

use crate::keyring::{CANARY, Keyring, key, name, seen_from_outside};
use crate::limits::block_on;
use crate::scripted_secrets::{Script, offer_secrets};
use crate::surroundings::on_a_bus;
use crate::survived::Fault;
use std::sync::Arc;
use std::time::{Duration, Instant};
use widget_core::error::{AppError, Code};
use widget_core::vault::keychain::Keychain;
use widget_core::vault::{Limits, Vault, VaultError};

fn bus() -> String {
    std::env::var("DBUS_SESSION_BUS_ADDRESS").unwrap()
}

#[test]
fn f26_a_service_that_never_answers_is_given_up_after_five_seconds() {
    on_a_bus(|| {
        block_on(async {
            let _service = offer_secrets(&bus(), Script::Silent).await;
            let vault = Vault::new(Arc::new(Keychain), Limits::default());
            let began = Instant::now();
            assert_eq!(vault.read(&name()).await.unwrap_err(), VaultError::TimedOut);
            let took = began.elapsed();
            assert!((5..7).contains(&took.as_secs()), "{took:?}");
            Fault {
                number: "F26",
                fault: "a Secret Service that never answers",
                injected: "a scripted service on the bus that takes calls and replies to none",
            }
            .survived("the read is given up and said to have timed out", Some(took));
        });
    });
}

#[test]
fn f27_a_service_that_dies_between_two_calls_is_unavailable_at_once() {
    on_a_bus(|| {
        block_on(async {
            let _service = offer_secrets(&bus(), Script::Dies).await;
            let vault = Vault::new(Arc::new(Keychain), Limits::default());
            let began = Instant::now();
            assert_eq!(vault.read(&name()).await.unwrap_err(), VaultError::Unavailable);
            assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
            let _keyring = Keyring::start();
            let back = Instant::now();
            vault.keep(&name(), key(CANARY)).await.unwrap();
            assert_eq!(vault.read(&name()).await.unwrap().key.reveal(), CANARY);
            Fault {
                number: "F27",
                fault: "the Secret Service dies between two calls",
                injected: "a scripted service that opens a session and leaves the bus at the search",
            }
            .survived("said at once; the next service on the bus is used by the next call", Some(back.elapsed()));
        });
    });
}

#[test]
fn f29_another_service_than_the_one_that_took_the_key_is_named_with_it_and_nothing_is_deleted() {
    on_a_bus(|| {
        block_on(async {
            let vault = Vault::new(Arc::new(Keychain), Limits::default());
            let keyring = Keyring::start();
            vault.keep(&name(), key(CANARY)).await.unwrap();
            assert_eq!(vault.taken_by(&name()).as_deref(), Some("gnome-keyring-daemon"));
            drop(keyring);

            let other = offer_secrets(&bus(), Script::Empty).await;
            let error = AppError::from(vault.read(&name()).await.unwrap_err());
            assert_eq!(error.code, Code::KeyInOtherKeychain);
            let detail = error.detail.unwrap();
            assert!(detail.contains("gnome-keyring-daemon") && detail.contains("vault_on_a_real_keyring"), "{detail}");

            other.close().await.unwrap();
            let back = Instant::now();
            let _keyring = Keyring::start();
            assert_eq!(vault.read(&name()).await.unwrap().key.reveal(), CANARY);
            let took = back.elapsed();
            assert_eq!(seen_from_outside(&name()), CANARY.as_bytes());
            Fault {
                number: "F29",
                fault: "another keychain is in use than the one that took the key",
                injected: "gnome-keyring takes the key and goes; a scripted, empty service comes in its place",
            }
            .survived("both are named; back in the first one the key is there", Some(took));
        });
    });
}
