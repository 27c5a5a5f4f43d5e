//! What widgets stored in the web engine, which the next account must not find.

use super::App;
use crate::settings::model::Community;
use std::sync::Arc;
use tokio::sync::watch;

/// While one of these lives, no frame opens.
pub(super) struct FramesHeld {
    clearings: Arc<watch::Sender<usize>>,
    changed: Arc<watch::Sender<()>>,
}

impl Drop for FramesHeld {
    fn drop(&mut self) {
        self.clearings.send_modify(|held| *held = held.saturating_sub(1));
        self.changed.send_replace(());
    }
}

impl App {
    /// Holds back every frame, to be called before the settings name another account.
    pub(super) fn hold_frames(&self) -> FramesHeld {
        self.clearings.send_modify(|held| *held += 1);
        FramesHeld { clearings: Arc::clone(&self.clearings), changed: Arc::clone(&self.changed) }
    }

    pub(super) fn holds_frames(&self) -> bool {
        *self.clearings.borrow() > 0
    }

    /// Ends when no frame is held back any more.
    pub(super) async fn frames_free(&self) {
        let mut clearings = self.clearings.subscribe();
        // Its other end is this app's own.
        drop(clearings.wait_for(|held| *held == 0).await);
    }

    /// Clears the storage once the page has let go of the community's frames, which could write to it until then.
    pub(super) fn clear_storage_after(&self, community: &Community, held: FramesHeld) {
        let leaving = self.frames().leaving(&community.id);
        let (clear, partition) = (Arc::clone(&self.clear_frame_storage), community.partition);
        tokio::spawn(async move {
            for mut frame in leaving {
                // The sender goes with the frame and never sends.
                while frame.changed().await.is_ok() {}
            }
            clear(partition).await;
            drop(held);
        });
    }
}
