//! How large a widget is drawn: the selected one, or the one in a window of its own, which `own_window` names.
//!
//! The size is written at once, which the main room's commands never do (ADR 8). It is no command: only a key that the
//! person presses gets here, and no page can press one.

use super::App;
use crate::zoom::Zoom;

impl App {
    /// Draws the widget one step larger, as far as there is one.
    pub fn zoom_in(&self, own_window: Option<&str>) {
        self.zoom(own_window, Zoom::larger);
    }

    /// Draws the widget one step smaller, as far as there is one.
    pub fn zoom_out(&self, own_window: Option<&str>) {
        self.zoom(own_window, Zoom::smaller);
    }

    /// Draws the widget in its usual size.
    pub fn zoom_reset(&self, own_window: Option<&str>) {
        self.zoom(own_window, |_| Zoom::default());
    }

    fn zoom(&self, own_window: Option<&str>, next: impl FnOnce(Zoom) -> Zoom) {
        let selected = || self.selected().map(|(_, widget)| widget.id);
        let Some(id) = own_window.map(str::to_owned).or_else(selected) else { return };
        self.change(|settings| {
            if let Some(widget) = settings.widget_mut(&id) {
                widget.zoom = next(widget.zoom);
            }
        });
    }
}
