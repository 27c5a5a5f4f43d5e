//! Links out of a frame: to the system browser, by Rust, rarely.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tauri::Url;

/// Most links in [`WINDOW`]. The web engine lets one through per click; this bounds a page that is clicked a lot.
const MOST_LINKS: usize = 4;
const WINDOW: Duration = Duration::from_secs(10);

/// Lets a few links through and no flood.
#[derive(Default)]
pub struct LinkGate(Mutex<VecDeque<Instant>>);

impl LinkGate {
    /// Opens an https link in the system browser. Everything else is refused.
    pub fn open(&self, url: &Url) {
        if url.scheme() != "https" || !self.admits(Instant::now()) {
            tracing::warn!(scheme = url.scheme(), "a link was refused");
            return;
        }
        if let Err(error) = open::that_detached(url.as_str()) {
            tracing::error!(%error, "the system browser did not open");
        }
    }

    fn admits(&self, now: Instant) -> bool {
        let mut opened = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while opened.front().is_some_and(|moment| now.saturating_duration_since(*moment) >= WINDOW) {
            opened.pop_front();
        }
        let admitted = opened.len() < MOST_LINKS;
        if admitted {
            opened.push_back(now);
        }
        admitted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_links_is_cut_to_a_few() {
        let gate = LinkGate::default();
        let start = Instant::now();
        let admitted = (0..1000).filter(|_| gate.admits(start)).count();
        assert_eq!(admitted, MOST_LINKS);
        assert!(gate.admits(start + WINDOW));
    }
}
