//! Which address leads where.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::error::Refusal;
use crate::shared::Shared;
use crate::{api, pages, sign_in};

/// Room for a message of 2,000 characters at four bytes each, escaped as JSON, and not much more.
const LARGEST_BODY: usize = 32 * 1024;

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    let router = Router::new()
        .route("/widget/{community_id}/signin", post(sign_in::sign_in))
        .route("/demo/health", get(async || "ok"))
        .route("/demo/assets/{name}", get(pages::asset))
        .nest("/demo/api", api::router())
        .route("/{widget_type}/{widget_id}", get(pages::widget))
        .route("/{widget_type}/{widget_id}/{extra_segment}", get(pages::leaderboard))
        .fallback(pages::not_found)
        .method_not_allowed_fallback(async || Refusal::WrongMethod)
        .layer(DefaultBodyLimit::max(LARGEST_BODY));
    #[cfg(feature = "faults")]
    let router = router.layer(axum::middleware::from_fn_with_state(Arc::clone(&shared), crate::faults::record));
    router.with_state(shared)
}
