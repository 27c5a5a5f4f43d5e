//! `POST /widget/{community_id}/signin` (protocol.md 1.1).

use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::club::MemberId;
use crate::error::Refusal;
use crate::shared::{Shared, unix_millis};
use crate::tokens;

/// The whole reply: the vendor documents a top-level `token` and nothing else (protocol.md 1.1, success).
#[derive(Serialize)]
struct SignedIn {
    token: String,
}

/// Answers a sign-in. The body is taken only to hold it to the size limit; the vendor's samples send none.
pub(crate) async fn sign_in(
    State(shared): State<Arc<Shared>>,
    Path(community_id): Path<String>,
    headers: HeaderMap,
    #[cfg(feature = "faults")] wire: axum::Extension<crate::faults::wire::Wire>,
    _body: Bytes,
) -> Result<Response, Refusal> {
    tokio::time::sleep(shared.sign_in_delay).await;
    #[cfg(feature = "faults")]
    let own_text = match shared.script.answer_sign_in(&wire, &headers).await {
        crate::faults::Answer::Normal => None,
        crate::faults::Answer::WithToken(text) => Some(text),
        crate::faults::Answer::WithDate(date) => {
            let mut response = admit(&shared, &community_id, &headers, None)?;
            response.headers_mut().insert(header::DATE, date);
            return Ok(response);
        }
        crate::faults::Answer::Instead(response) => return Ok(response),
    };
    #[cfg(not(feature = "faults"))]
    let own_text = None;
    admit(&shared, &community_id, &headers, own_text)
}

/// Gives a token, with this text or one of the service's own, to whom [`check`] knows.
fn admit(
    shared: &Shared,
    community_id: &str,
    headers: &HeaderMap,
    own_text: Option<String>,
) -> Result<Response, Refusal> {
    let (member, email) = check(shared, community_id, headers)?;
    let mut tokens = shared.tokens();
    let token = match own_text {
        Some(text) => text,
        None => tokens::new_text(member, email, tokens.life(), unix_millis() / 1000)?,
    };
    tokens.keep(token.clone(), member, Instant::now());
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(SignedIn { token })).into_response())
}

fn check<'a>(shared: &'a Shared, community_id: &str, headers: &HeaderMap) -> Result<(MemberId, &'a str), Refusal> {
    let community = &shared.community;
    if community_id != community.community_id {
        return Err(Refusal::UnknownCommunity);
    }
    if headers.get("returningai-api-key").is_none_or(|key| key.as_bytes() != community.api_key.as_bytes()) {
        return Err(Refusal::WrongKey);
    }
    let email = headers.get("email").and_then(|email| email.to_str().ok()).unwrap_or_default();
    let mut members = community.members.iter().enumerate();
    match members.find(|(_, member)| member.email.eq_ignore_ascii_case(email)) {
        Some((position, member)) => Ok((MemberId(position), &member.email)),
        None => Err(Refusal::UnknownEmail),
    }
}
