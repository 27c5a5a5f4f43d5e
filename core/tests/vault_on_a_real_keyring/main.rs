//! The vault on a real gnome-keyring, on a session bus of each test's own.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::let_underscore_must_use,
    clippy::panic,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "a test that can't go on fails"
)]
#![cfg(target_os = "linux")]

#[path = "../shared/again.rs"]
mod again;
mod from_outside;
mod kept;
mod keyring;
mod limits;
mod locked;
mod missing;
mod scripted;
#[path = "../../../tests/shared/scripted_secrets.rs"]
mod scripted_secrets;
mod surroundings;
#[path = "../../../tests/shared/survived.rs"]
mod survived;
