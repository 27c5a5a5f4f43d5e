//! Keys in memory: for this session, for the demo, and for tests.

use super::key_name::KeyName;
use super::{KeyStore, VaultError};
use crate::service::api_key::ApiKey;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Default)]
pub struct MemoryStore {
    keys: Mutex<HashMap<KeyName, ApiKey>>,
}

impl MemoryStore {
    fn keys(&self) -> MutexGuard<'_, HashMap<KeyName, ApiKey>> {
        // A map is whole at every point where a thread could have died.
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn copy(key: &ApiKey) -> Result<ApiKey, VaultError> {
    ApiKey::parse(key.reveal()).map_err(|_| VaultError::Corrupt)
}

impl KeyStore for MemoryStore {
    fn read(&self, name: &KeyName) -> Result<ApiKey, VaultError> {
        self.keys().get(name).ok_or(VaultError::None).and_then(copy)
    }

    fn keep(&self, name: &KeyName, key: &ApiKey) -> Result<(), VaultError> {
        let key = copy(key)?;
        self.keys().insert(name.clone(), key);
        Ok(())
    }

    fn remove(&self, name: &KeyName) -> Result<(), VaultError> {
        self.keys().remove(name);
        Ok(())
    }

    fn is_locked(&self) -> bool {
        false
    }
}
