//! Where keys are kept: the OS keychain, or memory for this session. Never a file, never in plain.

pub mod key_name;
pub mod keychain;
pub mod memory;

use crate::error::{AppError, Code};
use crate::service::api_key::ApiKey;
use key_name::KeyName;
use memory::MemoryStore;
use std::collections::HashMap;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot, watch};
use tokio::time::{Instant, timeout, timeout_at};

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
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    #[error("no key is stored")]
    None,
    /// Nothing is stored here, and another store is in use than the one that took the key.
    #[error("the key was kept in {kept_in}, and {in_use} is in use")]
    Elsewhere { kept_in: String, in_use: String },
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
    pub const fn code(&self) -> Code {
        match self {
            Self::None => Code::KeyMissing,
            Self::Elsewhere { .. } => Code::KeyInOtherKeychain,
            Self::Locked => Code::KeychainLocked,
            Self::Denied => Code::KeychainDenied,
            Self::Unavailable => Code::KeychainUnavailable,
            Self::TimedOut => Code::KeychainTimedOut,
            Self::TooLong => Code::KeyTooLong,
            Self::Corrupt => Code::KeyCorrupt,
            Self::Ambiguous => Code::KeyAmbiguous,
        }
    }

    /// Whether it is about the store as a whole, so that another key would meet with the same.
    #[must_use]
    pub const fn shuts_the_store(&self) -> bool {
        matches!(self, Self::Locked | Self::Unavailable | Self::TimedOut)
    }
}

impl From<VaultError> for AppError {
    fn from(error: VaultError) -> Self {
        let told = Self::new(error.code());
        if matches!(error, VaultError::Elsewhere { .. }) { told.with_detail(error.to_string()) } else { told }
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
    /// Has the store ask the person, and ends when they have answered. One that asks from within its other calls does
    /// nothing here.
    ///
    /// # Errors
    /// `Locked` when it stays locked, else why it can't ask.
    fn unlock(&self) -> Result<(), VaultError> {
        Ok(())
    }
    /// What people call the store, where another one can take its place.
    fn name(&self) -> Option<String> {
        None
    }
}

/// The keychain, with the keys of this session before it.
pub struct Vault {
    keychain: Arc<dyn KeyStore>,
    session: MemoryStore,
    /// One call at a time, so that a keychain that never answers costs one thread, not one per click.
    turn: Arc<Semaphore>,
    prompt: Arc<Prompt>,
    /// The store that took each key, as far as it is known.
    taken_by: Arc<Mutex<HashMap<KeyName, String>>>,
    limits: Limits,
}

/// Whether the keychain is asking the person by a prompt of its own.
#[derive(Default)]
struct Prompt {
    shown: AtomicBool,
    /// Rung at each change.
    changed: Arc<watch::Sender<()>>,
}

impl Prompt {
    fn is_shown(&self) -> bool {
        self.shown.load(Ordering::SeqCst)
    }

    fn set(&self, shown: bool) {
        if self.shown.swap(shown, Ordering::SeqCst) != shown {
            self.changed.send_replace(());
        }
    }
}

/// One call's turn at the keychain. When it has ended, the keychain asks nobody any more.
struct Turn {
    _permit: OwnedSemaphorePermit,
    prompt: Arc<Prompt>,
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.prompt.set(false);
    }
}

