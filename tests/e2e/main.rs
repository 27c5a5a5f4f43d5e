//! The real app in the real web engine, driven as a person would: WebKitWebDriver under Xvfb, a real keyring, the
//! demo service on loopback.

mod connect;
mod harness;
mod live;
