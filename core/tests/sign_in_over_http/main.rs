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
mod beyond_all_measure;
mod captive_portals;
mod desk;
mod drops;
mod limits;
mod malformed;
mod proxies;
mod redirects;
mod replies;
mod statuses;
#[path = "../../../tests/shared/survived.rs"]
mod survived;
mod ways;

// Namespaces, and a trust store that a variable names.
#[cfg(target_os = "linux")]
mod certificates;
#[cfg(target_os = "linux")]
mod name_server;
#[cfg(target_os = "linux")]
mod names;
#[cfg(target_os = "linux")]
mod openssl;
#[cfg(target_os = "linux")]
mod own_network;
#[cfg(target_os = "linux")]
mod tls;
#[cfg(target_os = "linux")]
mod tls_server;
#[cfg(target_os = "linux")]
mod trust;
#[cfg(target_os = "linux")]
mod tunnel;
