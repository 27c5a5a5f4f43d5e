//! Stored keys: their states, replacing and removing them. No key comes out.

use super::{App, community_key_name, key_names};
use crate::error::{AppError, Code};
use crate::service::api_key::ApiKey;
use crate::settings::model::Community;
use crate::vault::key_name::KeyName;
use crate::vault::{StoredKey, VaultError};
use crate::view::{KeepKey, KeyView, TypedKey};
use std::sync::{Arc, PoisonError};

impl App {
    /// Looks at every key once more.
    pub async fn check_keys(&self) {
        let names: Vec<KeyName> = self.settings().settings().communities.iter().flat_map(key_names).collect();
        for name in names {
            self.check_key(&name).await;
        }
    }

    async fn check_key(&self, name: &KeyName) {
        self.note_key(name, KeyView::Checking);
        let state = match self.vault.read(name).await {
            Ok(StoredKey { this_session_only: true, .. }) => KeyView::ThisSession,
            Ok(_) => KeyView::Present,
            Err(VaultError::None) => KeyView::Absent,
            Err(error) => KeyView::Unreadable { error: error.into() },
        };
        self.note_key(name, state);
    }

    fn note_key(&self, name: &KeyName, state: KeyView) {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone(), state);
        self.announce();
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
        self.end_sessions(&community);
        self.check_key(&name).await;
        Ok(())
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
        let mut pending = self.pending_key.lock().unwrap_or_else(PoisonError::into_inner);
        match kept {
            Ok(()) => {
                *pending = None;
                drop(pending);
                self.note_key(name, if keep == KeepKey::Keychain { KeyView::Present } else { KeyView::ThisSession });
                Ok(())
            }
            Err(error) => {
                *pending = Some((name.clone(), key));
                Err(error.into())
            }
        }
    }

    /// The key whose keeping failed a moment ago, if it was this one.
    pub(super) fn pending_key(&self, name: &KeyName) -> Option<Arc<ApiKey>> {
        let pending = self.pending_key.lock().unwrap_or_else(PoisonError::into_inner);
        pending.as_ref().filter(|(of, _)| of == name).map(|(_, key)| Arc::clone(key))
    }

    /// Removes all keys of a community.
    pub(super) async fn remove_keys(&self, community: &Community) -> Result<(), AppError> {
        for name in key_names(community) {
            self.remove_stored_key(&name).await?;
        }
        Ok(())
    }

    /// Removes a key, and the one that was to be kept under its name.
    pub(super) async fn remove_stored_key(&self, name: &KeyName) -> Result<(), AppError> {
        self.vault.remove(name).await?;
        let mut pending = self.pending_key.lock().unwrap_or_else(PoisonError::into_inner);
        pending.take_if(|(of, _)| of == name);
        Ok(())
    }
}

/// The name of a widget's own key, whether it has one or not.
fn widget_key_name(community: &Community, widget: &str) -> Result<KeyName, AppError> {
    let widget = community.widget(widget).ok_or(Code::UnknownWidget)?;
    Ok(KeyName::of_widget(&community.origin, &community.community_id, &widget.path()))
}
