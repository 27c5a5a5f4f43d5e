//! One sign-in of a widget's account to see whether it works. Nothing is kept of it.

use super::{App, key_name};
use crate::error::{AppError, Code};
use crate::service::api_key::ApiKey;
use crate::service::sign_in::SignInRequest;

/// What a widget's sign-in came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInCheck {
    SignedIn,
    /// The widget is public.
    NotNeeded,
}

impl App {
    /// Takes the key that a widget signs in with for as long as this app runs, in the place of the keychain's.
    ///
    /// # Errors
    /// When there is no such widget.
    pub fn take_key(&self, widget: &str, key: &ApiKey) -> Result<(), AppError> {
        let (community, widget) = self.widget(widget)?;
        Ok(self.vault.keep_for_this_session(&key_name(&community, &widget), key)?)
    }

    /// Signs in once, and forgets the token. The keychain is asked for the key, and asks nobody.
    ///
    /// # Errors
    /// Why the account can't be signed in, or why there is nothing to sign in with.
    pub async fn check_sign_in(&self, widget: &str) -> Result<SignInCheck, AppError> {
        let (community, widget) = self.widget(widget)?;
        if widget.widget_type.is_public() {
            return Ok(SignInCheck::NotNeeded);
        }
        let email = community.signed_in().ok_or(Code::SignedOut)?.clone();
        let stored = self.vault.read_quietly(&key_name(&community, &widget)).await?;
        let request =
            SignInRequest { origin: community.origin, community_id: community.community_id, key: stored.key, email };
        self.network.sign_in(&request).await?;
        Ok(SignInCheck::SignedIn)
    }
}
