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
            // Each has this app's name and the key's: the person wants none of them.
            Err(Error::Ambiguous(all)) => {
                all.iter().try_for_each(Entry::delete_credential).map_err(|error| state_of(&error))
            }
            Err(error) => Err(state_of(&error)),
        }
    }

    fn is_locked(&self) -> bool {
        os::is_locked()
    }

    fn unlock(&self) -> Result<(), VaultError> {
        os::unlock()
    }

    fn name(&self) -> Option<String> {
        os::name()
    }
}

/// The closed list that the library's errors come down to. Their texts stay here: they can hold stored bytes.
fn state_of(error: &Error) -> VaultError {
    match error {
        Error::NoEntry => VaultError::None,
        Error::NoStorageAccess(cause) => os::no_access(cause.as_ref()),
        Error::PlatformFailure(cause) => os::failed(cause.as_ref()),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => VaultError::Corrupt,
        Error::TooLong(..) => VaultError::TooLong,
        Error::Ambiguous(_) => VaultError::Ambiguous,
        _ => VaultError::Unavailable,
    }
}

/// What the libraries box their errors as.
type Cause = dyn std::error::Error + Send + Sync + 'static;

#[cfg(target_os = "linux")]
mod os {
    use super::{Arc, Cause, CredentialStore, Error, VaultError};
    use secret_service::EncryptionType;
    use secret_service::blocking::SecretService;
    use std::time::Duration;

    /// Who offers the Secret Service on the session bus.
    const BUS_NAME: &str = "org.freedesktop.secrets";
    /// The bus itself answers at once, or is gone.
    const BUS_LIMIT: Duration = Duration::from_secs(1);
    /// Longest name of a store, in characters.
    const LONGEST_NAME: usize = 60;

    pub fn store() -> Result<Arc<CredentialStore>, Error> {
        Ok(zbus_secret_service_keyring_store::Store::new()?)
    }

    /// One that can't tell is not locked.
    pub fn is_locked() -> bool {
        let Ok(service) = SecretService::connect(EncryptionType::Plain) else { return false };
        service.get_default_collection().and_then(|collection| collection.is_locked()).unwrap_or(false)
    }

    /// The Secret Service shows its prompt and answers when that is gone.
    pub fn unlock() -> Result<(), VaultError> {
        let unlocked = SecretService::connect(EncryptionType::Plain)
            .and_then(|service| service.get_default_collection()?.unlock());
        unlocked.map_err(|error| state_of(&error))
    }

    pub fn no_access(cause: &Cause) -> VaultError {
        cause.downcast_ref().map_or(VaultError::Denied, state_of)
    }

    pub fn failed(cause: &Cause) -> VaultError {
        cause.downcast_ref().map_or(VaultError::Unavailable, state_of)
    }

    /// A dismissed prompt leaves the collection locked; a collection that isn't there gives no result.
    fn state_of(error: &secret_service::Error) -> VaultError {
        match error {
            secret_service::Error::Locked | secret_service::Error::Prompt => VaultError::Locked,
            secret_service::Error::Zbus(zbus::Error::MethodError(name, ..)) => match name.as_str() {
                "org.freedesktop.Secret.Error.IsLocked" => VaultError::Locked,
                "org.freedesktop.DBus.Error.AccessDenied" => VaultError::Denied,
                _ => VaultError::Unavailable,
            },
            _ => VaultError::Unavailable,
        }
    }

    /// The program that offers the Secret Service: there are several, and each keeps its own keys.
    pub fn name() -> Option<String> {
        let bus = zbus::blocking::connection::Builder::session().ok()?.method_timeout(BUS_LIMIT).build().ok()?;
        let bus = zbus::blocking::fdo::DBusProxy::new(&bus).ok()?;
        program(bus.get_connection_unix_process_id(BUS_NAME.try_into().ok()?).ok()?)
    }

    /// A process's program as it was called. The kernel's own name for it is cut after 15 characters.
    fn program(id: u32) -> Option<String> {
        let called = std::fs::read(format!("/proc/{id}/cmdline")).ok()?;
        let called = called.split(|byte| *byte == 0).next()?;
        let file = called.rsplit(|byte| *byte == b'/').next().filter(|file| !file.is_empty())?;
        Some(String::from_utf8_lossy(file).chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect())
    }
}

// Written from the crate's documentation; not run on macOS.
#[cfg(target_os = "macos")]
mod os {
    use super::{Arc, Cause, CredentialStore, Error, VaultError};

    pub fn store() -> Result<Arc<CredentialStore>, Error> {
        Ok(apple_native_keyring_store::keychain::Store::new()?)
    }

    /// macOS prompts from within the call; the long limit gives the person time, and no quiet look is taken.
    pub const fn is_locked() -> bool {
        true
    }

    pub const fn unlock() -> Result<(), VaultError> {
        Ok(())
    }

    /// There is one, and no other takes its place.
    pub const fn name() -> Option<String> {
        None
    }

    pub const fn no_access(_: &Cause) -> VaultError {
        VaultError::Denied
    }

    pub const fn failed(_: &Cause) -> VaultError {
        VaultError::Unavailable
    }
}

// Written from the crate's documentation; not run on Windows.
#[cfg(target_os = "windows")]
mod os {
    use super::{Arc, Cause, CredentialStore, Error, VaultError};

    pub fn store() -> Result<Arc<CredentialStore>, Error> {
        Ok(windows_native_keyring_store::Store::new()?)
    }

    /// Credential Manager is open for as long as the user is logged on.
    pub const fn is_locked() -> bool {
        false
    }

    pub const fn unlock() -> Result<(), VaultError> {
        Ok(())
    }

    /// There is one, and no other takes its place.
    pub const fn name() -> Option<String> {
        None
    }

    pub const fn no_access(_: &Cause) -> VaultError {
        VaultError::Denied
    }

    pub const fn failed(_: &Cause) -> VaultError {
        VaultError::Unavailable
    }
}
