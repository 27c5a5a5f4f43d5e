//! One account's token, as the state machine that it is.

use proptest::prelude::*;
use std::collections::BTreeSet;
use std::time::Duration;
use widget_core::error::{AppError, Code};
use widget_core::service::token::Token;
use widget_core::session::clock::Moment;
use widget_core::session::lifetime::{Answer, Serial, TokenLifetime};

/// Together over a million steps.
const HISTORIES: u32 = 2_600;
const STEPS: std::ops::Range<usize> = 350..450;

const MINUTE: Duration = Duration::from_secs(60);
const MOST_IN_A_MINUTE: usize = 6;
/// The longest pause that a service can ask for, the longest of our own, and a full minute used up.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60 + 60 + 60);

#[derive(Debug, Clone, Copy)]
enum Step {
    /// This many milliseconds go by.
    Pass(u64),
    /// One of the frames asks, having been answered before or not.
    Ask(usize),
    /// A token with so many seconds to live, if it says so.
    Succeed(Option<u64>),
    Fail(Code, Option<u64>, f64),
    OtherKey,
    TryAgain,
    KeyReplaced,
    NetworkChanged,
}

fn failure() -> impl Strategy<Value = Step> {
    let code = prop_oneof![
        Just(Code::ServiceDown),
        Just(Code::RateLimited),
        Just(Code::TimedOut),
        Just(Code::Unreachable),
        Just(Code::NameServerFailed),
        Just(Code::TlsExpired),
        Just(Code::KeyRefused),
        Just(Code::KeychainLocked),
    ];
    (code, proptest::option::weighted(0.2, 0u64..900), 0.0f64..1.0)
        .prop_map(|(code, pause, jitter)| Step::Fail(code, pause, jitter))
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0u64..90_000).prop_map(Step::Pass),
        2 => (0u64..2_000).prop_map(Step::Pass),
        8 => (0usize..FRAMES).prop_map(Step::Ask),
        4 => proptest::option::of(0u64..600).prop_map(Step::Succeed),
        4 => failure(),
        1 => Just(Step::OtherKey),
        1 => Just(Step::TryAgain),
        1 => Just(Step::KeyReplaced),
        1 => Just(Step::NetworkChanged),
    ]
}

const FRAMES: usize = 4;

/// The world around the account, and all that was promised about it.
struct World {
    lifetime: TokenLifetime,
    now: Moment,
    in_flight: bool,
    /// The sign-ins that the service may have seen.
    sent: Vec<Moment>,
    /// What each frame was given last.
    given: [Option<Serial>; FRAMES],
    /// Those that no longer work, as their frames say.
    refused: BTreeSet<Serial>,
    ends: Option<Moment>,
    issued: Moment,
}

impl World {
    fn new() -> Self {
        Self {
            lifetime: TokenLifetime::default(),
            now: Moment::START,
            in_flight: false,
            sent: Vec::new(),
            given: [None; FRAMES],
            refused: BTreeSet::new(),
            ends: None,
            issued: Moment::START,
        }
    }

    /// Asks for a frame, and holds the answer against the rules.
    fn ask(&mut self, frame: usize) -> Result<Answer, TestCaseError> {
        let refused = self.given[frame];
        let answer = self.lifetime.ask(self.now, refused);
        match &answer {
            Answer::SignIn => {
                prop_assert!(!self.in_flight, "two sign-ins in flight");
                self.in_flight = true;
                self.refused.extend(refused);
                self.sent.push(self.now);
                let lately = self.sent.iter().rev().take_while(|sent| self.now.since(**sent) < MINUTE).count();
                prop_assert!(lately <= MOST_IN_A_MINUTE, "{lately} sign-ins in a minute");
            }
            Answer::InFlight => prop_assert!(self.in_flight, "a wait for nothing"),
            Answer::Take(grant) => {
                prop_assert!(!self.refused.contains(&grant.serial), "a refused token was given again");
                prop_assert!(self.ends.is_none_or(|ends| self.now < ends), "an expired token was given");
                prop_assert!(refused != Some(grant.serial), "a token that its frame had refused");
                self.given[frame] = Some(grant.serial);
            }
            Answer::DoubtUntil(moment) => {
                let young = self.now.since(self.issued) < Duration::from_secs(1);
                prop_assert!(young && *moment > self.now, "a doubt about an old token");
            }
            Answer::NotBefore(moment) => {
                prop_assert!(*moment > self.now, "a wait that is over");
                prop_assert!(moment.since(self.now) <= LONGEST_WAIT, "a wait without end");
            }
            Answer::Stopped(error) => prop_assert!(!error.retryable, "stopped by what passes"),
        }
        Ok(answer)
    }

    fn succeed(&mut self, life: Option<u64>) {
        let life = life.map(Duration::from_secs);
        self.lifetime.signed_in(self.now, Token::parse("t").unwrap(), life);
        self.in_flight = false;
        self.issued = self.now;
        self.ends = life.map(|life| self.now.after(life));
    }

    fn fail(&mut self, code: Code, pause: Option<u64>, jitter: f64) {
        let mut error = AppError::new(code);
        error.retry_after_ms = pause.map(|seconds| seconds * 1000);
        if code.is_on_the_way() {
            self.sent.pop();
        }
        self.lifetime.failed(self.now, error, jitter);
        self.in_flight = false;
    }

    fn take(&mut self, step: Step) -> Result<(), TestCaseError> {
        match step {
            Step::Pass(milliseconds) => self.now = self.now.after(Duration::from_millis(milliseconds)),
            Step::Ask(frame) => drop(self.ask(frame)?),
            Step::Succeed(life) if self.in_flight => self.succeed(life),
            Step::Fail(code, pause, jitter) if self.in_flight => self.fail(code, pause, jitter),
            Step::OtherKey if self.in_flight => {
                self.lifetime.key_is_another(AppError::new(Code::KeyRefused));
                self.in_flight = false;
            }
            Step::TryAgain => self.lifetime.try_again(self.now),
            Step::KeyReplaced => {
                // The one that is under way is given up.
                self.lifetime.key_replaced();
                self.in_flight = false;
            }
            Step::NetworkChanged => self.lifetime.network_changed(),
            Step::Succeed(_) | Step::Fail(..) | Step::OtherKey => {}
        }
        Ok(())
    }

    /// The service and the key are well again: each frame must come to a token within the longest wait.
    fn assert_nobody_starves(&mut self) -> Result<(), TestCaseError> {
        let from = self.now;
        for frame in 0..FRAMES {
            loop {
                prop_assert!(self.now.since(from) <= LONGEST_WAIT, "frame {frame} starves");
                match self.ask(frame)? {
                    Answer::Take(_) => break,
                    Answer::SignIn | Answer::InFlight => self.succeed(Some(300)),
                    Answer::DoubtUntil(moment) | Answer::NotBefore(moment) => self.now = moment,
                    Answer::Stopped(_) => self.lifetime.key_replaced(),
                }
            }
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: HISTORIES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_history_breaks_the_rules(steps in proptest::collection::vec(step(), STEPS)) {
        let mut world = World::new();
        for step in steps {
            world.take(step)?;
        }
        world.assert_nobody_starves()?;
    }
}
