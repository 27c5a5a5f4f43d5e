//! The store: the shelf, the balance, and redeeming.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::{PaidView, SeenQuery, SignedIn, body, is_current, nothing_new, paid_views, reply};
use crate::club::{Club, MemberId};
use crate::error::Refusal;
use crate::shared::{Shared, unix_millis};

#[derive(Serialize)]
struct ItemView {
    id: &'static str,
    name: &'static str,
    text: &'static str,
    icon: &'static str,
    hue: &'static str,
    price: u64,
    stock: u32,
    redeemed: u32,
}

#[derive(Serialize)]
struct StoreView {
    revision: u64,
    balance: u64,
    items: Vec<ItemView>,
}

#[derive(Serialize)]
struct Redeemed {
    name: &'static str,
    paid: Vec<PaidView>,
    store: StoreView,
}

#[derive(Deserialize)]
struct Wish {
    item: String,
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

pub(super) async fn redeem(
    SignedIn(member): SignedIn,
    State(shared): State<Arc<Shared>>,
    bytes: Bytes,
) -> Result<Response, Refusal> {
    let Wish { item } = body(&bytes)?;
    let mut club = shared.club();
    let (item, paid) = club.redeem(member, &item, unix_millis())?;
    Ok(reply(Redeemed { name: item.name, paid: paid_views(paid), store: view(&club, member)? }))
}

fn view(club: &Club, member: MemberId) -> Result<StoreView, Refusal> {
    let account = club.account(member)?;
    let items = club.items().iter().map(|item| ItemView {
        id: item.id,
        name: item.name,
        text: item.text,
        icon: item.icon,
        hue: item.hue,
        price: item.price,
        stock: item.stock,
        redeemed: account.redeemed.get(item.id).copied().unwrap_or(0),
    });
    Ok(StoreView { revision: club.revision, balance: account.coins, items: items.collect() })
}