/// Whether a call may bring up the keychain's prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    MayPrompt,
    Quiet,
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
        Self {
            keychain,
            session: MemoryStore::default(),
            turn: Arc::new(Semaphore::new(1)),
            prompt: Arc::default(),
            taken_by: Arc::default(),
            limits,
        }
    }

    /// A vault that forgets everything when the app ends.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::new(Arc::new(MemoryStore::default()), Limits::default())
    }

    /// The same, ringing this when a prompt of the keychain comes or goes.
    #[must_use]
    pub fn ringing(self, changed: Arc<watch::Sender<()>>) -> Self {
        Self { prompt: Arc::new(Prompt { shown: AtomicBool::new(false), changed }), ..self }
    }

    /// Whether the keychain is asking the person right now.
    #[must_use]
    pub fn prompts(&self) -> bool {
        self.prompt.is_shown()
    }

    /// The store that took this key, as far as it is known.
    #[must_use]
    pub fn taken_by(&self, name: &KeyName) -> Option<String> {
        taken(&self.taken_by).get(name).cloned()
    }

    /// Says which store took a key in an earlier run.
    pub fn recall(&self, name: KeyName, store: String) {
        taken(&self.taken_by).insert(name, store);
    }

    /// The key for this name. One that is kept for this session comes before the keychain's.
    ///
    /// # Errors
    /// See [`VaultError`].
    pub async fn read(&self, name: &KeyName) -> Result<StoredKey, VaultError> {
        self.read_in(Manner::MayPrompt, name).await
    }

    /// As [`Vault::read`], but asks the person nothing.
    ///
    /// # Errors
    /// See [`VaultError`]; `Locked` where the person would have to be asked.
    pub async fn read_quietly(&self, name: &KeyName) -> Result<StoredKey, VaultError> {
        self.read_in(Manner::Quiet, name).await
    }

    async fn read_in(&self, manner: Manner, name: &KeyName) -> Result<StoredKey, VaultError> {
        if let Ok(key) = self.session.read(name) {
            return Ok(StoredKey { key: Arc::new(key), this_session_only: true });
        }
        let (owned, taken_by) = (name.clone(), self.taken_by(name));
        let read = move |keychain: &dyn KeyStore| {
            keychain.read(&owned).map_err(|error| where_it_is(error, taken_by, keychain))
        };
        let key = self.ask(manner, read).await?;
        Ok(StoredKey { key: Arc::new(key), this_session_only: false })
    }

    /// What the keychain in use is called, where another one can take its place.
    ///
    /// # Errors
    /// See [`VaultError`]; asks the person nothing.
    pub async fn store_name(&self) -> Result<Option<String>, VaultError> {
        self.ask(Manner::Quiet, |keychain| Ok(keychain.name())).await
    }

    /// Whether a key is kept under this name for this session.
    #[must_use]
    pub fn has_for_this_session(&self, name: &KeyName) -> bool {
        self.session.read(name).is_ok()
    }

    /// Keeps a key in the keychain and reads it back.
    ///
    /// A call that was given up is not begun any more, so what the person was told did not happen does not happen
    /// later. Only what the keychain already had in hand may still be done; [`Vault::free`] says when that is over.
    ///
    /// # Errors
    /// See [`VaultError`]; `Corrupt` when it does not read back as it was.
    pub async fn keep(&self, name: &KeyName, key: Arc<ApiKey>) -> Result<(), VaultError> {
        let (owned, taken_by) = (name.clone(), Arc::clone(&self.taken_by));
        let keep = move |keychain: &dyn KeyStore| {
            keychain.keep(&owned, &key)?;
            let kept = keychain.read(&owned)?;
            if kept != *key {
                return Err(VaultError::Corrupt);
            }
            match keychain.name() {
                Some(store) => taken(&taken_by).insert(owned, store),
                None => taken(&taken_by).remove(&owned),
            };
            Ok(())
        };
        self.ask(Manner::MayPrompt, keep).await?;
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
        let owned = name.clone();
        self.ask(Manner::MayPrompt, move |keychain| keychain.remove(&owned)).await?;
        taken(&self.taken_by).remove(name);
        Ok(())
    }

    /// Ends when the keychain has no call in hand, however long that takes.
    pub async fn free(&self) {
        // The semaphore is never closed.
        drop(self.turn.acquire().await);
    }

    /// Waits for the turn; for as long as a person may take while the keychain asks them.
    async fn turn(&self) -> Result<Turn, VaultError> {
        let mut free = pin!(Arc::clone(&self.turn).acquire_owned());
        let permit = match timeout(self.limits.answer, &mut free).await {
            Ok(permit) => permit,
            Err(_) if self.prompts() => timeout(self.limits.prompt, free).await.map_err(|_| VaultError::Locked)?,
            Err(_) => return Err(VaultError::TimedOut),
        };
        let permit = permit.map_err(|_| VaultError::Unavailable)?;
        Ok(Turn { _permit: permit, prompt: Arc::clone(&self.prompt) })
    }

    /// Runs one call on a thread of its own. The thread keeps the turn until the store has answered, even when nobody
    /// waits for it any more.
    async fn ask<T: Send + 'static>(
        &self,
        manner: Manner,
        call: impl FnOnce(&dyn KeyStore) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let turn = self.turn().await?;
        let answer_by = Instant::now() + self.limits.answer;
        let keychain = Arc::clone(&self.keychain);
        let (locked_known, locked) = oneshot::channel();
        let (done, outcome) = oneshot::channel();
        tokio::task::spawn_blocking(move || {
            let locked = keychain.is_locked();
            // Nobody listens once the caller has given up, and that is no failure.
            locked_known.send(locked).unwrap_or_default();
            if done.is_closed() {
                // Whoever asked is gone: nobody is to be asked in turn.
                return;
            }
            let opened = if locked { open(&*keychain, manner, &turn.prompt) } else { Ok(()) };
            if !done.is_closed() {
                // An answer that comes too late is dropped.
                drop(done.send(opened.and_then(|()| call(&*keychain))));
            }
        });
        let (answer_by, too_late) = match timeout_at(answer_by, locked).await {
            Ok(Ok(true)) => (Instant::now() + self.limits.prompt, VaultError::Locked),
            Ok(_) => (answer_by, VaultError::TimedOut),
            Err(_) => return Err(VaultError::TimedOut),
        };
        match timeout_at(answer_by, outcome).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(VaultError::Unavailable),
            Err(_) => Err(too_late),
        }
    }
}

