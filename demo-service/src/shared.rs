//! What all requests share.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::club::Club;
use crate::community::Community;
use crate::tokens::Tokens;

/// The state behind the routes. Each lock is held for one short, synchronous step and never across an await.
pub(crate) struct Shared {
    pub(crate) community: Community,
    pub(crate) sign_in_delay: Duration,
    #[cfg(feature = "faults")]
    pub(crate) script: crate::faults::Script,
    tokens: Mutex<Tokens>,
    club: Mutex<Club>,
}

impl Shared {
    pub(crate) fn new(community: Community, token_life: Duration, sign_in_delay: Duration) -> Self {
        Self {
            club: Mutex::new(Club::new(community.members.len(), unix_millis())),
            community,
            sign_in_delay,
            #[cfg(feature = "faults")]
            script: crate::faults::Script::default(),
            tokens: Mutex::new(Tokens::new(token_life)),
        }
    }

    pub(crate) fn tokens(&self) -> MutexGuard<'_, Tokens> {
        lock(&self.tokens)
    }

    pub(crate) fn club(&self) -> MutexGuard<'_, Club> {
        lock(&self.club)
    }
}

/// A request that panicked leaves the demo's data in some valid state, so a poisoned lock is still good.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The wall clock, for times that people read.
pub(crate) fn unix_millis() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
