//! A service and somebody who signs in to it. Whatever error comes of it, it must give nothing away.

use demo_service::{Config, DemoService, SeenRequest, SignInFault};
use std::sync::Arc;
use widget_core::error::AppError;
use widget_core::service::api_key::ApiKey;
use widget_core::service::email::Email;
use widget_core::service::http::{HttpSignIn, SignIn};
use widget_core::service::identifiers::CommunityId;
use widget_core::service::origin::Origin;
use widget_core::service::sign_in::{SignInError, SignInRequest};
use widget_core::service::token::Token;

pub const AMARA: &str = "amara@demo.example";
/// Looks like a token, so that a test can tell when one gets where it must not.
pub const CANARY_TOKEN: &str = "canary-token-5f1d";

pub struct Desk {
    pub service: DemoService,
    pub network: HttpSignIn,
}

impl Desk {
    pub async fn open() -> Self {
        let service = DemoService::start(Config::default()).await.unwrap();
        Self { service, network: HttpSignIn::default() }
    }

    pub fn key(&self) -> &str {
        &self.service.community().api_key
    }

    /// The request that the service accepts.
    pub fn request(&self) -> SignInRequest {
        request(self.service.origin(), &self.service.community().community_id, self.key(), AMARA)
    }

    pub async fn sign_in(&self) -> Token {
        self.network.sign_in(&self.request()).await.unwrap()
    }

    /// How the next sign-in fails when the service does this.
    pub async fn refused_with(&self, fault: SignInFault) -> AppError {
        self.service.faults().set_next(1, fault);
        self.refused(&self.request()).await
    }

    /// How this sign-in fails.
    pub async fn refused(&self, request: &SignInRequest) -> AppError {
        refused(&self.network, request).await
    }

    /// An answer with this status. Its body repeats everything that must stay here.
    pub fn status(&self, code: u16, retry_after: Option<&str>) -> SignInFault {
        SignInFault::Status { code, retry_after: retry_after.map(str::to_owned), body: self.echo() }
    }

    /// A reply with everything in it that must stay here.
    pub fn echo(&self) -> String {
        let key = self.key();
        format!(
            r#"{{"error":"{key} {AMARA} {CANARY_TOKEN}","message":"{key}","email":"{AMARA}","jwt":"{CANARY_TOKEN}"}}"#
        )
    }

    /// The only request that the service has seen.
    pub fn only_request(&self) -> SeenRequest {
        let mut seen = self.service.faults().requests();
        assert_eq!(seen.len(), 1, "{} requests", seen.len());
        seen.remove(0)
    }
}

pub fn request(origin: &str, community_id: &str, key: &str, email: &str) -> SignInRequest {
    SignInRequest {
        origin: Origin::parse(origin).unwrap(),
        community_id: CommunityId::parse(community_id).unwrap(),
        key: Arc::new(ApiKey::parse(key).unwrap()),
        email: Email::parse(email).unwrap(),
    }
}

/// How a sign-in fails, as the windows are told, after a look at all that could be logged or shown of it.
pub async fn refused(network: &HttpSignIn, request: &SignInRequest) -> AppError {
    let error: SignInError = network.sign_in(request).await.unwrap_err();
    let mut told = vec![format!("{error}"), format!("{error:?}"), format!("{request:?}")];
    let at_edge = AppError::from(error);
    told.extend([format!("{at_edge}"), format!("{at_edge:?}"), serde_json::to_string(&at_edge).unwrap()]);
    for text in &told {
        for secret in [request.key.reveal(), request.email.as_str(), CANARY_TOKEN] {
            assert!(!text.contains(secret), "{text} gives {secret} away");
        }
    }
    at_edge
}
