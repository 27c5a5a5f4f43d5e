//! What the service answers when it refuses.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::random::NoRandomness;

/// Every refusal, one variant a reason. The vendor documents no failure statuses (protocol.md 1.1), so these are the
/// ones HTTP suggests. No text repeats anything the caller sent.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("There is no such community.")]
    UnknownCommunity,
    #[error("The Widget API key is missing or wrong.")]
    WrongKey,
    #[error("Nobody in this community has that email.")]
    UnknownEmail,
    #[error("This address takes another method.")]
    WrongMethod,
    #[error("The token is missing or has expired.")]
    NoToken,
    #[error("The request is not understood.")]
    BadRequest,
    #[error("There is nothing here.")]
    NotFound,
    #[error("The message is empty.")]
    EmptyMessage,
    #[error("The message is longer than 2,000 characters.")]
    LongMessage,
    #[error("There are not enough coins.")]
    TooPoor,
    #[error("The item is sold out.")]
    SoldOut,
    #[error("Already checked in today.")]
    AlreadyCheckedIn,
    #[error("The service cannot make a token now.")]
    NoRandomness(#[from] NoRandomness),
}

impl Refusal {
    const fn parts(&self) -> (StatusCode, &'static str) {
        match self {
            Self::UnknownCommunity => (StatusCode::NOT_FOUND, "unknown_community"),
            Self::WrongKey => (StatusCode::UNAUTHORIZED, "wrong_key"),
            Self::UnknownEmail => (StatusCode::FORBIDDEN, "unknown_email"),
            Self::WrongMethod => (StatusCode::METHOD_NOT_ALLOWED, "wrong_method"),
            Self::NoToken => (StatusCode::UNAUTHORIZED, "no_token"),
            Self::BadRequest => (StatusCode::BAD_REQUEST, "bad_request"),
            Self::NotFound => (StatusCode::NOT_FOUND, "not_found"),
            Self::EmptyMessage => (StatusCode::UNPROCESSABLE_ENTITY, "empty_message"),
            Self::LongMessage => (StatusCode::UNPROCESSABLE_ENTITY, "long_message"),
            Self::TooPoor => (StatusCode::CONFLICT, "too_poor"),
            Self::SoldOut => (StatusCode::CONFLICT, "sold_out"),
            Self::AlreadyCheckedIn => (StatusCode::CONFLICT, "already_checked_in"),
            Self::NoRandomness(_) => (StatusCode::INTERNAL_SERVER_ERROR, "no_randomness"),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code) = self.parts();
        let mut response = (status, Json(json!({ "error": code, "message": self.to_string() }))).into_response();
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if matches!(self, Self::NoToken) {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
