//! The vault on a real gnome-keyring, on a session bus of each test's own.

#![cfg(target_os = "linux")]

#[path = "../shared/again.rs"]
mod again;
mod from_outside;
mod kept;
mod keyring;
mod limits;
mod locked;
mod missing;
mod surroundings;
