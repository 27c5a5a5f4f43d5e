//! One sign-in of a widget's account to see whether it works. Nothing is kept of it.

use super::{App, key_name};
use crate::error::{AppError, Code};
use crate::service::api_key::ApiKey;
use crate::service::sign_in::SignInRequest;
use std::sync::Arc;

/// What a widget's sign-in came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInCheck {
    SignedIn,
    /// The widget is public.
    NotNeeded,
}

impl App {
    /// Signs in once, and forgets the token. Without a key the keychain is asked for it, and asks nobody.
    ///
    /// # Errors
    /// Why the account can't be signed in, or why there is nothing to sign in with.
    pub async fn check_sign_in(&self, widget: &str, key: Option<Arc<ApiKey>>) -> Result<SignInCheck, AppError> {
        let (community, widget) = self.widget(widget)?;
        if widget.widget_type.is_public() {
            return Ok(SignInCheck::NotNeeded);
        }
        let email = community.signed_in().ok_or(Code::SignedOut)?.clone();
        let key = match key {
            Some(key) => key,
            None => self.vault.read_quietly(&key_name(&community, &widget)).await?.key,
        };
        let request = SignInRequest { origin: community.origin, community_id: community.community_id, key, email };
        self.network.sign_in(&request).await?;
        Ok(SignInCheck::SignedIn)
    }
}
