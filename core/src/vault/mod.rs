//! Where keys are kept: the OS keychain, or memory for this session. Never a file, never in plain.

pub mod key_name;
pub mod keychain;
pub mod memory;

use crate::error::{AppError, Code};
use crate::service::api_key::ApiKey;
use key_name::KeyName;
use memory::MemoryStore;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long a key store may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// When it has nothing to ask the person.
    pub answer: Duration,
    /// While it is locked, since then it shows a prompt of its own.
    pub prompt: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { answer: Duration::from_secs(5), prompt: Duration::from_secs(60) }
    }
}

/// Why a key can't be read or kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    #[error("no key is stored")]
    None,
    #[error("the keychain is locked")]
    Locked,
    #[error("the keychain denies access")]
    Denied,
    #[error("no keychain is available")]
    Unavailable,
    #[error("the keychain did not answer in time")]
    TimedOut,
    #[error("the key is longer than the keychain takes")]
    TooLong,
    #[error("the stored key is damaged")]
    Corrupt,
    #[error("several keys are stored under the same name")]
    Ambiguous,
}

impl VaultError {
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::None => Code::KeyMissing,
            Self::Locked => Code::KeychainLocked,
            Self::Denied => Code::KeychainDenied,
            Self::Unavailable => Code::KeychainUnavailable,
            Self::TimedOut => Code::KeychainTimedOut,
            Self::TooLong => Code::KeyTooLong,
            Self::Corrupt => Code::KeyCorrupt,
            Self::Ambiguous => Code::KeyAmbiguous,
        }
    }
}

impl From<VaultError> for AppError {
    fn from(error: VaultError) -> Self {
        Self::new(error.code())
    }
}

/// A store of keys. Calls block, for as long as a person takes to answer a prompt.
pub trait KeyStore: Send + Sync {
    /// # Errors
    /// `None` where nothing is stored under the name, else why it can't be read.
    fn read(&self, name: &KeyName) -> Result<ApiKey, VaultError>;
    /// # Errors
    /// Why it can't be kept. A failure leaves what was stored before.
    fn keep(&self, name: &KeyName, key: &ApiKey) -> Result<(), VaultError>;
    /// Removes a key; one that is not there is removed already.
    ///
    /// # Errors
    /// Why it can't be removed.
    fn remove(&self, name: &KeyName) -> Result<(), VaultError>;
    /// Whether the store would have to ask the person first.
    fn is_locked(&self) -> bool;
}

/// The keychain, with the keys of this session before it.
pub struct Vault {
    keychain: Arc<dyn KeyStore>,
    session: MemoryStore,
    /// One call at a time, so that a keychain that never answers costs one thread, not one per click.
    turn: Arc<Semaphore>,
    limits: Limits,
}

/// A key and where it came from.
#[derive(Debug)]
pub struct StoredKey {
    pub key: Arc<ApiKey>,
    pub this_session_only: bool,
}

impl Vault {
    #[must_use]
    pub fn new(keychain: Arc<dyn KeyStore>, limits: Limits) -> Self {
        Self { keychain, session: MemoryStore::default(), turn: Arc::new(Semaphore::new(1)), limits }
    }

