//! Hostile widget pages in the real app and the real web engine: each attack fails on the app as it is, and works on a
//! build that lacks the defence. `numbers.json` lists every attack of the threat list; `scripts/test hostile` runs all.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::let_underscore_must_use,
    clippy::panic,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "a test that can't go on fails"
)]

mod blast_radius;
mod deceive;
mod exhaust;
#[path = "../harness/mod.rs"]
mod harness;
mod host;
mod leave;
mod links;
mod permissions;
mod proof;
mod relay;
mod release;
mod scene;
mod steal;
