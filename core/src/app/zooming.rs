//! How large the selected widget is drawn.
//!
//! The size is written at once, which the main room's commands never do (ADR 8). It is no command: only a key that the
//! person presses gets here, and no page can press one.

use super::App;
use crate::zoom::Zoom;

impl App {
    /// Draws the selected widget one step larger, as far as there is one.
    pub fn zoom_in(&self) {
        self.zoom(Zoom::larger);
    }

    /// Draws the selected widget one step smaller, as far as there is one.
    pub fn zoom_out(&self) {
        self.zoom(Zoom::smaller);
    }

    /// Draws the selected widget in its usual size.
    pub fn zoom_reset(&self) {
        self.zoom(|_| Zoom::default());
    }

    fn zoom(&self, next: impl FnOnce(Zoom) -> Zoom) {
        let Some((_, selected)) = self.selected() else { return };
        self.change(|settings| {
            if let Some(widget) = settings.widget_mut(&selected.id) {
                widget.zoom = next(widget.zoom);
            }
        });
    }
}
