//! The API behind the widget pages. It is this service's own: the vendor's is not documented.

mod channels;
mod currency;
mod leaderboard;
mod me;
mod milestones;
mod socials;
mod store;

use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::club::{MemberId, Paid};
use crate::error::Refusal;
use crate::shared::Shared;

pub(crate) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route("/me", get(me::show))
        .route("/channels", get(channels::list))
        .route("/channels/{channel}/messages", get(channels::read).post(channels::write))
        .route("/store", get(store::show))
        .route("/store/redeem", post(store::redeem))
        .route("/milestones", get(milestones::show))
        .route("/milestones/check-in", post(milestones::check_in))
        .route("/currency", get(currency::show))
        .route("/socials", get(socials::show))
        .route("/socials/cheer", post(socials::cheer))
        .route("/leaderboard", get(leaderboard::show))
}

/// The member whose token a call carries in `Authorization: Bearer`. Without a good token there is no such value.
struct SignedIn(MemberId);

impl FromRequestParts<Arc<Shared>> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Refusal> {
        let value = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = value.and_then(|value| value.strip_prefix("Bearer ")).ok_or(Refusal::NoToken)?;
        shared.tokens().member(token, Instant::now()).map(SignedIn).ok_or(Refusal::NoToken)
    }
}

/// `?revision=N`: what the page has already. Anything unreadable counts as having nothing.
#[derive(Deserialize, Default)]
struct Seen {
    revision: Option<u64>,
}

type SeenQuery = Result<Query<Seen>, axum::extract::rejection::QueryRejection>;

fn is_current(seen: SeenQuery, revision: u64) -> bool {
    seen.is_ok_and(|Query(seen)| seen.revision == Some(revision))
}

/// A JSON body, read without regard to its content type.
fn body<T: DeserializeOwned>(bytes: &Bytes) -> Result<T, Refusal> {
    serde_json::from_slice(bytes).map_err(|_| Refusal::BadRequest)
}

/// A reply that no cache may keep.
fn reply(value: impl Serialize) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(value)).into_response()
}

fn nothing_new() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

/// A reached milestone, as a page announces it.
#[derive(Serialize)]
struct PaidView {
    title: &'static str,
    coins: u64,
}

fn paid_views(paid: Vec<Paid>) -> Vec<PaidView> {
    paid.into_iter().map(|Paid { title, coins }| PaidView { title, coins }).collect()
}
