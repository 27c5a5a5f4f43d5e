//! The app without its windows, against a service on loopback: what a person and a frame can ask of it.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::let_underscore_must_use,
    clippy::panic,
    clippy::string_slice,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "a test that can't go on fails"
)]

mod accounts;
mod add_widget;
mod arranging;
mod connect;
mod deep_links;
mod frames;
mod house;
mod judging;
mod keychain_faults;
mod keys;
mod own_keys;
mod own_windows;
mod partitions;
mod removing;
mod secrets;
mod splitting;
mod storage;
mod transfer;
mod typed;
mod widgets;
mod zooming;
