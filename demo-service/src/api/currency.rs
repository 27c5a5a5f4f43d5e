//! Currency Overview: balances, tier and history.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::{SeenQuery, SignedIn, is_current, nothing_new, reply};
use crate::club::accounts::Currency;
use crate::error::Refusal;
use crate::shared::Shared;

#[derive(Serialize)]
struct NextTier {
    name: &'static str,
    at: u64,
}

#[derive(Serialize)]
struct TierView {
    name: &'static str,
    from: u64,
    next: Option<NextTier>,
}

#[derive(Serialize)]
struct EntryView<'a> {
    at: u64,
    what: &'a str,
    currency: &'static str,
    amount: i64,
}

#[derive(Serialize)]
struct CurrencyView<'a> {
    revision: u64,
    coins: u64,
    xp: u64,
    tier: TierView,
    history: Vec<EntryView<'a>>,
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
    let account = club.account(member)?;
    let tier = account.tier();
    let history = account.history.iter().map(|entry| EntryView {
        at: entry.at,
        what: &entry.what,
        currency: match entry.currency {
            Currency::Coins => "coins",
            Currency::Xp => "xp",
        },
        amount: entry.amount,
    });
    Ok(reply(CurrencyView {
        revision: club.revision,
        coins: account.coins,
        xp: account.xp,
        tier: TierView { name: tier.name, from: tier.from, next: tier.next.map(|(name, at)| NextTier { name, at }) },
        history: history.collect(),
    }))
}
