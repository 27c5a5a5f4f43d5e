//! Accounts: signing in as another email, and out.

use super::storage::FramesHeld;
use super::{App, community_key_name, key_name, key_names, session_id};
use crate::error::{AppError, Code};
use crate::service::email::Email;
use crate::settings::model::Community;
use crate::vault::key_name::KeyName;
use crate::view::{ConnectStep, Connected};

use super::connect::Reporter;

impl App {
    /// Signs in to a community as this email, which becomes its account.
    ///
    /// # Errors
    /// What is wrong with the email, or why the service does not sign it in. The account of before stays then.
    pub async fn sign_in(&self, community: &str, email: &str, report: &Reporter<'_>) -> Result<Connected, AppError> {
        let community = self.community(community)?;
        report.running(ConnectStep::CheckInput);
        let email = Email::parse(email).map_err(|error| report.email_refused(error))?;
        let name = usual_key_name(&community);
        let key = self.key_to_use(&name, None).await.map_err(|error| report.key_unusable(error))?;
        report.passed(ConnectStep::CheckInput);
        let id = session_id(&community, name, &email);
        let token = self.sign_in_now(&id, key, report).await?;
        report.running(ConnectStep::Save);
        self.change_account(&community.id, |community| community.sign_in(&email))?;
        self.sessions.adopt(&id, token);
        report.passed(ConnectStep::Save);
        Ok(Connected { community: community.id, widget: None })
    }

    /// Signs the community's account out. It stays remembered.
    ///
    /// # Errors
    /// `UnknownCommunity`.
    pub fn sign_out(&self, community: &str) -> Result<(), AppError> {
        self.change_account(community, Community::sign_out)
    }

    /// Forgets a remembered account, and signs it out if it is signed in.
    ///
    /// # Errors
    /// `UnknownCommunity`, `UnknownAccount`.
    pub fn forget_account(&self, community: &str, email: &str) -> Result<(), AppError> {
        let accounts = self.community(community)?.accounts;
        if !accounts.iter().any(|account| account.email.as_str() == email) {
            return Err(Code::UnknownAccount.into());
        }
        self.change_account(community, |community| {
            community.accounts.retain(|account| account.email.as_str() != email);
        })
    }

    /// Changes who is signed in to a community. The settings come first, so that no frame can be opened for the account
    /// of before once its frames and its tokens are gone; then the windows see it. What it stored goes when the page has
    /// let go of its frames, and until then no other frame opens.
    fn change_account(&self, id: &str, change: impl FnOnce(&mut Community)) -> Result<(), AppError> {
        let before = self.community(id)?;
        let held = self.hold_frames();
        let after = self.settings().change(|settings| {
            let community = settings.community_mut(id)?;
            change(community);
            Some(community.clone())
        });
        let after = after.ok_or(Code::UnknownCommunity)?;
        self.end_account(&before, after.signed_in(), held);
        self.announce();
        Ok(())
    }

    /// Ends what a community's account left, unless it is signed in still.
    pub(super) fn end_account(&self, before: &Community, signed_in: Option<&Email>, held: FramesHeld) {
        if before.signed_in().is_some() && before.signed_in() != signed_in {
            self.end_sessions(before);
            self.clear_storage_after(before, held);
        }
    }

    /// Closes a community's frames and forgets its account's tokens.
    pub(super) fn end_sessions(&self, community: &Community) {
        self.frames().close_community(&community.id);
        for account in &community.accounts {
            for name in key_names(community) {
                self.sessions.sign_out(&session_id(community, name, &account.email));
            }
        }
    }
}

/// The key to sign in with when no widget is named: the community's, or the first widget's own where all have one.
fn usual_key_name(community: &Community) -> KeyName {
    let signing_in = || community.widgets.iter().filter(|widget| !widget.widget_type.is_public());
    match signing_in().next() {
        Some(first) if signing_in().all(|widget| widget.own_key) => key_name(community, first),
        _ => community_key_name(community),
    }
}
