//! The rules of one account's token, as a state machine without time, randomness or network of its own.

use super::clock::Moment;
use crate::error::AppError;
use crate::pace::AtMost;
use crate::service::token::Token;
use std::sync::Arc;
use std::time::Duration;

/// Most sign-ins of one account in [`WINDOW`].
const MOST_SIGN_INS: usize = 6;
/// Most times in [`WINDOW`] that asking ends a pause or a stop.
const MOST_TRIES_AGAIN: usize = 6;
const WINDOW: Duration = Duration::from_secs(60);
/// First and longest ceiling of the back-off.
const FIRST_BACK_OFF: Duration = Duration::from_secs(1);
const LONGEST_BACK_OFF: Duration = Duration::from_secs(60);
/// A token is renewed this long before it ends, where that is known.
const RENEW_AHEAD: Duration = Duration::from_secs(60);
/// Age at which a token of unknown life is taken for old. A live page renews after 3.5 minutes (seen).
const OLD_AGE: Duration = Duration::from_secs(210);
/// A token this young has not expired, whoever says so: a page that asks over and over gets the same one, and not sooner
/// than it is this old.
const YOUNG_AGE: Duration = Duration::from_secs(1);

/// Names one token that was given out, so that whoever got it can say that it no longer works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Serial(u64);

/// A token and its name.
#[derive(Debug, Clone)]
pub struct Grant {
    pub token: Arc<Token>,
    pub serial: Serial,
}

/// What to do for somebody who asks for a token.
#[derive(Debug)]
pub enum Answer {
    Take(Grant),
    /// The token that is refused is too young to have expired: from that moment on ask as if nobody had refused it.
    DoubtUntil(Moment),
    /// A sign-in is under way; ask again when it has ended.
    InFlight,
    /// Sign in now, then say how it ended. Whoever gets this answer is the only one.
    SignIn,
    /// Ask again at that moment.
    NotBefore(Moment),
    Stopped(AppError),
}

#[derive(Debug, Clone)]
enum State {
    Idle,
    SigningIn { attempt: u64 },
    Holding { grant: Grant, since: Moment, fresh_until: Moment },
    Waiting { error: AppError, until: Moment },
    Stopped { error: AppError },
}

/// Where an account stands, for people to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    Idle,
    SigningIn,
    SignedIn,
    Waiting { error: AppError, until: Moment },
    Stopped { error: AppError },
}

#[derive(Debug)]
pub struct TokenLifetime {
    state: State,
    /// The sign-ins of the last minute.
    begun: AtMost,
    failures_in_a_row: u32,
    /// How often a pause or a stop was ended by asking to try again. A hostile frame may be the one that asks.
    tried_again: AtMost,
    /// Whether another key was tried already after a refusal.
    tried_other_key: bool,
    next_serial: u64,
    attempts: u64,
}

impl Default for TokenLifetime {
    fn default() -> Self {
        Self {
            state: State::Idle,
            begun: AtMost::new(MOST_SIGN_INS, WINDOW),
            failures_in_a_row: 0,
            tried_again: AtMost::new(MOST_TRIES_AGAIN, WINDOW),
            tried_other_key: false,
            next_serial: 0,
            attempts: 0,
        }
    }
}

impl TokenLifetime {
    /// Somebody asks for a token. `refused` names the one that they had and that no longer works.
    pub fn ask(&mut self, now: Moment, refused: Option<Serial>) -> Answer {
        match &self.state {
            State::SigningIn { .. } => Answer::InFlight,
            State::Holding { grant, fresh_until, .. } if now < *fresh_until && refused != Some(grant.serial) => {
                Answer::Take(grant.clone())
            }
            State::Holding { since, fresh_until, .. } if now < since.after(YOUNG_AGE).min(*fresh_until) => {
                Answer::DoubtUntil(since.after(YOUNG_AGE))
            }
            State::Waiting { until, .. } if now < *until => Answer::NotBefore(*until),
            State::Stopped { error } => Answer::Stopped(error.clone()),
            State::Idle | State::Holding { .. } | State::Waiting { .. } => self.begin(now),
        }
    }

    fn begin(&mut self, now: Moment) -> Answer {
        if let Err(room_from) = self.begun.admit(now) {
            return Answer::NotBefore(room_from);
        }
        self.attempts += 1;
        self.state = State::SigningIn { attempt: self.attempts };
        Answer::SignIn
    }

    /// The sign-in that is under way is sent only now: the limit per minute is about what the service sees.
    pub fn departed(&mut self, now: Moment) {
        if matches!(self.state, State::SigningIn { .. }) {
            self.begun.postpone(now);
        }
    }

