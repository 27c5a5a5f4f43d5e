//! The main window's shortcuts, taken before the web view gets the key: a stranger's frame that has the focus keeps
//! every key from the page around it. No command leads here, so a frame can't press one.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "others.rs")]
mod system;

pub use system::listen;
