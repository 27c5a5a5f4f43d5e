//! The rules of one account's token, as a state machine without time, randomness or network of its own.

use super::clock::Moment;
use crate::error::AppError;
use crate::service::token::Token;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

/// Most sign-ins of one account in [`WINDOW`].
const MOST_SIGN_INS: usize = 6;
const WINDOW: Duration = Duration::from_secs(60);
/// First and longest ceiling of the back-off.
const FIRST_BACK_OFF: Duration = Duration::from_secs(1);
const LONGEST_BACK_OFF: Duration = Duration::from_secs(60);
/// A token is renewed this long before it ends, where that is known.
const RENEW_AHEAD: Duration = Duration::from_secs(60);
/// Age at which a token of unknown life is taken for old. A live page renews after 3.5 minutes (seen).
const OLD_AGE: Duration = Duration::from_secs(210);

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
    Holding { grant: Grant, fresh_until: Moment },
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
    /// When the sign-ins of the last minute began, oldest first.
    begun: VecDeque<Moment>,
    failures_in_a_row: u32,
    next_serial: u64,
    attempts: u64,
}

impl Default for TokenLifetime {
    fn default() -> Self {
        Self { state: State::Idle, begun: VecDeque::new(), failures_in_a_row: 0, next_serial: 0, attempts: 0 }
    }
}

impl TokenLifetime {
    /// Somebody asks for a token. `refused` names the one that they had and that no longer works.
    pub fn ask(&mut self, now: Moment, refused: Option<Serial>) -> Answer {
        match &self.state {
            State::SigningIn { .. } => Answer::InFlight,
            State::Holding { grant, fresh_until } if now < *fresh_until && refused != Some(grant.serial) => {
                Answer::Take(grant.clone())
            }
            State::Waiting { until, .. } if now < *until => Answer::NotBefore(*until),
            State::Stopped { error } => Answer::Stopped(error.clone()),
            State::Idle | State::Holding { .. } | State::Waiting { .. } => self.begin(now),
        }
    }

    fn begin(&mut self, now: Moment) -> Answer {
        while self.begun.front().is_some_and(|begun| now.since(*begun) >= WINDOW) {
            self.begun.pop_front();
        }
        if let Some(oldest) = self.begun.front().filter(|_| self.begun.len() >= MOST_SIGN_INS) {
            return Answer::NotBefore(oldest.after(WINDOW));
        }
        self.begun.push_back(now);
        self.attempts += 1;
        self.state = State::SigningIn { attempt: self.attempts };
        Answer::SignIn
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
        self.state = State::Holding { grant: grant.clone(), fresh_until: now.after(fresh_for) };
        grant
    }

    /// The sign-in gave no token. `jitter` is even over `0.0..1.0`.
    pub fn failed(&mut self, now: Moment, error: AppError, jitter: f64) {
        if !error.retryable {
            self.state = State::Stopped { error };
            return;
        }
        let ceiling = FIRST_BACK_OFF.saturating_mul(1 << self.failures_in_a_row.min(16)).min(LONGEST_BACK_OFF);
        self.failures_in_a_row = self.failures_in_a_row.saturating_add(1);
        let asked_for = Duration::from_millis(error.retry_after_ms.unwrap_or(0));
        let until = now.after(asked_for).after(ceiling.mul_f64(jitter.clamp(0.0, 1.0)));
        self.state = State::Waiting { error, until };
    }

    /// A person asks to try again: a pause or a stop ends. The limit per minute stays, and so does a pause that the
    /// service itself asked for.
    pub fn try_again(&mut self) {
        let service_asked = |error: &AppError| error.retry_after_ms.is_some();
        match &self.state {
            State::Waiting { error, .. } if service_asked(error) => {}
            State::Waiting { .. } | State::Stopped { .. } => self.state = State::Idle,
            State::Idle | State::SigningIn { .. } | State::Holding { .. } => {}
        }
    }

