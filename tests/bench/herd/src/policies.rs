//! Who signs in when: this app's rules as they are, and two that stand for what is often written by hand.

use std::time::Duration;
use widget_core::error::{AppError, Code};
use widget_core::service::token::{Token, TokenError};
use widget_core::session::clock::Moment;
use widget_core::session::lifetime::{Answer, Serial, TokenLifetime};

/// Life of every token.
const TOKEN_LIFE: Duration = Duration::from_secs(300);
/// Pause of the naive retry.
const NAIVE_PAUSE: Duration = Duration::from_secs(5);
/// First and longest pause of the one that doubles, as this app's ceilings are.
const FIRST_DOUBLED: Duration = Duration::from_secs(1);
const LONGEST_DOUBLED: Duration = Duration::from_secs(60);

/// What an install does for its frame that waits for a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    SignIn,
    NotBefore(Moment),
}

/// What can't happen to an install with one frame and a key that fits.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    #[error("a frame whose token no longer works got {0} for an answer")]
    Answer(String),
    #[error("the queue names an install that is not there")]
    NoSuchInstall,
    #[error(transparent)]
    Token(#[from] TokenError),
}

pub trait Policy: Default {
    /// The frame waits for a token; the one that it had no longer works.
    fn ask(&mut self, now: Moment) -> Result<Step, PolicyError>;
    fn signed_in(&mut self, now: Moment) -> Result<(), PolicyError>;
    /// The service was away or said 503, without a `Retry-After`. `jitter` is even over `0.0..1.0`.
    fn failed(&mut self, now: Moment, jitter: f64);
}

/// The rules that the app runs.
#[derive(Default)]
pub struct ThisApp {
    lifetime: TokenLifetime,
    had: Option<Serial>,
}

impl Policy for ThisApp {
    fn ask(&mut self, now: Moment) -> Result<Step, PolicyError> {
        match self.lifetime.ask(now, self.had) {
            Answer::SignIn => Ok(Step::SignIn),
            Answer::NotBefore(moment) | Answer::DoubtUntil(moment) => Ok(Step::NotBefore(moment)),
            other @ (Answer::Take(_) | Answer::InFlight | Answer::Stopped(_)) => {
                Err(PolicyError::Answer(format!("{other:?}")))
            }
        }
    }

    fn signed_in(&mut self, now: Moment) -> Result<(), PolicyError> {
        self.had = Some(self.lifetime.signed_in(now, Token::parse("t")?, Some(TOKEN_LIFE)).serial);
        Ok(())
    }

    fn failed(&mut self, now: Moment, jitter: f64) {
        self.lifetime.failed(now, AppError::new(Code::ServiceDown), jitter);
    }
}

/// Again after five seconds, always.
#[derive(Default)]
pub struct Naive {
    until: Option<Moment>,
}

impl Policy for Naive {
    fn ask(&mut self, now: Moment) -> Result<Step, PolicyError> {
        Ok(step(now, self.until))
    }

    fn signed_in(&mut self, _: Moment) -> Result<(), PolicyError> {
        Ok(())
    }

    fn failed(&mut self, now: Moment, _: f64) {
        self.until = Some(now.after(NAIVE_PAUSE));
    }
}

/// Again after a pause that doubles up to a minute, the same for everybody.
#[derive(Default)]
pub struct Doubling {
    until: Option<Moment>,
    failures: u32,
}

impl Policy for Doubling {
    fn ask(&mut self, now: Moment) -> Result<Step, PolicyError> {
        Ok(step(now, self.until))
    }

    fn signed_in(&mut self, _: Moment) -> Result<(), PolicyError> {
        self.failures = 0;
        Ok(())
    }

    fn failed(&mut self, now: Moment, _: f64) {
        let pause = FIRST_DOUBLED.saturating_mul(1 << self.failures.min(16)).min(LONGEST_DOUBLED);
        self.failures = self.failures.saturating_add(1);
        self.until = Some(now.after(pause));
    }
}

fn step(now: Moment, until: Option<Moment>) -> Step {
    until.filter(|until| now < *until).map_or(Step::SignIn, Step::NotBefore)
}
