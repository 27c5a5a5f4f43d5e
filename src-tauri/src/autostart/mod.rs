//! A start at log-in, in the background. The system keeps whether there is one, and nothing else does.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "others.rs")]
mod system;

pub use system::{is_on, set};