    /// The key was replaced: what it stopped may succeed, and a sign-in that is under way with the old one is given up.
    pub fn key_replaced(&mut self) {
        self.try_again();
        if matches!(self.state, State::SigningIn { .. }) {
            self.state = State::Idle;
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
    use proptest::prelude::*;

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
            lifetime.state = State::Holding { grant, fresh_until: at(second) };
        }
        assert!(matches!(lifetime.ask(at(6), None), Answer::NotBefore(when) if when == at(60)));
        assert!(matches!(lifetime.ask(at(60), None), Answer::SignIn));
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
        lifetime.try_again();
        let Answer::NotBefore(until) = lifetime.ask(at(1), None) else { panic!("no pause") };
        assert!(until >= at(30), "{until:?}");
    }

    #[test]
    fn a_refused_key_stops_until_a_person_tries_again() {
        let mut lifetime = TokenLifetime::default();
        assert!(matches!(lifetime.ask(at(0), None), Answer::SignIn));
        lifetime.failed(at(0), AppError::new(Code::KeyRefused), 0.5);
        assert!(matches!(lifetime.ask(at(9999), None), Answer::Stopped(error) if error.code == Code::KeyRefused));
        lifetime.try_again();
        assert!(matches!(lifetime.ask(at(9999), None), Answer::SignIn));
    }

    #[derive(Debug, Clone)]
    enum Event {
        Pass(u64),
        Ask,
        AskAgain,
        Succeed(Option<u64>),
        Fail(bool, f64),
        TryAgain,
    }

    fn event() -> impl Strategy<Value = Event> {
        prop_oneof![
            (0u64..90).prop_map(Event::Pass),
            Just(Event::Ask),
            Just(Event::AskAgain),
            proptest::option::of(0u64..600).prop_map(Event::Succeed),
            (any::<bool>(), 0.0f64..1.0).prop_map(|(retryable, jitter)| Event::Fail(retryable, jitter)),
            Just(Event::TryAgain),
        ]
    }

    proptest! {
        #[test]
        fn no_history_breaks_the_rules(events in proptest::collection::vec(event(), 1..400)) {
            let mut lifetime = TokenLifetime::default();
            let mut now = at(0);
            let mut in_flight = false;
            let mut given: Option<Serial> = None;
            let mut begun: Vec<Moment> = Vec::new();
            let mut ends: Option<Moment> = None;
            for event in events {
                match event {
                    Event::Pass(seconds) => now = now.after(Duration::from_secs(seconds)),
                    Event::Ask | Event::AskAgain => {
                        let refused = if matches!(event, Event::AskAgain) { given } else { None };
                        match lifetime.ask(now, refused) {
                            Answer::SignIn => {
                                prop_assert!(!in_flight, "two sign-ins in flight");
                                in_flight = true;
                                begun.push(now);
                                let lately = begun.iter().filter(|moment| now.since(**moment) < WINDOW).count();
                                prop_assert!(lately <= MOST_SIGN_INS, "{lately} sign-ins in a minute");
                            }
                            Answer::InFlight => prop_assert!(in_flight),
                            Answer::Take(grant) => {
                                prop_assert!(refused != Some(grant.serial), "a refused token was given again");
                                prop_assert!(ends.is_none_or(|ends| now < ends), "an expired token was given");
                                given = Some(grant.serial);
                            }
                            Answer::NotBefore(moment) => prop_assert!(moment > now, "a wait that is over"),
                            Answer::Stopped(error) => prop_assert!(!error.retryable),
                        }
                    }
                    Event::Succeed(life) if in_flight => {
                        in_flight = false;
                        let life = life.map(Duration::from_secs);
                        ends = life.map(|life| now.after(life));
                        lifetime.signed_in(now, token(), life);
                    }
                    Event::Fail(retryable, jitter) if in_flight => {
                        in_flight = false;
                        lifetime.failed(now, if retryable { down() } else { AppError::new(Code::KeyRefused) }, jitter);
                    }
                    Event::TryAgain => lifetime.try_again(),
                    Event::Succeed(_) | Event::Fail(..) => {}
                }
            }
        }
    }
}
