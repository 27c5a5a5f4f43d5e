//! Stored keys: their states, replacing and removing them. No key comes out.

use super::{App, community_key_name, key_name, key_names, session_of};
use crate::error::{AppError, Code};
use crate::service::api_key::ApiKey;
use crate::session::lifetime::Standing;
use crate::settings::model::{Community, Settings};
use crate::vault::key_name::KeyName;
use crate::vault::{Vault, VaultError};
use crate::view::{KeepKey, KeyView, TypedKey};
use std::sync::{Arc, PoisonError};

impl App {
    /// Looks at every key once more. One that the person has to unlock the keychain for speaks for the others, so that
    /// they are asked once.
    pub async fn check_keys(&self) {
        let names: Vec<KeyName> = self.settings().settings().communities.iter().flat_map(key_names).collect();
        for (at, name) in names.iter().enumerate() {
            if let Some(error) = self.check_key(name).await {
                self.keys.note_shut(names.get(at..).unwrap_or_default(), &error);
                return;
            }
        }
    }

    /// Looks at a key, and gives what shuts the whole store, if something does.
    async fn check_key(&self, name: &KeyName) -> Option<VaultError> {
        let shut = self.keys.check(name).await;
        if matches!(self.keys.of(name), KeyView::Present | KeyView::ThisSession) {
            self.resume_sessions(name);
        }
        shut
    }

    /// A key can be read again: what stopped because it could not be may go on.
    fn resume_sessions(&self, key: &KeyName) {
        let communities = self.settings().settings().communities.clone();
        let sessions = communities
            .iter()
            .flat_map(|community| community.widgets.iter().filter_map(move |widget| session_of(community, widget)));
        for session in sessions.filter(|session| session.key == *key) {
            let standing = self.sessions.standing(&session);
            if matches!(standing, Standing::Stopped { error } if error.code.is_of_the_vault()) {
                self.sessions.try_again(&session);
            }
        }
    }

    /// Replaces a community's key, or gives a widget its own.
    ///
    /// # Errors
    /// What is wrong with the key, or why it can't be kept. What was stored before stays then.
    pub async fn set_key(
        &self,
        community: &str,
        widget: Option<&str>,
        key: &TypedKey,
        keep: KeepKey,
    ) -> Result<(), AppError> {
        let community = self.community(community)?;
        let key = ApiKey::parse(key.reveal()).map_err(|error| AppError::new(error.code()))?;
        let name = match widget {
            None => community_key_name(&community),
            Some(id) => widget_key_name(&community, id)?,
        };
        self.keep_key(&name, Arc::new(key), keep).await?;
        if let Some(id) = widget {
            self.set_own_key(id, true);
        }
        self.note_stores();
        self.sessions.key_replaced(&name);
        Ok(())
    }

    /// Removes a community's key, or a widget's own (which then uses the community's).
    ///
    /// # Errors
    /// Why it can't be removed.
    pub async fn remove_key(&self, community: &str, widget: Option<&str>) -> Result<(), AppError> {
        let community = self.community(community)?;
        let name = match widget {
            None => community_key_name(&community),
            Some(id) => widget_key_name(&community, id)?,
        };
        self.remove_stored_key(&name).await?;
        if let Some(id) = widget {
            self.set_own_key(id, false);
        }
        self.note_stores();
        self.end_sessions(&community);
        self.check_key(&name).await;
        Ok(())
    }

    fn note_stores(&self) {
        self.change(|settings| {
            settings.communities.iter_mut().for_each(|community| note_stores(&self.vault, community));
        });
    }

    fn set_own_key(&self, widget: &str, own_key: bool) {
        self.change(|settings| {
            if let Some(widget) = settings.widget_mut(widget) {
                widget.own_key = own_key;
            }
        });
        // Its frames belong to the session of the other key.
        self.frames().close_widget(widget);
    }

    /// Keeps a key and notes its state. One that the keychain does not take is held for *this session only*.
    pub(super) async fn keep_key(&self, name: &KeyName, key: Arc<ApiKey>, keep: KeepKey) -> Result<(), AppError> {
        let kept = match keep {
            KeepKey::Keychain => self.vault.keep(name, Arc::clone(&key)).await,
            KeepKey::ThisSession => self.vault.keep_for_this_session(name, &key),
        };
        if let Err(error) = kept {
            return Err(self.not_kept(name, key, error));
        }
        *self.pending_key.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.keys.note(name, if keep == KeepKey::Keychain { KeyView::Present } else { KeyView::ThisSession });
        Ok(())
    }

    /// Holds a key that the keychain did not take for *this session only*. If the keychain only took too long, it is
    /// looked at again when it has ended what it had in hand.
    pub(super) fn not_kept(&self, name: &KeyName, key: Arc<ApiKey>, error: VaultError) -> AppError {
        *self.pending_key.lock().unwrap_or_else(PoisonError::into_inner) = Some((name.clone(), key));
        if matches!(error, VaultError::TimedOut | VaultError::Locked) {
            self.keys.look_again_when_free(name);
        }
        error.into()
    }

    /// The key whose keeping failed a moment ago, if it was this one.
    pub(super) fn pending_key(&self, name: &KeyName) -> Option<Arc<ApiKey>> {
        let pending = self.pending_key.lock().unwrap_or_else(PoisonError::into_inner);
        pending.as_ref().filter(|(of, _)| of == name).map(|(_, key)| Arc::clone(key))
    }

    /// Removes a key, and the one that was to be kept under its name.
    pub(super) async fn remove_stored_key(&self, name: &KeyName) -> Result<(), AppError> {
        self.vault.remove(name).await?;
        let mut pending = self.pending_key.lock().unwrap_or_else(PoisonError::into_inner);
        pending.take_if(|(of, _)| of == name);
        Ok(())
    }
}

/// Tells the vault which store took each key in an earlier run.
pub(super) fn recall_stores(vault: &Vault, settings: &Settings) {
    for community in &settings.communities {
        if let Some(store) = &community.key_store {
            vault.recall(community_key_name(community), store.clone());
        }
        for widget in community.widgets.iter().filter(|widget| widget.own_key) {
            if let Some(store) = &widget.key_store {
                vault.recall(key_name(community, widget), store.clone());
            }
        }
    }
}

/// Notes in the settings which store took each key of a community.
pub(super) fn note_stores(vault: &Vault, community: &mut Community) {
    community.key_store = vault.taken_by(&community_key_name(community));
    for at in 0..community.widgets.len() {
        let own = community.widgets.get(at).filter(|widget| widget.own_key).map(|widget| key_name(community, widget));
        if let Some(widget) = community.widgets.get_mut(at) {
            widget.key_store = own.and_then(|name| vault.taken_by(&name));
        }
    }
}

/// The name of a widget's own key, whether it has one or not.
fn widget_key_name(community: &Community, widget: &str) -> Result<KeyName, AppError> {
    let widget = community.widget(widget).ok_or(Code::UnknownWidget)?;
    Ok(KeyName::of_widget(&community.origin, &community.community_id, &widget.path()))
}
