//! The service as its clients see it: over HTTP.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::let_underscore_must_use,
    clippy::panic,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "a test that can't go on fails"
)]

mod client;
#[cfg(feature = "faults")]
mod faults;
mod life;
mod pages;
mod sign_in;
mod widgets;
