//! Accounts: signing in as another email, and out.

use super::{App, community_key_name, key_name, key_names, session_id};
use crate::error::{AppError, Code};
use crate::service::email::Email;
use crate::settings::model::Community;
use crate::vault::key_name::KeyName;
use crate::view::{ConnectStep, Connected};

use super::connect::Reporter;

impl App {
    /// The account that is signed in to each community, by the community's id.
    #[must_use]
    pub fn signed_in_accounts(&self) -> Vec<(String, Email)> {
        let settings = self.settings();
        let communities = &settings.settings().communities;
        communities
            .iter()
            .filter_map(|community| Some((community.id.clone(), community.signed_in()?.clone())))
            .collect()
    }

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
        if community.signed_in() != Some(&email) {
            self.end_sessions(&community);
        }
        self.sessions.adopt(&id, token);
        self.change(|settings| {
            if let Some(community) = settings.community_mut(&community.id) {
                community.sign_in(&email);
            }
        });
        report.passed(ConnectStep::Save);
        Ok(Connected { community: community.id, widget: None })
    }

    /// Signs the community's account out. It stays remembered.
    ///
    /// # Errors
    /// `UnknownCommunity`.
    pub fn sign_out(&self, community: &str) -> Result<(), AppError> {
        let community = self.community(community)?;
        self.end_sessions(&community);
        self.change(|settings| {
            if let Some(community) = settings.community_mut(&community.id) {
                community.sign_out();
            }
        });
        Ok(())
    }

    /// Forgets a remembered account, and signs it out if it is signed in.
    ///
    /// # Errors
    /// `UnknownCommunity`, `UnknownAccount`.
    pub fn forget_account(&self, community: &str, email: &str) -> Result<(), AppError> {
        let community = self.community(community)?;
        let known = community.accounts.iter().find(|account| account.email.as_str() == email);
        let account = known.ok_or(Code::UnknownAccount)?;
        if account.signed_in {
            self.end_sessions(&community);
        }
        self.change(|settings| {
            if let Some(community) = settings.community_mut(&community.id) {
                community.accounts.retain(|account| account.email.as_str() != email);
            }
        });
        Ok(())
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
