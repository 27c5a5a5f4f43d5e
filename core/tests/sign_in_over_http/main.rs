//! The real sign-in over real HTTP, against a service on loopback.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::let_underscore_must_use,
    clippy::panic,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "a test that can't go on fails"
)]

mod accepted;
#[path = "../shared/again.rs"]
mod again;
mod desk;
mod limits;
mod proxies;
mod redirects;
mod replies;
mod statuses;
mod ways;
