//! Widgets: selecting and naming them.

use super::App;
use crate::error::{AppError, Code};

/// Longest name of a widget or a community, in characters.
const LONGEST_NAME: usize = 80;

/// A name as it is shown: without control characters, cut to its longest. `None` when nothing is left.
pub(super) fn read_name(text: &str) -> Option<String> {
    let name: String = text.trim().chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    (!name.is_empty()).then_some(name)
}

impl App {
    /// Turns the main window to a widget. A hostile frame may be the one that asks, so nothing is written.
    ///
    /// # Errors
    /// `UnknownWidget`.
    pub fn select_widget(&self, id: &str) -> Result<(), AppError> {
        self.widget(id)?;
        self.turn_to_own(id);
        Ok(())
    }

    /// Turns the main window to the widget at a place of the sidebar; does nothing where there is none.
    pub fn select_place(&self, place: usize) {
        if let Some(id) = self.widgets_in_order().get(place) {
            self.turn_to_own(id);
        }
    }

    /// Turns the main window to the widget after the selected one; the first comes after the last.
    pub fn select_next(&self) {
        self.select_beside(|place, count| if place + 1 < count { place + 1 } else { 0 });
    }

    /// Turns the main window to the widget before the selected one; the last comes before the first.
    pub fn select_previous(&self) {
        self.select_beside(|place, count| place.checked_sub(1).unwrap_or(count - 1));
    }

    /// `beside` is told the selected widget's place and how many there are, at least one.
    fn select_beside(&self, beside: impl Fn(usize, usize) -> usize) {
        let Some((_, selected)) = self.selected() else { return };
        let ids = self.widgets_in_order();
        let Some(place) = ids.iter().position(|id| *id == selected.id) else { return };
        self.select_place(beside(place, ids.len()));
    }

    fn widgets_in_order(&self) -> Vec<String> {
        let settings = self.settings();
        let communities = &settings.settings().communities;
        communities.iter().flat_map(|community| &community.widgets).map(|widget| widget.id.clone()).collect()
    }

    fn turn_to_own(&self, id: &str) {
        if let Some((_, from)) = self.selected() {
            self.split().turn(&from.id, id);
        }
        *self.turned_to() = Some(id.to_owned());
        *self.unfollowed() = None;
        self.announce();
    }

    /// Has the next start show what is shown. For when the person closes the app.
    pub fn remember_selection(&self) {
        let selected = self.selected().map(|(_, widget)| widget.id);
        let split = self.split().clone();
        self.settings().change(|settings| {
            settings.selected = selected;
            settings.split = split;
        });
    }

    /// Renames a widget; a blank name gives it the usual one of its type.
    ///
    /// # Errors
    /// `UnknownWidget`.
    pub fn rename_widget(&self, id: &str, name: &str) -> Result<(), AppError> {
        self.change(|settings| {
            let widget = settings.widget_mut(id).ok_or(Code::UnknownWidget)?;
            widget.name = read_name(name).unwrap_or_else(|| widget.widget_type.usual_name());
            Ok(())
        })
    }

    /// The address of a widget's page.
    ///
    /// # Errors
    /// `UnknownWidget`.
    pub fn page_address(&self, id: &str) -> Result<String, AppError> {
        let (community, widget) = self.widget(id)?;
        Ok(widget.path().frame_url(&community.origin))
    }

    /// Keeps a widget's page from being put to sleep, or no longer.
    ///
    /// # Errors
    /// `UnknownWidget`.
    pub fn pin_widget(&self, id: &str, pinned: bool) -> Result<(), AppError> {
        self.change(|settings| {
            settings.widget_mut(id).ok_or(Code::UnknownWidget)?.pinned = pinned;
            Ok(())
        })
    }
}
