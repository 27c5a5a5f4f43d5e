//! The main window's pages: one for each partition, and the selected widget's is in front.

use super::App;
use crate::partition::Partition;
use crate::settings::model::Community;
use crate::view::MainView;

impl App {
    /// The partition of the selected widget; the first one where none is.
    #[must_use]
    pub fn front_partition(&self) -> Partition {
        self.selected().map(|(community, _)| community.partition).unwrap_or_default()
    }

    /// Whether the main window needs its page for this partition: while it is in front, one of its widgets has a frame, or
    /// a storage is being cleared, for which a page may still have to let go of what it shows.
    #[must_use]
    pub fn uses_partition(&self, partition: Partition) -> bool {
        self.front_partition() == partition || self.holds_frames() || self.frames().any_in(partition)
    }

    /// Whether anything is or can be in this partition: a community, or one that can be put back.
    #[must_use]
    pub fn has_partition(&self, partition: Partition) -> bool {
        self.settings().settings().partitions().contains(&partition)
    }

    /// The partition of a widget; `None` where there is no such widget.
    #[must_use]
    pub fn partition_of(&self, widget: &str) -> Option<Partition> {
        self.widget(widget).ok().map(|(community, _)| community.partition)
    }

    /// What the main window's page for this partition shows.
    #[must_use]
    pub fn partition_view(&self, partition: Partition) -> MainView {
        let mut view = self.main_view();
        view.in_front = self.front_partition() == partition;
        view.frames_elsewhere = u32::try_from(self.frames().outside_of(partition)).unwrap_or(u32::MAX);
        let settings = self.settings();
        for community in &mut view.communities {
            let is_here = |found: &Community| found.partition == partition;
            community.elsewhere = !settings.settings().community(&community.id).is_some_and(is_here);
        }
        drop(settings);
        view
    }
}
