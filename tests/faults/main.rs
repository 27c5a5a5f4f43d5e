//! Faults of the machine and of the web engine under the real app: it keeps working, or says what is wrong.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::let_underscore_must_use,
    clippy::panic,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "a test that can't go on fails"
)]

#[path = "../../core/tests/shared/again.rs"]
#[allow(dead_code, reason = "these tests use their part of it")]
mod again;
mod crash;
mod disk;
mod expiry_storm;
#[path = "../harness/mod.rs"]
mod harness;
mod keychain;
mod network;
#[path = "../shared/scripted_secrets.rs"]
mod scripted_secrets;
mod settings_files;
mod single_instance;
mod start;
#[path = "../shared/survived.rs"]
mod survived;
mod web_process;
mod widget_page;
mod widget_storage;
