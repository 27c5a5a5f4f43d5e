//! What the app may do and how it is built, held against lists that are written down here. Each line of such a list is
//! somebody's decision: a change that needs one more has to say so.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that can't go on fails"
)]

mod command_line;
mod configuration;
mod content_policy;
mod files;
mod permissions;
