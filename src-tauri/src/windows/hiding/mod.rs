//! Tells the app when the main window is hidden or shown, whoever does it. A window that is minimised or covered is
//! not hidden.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "others.rs")]
mod system;

pub use system::listen;
