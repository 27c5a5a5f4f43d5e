//! Whatever happens in whatever order, the rules about tokens hold: over a million random steps each.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::let_underscore_must_use,
    clippy::panic,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "a test that can't go on fails"
)]

mod clocks;
mod exchange;
mod frames;
mod lifetime;
#[path = "../../../tests/shared/survived.rs"]
mod survived;
