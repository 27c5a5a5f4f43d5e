//! What the community looks like when the service starts.

pub(super) mod accounts;
pub(super) mod channels;
pub(super) mod socials;
pub(super) mod store;

const MILLIS_A_MINUTE: u64 = 60_000;

/// A moment some minutes before `now`.
const fn minutes_before(now: u64, minutes: u64) -> u64 {
    now.saturating_sub(minutes.saturating_mul(MILLIS_A_MINUTE))
}
