//! Socials: the feed and its cheers.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::{SeenQuery, SignedIn, body, is_current, nothing_new, reply};
use crate::club::{Club, MemberId};
use crate::error::Refusal;
use crate::shared::Shared;

#[derive(Serialize)]
struct PostView {
    id: u64,
    author: &'static str,
    place: &'static str,
    at: u64,
    text: &'static str,
    cheers: u64,
    cheered: bool,
}

#[derive(Serialize)]
struct SocialsView {
    revision: u64,
    posts: Vec<PostView>,
}

#[derive(Deserialize)]
struct Cheer {
    post: u64,
}

pub(super) async fn show(
    SignedIn(member): SignedIn,
    State(shared): State<Arc<Shared>>,
    seen: SeenQuery,
) -> Result<Response, Refusal> {
    let club = shared.club();
    if is_current(seen, club.revision) {
        return Ok(nothing_new());
    }
    Ok(reply(view(&club, member)?))
}

pub(super) async fn cheer(
    SignedIn(member): SignedIn,
    State(shared): State<Arc<Shared>>,
    bytes: Bytes,
) -> Result<Response, Refusal> {
    let Cheer { post } = body(&bytes)?;
    let mut club = shared.club();
    club.cheer(member, post)?;
    Ok(reply(view(&club, member)?))
}

fn view(club: &Club, member: MemberId) -> Result<SocialsView, Refusal> {
    let account = club.account(member)?;
    let posts = club.posts().iter().map(|post| PostView {
        id: post.id,
        author: post.author,
        place: post.place,
        at: post.at,
        text: post.text,
        cheers: club.cheers(post),
        cheered: account.cheered.contains(&post.id),
    });
    Ok(SocialsView { revision: club.revision, posts: posts.collect() })
}
