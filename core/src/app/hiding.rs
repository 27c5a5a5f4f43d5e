//! Whether the main window is hidden. Its page then lets go of what takes memory.

use super::App;
use std::sync::atomic::Ordering;

impl App {
    /// Notes that the main window was hidden, or is shown again.
    pub fn set_hidden(&self, hidden: bool) {
        if self.hidden.swap(hidden, Ordering::Relaxed) != hidden {
            self.announce();
        }
    }

    /// Whether a widget's page is never to be put to sleep.
    #[must_use]
    pub fn keeps_widgets_awake(&self) -> bool {
        let settings = self.settings();
        settings.settings().communities.iter().flat_map(|community| &community.widgets).any(|widget| widget.pinned)
    }

    pub(super) fn is_hidden(&self) -> bool {
        self.hidden.load(Ordering::Relaxed)
    }
}
