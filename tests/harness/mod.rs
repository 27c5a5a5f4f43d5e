//! Everything that a test needs around the app, each test with its own: home, display, bus, keyring, driver.

#![allow(dead_code, unused_imports, reason = "each of the suites that share this uses its part of it")]

mod app;
mod canary;
mod children;
pub mod community;
mod furnish;
mod process;
mod surroundings;

pub use app::{App, BINARY};
pub use canary::{SETTINGS, scan};
pub use children::{Owned, signal};
pub use furnish::Furnished;
pub use process::{MAIN_TITLE, Process};
pub use surroundings::{KEYRING_PASSWORD, Keyring, Surroundings};

use std::future::Future;
use std::time::Duration;
use tokio::time::Instant;

/// How long anything may take before a test calls it missing, on a machine with other work as well.
pub const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Looks until something is there.
///
/// # Panics
/// When it does not come.
pub async fn until<T, F: Future<Output = Option<T>>>(what: &str, mut look: impl FnMut() -> F) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        // A look can hang as well, when the app or the driver does.
        let looked = tokio::time::timeout_at(deadline, look()).await;
        if let Ok(Some(found)) = looked {
            return found;
        }
        assert!(Instant::now() < deadline, "{what}: did not come within {PATIENCE:?}");
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// How long to look for what is not to come.
pub const LONG_ENOUGH: Duration = Duration::from_secs(3);

/// Looks for a while. For what is hoped not to come: no sign says that it never will.
pub async fn comes_within<T, F: Future<Output = Option<T>>>(
    patience: Duration,
    mut look: impl FnMut() -> F,
) -> Option<T> {
    let deadline = Instant::now() + patience;
    while Instant::now() < deadline {
        if let Ok(Some(found)) = tokio::time::timeout_at(deadline, look()).await {
            return Some(found);
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    None
}
