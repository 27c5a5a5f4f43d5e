//! The OS keychain, by the keyring project's crates.

use super::key_name::KeyName;
use super::{KeyStore, VaultError};
use crate::service::api_key::ApiKey;
use keyring_core::api::CredentialStore;
use keyring_core::{Entry, Error};
use std::sync::Arc;
use zeroize::Zeroizing;

/// What the keychain's own viewer lists the keys under.
const SERVICE: &str = "Returning Widgets";

/// The keychain of the system. The store is built anew for each call: a connection that was made while the service
/// was missing stays broken for good, and "try again" must be able to succeed.
pub struct Keychain;

impl Keychain {
    fn entry(name: &KeyName) -> Result<Entry, VaultError> {
        let store = os::store().map_err(|error| state_of(&error))?;
        store.build(SERVICE, name.as_str(), None).map_err(|error| state_of(&error))
    }
}

impl KeyStore for Keychain {
    fn read(&self, name: &KeyName) -> Result<ApiKey, VaultError> {
        let secret = Zeroizing::new(Self::entry(name)?.get_secret().map_err(|error| state_of(&error))?);
        let text = std::str::from_utf8(&secret).map_err(|_| VaultError::Corrupt)?;
        ApiKey::parse(text).map_err(|_| VaultError::Corrupt)
    }

    fn keep(&self, name: &KeyName, key: &ApiKey) -> Result<(), VaultError> {
        Self::entry(name)?.set_password(key.reveal()).map_err(|error| state_of(&error))
    }

    fn remove(&self, name: &KeyName) -> Result<(), VaultError> {
        match Self::entry(name)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(state_of(&error)),
        }
    }

    fn is_locked(&self) -> bool {
        os::is_locked()
    }
}

/// The closed list that the library's errors come down to. Their texts stay here: they can hold stored bytes.
fn state_of(error: &Error) -> VaultError {
    match error {
        Error::NoEntry => VaultError::None,
        Error::NoStorageAccess(cause) => os::no_access(cause.as_ref()),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => VaultError::Corrupt,
        Error::TooLong(..) => VaultError::TooLong,
        Error::Ambiguous(_) => VaultError::Ambiguous,
        _ => VaultError::Unavailable,
    }
}

#[cfg(target_os = "linux")]
mod os {
    use super::{Arc, CredentialStore, Error, VaultError};
    use secret_service::EncryptionType;
    use secret_service::blocking::SecretService;

    pub fn store() -> Result<Arc<CredentialStore>, Error> {
        Ok(zbus_secret_service_keyring_store::Store::new()?)
    }

    /// A Secret Service that is locked answers a call only after its prompt. One that can't tell is not locked.
    pub fn is_locked() -> bool {
        let Ok(service) = SecretService::connect(EncryptionType::Plain) else { return false };
        service.get_default_collection().and_then(|collection| collection.is_locked()).unwrap_or(false)
    }

    /// A dismissed prompt leaves the collection locked; a collection that isn't there gives no result.
    pub fn no_access(cause: &(dyn std::error::Error + Send + Sync + 'static)) -> VaultError {
        match cause.downcast_ref::<secret_service::Error>() {
            Some(secret_service::Error::Locked | secret_service::Error::Prompt) => VaultError::Locked,
            Some(secret_service::Error::NoResult) => VaultError::Unavailable,
            _ => VaultError::Denied,
        }
    }
}

// Written from the crate's documentation; not run on macOS.
#[cfg(target_os = "macos")]
mod os {
    use super::{Arc, CredentialStore, Error, VaultError};

    pub fn store() -> Result<Arc<CredentialStore>, Error> {
        Ok(apple_native_keyring_store::keychain::Store::new()?)
    }

    /// macOS prompts from within the call; the long limit gives the person time.
    pub const fn is_locked() -> bool {
        true
    }

    pub fn no_access(_: &(dyn std::error::Error + Send + Sync + 'static)) -> VaultError {
        VaultError::Denied
    }
}

// Written from the crate's documentation; not run on Windows.
#[cfg(target_os = "windows")]
mod os {
    use super::{Arc, CredentialStore, Error, VaultError};

    pub fn store() -> Result<Arc<CredentialStore>, Error> {
        Ok(windows_native_keyring_store::Store::new()?)
    }

    /// Credential Manager is open for as long as the user is logged on.
    pub const fn is_locked() -> bool {
        false
    }

    pub fn no_access(_: &(dyn std::error::Error + Send + Sync + 'static)) -> VaultError {
        VaultError::Denied
    }
}
