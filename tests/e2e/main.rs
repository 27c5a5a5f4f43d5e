//! The real app in the real web engine, driven as a person would: WebKitWebDriver under Xvfb, a real keyring, the
//! demo service on loopback.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::let_underscore_must_use,
    clippy::panic,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "a test that can't go on fails"
)]

mod accessibility;
mod arranging;
mod background;
mod canary;
mod command_line;
mod connect;
mod deep_links;
mod diagnosis;
mod diagnosis_page;
mod downloads;
#[path = "../harness/mod.rs"]
mod harness;
mod languages;
mod live;
mod logs;
mod memory;
mod own_window;
mod partitions;
mod shortcuts;
mod side_by_side;
mod sleeping;
mod spelling;
mod transfer;
mod tray_host;
mod window_place;
mod zoom;
