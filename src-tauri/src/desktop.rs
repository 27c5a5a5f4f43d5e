//! What all windows share: the app that they show, and the page that the setup window is on.

use crate::defences::{Defence, stands};
use demo_service::DemoService;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Instant;
use tokio::sync::watch;
use widget_core::app::App as Core;
use widget_core::partition::Partition;
use widget_core::recovery::Recovery;
use widget_core::service::origin::Origin;
use widget_core::session::clock::Moment;
use widget_core::view::SetupPage;

/// The demo community's app with the service behind it, which ends with it.
pub struct Demo {
    pub core: Arc<Core>,
    /// Never read: it lives for as long as the demo does.
    _service: DemoService,
}

impl Demo {
    pub const fn new(core: Arc<Core>, service: DemoService) -> Self {
        Self { core, _service: service }
    }
}

/// The page of the setup window, and how often Rust has turned it.
#[derive(Clone)]
pub struct Page {
    pub page: SetupPage,
    pub turn: u32,
}

pub struct Desktop {
    own: Arc<Core>,
    demo: RwLock<Option<Demo>>,
    page: Mutex<Page>,
    /// Rung when another app is shown or the page is turned.
    turned: watch::Sender<()>,
    /// The origins that the main window's page was given when it was built.
    built_for: Mutex<Vec<Origin>>,
    rooms: Mutex<HashMap<Room, RoomState>>,
    recovery: Mutex<Recovery>,
    start: Instant,
    opening: Mutex<()>,
}

/// Who watches a room's view: the page of its window.
#[derive(Default)]
struct Watch {
    number: u32,
    taken: bool,
}

/// Why a window is destroyed only to be built again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rebuilding {
    /// Its page may not frame all that there is to show.
    ForNewOrigins,
    /// Its web process ended, or hangs.
    AfterCrash,
}

/// What is kept of a room while its window comes and goes.
#[derive(Default)]
struct RoomState {
    watch: Watch,
    rebuilding: Option<Rebuilding>,
}

/// What a window is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Room {
    /// The main window, and its page for the first partition.
    Main,
    /// The main window's page for another partition.
    Partition(Partition),
    Setup,
    /// Shows one widget alone, as the main window would, with the same guards.
    Own(Arc<str>),
}

impl Desktop {
    pub fn new(own: Arc<Core>) -> Self {
        Self {
            own,
            demo: RwLock::new(None),
            page: Mutex::new(Page { page: SetupPage::Start, turn: 0 }),
            turned: watch::Sender::new(()),
            built_for: Mutex::default(),
            rooms: Mutex::default(),
            recovery: Mutex::default(),
            start: Instant::now(),
            opening: Mutex::default(),
        }
    }

    /// The app that is shown: the demo's while it is open, else the person's own.
    pub fn current(&self) -> Arc<Core> {
        let demo = self.demo.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(demo.as_ref().map_or(&self.own, |demo| &demo.core))
    }

    /// The person's own app, whatever is shown.
    pub fn own(&self) -> Arc<Core> {
        Arc::clone(&self.own)
    }

    /// The person's own app and, while it is open, the demo's.
    pub fn all(&self) -> Vec<Arc<Core>> {
        let demo = self.demo.read().unwrap_or_else(PoisonError::into_inner);
        std::iter::once(&self.own).chain(demo.as_ref().map(|demo| &demo.core)).cloned().collect()
    }

    /// A room's page is gone, and the frames that it had. It may have had some of each app.
    pub fn forget_frames_of(&self, room: &Room) {
        for core in self.all() {
            match room {
                Room::Main => core.forget_main_frames(Partition::FIRST),
                Room::Partition(partition) => core.forget_main_frames(*partition),
                Room::Setup => {}
                Room::Own(widget) => core.take_back(widget),
            }
        }
    }

    /// The main window was hidden, or is shown again. It has the frames of each app.
    pub fn set_hidden(&self, hidden: bool) {
        for core in self.all() {
            core.set_hidden(hidden);
        }
    }

