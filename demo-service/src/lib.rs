//! A stand-in for the Returning.AI widget service.
//!
//! It speaks the wire that Returning.AI documents for its iframe widgets: the sign-in call with a Widget API key
//! and an email, short-lived tokens, widget pages that ask their parent page for a token by `postMessage`, and an
//! API of its own behind those pages. It serves the app's built-in demo community and the tests.
//!
//! Invariants:
//! * it listens on 127.0.0.1 and nowhere else;
//! * everything lives in memory and is bounded, nothing is written to disk;
//! * the Widget API key is drawn anew at every start, and no reply ever contains it.
//!
//! The wire facts are those of the fact sheet `protocol.md`; doc comments name the section they rest on.

mod api;
mod club;
mod community;
mod error;
#[cfg(feature = "faults")]
mod faults;
mod marks;
mod pages;
mod random;
mod routes;
mod server;
mod shared;
mod sign_in;
mod tokens;

pub use community::{Community, Member, Widget};
#[cfg(feature = "faults")]
pub use faults::{Faults, FrameFault, SeenRequest, SignInFault, Staged};
#[cfg(feature = "faults")]
pub use marks::{EMAIL_MARK, KEY_MARK, TOKEN_MARK};
pub use random::NoRandomness;
pub use server::{Config, DemoService, StartError};
