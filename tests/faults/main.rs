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

#[path = "../harness/mod.rs"]
mod harness;
mod single_instance;
#[path = "../shared/survived.rs"]
mod survived;
mod web_process;
mod widget_page;
mod widget_storage;
