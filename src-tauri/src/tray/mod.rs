//! The app's icon in the system's tray: the way back to an app without a window.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "others.rs")]
mod system;

pub use system::{has_host, keep};
