//! What was seen of each widget's last frame, for a diagnosis. Kept when the frame is closed.

use super::App;
use crate::diagnosis::seen_frame::SeenFrame;
use crate::session::clock::Clock;
use crate::vault::key_name::KeyName;
use crate::view::FrameEvent;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The last frame of each widget, by the widget's id.
#[derive(Default)]
pub(super) struct SeenFrames(BTreeMap<String, Arc<Mutex<SeenFrame>>>);

/// Held by an open frame: what it notes is kept, and when it is dropped.
pub(super) struct Watched {
    seen: Arc<Mutex<SeenFrame>>,
    clock: Arc<dyn Clock>,
}

impl Watched {
    pub(super) fn note(&self, event: FrameEvent) {
        lock(&self.seen).note(event, self.clock.now());
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        lock(&self.seen).closed = Some(self.clock.now());
    }
}

fn lock(seen: &Mutex<SeenFrame>) -> MutexGuard<'_, SeenFrame> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
}

impl App {
    /// Begins to keep what is seen of a widget's frame, in the place of what was seen of its last one.
    pub(super) fn watch_frame(&self, widget: &str, key: Option<KeyName>) -> Watched {
        let clock = Arc::clone(&self.clock);
        let seen = Arc::new(Mutex::new(SeenFrame::begin(clock.now(), key)));
        let mut all = self.seen_frames.lock().unwrap_or_else(PoisonError::into_inner);
        // Of a widget that was removed nothing is kept.
        let settings = self.settings();
        all.0.retain(|id, _| settings.settings().widget(id).is_some());
        all.0.insert(widget.to_owned(), Arc::clone(&seen));
        Watched { seen, clock }
    }

    /// What was seen of the last frame of a widget.
    pub(super) fn seen_frame(&self, widget: &str) -> Option<SeenFrame> {
        let all = self.seen_frames.lock().unwrap_or_else(PoisonError::into_inner);
        all.0.get(widget).map(|seen| lock(seen).clone())
    }
}
