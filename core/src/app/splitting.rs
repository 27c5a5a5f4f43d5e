//! Two widgets side by side in the main window.
//!
//! As with the selection, nothing is written until the app ends: a hostile frame may be the one that asks (ADR 8).

use super::App;
use crate::error::{AppError, Code};
use crate::settings::model::{Community, Settings, Widget};
use crate::split::{Share, Split};
use crate::view::BesideView;
use std::sync::{MutexGuard, PoisonError};

impl App {
    /// Shows a widget beside the selected one; without one, the selected has the window to itself. The share is that of
    /// the pane where lines start, in percent.
    ///
    /// # Errors
    /// `UnknownWidget`, also for the one that is selected, and for one whose storage is another one.
    pub fn show_beside(&self, widget: Option<&str>, share: u8) -> Result<(), AppError> {
        if let Some(id) = widget {
            let (community, _) = self.widget(id)?;
            let fits = |(of_selected, selected): (Community, Widget)| {
                selected.id != id && of_selected.partition == community.partition
            };
            if !self.selected().is_some_and(fits) {
                return Err(Code::UnknownWidget.into());
            }
        }
        {
            let mut split = self.split();
            split.share = Share::nearest(share);
            split.beside = widget.map(str::to_owned);
            if widget.is_none() {
                split.selected_on = Split::default().selected_on;
            }
        }
        self.announce();
        Ok(())
    }

    pub(super) fn split(&self) -> MutexGuard<'_, Split> {
        self.split.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is shown beside the selected widget. None where it is gone, was selected by another way, or is in another
    /// page than the selected one.
    pub(super) fn beside_view(&self, settings: &Settings, selected: Option<&str>) -> Option<BesideView> {
        let split = self.split();
        let partition_of = |id: &str| settings.widget(id).map(|(community, _)| community.partition);
        let page = selected.and_then(partition_of)?;
        let widget =
            split.beside.clone().filter(|id| partition_of(id) == Some(page) && Some(id.as_str()) != selected)?;
        Some(BesideView { widget, selected_on: split.selected_on })
    }
}
