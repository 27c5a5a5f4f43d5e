//! The service as its clients see it: over HTTP.

mod client;
#[cfg(feature = "faults")]
mod faults;
mod life;
mod pages;
mod sign_in;
mod widgets;