    pub fn enter_demo(&self, demo: Demo) {
        *self.demo.write().unwrap_or_else(PoisonError::into_inner) = Some(demo);
        self.turned.send_replace(());
    }

    pub fn leave_demo(&self) {
        // Dropped outside of the lock: ending the service takes a moment.
        let left = self.demo.write().unwrap_or_else(PoisonError::into_inner).take();
        drop(left);
        self.turned.send_replace(());
    }

    /// Turns to the widget that a link names, in the person's own app: that is what other programs can know of. Answers
    /// whether the demo was left for it.
    pub fn follow(&self, link: &str) -> bool {
        let leaves = self.own.follow_deep_link(link) && self.current().is_demo();
        if leaves {
            self.leave_demo();
        }
        leaves
    }

    fn page_lock(&self) -> MutexGuard<'_, Page> {
        self.page.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn page(&self) -> Page {
        self.page_lock().clone()
    }

    pub fn turn_to(&self, page: SetupPage) {
        {
            let mut current = self.page_lock();
            current.page = page;
            current.turn = current.turn.wrapping_add(1);
        }
        self.turned.send_replace(());
    }

    /// Something changed that the windows show and neither app keeps.
    pub fn look_again(&self) {
        self.turned.send_replace(());
    }

    pub fn turns(&self) -> watch::Receiver<()> {
        self.turned.subscribe()
    }

    /// Reads or changes what is kept of a room.
    fn room<T>(&self, room: &Room, act: impl FnOnce(&mut RoomState) -> T) -> T {
        let mut rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        act(rooms.entry(room.clone()).or_default())
    }

    /// Begins to watch a room. `None` while somebody does: the page is the first to ask, since no frame is there before
    /// it has a view. Whoever asks later may be a frame, which is not to take the view away from the page.
    pub fn begin_watch(&self, room: &Room) -> Option<u32> {
        self.room(room, |RoomState { watch, .. }| {
            if watch.taken && stands(Defence::FirstWatch) {
                return None;
            }
            *watch = Watch { number: watch.number.wrapping_add(1), taken: true };
            Some(watch.number)
        })
    }

    /// The room's window is gone; the next one has a page of its own.
    pub fn end_watch(&self, room: &Room) {
        self.room(room, |state| state.watch.taken = false);
        self.turned.send_replace(());
    }

    /// Whether a room's page has asked for its view: it is there.
    pub fn is_watched(&self, room: &Room) -> bool {
        self.room(room, |state| state.watch.taken)
    }

    pub fn is_watching(&self, room: &Room, number: u32) -> bool {
        self.room(room, |RoomState { watch, .. }| watch.taken && watch.number == number)
    }

    pub fn note_built_for(&self, origins: Vec<Origin>) {
        *self.built_for.lock().unwrap_or_else(PoisonError::into_inner) = origins;
    }

    /// Whether the main window's page may frame all that it has to show.
    pub fn main_fits(&self) -> bool {
        *self.built_for.lock().unwrap_or_else(PoisonError::into_inner) == self.current().frame_origins()
    }

    /// Why a room's window is being built anew, if it is.
    pub fn rebuilding(&self, room: &Room) -> Option<Rebuilding> {
        self.room(room, |state| state.rebuilding)
    }

    /// Whether a window is about to come that takes the place of one that went.
    pub fn is_rebuilding(&self) -> bool {
        let rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        rooms.values().any(|state| state.rebuilding.is_some())
    }

    pub fn set_rebuilding(&self, room: &Room, why: Option<Rebuilding>) {
        self.room(room, |state| state.rebuilding = why);
    }

    /// Held by whoever looks whether a window is there and opens it if not: two that look at once would open two.
    ///
    /// Not to be taken on the main thread once the event loop runs: the holder waits for that thread to make the window.
    pub fn opening(&self) -> MutexGuard<'_, ()> {
        self.opening.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a window whose web process died is to be brought back without asking.
    pub fn may_bring_back(&self) -> bool {
        let now = Moment::START.after(self.start.elapsed());
        self.recovery.lock().unwrap_or_else(PoisonError::into_inner).admits(now)
    }
}