/// Has a locked store ask the person, if the call may.
fn open(keychain: &dyn KeyStore, manner: Manner, prompt: &Prompt) -> Result<(), VaultError> {
    if manner == Manner::Quiet {
        return Err(VaultError::Locked);
    }
    // Until the turn ends: some stores ask from within the call itself.
    prompt.set(true);
    keychain.unlock()
}

/// A key that is missing may be in the store that was in use when it was kept.
fn where_it_is(error: VaultError, taken_by: Option<String>, keychain: &dyn KeyStore) -> VaultError {
    let Some(kept_in) = taken_by.filter(|_| error == VaultError::None) else { return error };
    match keychain.name() {
        Some(in_use) if in_use != kept_in => VaultError::Elsewhere { kept_in, in_use },
        _ => error,
    }
}

fn taken(by: &Mutex<HashMap<KeyName, String>>) -> MutexGuard<'_, HashMap<KeyName, String>> {
    // A map is whole at every point where a thread could have died.
    by.lock().unwrap_or_else(PoisonError::into_inner)
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
        kept: MemoryStore,
        locked: bool,
    }

    impl Silent {
        fn new(locked: bool) -> Arc<Self> {
            let silent = Self { locked, ..Self::default() };
            silent.kept.keep(&name("https://a.example"), &key("late")).unwrap();
            Arc::new(silent)
        }

        fn wait(&self) {
            *self.calls.lock().unwrap() += 1;
            let mut released = self.released.lock().unwrap();
            while !*released {
                released = self.bell.wait(released).unwrap();
            }
        }

        fn release(&self) {
            *self.released.lock().unwrap() = true;
            self.bell.notify_all();
        }

        fn stored(&self) -> String {
            self.kept.read(&name("https://a.example")).unwrap().reveal().to_owned()
        }
    }

    impl KeyStore for Silent {
        fn read(&self, name: &KeyName) -> Result<ApiKey, VaultError> {
            self.wait();
            self.kept.read(name)
        }
        fn keep(&self, name: &KeyName, key: &ApiKey) -> Result<(), VaultError> {
            self.wait();
            self.kept.keep(name, key)
        }
        fn remove(&self, name: &KeyName) -> Result<(), VaultError> {
            self.wait();
            self.kept.remove(name)
        }
        fn is_locked(&self) -> bool {
            self.locked
        }
        fn unlock(&self) -> Result<(), VaultError> {
            self.wait();
            Ok(())
        }
    }

    const SHORT: Limits = Limits { answer: Duration::from_millis(30), prompt: Duration::from_millis(60) };

    #[tokio::test]
    async fn f27_a_keychain_that_never_answers_is_given_up_and_costs_one_thread() {
        for (locked, error) in [(false, VaultError::TimedOut), (true, VaultError::Locked)] {
            let silent = Silent::new(locked);
            let vault = Vault::new(silent.clone(), SHORT);
            let name = name("https://a.example");
            assert_eq!(vault.read(&name).await.unwrap_err(), error);
            assert_eq!(vault.read(&name).await.unwrap_err(), error);
            assert_eq!(*silent.calls.lock().unwrap(), 1);
            silent.release();
            // The turn comes back with the late answer; nothing but the answer is waited for.
            vault.free().await;
            assert_eq!(vault.read(&name).await.unwrap().key.reveal(), "late");
        }
    }

    #[tokio::test]
    async fn f26_while_the_keychain_asks_the_person_the_vault_says_so_and_the_others_wait_for_them() {
        let silent = Silent::new(true);
        let changed = Arc::new(watch::Sender::new(()));
        let mut bell = changed.subscribe();
        let patient = Limits { prompt: Duration::from_secs(20), ..SHORT };
        let vault = Arc::new(Vault::new(silent.clone(), patient).ringing(changed));
        assert!(!vault.prompts());
        let asks: Vec<_> = (0..3)
            .map(|_| {
                let vault = Arc::clone(&vault);
                tokio::spawn(async move { vault.read(&name("https://a.example")).await.map(|stored| stored.key) })
            })
            .collect();
        while !vault.prompts() {
            bell.changed().await.unwrap();
        }
        // Longer than an answer may take: it is the person who takes it.
        tokio::time::sleep(SHORT.answer * 3).await;
        assert!(asks.iter().all(|ask| !ask.is_finished()));
        silent.release();
        for ask in asks {
            assert_eq!(ask.await.unwrap().unwrap().reveal(), "late");
        }
        while vault.prompts() {
            bell.changed().await.unwrap();
        }
    }

    #[tokio::test]
    async fn f27_a_keep_that_was_given_up_during_the_prompt_never_happens() {
        let silent = Silent::new(true);
        let vault = Vault::new(silent.clone(), SHORT);
        let name = name("https://a.example");
        assert_eq!(vault.keep(&name, key("given-up")).await.unwrap_err(), VaultError::Locked);
        silent.release();
        vault.free().await;
        assert_eq!(silent.stored(), "late");
        assert_eq!(vault.read(&name).await.unwrap().key.reveal(), "late");
    }

    #[tokio::test]
    async fn f27_a_keep_that_the_keychain_had_in_hand_is_seen_when_it_has_ended() {
        let silent = Silent::new(false);
        let vault = Vault::new(silent.clone(), SHORT);
        assert_eq!(vault.keep(&name("https://a.example"), key("in-hand")).await.unwrap_err(), VaultError::TimedOut);
        assert_eq!(silent.stored(), "late");
        silent.release();
        vault.free().await;
        assert_eq!(silent.stored(), "in-hand");
        assert_eq!(vault.read_quietly(&name("https://a.example")).await.unwrap().key.reveal(), "in-hand");
    }

    #[tokio::test]
    async fn a_quiet_look_asks_the_person_nothing() {
        let silent = Silent::new(true);
        let vault = Vault::new(silent.clone(), SHORT);
        let read = vault.read_quietly(&name("https://a.example")).await;
        assert_eq!(read.unwrap_err(), VaultError::Locked);
        assert_eq!(*silent.calls.lock().unwrap(), 0);
    }

    /// Two stores, one in use at a time.
    #[derive(Default)]
    struct Desktop {
        stores: [MemoryStore; 2],
        second: AtomicBool,
    }

    impl Desktop {
        fn in_use(&self) -> (&'static str, &MemoryStore) {
            let [first, second] = &self.stores;
            if self.second.load(Ordering::SeqCst) { ("gnome-keyring", second) } else { ("kwalletd6", first) }
        }
    }

    impl KeyStore for Desktop {
        fn read(&self, name: &KeyName) -> Result<ApiKey, VaultError> {
            self.in_use().1.read(name)
        }
        fn keep(&self, name: &KeyName, key: &ApiKey) -> Result<(), VaultError> {
            self.in_use().1.keep(name, key)
        }
        fn remove(&self, name: &KeyName) -> Result<(), VaultError> {
            self.in_use().1.remove(name)
        }
        fn is_locked(&self) -> bool {
            false
        }
        fn name(&self) -> Option<String> {
            Some(self.in_use().0.to_owned())
        }
    }

    #[tokio::test]
    async fn f29_a_key_in_the_store_that_was_in_use_before_is_said_to_be_there() {
        let desktop = Arc::new(Desktop::default());
        let vault = Vault::new(desktop.clone(), Limits::default());
        let name = name("https://a.example");
        vault.keep(&name, key("k1")).await.unwrap();
        assert_eq!(vault.taken_by(&name).as_deref(), Some("kwalletd6"));
        desktop.second.store(true, Ordering::SeqCst);
        // Also after a restart, from what the settings remember.
        let later = Vault::new(desktop.clone(), Limits::default());
        later.recall(name.clone(), "kwalletd6".to_owned());
        for vault in [&vault, &later] {
            let error = AppError::from(vault.read(&name).await.unwrap_err());
            assert_eq!(error.code, Code::KeyInOtherKeychain);
            let detail = error.detail.unwrap();
            assert!(detail.contains("kwalletd6") && detail.contains("gnome-keyring"), "{detail}");
        }
        // Back in the old one, the key is where it was.
        desktop.second.store(false, Ordering::SeqCst);
        assert_eq!(later.read(&name).await.unwrap().key.reveal(), "k1");
        // One that is missing in its own store is missing.
        desktop.stores[0].remove(&name).unwrap();
        assert_eq!(later.read(&name).await.unwrap_err(), VaultError::None);
        // Kept in the other one, it is there.
        desktop.second.store(true, Ordering::SeqCst);
        later.keep(&name, key("k2")).await.unwrap();
        assert_eq!(later.taken_by(&name).as_deref(), Some("gnome-keyring"));
        assert_eq!(later.read(&name).await.unwrap().key.reveal(), "k2");
    }
}
