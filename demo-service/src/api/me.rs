//! Who is signed in.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::{SignedIn, reply};
use crate::error::Refusal;
use crate::shared::Shared;

#[derive(Serialize)]
struct Me<'a> {
    name: &'a str,
    community: &'a str,
}

pub(super) async fn show(SignedIn(member): SignedIn, State(shared): State<Arc<Shared>>) -> Result<Response, Refusal> {
    let known = shared.community.members.get(member.0).ok_or(Refusal::NotFound)?;
    Ok(reply(Me { name: &known.name, community: &shared.community.name }))
}
