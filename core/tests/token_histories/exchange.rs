//! A network whose answers are given by the test, and clocks that the test moves.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::Instant;
use widget_core::service::http::{BoxFuture, SignIn};
use widget_core::service::page::{PageHead, Pages};
use widget_core::service::sign_in::{SignInError, SignInRequest};
use widget_core::service::token::Token;
use widget_core::session::clock::{Clock, Moment};

/// The wall clock when a test starts, in seconds since 1970.
const WALL: i64 = 1_800_000_000;

/// What is known of a token.
#[derive(Clone)]
pub struct Issued {
    pub email: String,
    /// When it ends, unless the wall clock was wrong when it came.
    pub known_end: Option<Moment>,
}

/// Time as the runtime has it, and what was slept besides, which its timers know nothing of.
pub struct Clocks {
    start: Instant,
    slept: Mutex<Duration>,
    wall_off_by: Mutex<i64>,
    issued: Mutex<HashMap<String, Issued>>,
}

impl Clocks {
    pub fn start() -> Self {
        Self { start: Instant::now(), slept: Mutex::default(), wall_off_by: Mutex::default(), issued: Mutex::default() }
    }

    pub fn sleep(&self, time: Duration) {
        *self.slept.lock().unwrap() += time;
    }

    /// Moves the wall clock by so many seconds.
    pub fn move_wall(&self, seconds: i64) {
        *self.wall_off_by.lock().unwrap() = seconds;
    }

    pub fn issued(&self, token: &str) -> Issued {
        self.issued.lock().unwrap()[token].clone()
    }

    fn true_unix(&self) -> i64 {
        WALL + i64::try_from(self.now().since(Moment::START).as_secs()).unwrap()
    }

    fn issue(&self, email: &str, life: u64) -> String {
        let mut issued = self.issued.lock().unwrap();
        let exp = self.true_unix() + i64::try_from(life).unwrap();
        let payload = json!({"exp": exp, "n": issued.len()}).to_string();
        let text = format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(payload));
        let wall_is_right = *self.wall_off_by.lock().unwrap() == 0;
        let known_end = wall_is_right.then(|| self.now().after(Duration::from_secs(life)));
        issued.insert(text.clone(), Issued { email: email.to_owned(), known_end });
        text
    }
}

impl Clock for Clocks {
    fn now(&self) -> Moment {
        Moment::START.after(self.start.elapsed()).after(*self.slept.lock().unwrap())
    }

    fn unix_now(&self) -> u64 {
        u64::try_from(self.true_unix() + *self.wall_off_by.lock().unwrap()).unwrap_or(0)
    }
}

/// An account at a service.
type Account = (String, String);

struct Waiting {
    email: String,
    answer: oneshot::Sender<Result<Token, SignInError>>,
}

/// Takes sign-ins and answers them when the test says so.
pub struct Exchange {
    clocks: Arc<Clocks>,
    waiting: Mutex<Vec<Waiting>>,
    in_flight: Arc<Mutex<HashSet<Account>>>,
    begun: Mutex<Vec<Moment>>,
    most_at_once: Mutex<usize>,
    well: Mutex<bool>,
}

impl Exchange {
    pub fn new(clocks: Arc<Clocks>) -> Self {
        Self {
            clocks,
            waiting: Mutex::default(),
            in_flight: Arc::default(),
            begun: Mutex::default(),
            most_at_once: Mutex::default(),
            well: Mutex::default(),
        }
    }

    /// How many wait for their answer.
    pub fn waiting(&self) -> usize {
        let mut waiting = self.waiting.lock().unwrap();
        waiting.retain(|waiting| !waiting.answer.is_closed());
        waiting.len()
    }

    /// When each sign-in began.
    pub fn begun(&self) -> Vec<Moment> {
        self.begun.lock().unwrap().clone()
    }

    /// How many were under way at once, at the most.
    pub fn most_at_once(&self) -> usize {
        *self.most_at_once.lock().unwrap()
    }

    /// From here on the network itself is well, too.
    pub fn answers_well(&self) {
        *self.well.lock().unwrap() = true;
    }

    /// Answers the nth: with a token that lives for so many seconds, or in one of the ways in which it can fail.
    pub fn answer(&self, which: usize, outcome: u32, life: u64) {
        let Waiting { email, answer } = self.waiting.lock().unwrap().remove(which);
        let result = match outcome {
            0..5 => Ok(Token::parse(&self.clocks.issue(&email, life)).unwrap()),
            5 => Err(SignInError::ServiceDown { status: 503, retry_after: None }),
            6 => Err(SignInError::RateLimited { retry_after: Some(Duration::from_secs(life)) }),
            7 => Err(SignInError::Unreachable),
            8 => Err(SignInError::ConnectionLost),
            _ => Err(SignInError::KeyRefused(401)),
        };
        // One that was given up in this moment hears nothing.
        drop(answer.send(result));
    }
}

/// Ends with the request, however it ends.
struct InFlight(Arc<Mutex<HashSet<Account>>>, Account);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.lock().unwrap().remove(&self.1);
    }
}

impl SignIn for Exchange {
    fn sign_in<'a>(&'a self, request: &'a SignInRequest) -> BoxFuture<'a, Result<Token, SignInError>> {
        Box::pin(async move {
            let service = format!("{}{}", request.origin.as_str(), request.community_id.as_str());
            let account = (service, request.email.as_str().to_owned());
            self.begun.lock().unwrap().push(self.clocks.now());
            let first = {
                let mut in_flight = self.in_flight.lock().unwrap();
                let first = in_flight.insert(account.clone());
                let mut most = self.most_at_once.lock().unwrap();
                *most = in_flight.len().max(*most);
                first
            };
            assert!(first, "two sign-ins in flight for {account:?}");
            let _in_flight = InFlight(Arc::clone(&self.in_flight), account);
            let (answer, answered) = oneshot::channel();
            let email = request.email.as_str().to_owned();
            self.waiting.lock().unwrap().push(Waiting { email, answer });
            answered.await.unwrap_or(Err(SignInError::ConnectionLost))
        })
    }

    fn reach<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<(), SignInError>> {
        let well = *self.well.lock().unwrap();
        Box::pin(async move { if well { Ok(()) } else { Err(SignInError::Unreachable) } })
    }
}

impl Pages for Exchange {
    fn head<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<PageHead, SignInError>> {
        Box::pin(async { Err(SignInError::Unreachable) })
    }
}
