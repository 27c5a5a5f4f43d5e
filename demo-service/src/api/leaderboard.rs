//! The public leaderboard: the one call that takes no token (protocol.md 6).

use axum::response::Response;
use serde::Serialize;

use super::reply;
use crate::club::leaderboard::ROWS;

#[derive(Serialize)]
struct RowView {
    name: &'static str,
    place: &'static str,
    points: u32,
    moved: i8,
}

pub(super) async fn show() -> Response {
    let view = |row: &crate::club::leaderboard::Row| RowView {
        name: row.name,
        place: row.place,
        points: row.points,
        moved: row.moved,
    };
    reply(ROWS.iter().map(view).collect::<Vec<_>>())
}
