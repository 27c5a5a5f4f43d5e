//! Removing widgets and communities, and putting the last one back.
//!
//! What was removed is out of use at once; its keys go only when it can't be put back any more.

use super::{App, key_name, key_names, session_id};
use crate::error::{AppError, Code};
use crate::settings::model::{Community, Settings};
use crate::settings::removed::Removed;
use crate::vault::key_name::KeyName;
use std::time::Duration;

/// How long the person is offered to undo a removal.
pub const UNDO_FOR: Duration = Duration::from_secs(10);

/// Names one removal, so that the end of its time does not end a later one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Removal(u64);

impl Removal {
    const fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

impl App {
    /// Removes a widget. It can be put back for a while; a removal before this one can't any more.
    ///
    /// # Errors
    /// `UnknownWidget`, or why the keys of the removal before this one can't be removed; the widget stays then.
    pub async fn remove_widget(&self, id: &str) -> Result<Removal, AppError> {
        let mut last = self.last_removal.lock().await;
        let (community, widget) = self.widget(id)?;
        self.forget_removed().await?;
        self.settings().change(|settings| settings.take_out_widget(id)).ok_or(Code::UnknownWidget)?;
        self.frames().close_widget(id);
        if widget.own_key {
            let name = key_name(&community, &widget);
            for account in &community.accounts {
                self.sessions.sign_out(&session_id(&community, name.clone(), &account.email));
            }
        }
        self.announce();
        *last = last.next();
        Ok(*last)
    }

    /// Removes a community. It can be put back for a while; a removal before this one can't any more.
    ///
    /// # Errors
    /// `UnknownCommunity`, or why the keys of the removal before this one can't be removed; the community stays then.
    pub async fn remove_community(&self, id: &str) -> Result<Removal, AppError> {
        let mut last = self.last_removal.lock().await;
        let community = self.community(id)?;
        self.forget_removed().await?;
        let held = self.hold_frames();
        self.settings().change(|settings| settings.take_out_community(id)).ok_or(Code::UnknownCommunity)?;
        self.end_sessions(&community);
        self.clear_storage_after(&community, held);
        self.announce();
        *last = last.next();
        Ok(*last)
    }

    /// Puts what was removed last back at its old place.
    ///
    /// # Errors
    /// `UnknownWidget` when there is nothing to put back any more.
    pub async fn undo_removal(&self) -> Result<(), AppError> {
        let mut last = self.last_removal.lock().await;
        *last = last.next();
        Ok(self.change(Settings::put_back).ok_or(Code::UnknownWidget)?)
    }

    /// Ends a removal when its time is over, unless it was undone or another one followed.
    pub async fn end_removal_in_time(&self, removal: Removal) {
        tokio::time::sleep(UNDO_FOR).await;
        let last = self.last_removal.lock().await;
        if *last == removal {
            self.note_unforgotten(self.forget_removed().await);
        }
    }

    /// Ends what can still be undone: at the app's end, and at its start when the end was not a good one.
    pub async fn end_removal(&self) {
        let _last = self.last_removal.lock().await;
        self.note_unforgotten(self.forget_removed().await);
    }

    /// The record stays then, and with it what the window says of it; it is tried again at the next occasion.
    fn note_unforgotten(&self, forgotten: Result<(), AppError>) {
        if let Err(error) = forgotten {
            tracing::warn!(%error, demo = self.demo, "the keys of what was removed are still there");
        }
    }

    /// Removes the keys of what was removed, and then the record of it. To be called with the lock on the last removal.
    pub(super) async fn forget_removed(&self) -> Result<(), AppError> {
        let unused = unused_keys(self.settings().settings());
        for name in unused {
            self.remove_stored_key(&name).await?;
        }
        self.change(|settings| settings.removed = None);
        Ok(())
    }
}

/// The keys of what was removed that nothing else uses.
fn unused_keys(settings: &Settings) -> Vec<KeyName> {
    let of_removed = match &settings.removed {
        None => Vec::new(),
        Some(Removed::Community { community, .. }) => key_names(community),
        Some(Removed::Widget { home, widget, .. }) => {
            let home = settings.community(home).filter(|_| widget.own_key);
            home.map(|home| key_name(home, widget)).into_iter().collect()
        }
    };
    let used: Vec<KeyName> = settings.communities.iter().flat_map(|each: &Community| key_names(each)).collect();
    of_removed.into_iter().filter(|name| !used.contains(name)).collect()
}
