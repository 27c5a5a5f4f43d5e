//! Milestones: how far, and today's check-in.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use super::{PaidView, SeenQuery, SignedIn, is_current, nothing_new, paid_views, reply};
use crate::club::milestones::MILESTONES;
use crate::club::{Club, MemberId};
use crate::error::Refusal;
use crate::shared::{Shared, unix_millis};

#[derive(Serialize)]
struct MilestoneView {
    id: &'static str,
    title: &'static str,
    text: &'static str,
    icon: &'static str,
    progress: u32,
    goal: u32,
    coins: u64,
    xp: u64,
}

#[derive(Serialize)]
struct MilestonesView {
    revision: u64,
    balance: u64,
    checked_in_today: bool,
    milestones: Vec<MilestoneView>,
}

#[derive(Serialize)]
struct CheckedIn {
    paid: Vec<PaidView>,
    milestones: MilestonesView,
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
    Ok(reply(view(&club, member, unix_millis())?))
}

pub(super) async fn check_in(
    SignedIn(member): SignedIn,
    State(shared): State<Arc<Shared>>,
) -> Result<Response, Refusal> {
    let now = unix_millis();
    let mut club = shared.club();
    let paid = club.check_in(member, now)?;
    Ok(reply(CheckedIn { paid: paid_views(paid), milestones: view(&club, member, now)? }))
}

fn view(club: &Club, member: MemberId, now: u64) -> Result<MilestonesView, Refusal> {
    let account = club.account(member)?;
    let milestones = MILESTONES.iter().zip(&account.progress).map(|(milestone, progress)| MilestoneView {
        id: milestone.id,
        title: milestone.title,
        text: milestone.text,
        icon: milestone.icon,
        progress: *progress,
        goal: milestone.goal,
        coins: milestone.coins,
        xp: milestone.xp,
    });
    Ok(MilestonesView {
        revision: club.revision,
        balance: account.coins,
        checked_in_today: account.checked_in_today(now),
        milestones: milestones.collect(),
    })
}
