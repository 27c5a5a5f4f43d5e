//! Diagnoses over real HTTP, against a service on loopback in which one thing after the other is wrong.

// A trust store that a variable names.
#![cfg(target_os = "linux")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::let_underscore_must_use,
    clippy::panic,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "a test that can't go on fails"
)]

#[path = "../shared/again.rs"]
#[allow(dead_code, reason = "shared with other tests")]
mod again;
#[path = "../sign_in_over_http/certificates.rs"]
#[allow(dead_code, reason = "shared with other tests")]
mod certificates;
mod findings;
mod place;
mod proxy;
mod table;
#[path = "../sign_in_over_http/tls_server.rs"]
#[allow(dead_code, reason = "shared with other tests")]
mod tls_server;
