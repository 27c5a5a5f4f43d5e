//! Channels: the list, what is new in one of them, and writing.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::{PaidView, SignedIn, body, paid_views, reply};
use crate::club::MemberId;
use crate::club::channels::{Author, Message};
use crate::error::Refusal;
use crate::shared::{Shared, unix_millis};

#[derive(Serialize)]
struct ChannelView {
    id: &'static str,
    topic: &'static str,
    last_id: u64,
}

#[derive(Serialize)]
struct MessageView {
    id: u64,
    author: String,
    mine: bool,
    at: u64,
    text: String,
}

#[derive(Serialize)]
struct News {
    messages: Vec<MessageView>,
    /// The last message of every channel, so that one call also shows which others have news.
    last_ids: BTreeMap<&'static str, u64>,
}

#[derive(Serialize)]
struct Written {
    message: MessageView,
    paid: Vec<PaidView>,
}

#[derive(Deserialize)]
pub(super) struct Since {
    #[serde(default)]
    since: u64,
}

#[derive(Deserialize)]
struct Draft {
    text: String,
}

pub(super) async fn list(_: SignedIn, State(shared): State<Arc<Shared>>) -> Response {
    let club = shared.club();
    let view = |channel: &crate::club::channels::Channel| ChannelView {
        id: channel.id,
        topic: channel.topic,
        last_id: channel.last_id(),
    };
    reply(club.channels().iter().map(view).collect::<Vec<_>>())
}

/// The messages after `?since=ID`: with nothing new, a reply of some hundred bytes.
pub(super) async fn read(
    SignedIn(member): SignedIn,
    State(shared): State<Arc<Shared>>,
    Path(channel): Path<String>,
    since: Result<Query<Since>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Refusal> {
    let Query(Since { since }) = since.map_err(|_| Refusal::BadRequest)?;
    let club = shared.club();
    let messages = club.channel(&channel)?.after(since).map(|message| view(&shared, member, message)).collect();
    let last_ids = club.channels().iter().map(|channel| (channel.id, channel.last_id())).collect();
    Ok(reply(News { messages, last_ids }))
}

pub(super) async fn write(
    SignedIn(member): SignedIn,
    State(shared): State<Arc<Shared>>,
    Path(channel): Path<String>,
    bytes: Bytes,
) -> Result<Response, Refusal> {
    let Draft { text } = body(&bytes)?;
    let (message, paid) = shared.club().write(member, &channel, &text, unix_millis())?;
    Ok(reply(Written { message: view(&shared, member, &message), paid: paid_views(paid) }))
}

fn view(shared: &Shared, reader: MemberId, message: &Message) -> MessageView {
    let author = match message.author {
        Author::Member(MemberId(position)) => shared.community.members.get(position).map_or("", |member| &member.name),
        Author::Other(name) => name,
    };
    MessageView {
        id: message.id,
        author: author.to_owned(),
        mine: message.author == Author::Member(reader),
        at: message.at,
        text: message.text.clone(),
    }
}