    /// The sign-in gave a token. `life` is what is left of it, where the token says so.
    pub fn signed_in(&mut self, now: Moment, token: Token, life: Option<Duration>) -> Grant {
        let fresh_for = life.map_or(OLD_AGE, |life| {
            // A token that lives no longer than the margin is still worth half its life.
            life.checked_sub(RENEW_AHEAD).filter(|left| *left > life / 2).unwrap_or(life / 2).min(OLD_AGE)
        });
        let grant = Grant { token: Arc::new(token), serial: Serial(self.next_serial) };
        self.next_serial += 1;
        self.failures_in_a_row = 0;
        self.tried_other_key = false;
        self.state = State::Holding { grant: grant.clone(), since: now, fresh_until: now.after(fresh_for) };
        grant
    }

    /// The sign-in gave no token. `jitter` is even over `0.0..1.0`.
    pub fn failed(&mut self, now: Moment, error: AppError, jitter: f64) {
        // The service has not seen it, so it counts for nothing there.
        if error.code.is_on_the_way() && matches!(self.state, State::SigningIn { .. }) {
            self.begun.take_back();
        }
        if !error.retryable {
            self.state = State::Stopped { error };
            return;
        }
        let ceiling = FIRST_BACK_OFF.saturating_mul(1 << self.failures_in_a_row.min(16)).min(LONGEST_BACK_OFF);
        self.failures_in_a_row = self.failures_in_a_row.saturating_add(1);
        let asked_for = Duration::from_millis(error.retry_after_ms.unwrap_or(0));
        let pause = ceiling.mul_f64(jitter.clamp(0.0, 1.0));
        let until = now.after(asked_for).after(pause);
        // Whoever has used up the limit does not come back at the moment when it ends: all that began together would.
        let limited = self.begun.full_until().filter(|end| *end > until);
        let until = limited.map_or(until, |end| end.after(pause));
        self.state = State::Waiting { error, until };
    }

    /// The service refused the key, and the vault holds another one by now: that one is tried, once.
    pub fn key_is_another(&mut self, refusal: AppError) {
        self.state = if self.tried_other_key { State::Stopped { error: refusal } } else { State::Idle };
        self.tried_other_key = true;
    }

    /// Somebody asks to try again: a pause or a stop ends, a few times a minute. The limit of sign-ins stays, and so does
    /// a pause that the service itself asked for.
    pub fn try_again(&mut self, now: Moment) {
        if self.can_resume() && self.tried_again.admit(now).is_ok() {
            self.resume();
        }
    }

    /// Whether it waits or has stopped, and not because the service asked for a pause.
    const fn can_resume(&self) -> bool {
        match &self.state {
            State::Waiting { error, .. } => error.retry_after_ms.is_none(),
            State::Stopped { .. } => true,
            State::Idle | State::SigningIn { .. } | State::Holding { .. } => false,
        }
    }

    fn resume(&mut self) {
        self.state = State::Idle;
        self.tried_other_key = false;
    }

    /// The key was replaced: what it stopped may succeed, and a sign-in that is under way with the old one is given up.
    pub fn key_replaced(&mut self) {
        if self.can_resume() || matches!(self.state, State::SigningIn { .. }) {
            self.resume();
        }
    }

    /// This machine is on another network, or on one again: what the old one spoiled may succeed.
    pub fn network_changed(&mut self) {
        let (State::Waiting { error, .. } | State::Stopped { error }) = &self.state else { return };
        if error.code.is_of_the_network() {
            self.state = State::Idle;
            self.failures_in_a_row = 0;
        }
    }

    /// The number of the sign-in that was begun last.
    #[must_use]
    pub const fn attempt(&self) -> u64 {
        self.attempts
    }

    /// Whether this sign-in is still the one that is waited for. The answer of any other one comes too late.
    #[must_use]
    pub const fn awaits(&self, number: u64) -> bool {
        matches!(self.state, State::SigningIn { attempt } if attempt == number)
    }

