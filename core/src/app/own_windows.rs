//! Widgets that are shown in a window of their own, and not in the main window meanwhile.

use super::App;
use super::frames::FramePage;
use super::presses::Presses;
use crate::error::{AppError, Code};
use crate::view::MainView;
use std::collections::BTreeMap;
use std::sync::{MutexGuard, PoisonError};

/// Most windows of their own: each has a web process.
const MOST_WINDOWS: usize = 8;

/// By the widget, with what was pressed in each window.
pub(super) type OwnWindows = BTreeMap<String, Presses>;

impl App {
    /// Takes a widget out of the main window, for a window of its own to show it. Answers whether that window is to be
    /// opened; it is not where there is one. Nothing is written: a hostile frame may be the one that asks.
    ///
    /// # Errors
    /// `UnknownWidget`; `TooManyWindows`.
    pub fn take_out(&self, id: &str) -> Result<bool, AppError> {
        self.widget(id)?;
        {
            let mut windows = self.own_windows();
            if windows.contains_key(id) {
                return Ok(false);
            }
            if windows.len() >= MOST_WINDOWS {
                return Err(Code::TooManyWindows.into());
            }
            windows.insert(id.to_owned(), Presses::default());
        }
        self.announce();
        Ok(true)
    }

    /// The widget's own window is gone, and the frames in it are with it.
    pub fn take_back(&self, id: &str) {
        self.own_windows().remove(id);
        self.frames().forget_in(&FramePage::OwnWindow(id.to_owned()));
        self.announce();
    }

    /// What the widget's own window shows: that widget and nothing else. `None` once the widget is gone.
    #[must_use]
    pub fn own_window_view(&self, id: &str) -> Option<MainView> {
        let mut view = self.main_view();
        for community in &mut view.communities {
            community.widgets.retain(|widget| widget.id == id);
        }
        view.communities.retain(|community| !community.widgets.is_empty());
        view.communities.iter_mut().flat_map(|community| &mut community.widgets).for_each(|widget| {
            widget.own_window = false;
        });
        if view.communities.is_empty() {
            return None;
        }
        view.presses = self.own_windows().get(id).map(Presses::shown).unwrap_or_default();
        Some(MainView { alone: true, hidden: false, selected: Some(id.to_owned()), beside: None, ..view })
    }

    pub(super) fn own_windows(&self) -> MutexGuard<'_, OwnWindows> {
        self.own_windows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn has_own_window(&self, id: &str) -> bool {
        self.own_windows().contains_key(id)
    }
}