    /// A vault that forgets everything when the app ends.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::new(Arc::new(MemoryStore::default()), Limits::default())
    }

    /// The key for this name. One that is kept for this session comes before the keychain's.
    ///
    /// # Errors
    /// See [`VaultError`].
    pub async fn read(&self, name: &KeyName) -> Result<StoredKey, VaultError> {
        if let Ok(key) = self.session.read(name) {
            return Ok(StoredKey { key: Arc::new(key), this_session_only: true });
        }
        let name = name.clone();
        let key = self.ask(move |keychain| keychain.read(&name)).await?;
        Ok(StoredKey { key: Arc::new(key), this_session_only: false })
    }

    /// Keeps a key in the keychain and reads it back.
    ///
    /// # Errors
    /// See [`VaultError`]; `Corrupt` when it does not read back as it was.
    pub async fn keep(&self, name: &KeyName, key: Arc<ApiKey>) -> Result<(), VaultError> {
        let owned = name.clone();
        self.ask(move |keychain| {
            keychain.keep(&owned, &key)?;
            let kept = keychain.read(&owned)?;
            if kept == *key { Ok(()) } else { Err(VaultError::Corrupt) }
        })
        .await?;
        self.session.remove(name)
    }

    /// Keeps a key in memory until the app ends.
    ///
    /// # Errors
    /// None that memory can have; the signature is the store's.
    pub fn keep_for_this_session(&self, name: &KeyName, key: &ApiKey) -> Result<(), VaultError> {
        self.session.keep(name, key)
    }

    /// Removes the key from memory and from the keychain.
    ///
    /// # Errors
    /// See [`VaultError`].
    pub async fn remove(&self, name: &KeyName) -> Result<(), VaultError> {
        self.session.remove(name)?;
        let name = name.clone();
        self.ask(move |keychain| keychain.remove(&name)).await
    }

    /// Runs one call on a thread of its own. The thread keeps the turn until the store has answered, even when nobody
    /// waits for it any more.
    async fn ask<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn KeyStore) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let turn = Arc::clone(&self.turn);
        let permit = tokio::time::timeout(self.limits.answer, turn.acquire_owned())
            .await
            .map_err(|_| VaultError::TimedOut)?
            .map_err(|_| VaultError::Unavailable)?;
        let keychain = Arc::clone(&self.keychain);
        let (locked_known, locked) = tokio::sync::oneshot::channel();
        let work = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            // Nobody listens once the caller has given up, and that is no failure.
            locked_known.send(keychain.is_locked()).unwrap_or_default();
            call(&*keychain)
        });
        let (limit, too_late) = match tokio::time::timeout(self.limits.answer, locked).await {
            Ok(Ok(true)) => (self.limits.prompt, VaultError::Locked),
            Ok(_) => (self.limits.answer, VaultError::TimedOut),
            Err(_) => return Err(VaultError::TimedOut),
        };
        match tokio::time::timeout(limit, work).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(VaultError::Unavailable),
            Err(_) => Err(too_late),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::identifiers::CommunityId;
    use crate::service::origin::Origin;
    use std::sync::{Condvar, Mutex};

    fn name(host: &str) -> KeyName {
        KeyName::of_community(&Origin::parse(host).unwrap(), &CommunityId::parse("c1").unwrap())
    }

    fn key(text: &str) -> Arc<ApiKey> {
        Arc::new(ApiKey::parse(text).unwrap())
    }

    #[tokio::test]
    async fn a_kept_key_is_read_back_under_its_own_name_only() {
        let vault = Vault::in_memory();
        vault.keep(&name("https://a.example"), key("k1")).await.unwrap();
        assert_eq!(vault.read(&name("https://a.example")).await.unwrap().key.reveal(), "k1");
        assert_eq!(vault.read(&name("https://b.example")).await.unwrap_err(), VaultError::None);
    }

    #[tokio::test]
    async fn a_key_of_this_session_comes_first_and_goes_when_one_is_kept() {
        let vault = Vault::in_memory();
        let name = name("https://a.example");
        vault.keep(&name, key("kept")).await.unwrap();
        vault.keep_for_this_session(&name, &key("session")).unwrap();
        let read = vault.read(&name).await.unwrap();
        assert!(read.this_session_only && read.key.reveal() == "session");
        vault.keep(&name, key("newer")).await.unwrap();
        let read = vault.read(&name).await.unwrap();
        assert!(!read.this_session_only && read.key.reveal() == "newer");
    }

    /// A keychain that answers only once it is released.
    #[derive(Default)]
    struct Silent {
        released: Mutex<bool>,
        bell: Condvar,
        calls: Mutex<u32>,
        locked: bool,
    }

    impl Silent {
        fn release(&self) {
            *self.released.lock().unwrap() = true;
            self.bell.notify_all();
        }
    }

    impl KeyStore for Silent {
        fn read(&self, _: &KeyName) -> Result<ApiKey, VaultError> {
            *self.calls.lock().unwrap() += 1;
            let mut released = self.released.lock().unwrap();
            while !*released {
                released = self.bell.wait(released).unwrap();
            }
            Ok(ApiKey::parse("late").unwrap())
        }
        fn keep(&self, _: &KeyName, _: &ApiKey) -> Result<(), VaultError> {
            Ok(())
        }
        fn remove(&self, _: &KeyName) -> Result<(), VaultError> {
            Ok(())
        }
        fn is_locked(&self) -> bool {
            self.locked
        }
    }

    #[tokio::test]
    async fn a_keychain_that_never_answers_is_given_up_and_costs_one_thread() {
        let limits = Limits { answer: Duration::from_millis(30), prompt: Duration::from_millis(60) };
        for (locked, error) in [(false, VaultError::TimedOut), (true, VaultError::Locked)] {
            let silent = Arc::new(Silent { locked, ..Silent::default() });
            let vault = Vault::new(silent.clone(), limits);
            let name = name("https://a.example");
            assert_eq!(vault.read(&name).await.unwrap_err(), error);
            assert_eq!(vault.read(&name).await.unwrap_err(), VaultError::TimedOut);
            assert_eq!(*silent.calls.lock().unwrap(), 1);
            silent.release();
            // The turn comes back with the late answer; nothing but the answer is waited for.
            drop(vault.turn.acquire().await.unwrap());
            assert_eq!(vault.read(&name).await.unwrap().key.reveal(), "late");
        }
    }
}