    #[must_use]
    pub fn standing(&self) -> Standing {
        match &self.state {
            State::Idle => Standing::Idle,
            State::SigningIn { .. } => Standing::SigningIn,
            State::Holding { .. } => Standing::SignedIn,
            State::Waiting { error, until } => Standing::Waiting { error: error.clone(), until: *until },
            State::Stopped { error } => Standing::Stopped { error: error.clone() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    const SECOND: Duration = Duration::from_secs(1);

    fn at(seconds: u64) -> Moment {
        Moment::START.after(Duration::from_secs(seconds))
    }

    fn token() -> Token {
        Token::parse("t").unwrap()
    }

    fn down() -> AppError {
        AppError::new(Code::ServiceDown)
    }

    fn signed_in_at(seconds: u64, life: Option<Duration>) -> (TokenLifetime, Grant) {
        let mut lifetime = TokenLifetime::default();
        assert!(matches!(lifetime.ask(at(seconds), None), Answer::SignIn));
        let grant = lifetime.signed_in(at(seconds), token(), life);
        (lifetime, grant)
    }

    #[test]
    fn one_sign_in_is_in_flight_and_the_others_wait_for_it() {
        let mut lifetime = TokenLifetime::default();
        assert!(matches!(lifetime.ask(at(0), None), Answer::SignIn));
        assert!(matches!(lifetime.ask(at(0), None), Answer::InFlight));
        let grant = lifetime.signed_in(at(1), token(), None);
        assert!(matches!(lifetime.ask(at(1), None), Answer::Take(taken) if taken.serial == grant.serial));
    }

    #[test]
    fn a_token_that_was_refused_is_not_given_again() {
        let (mut lifetime, grant) = signed_in_at(0, None);
        assert!(matches!(lifetime.ask(at(1), Some(grant.serial)), Answer::SignIn));
        let newer = lifetime.signed_in(at(2), token(), None);
        // Another frame that still has the old one gets the newer one without a sign-in.
        assert!(matches!(lifetime.ask(at(3), Some(grant.serial)), Answer::Take(taken) if taken.serial == newer.serial));
    }

    #[test]
    fn f23_a_page_that_asks_ten_thousand_times_in_a_second_costs_one_sign_in() {
        let mut lifetime = TokenLifetime::default();
        assert!(matches!(lifetime.ask(at(0), None), Answer::SignIn));
        let grant = lifetime.signed_in(at(0), token(), None);
        for ask in 0..10_000 {
            let now = at(0).after(Duration::from_micros(ask * 100));
            let answer = lifetime.ask(now, Some(grant.serial));
            assert!(matches!(answer, Answer::DoubtUntil(moment) if moment == at(1)), "{ask}");
        }
        // All of them, then, are answered by the token that is there.
        assert!(matches!(lifetime.ask(at(1), None), Answer::Take(taken) if taken.serial == grant.serial));
    }

    #[test]
    fn a_token_is_renewed_ahead_of_its_end() {
        let (mut lifetime, _) = signed_in_at(0, Some(Duration::from_secs(180)));
        assert!(matches!(lifetime.ask(at(119), None), Answer::Take(_)));
        assert!(matches!(lifetime.ask(at(120), None), Answer::SignIn));
    }

    #[test]
    fn a_token_of_unknown_life_is_old_after_three_and_a_half_minutes() {
        for life in [None, Some(Duration::from_secs(1 << 40))] {
            let (mut lifetime, _) = signed_in_at(0, life);
            assert!(matches!(lifetime.ask(at(209), None), Answer::Take(_)));
            assert!(matches!(lifetime.ask(at(210), None), Answer::SignIn));
        }
    }

    #[test]
    fn a_very_short_lived_token_is_used_for_half_its_life() {
        let (mut lifetime, _) = signed_in_at(0, Some(4 * SECOND));
        assert!(matches!(lifetime.ask(at(1), None), Answer::Take(_)));
        assert!(matches!(lifetime.ask(at(2), None), Answer::SignIn));
    }

    #[test]
    fn the_seventh_sign_in_of_a_minute_waits() {
        let mut lifetime = TokenLifetime::default();
        for second in 0..6 {
            assert!(matches!(lifetime.ask(at(second), None), Answer::SignIn), "{second}");
            let grant = lifetime.signed_in(at(second), token(), None);
            assert!(matches!(lifetime.ask(at(second), None), Answer::Take(_)));
            lifetime.state = State::Holding { grant, since: at(second), fresh_until: at(second) };
        }
        assert!(matches!(lifetime.ask(at(6), None), Answer::NotBefore(when) if when == at(60)));
        assert!(matches!(lifetime.ask(at(60), None), Answer::SignIn));
    }

    #[test]
    fn those_who_failed_in_step_are_spread_where_the_limit_ends() {
        let again = |jitter| {
            let mut lifetime = TokenLifetime::default();
            for second in 0..6 {
                assert!(matches!(lifetime.ask(at(second), None), Answer::SignIn), "{second}");
                lifetime.failed(at(second), down(), if second < 5 { 0.0 } else { jitter });
            }
            let Answer::NotBefore(until) = lifetime.ask(at(6), None) else { panic!("no pause") };
            until
        };
        assert_eq!(again(0.0), at(60));
        assert_eq!(again(0.5), at(76));
        assert_eq!(again(1.0), at(92));
    }

    #[test]
    fn pauses_grow_to_a_minute_and_end_with_success() {
        let mut lifetime = TokenLifetime::default();
        let mut now = at(0);
        let mut pauses = Vec::new();
        for _ in 0..9 {
            // Far enough apart for the limit per minute not to matter.
            now = now.after(Duration::from_secs(600));
            assert!(matches!(lifetime.ask(now, None), Answer::SignIn));
            lifetime.failed(now, down(), 1.0);
            let Answer::NotBefore(until) = lifetime.ask(now, None) else { panic!("no pause") };
            pauses.push(until.since(now).as_secs());
        }
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        now = now.after(Duration::from_secs(600));
        assert!(matches!(lifetime.ask(now, None), Answer::SignIn));
        lifetime.signed_in(now, token(), None);
        assert_eq!(lifetime.failures_in_a_row, 0);
    }

    #[test]
    fn the_service_is_given_the_pause_it_asks_for() {
        let mut lifetime = TokenLifetime::default();
        assert!(matches!(lifetime.ask(at(0), None), Answer::SignIn));
        lifetime.failed(at(0), AppError::new(Code::RateLimited).with_retry_after_ms(30_000), 0.5);
        lifetime.try_again(at(0));
        let Answer::NotBefore(until) = lifetime.ask(at(1), None) else { panic!("no pause") };
        assert!(until >= at(30), "{until:?}");
    }

    #[test]
    fn a_refused_key_stops_until_a_person_tries_again() {
        let mut lifetime = TokenLifetime::default();
        assert!(matches!(lifetime.ask(at(0), None), Answer::SignIn));
        lifetime.failed(at(0), AppError::new(Code::KeyRefused), 0.5);
        assert!(matches!(lifetime.ask(at(9999), None), Answer::Stopped(error) if error.code == Code::KeyRefused));
        lifetime.try_again(at(9999));
        assert!(matches!(lifetime.ask(at(9999), None), Answer::SignIn));
    }

    #[test]
    fn asking_to_try_again_over_and_over_ends_a_few_pauses_and_no_more() {
        let mut lifetime = TokenLifetime::default();
        let mut tried = 0;
        for _ in 0..1000 {
            if matches!(lifetime.ask(at(0), None), Answer::SignIn) {
                tried += 1;
                lifetime.failed(at(0), AppError::new(Code::Unreachable), 1.0);
            }
            lifetime.try_again(at(0));
        }
        assert_eq!(tried, 1 + MOST_TRIES_AGAIN);
        lifetime.key_replaced();
        assert!(matches!(lifetime.ask(at(0), None), Answer::SignIn), "what mends it counts all the same");
    }

    #[test]
    fn another_key_is_tried_once_after_a_refusal() {
        let refusal = || AppError::new(Code::KeyRefused);
        let mut lifetime = TokenLifetime::default();
        assert!(matches!(lifetime.ask(at(0), None), Answer::SignIn));
        lifetime.key_is_another(refusal());
        assert!(matches!(lifetime.ask(at(0), None), Answer::SignIn));
        lifetime.key_is_another(refusal());
        assert!(matches!(lifetime.ask(at(0), None), Answer::Stopped(error) if error.code == Code::KeyRefused));
    }

    #[test]
    fn another_network_ends_what_the_old_one_spoiled_and_nothing_else() {
        for (code, tried_at_once) in [
            (Code::NameServerFailed, true),
            (Code::Unreachable, true),
            (Code::TlsWrongHost, true),
            (Code::CaptivePortal, true),
            (Code::TimedOut, true),
            (Code::ServiceDown, false),
            (Code::KeyRefused, false),
            (Code::KeychainLocked, false),
        ] {
            let mut lifetime = TokenLifetime::default();
            assert!(matches!(lifetime.ask(at(0), None), Answer::SignIn));
            lifetime.failed(at(0), AppError::new(code), 1.0);
            lifetime.network_changed();
            assert_eq!(matches!(lifetime.ask(at(0), None), Answer::SignIn), tried_at_once, "{code:?}");
        }
    }

    #[test]
    fn what_never_reached_the_service_does_not_count_there() {
        let mut lifetime = TokenLifetime::default();
        for _ in 0..100 {
            assert!(matches!(lifetime.ask(at(0), None), Answer::SignIn));
            lifetime.failed(at(0), AppError::new(Code::NameServerFailed), 0.0);
        }
        for _ in 0..MOST_SIGN_INS {
            assert!(matches!(lifetime.ask(at(0), None), Answer::SignIn));
            lifetime.failed(at(0), down(), 0.0);
        }
        assert!(matches!(lifetime.ask(at(0), None), Answer::NotBefore(when) if when == at(60)));
    }
}
