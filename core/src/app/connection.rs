//! What the system says of this machine's network, and that it slept.

use super::App;
use crate::session::clock::Moment;
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

/// A network that is gone for a shorter time is not worth a word.
const QUIET: Duration = Duration::from_secs(2);
/// A link that comes and goes does not make the windows flicker: they say so again after this time at the earliest.
const APART: Duration = Duration::from_secs(10);

/// This machine's network, as far as is known.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Connection {
    /// Rises at each word from the system; what was begun before is out of date.
    turn: u32,
    /// How often the network came, or changed to another one.
    came: u32,
    offline: bool,
    /// The system's last word on it was that there is no network.
    denied: bool,
    /// When the windows last began to say that this machine is offline.
    said: Option<Moment>,
}

impl Connection {
    pub const fn came(&self) -> u32 {
        self.came
    }

    pub const fn is_offline(&self) -> bool {
        self.offline
    }

    pub const fn is_denied(&self) -> bool {
        self.denied
    }
}

impl App {
    /// The system says that the network has changed, and whether there is one.
    ///
    /// When there is one, whatever the network spoiled is tried again at once. The system's *no* is believed only when
    /// the selected widget's service can't be reached either: it knows nothing of services on this machine, and not
    /// enough of some private networks.
    pub fn network_changed(self: &Arc<Self>, available: bool) {
        let turn = {
            let mut connection = self.connection();
            connection.turn = connection.turn.wrapping_add(1);
            connection.denied = !available;
            if available {
                connection.offline = false;
                connection.came = connection.came.wrapping_add(1);
            }
            connection.turn
        };
        if available {
            self.sessions.network_changed();
            return self.announce();
        }
        let app = Arc::clone(self);
        tokio::spawn(async move { app.look_whether_offline(turn).await });
    }

    /// This machine slept, or its clock was moved: whoever waits looks at the clock again.
    pub fn woke_up(&self) {
        self.sessions.woke_up();
    }

    async fn look_whether_offline(&self, turn: u32) {
        let now = self.sessions.now();
        let said = self.connection().said;
        let mut look = said.map_or(now, |said| said.after(APART)).max(now.after(QUIET));
        // Until the system tells of something else: the service may be back without a word from it.
        loop {
            tokio::time::sleep(look.since(self.sessions.now())).await;
            if self.connection().turn != turn {
                return;
            }
            let unreachable = self.is_selected_unreachable().await;
            let changed = {
                let mut connection = self.connection();
                if connection.turn != turn {
                    return;
                }
                let changed = connection.offline != unreachable;
                connection.offline = unreachable;
                if changed && unreachable {
                    connection.said = Some(self.sessions.now());
                }
                changed
            };
            if changed {
                self.announce();
            }
            look = self.sessions.now().after(APART);
        }
    }

    /// Whether nothing answers at the selected widget's service.
    async fn is_selected_unreachable(&self) -> bool {
        let Some((community, _)) = self.selected() else { return false };
        let reached = self.network.reach(community.origin.as_str()).await;
        reached.is_err_and(|error| error.code().is_of_the_network())
    }

    pub(super) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
