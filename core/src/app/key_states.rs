//! What was last seen of each key.

use crate::vault::key_name::KeyName;
use crate::vault::{StoredKey, Vault, VaultError};
use crate::view::KeyView;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

#[derive(Clone)]
pub(super) struct KeyStates {
    vault: Arc<Vault>,
    seen: Arc<Mutex<HashMap<KeyName, KeyView>>>,
    changed: Arc<watch::Sender<()>>,
}

impl KeyStates {
    pub(super) fn new(vault: Arc<Vault>, changed: Arc<watch::Sender<()>>) -> Self {
        Self { vault, seen: Arc::default(), changed }
    }

    fn seen(&self) -> MutexGuard<'_, HashMap<KeyName, KeyView>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn of(&self, name: &KeyName) -> KeyView {
        self.seen().get(name).cloned().unwrap_or(KeyView::Checking)
    }

    pub(super) fn note(&self, name: &KeyName, state: KeyView) {
        let before = self.seen().insert(name.clone(), state.clone());
        if before.as_ref() != Some(&state) {
            // Without its name, which holds the service's address.
            match state {
                KeyView::Checking => tracing::debug!("a key is looked for"),
                KeyView::Unreadable { error } => tracing::info!(code = ?error.code, "a key can't be read"),
                KeyView::Present | KeyView::ThisSession | KeyView::Absent => {
                    tracing::info!(?state, "a key was looked for");
                }
            }
        }
        self.changed.send_replace(());
    }

    /// Looks at a key, and gives what shuts the whole store, if something does.
    pub(super) async fn check(&self, name: &KeyName) -> Option<VaultError> {
        self.note(name, KeyView::Checking);
        let read = self.vault.read(name).await;
        let shut = read.as_ref().err().filter(|error| error.shuts_the_store()).cloned();
        self.note(name, state_of(read));
        shut
    }

    /// Notes of each key what shuts the store, but of those that are kept for this session.
    pub(super) fn note_shut(&self, names: &[KeyName], error: &VaultError) {
        for name in names {
            let kept = self.vault.has_for_this_session(name);
            let shut = || KeyView::Unreadable { error: error.clone().into() };
            self.note(name, if kept { KeyView::ThisSession } else { shut() });
        }
    }

    /// Looks at a key once the keychain has done what it was given up over: it may have kept the key after all. Asks
    /// the person nothing.
    pub(super) fn look_again_when_free(&self, name: &KeyName) {
        let (states, name) = (self.clone(), name.clone());
        tokio::spawn(async move {
            states.vault.free().await;
            let read = states.vault.read_quietly(&name).await;
            if read.as_ref().err().is_none_or(|error| !error.shuts_the_store()) {
                states.note(&name, state_of(read));
            }
        });
    }
}

fn state_of(read: Result<StoredKey, VaultError>) -> KeyView {
    match read {
        Ok(StoredKey { this_session_only: true, .. }) => KeyView::ThisSession,
        Ok(_) => KeyView::Present,
        Err(VaultError::None) => KeyView::Absent,
        Err(error) => KeyView::Unreadable { error: error.into() },
    }
}
