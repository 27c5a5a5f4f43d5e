//! All accounts' tokens: runs the sign-ins that the rules of [`super::lifetime`] ask for.

use super::clock::{Clock, Moment, Randomness};
use super::lifetime::{Answer, Grant, Serial, Standing, TokenLifetime};
use crate::error::{AppError, Code};
use crate::pace::Departures;
use crate::service::email::Email;
use crate::service::http::SignIn;
use crate::service::identifiers::CommunityId;
use crate::service::origin::Origin;
use crate::service::sign_in::SignInRequest;
use crate::service::token::Token;
use crate::vault::Vault;
use crate::vault::key_name::KeyName;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::AbortHandle;

/// Most sign-ins of all accounts together that are under way at one service. A service that is slow to answer some holds
/// up no other service.
const MOST_AT_ONCE: usize = 4;
/// After these few, sign-ins at one service start this far apart: fifty accounts after a long sleep take over ten seconds.
const APART: Duration = Duration::from_millis(250);

/// One (community, key, account): what shares a token.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SessionId {
    pub origin: Origin,
    pub community_id: CommunityId,
    pub key: KeyName,
    pub email: Email,
}

/// A task that ends when nobody needs its outcome any more, and the request that it made with it.
struct Running(AbortHandle);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A session with the bell that rings when it changes.
struct Entry {
    lifetime: TokenLifetime,
    bell: watch::Sender<()>,
    /// The sign-in that is under way.
    running: Option<Running>,
    /// Told apart from a later session of the same account, so that a late answer is dropped.
    opened: u64,
}

impl Entry {
    const fn awaits(&self, flight: Flight) -> bool {
        self.opened == flight.opened && self.lifetime.awaits(flight.attempt)
    }
}

/// What the accounts of one service share.
struct Lane {
    departures: tokio::sync::Mutex<Departures>,
    free: Arc<Semaphore>,
}

impl Default for Lane {
    fn default() -> Self {
        let at_once = u32::try_from(MOST_AT_ONCE).unwrap_or(u32::MAX);
        Self {
            departures: tokio::sync::Mutex::new(Departures::new(at_once, APART)),
            free: Arc::new(Semaphore::new(MOST_AT_ONCE)),
        }
    }
}

#[derive(Default)]
struct Book {
    entries: HashMap<SessionId, Entry>,
    lanes: HashMap<Origin, Arc<Lane>>,
    opened: u64,
}

impl Book {
    fn entry(&mut self, id: &SessionId) -> &mut Entry {
        self.entries.entry(id.clone()).or_insert_with(|| {
            self.opened += 1;
            Entry {
                lifetime: TokenLifetime::default(),
                bell: watch::Sender::new(()),
                running: None,
                opened: self.opened,
            }
        })
    }
}

/// One sign-in under way: of which session, and which attempt of it.
#[derive(Clone, Copy)]
struct Flight {
    opened: u64,
    attempt: u64,
}

/// How a sign-in ended without a token.
struct Failure {
    error: AppError,
    /// The vault holds another key than the one that was refused.
    key_is_another: bool,
}

impl<E: Into<AppError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self { error: error.into(), key_is_another: false }
    }
}

/// What a stop means to somebody who waits for a token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    IsAnError,
    IsWaitedOut,
}

/// What a sign-in needs from outside.
pub struct Surroundings {
    pub clock: Arc<dyn Clock>,
    pub randomness: Arc<dyn Randomness>,
    pub network: Arc<dyn SignIn>,
    pub vault: Arc<Vault>,
    /// Rung at each change, for whoever shows where the sessions stand.
    pub changed: Arc<watch::Sender<()>>,
}

#[derive(Clone)]
pub struct Sessions {
    book: Arc<Mutex<Book>>,
    around: Arc<Surroundings>,
}

impl Sessions {
    #[must_use]
    pub fn new(around: Surroundings) -> Self {
        Self { book: Arc::default(), around: Arc::new(around) }
    }

    /// A token for this account; waits for sign-ins and pauses. `refused` is the one that no longer works.
    ///
    /// Dropping the future stops the waiting, not the sign-in: others may share it.
    ///
    /// # Errors
    /// What stopped the account's sign-ins, until somebody tries again.
    pub async fn token(&self, id: &SessionId, refused: Option<Serial>) -> Result<Grant, AppError> {
        self.obtain(id, refused, Stop::IsAnError).await
    }

    /// Like [`Sessions::token`], but waits out what stopped the account's sign-ins, too: somebody may mend it.
    ///
    /// # Errors
    /// `SignedOut` when the account is signed out meanwhile.
    pub async fn token_when_possible(&self, id: &SessionId, refused: Option<Serial>) -> Result<Grant, AppError> {
        self.obtain(id, refused, Stop::IsWaitedOut).await
    }

    async fn obtain(&self, id: &SessionId, mut refused: Option<Serial>, stop: Stop) -> Result<Grant, AppError> {
        let signed_out = |_| AppError::new(Code::SignedOut);
        loop {
            let (answer, flight, mut bell) = {
                let mut book = self.book();
                let entry = book.entry(id);
                let answer = entry.lifetime.ask(self.around.clock.now(), refused);
                let flight = Flight { opened: entry.opened, attempt: entry.lifetime.attempt() };
                (answer, flight, entry.bell.subscribe())
            };
            match answer {
                Answer::Take(grant) => return Ok(grant),
                Answer::Stopped(error) if stop == Stop::IsAnError => return Err(error),
                Answer::SignIn => self.start_sign_in(id, flight),
                // A bell that is gone means that the account was signed out.
                Answer::InFlight | Answer::Stopped(_) => bell.changed().await.map_err(signed_out)?,
                Answer::NotBefore(moment) => self.wait(moment, &mut bell).await.map_err(signed_out)?,
                Answer::DoubtUntil(moment) => {
                    self.wait(moment, &mut bell).await.map_err(signed_out)?;
                    refused = None;
                }
            }
        }
    }

    /// Waits until the moment, or until the bell rings.
    async fn wait(&self, moment: Moment, bell: &mut watch::Receiver<()>) -> Result<(), watch::error::RecvError> {
        let pause = moment.since(self.around.clock.now());
        tokio::select! {
            () = tokio::time::sleep(pause) => Ok(()),
            rung = bell.changed() => rung,
        }
    }

    /// Takes over a token from a sign-in that was made elsewhere (*Connect*), so that none is made twice.
    pub fn adopt(&self, id: &SessionId, token: Token) {
        self.settle(id, None, Ok(token));
    }

    /// A person asks to try again.
    pub fn try_again(&self, id: &SessionId) {
        let now = self.around.clock.now();
        self.book().entry(id).lifetime.try_again(now);
        self.announce(id);
    }

    /// A key was replaced: whatever it stopped may succeed, and what is under way with the old one no longer counts.
    pub fn key_replaced(&self, key: &KeyName) {
        let ids: Vec<SessionId> = self.book().entries.keys().filter(|id| id.key == *key).cloned().collect();
        for id in ids {
            {
                let mut book = self.book();
                let entry = book.entry(&id);
                entry.lifetime.key_replaced();
                entry.running = None;
            }
            self.announce(&id);
        }
    }

    /// This machine is on another network, or on one again. What the old one spoiled is tried again at once.
    pub fn network_changed(&self) {
        for entry in self.book().entries.values_mut() {
            entry.lifetime.network_changed();
        }
        self.look_again();
    }

    /// This machine may have slept: pauses that ended meanwhile are over, whatever the timers of this process say.
    pub fn woke_up(&self) {
        self.look_again();
    }

    /// Has everybody who waits look at the clock and the sessions once more.
    fn look_again(&self) {
        for entry in self.book().entries.values() {
            entry.bell.send_replace(());
        }
        self.around.changed.send_replace(());
    }

    /// Forgets the token. Who waits for it is told that the account is signed out.
    pub fn sign_out(&self, id: &SessionId) {
        self.book().entries.remove(id);
        self.around.changed.send_replace(());
    }

    #[must_use]
    pub fn standing(&self, id: &SessionId) -> Standing {
        self.book().entries.get(id).map_or(Standing::Idle, |entry| entry.lifetime.standing())
    }

    #[must_use]
    pub fn now(&self) -> Moment {
        self.around.clock.now()
    }

    fn start_sign_in(&self, id: &SessionId, flight: Flight) {
        let (sessions, owned) = (self.clone(), id.clone());
        let task = tokio::spawn(async move {
            let result = sessions.sign_in(&owned, flight).await;
            sessions.settle(&owned, Some(flight), result);
        });
        let running = Running(task.abort_handle());
        if let Some(entry) = self.book().entries.get_mut(id).filter(|entry| entry.awaits(flight)) {
            entry.running = Some(running);
        }
        self.around.changed.send_replace(());
    }

    async fn sign_in(&self, id: &SessionId, flight: Flight) -> Result<Token, Failure> {
        // Before it takes a place: the keychain may ask the person first.
        let used = self.around.vault.read(&id.key).await?.key;
        let _place = self.depart(&id.origin).await;
        {
            let now = self.around.clock.now();
            let mut book = self.book();
            if let Some(entry) = book.entries.get_mut(id).filter(|entry| entry.awaits(flight)) {
                entry.lifetime.departed(now);
            }
        }
        let began = self.around.clock.now();
        tracing::debug!(attempt = flight.attempt, "a sign-in begins");
        let request = SignInRequest {
            origin: id.origin.clone(),
            community_id: id.community_id.clone(),
            key: Arc::clone(&used),
            email: id.email.clone(),
        };
        let answer = self.around.network.sign_in(&request).await;
        let ms = self.around.clock.now().milliseconds_since(began);
        let error = match answer {
            Ok(token) => {
                tracing::info!(ms, "signed in");
                return Ok(token);
            }
            Err(error) => AppError::from(error),
        };
        tracing::info!(ms, code = ?error.code, "not signed in");
        let refused = matches!(error.code, Code::KeyRefused | Code::SignInForbidden);
        let key_is_another =
            refused && self.around.vault.read_quietly(&id.key).await.is_ok_and(|stored| *stored.key != *used);
        Err(Failure { error, key_is_another })
    }

    /// Waits for this sign-in's turn among all at its service. Its place is free again when the answer is dropped.
    async fn depart(&self, origin: &Origin) -> Option<OwnedSemaphorePermit> {
        let lane = Arc::clone(self.book().lanes.entry(origin.clone()).or_default());
        // Never closed, so there is a place sooner or later.
        let place = Arc::clone(&lane.free).acquire_owned().await.ok();
        // Reserved only by the one whose turn it is: others may be given up while they wait.
        let mut departures = lane.departures.lock().await;
        let now = self.around.clock.now();
        let departs = departures.reserve(now);
        tokio::time::sleep(departs.since(now)).await;
        place
    }

    /// Enters how a sign-in ended; without a `flight`, one that was made elsewhere. The answer of a flight that nobody
    /// waits for any more is dropped.
    fn settle(&self, id: &SessionId, flight: Option<Flight>, result: Result<Token, Failure>) {
        {
            let mut book = self.book();
            let entry = match flight {
                None => book.entry(id),
                Some(flight) => match book.entries.get_mut(id).filter(|entry| entry.awaits(flight)) {
                    Some(entry) => entry,
                    None => return,
                },
            };
            let now = self.around.clock.now();
            entry.running = None;
            match result {
                Ok(token) => {
                    let life = token.remaining_life(self.around.clock.unix_now());
                    entry.lifetime.signed_in(now, token, life);
                }
                Err(Failure { error, key_is_another }) => {
                    tracing::warn!(code = ?error.code, "sign-in failed");
                    if key_is_another {
                        entry.lifetime.key_is_another(error);
                    } else {
                        entry.lifetime.failed(now, error, self.around.randomness.fraction());
                    }
                }
            }
        }
        self.announce(id);
    }

    fn announce(&self, id: &SessionId) {
        if let Some(entry) = self.book().entries.get(id) {
            entry.bell.send_replace(());
        }
        self.around.changed.send_replace(());
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        // Each change of the book is one assignment, so it is whole even if a thread died in between.
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::api_key::ApiKey;
    use crate::service::http::BoxFuture;
    use crate::service::sign_in::SignInError;
    use std::collections::VecDeque;
    use tokio::time::Instant;

    /// The runtime's own time, which a test can stop.
    struct RuntimeClock(Instant);
    impl Clock for RuntimeClock {
        fn now(&self) -> Moment {
            Moment::START.after(self.0.elapsed())
        }
        fn unix_now(&self) -> u64 {
            0
        }
    }

    struct Even;
    impl Randomness for Even {
        fn bytes(&self) -> [u8; 16] {
            [0xff; 16]
        }
    }

    /// Answers each sign-in after a second, from a script; an empty script gives tokens.
    #[derive(Default)]
    struct Script {
        answers: Mutex<VecDeque<SignInError>>,
        calls: Mutex<u32>,
    }

    impl SignIn for Script {
        fn sign_in<'a>(&'a self, _: &'a SignInRequest) -> BoxFuture<'a, Result<Token, SignInError>> {
            Box::pin(async move {
                *self.calls.lock().unwrap() += 1;
                let number = *self.calls.lock().unwrap();
                let answer = self.answers.lock().unwrap().pop_front();
                tokio::time::sleep(Duration::from_secs(1)).await;
                match answer {
                    Some(error) => Err(error),
                    None => Ok(Token::parse(&format!("token-{number}")).unwrap()),
                }
            })
        }
        fn reach<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<(), SignInError>> {
            Box::pin(async { Ok(()) })
        }
    }

    fn sessions(answers: Vec<SignInError>) -> (Sessions, Arc<Script>, SessionId) {
        let network = Arc::new(Script { answers: Mutex::new(answers.into()), calls: Mutex::new(0) });
        let vault = Arc::new(Vault::in_memory());
        let origin = Origin::parse("https://a.example").unwrap();
        let community_id = CommunityId::parse("c1").unwrap();
        let key = KeyName::of_community(&origin, &community_id);
        vault.keep_for_this_session(&key, &ApiKey::parse("k").unwrap()).unwrap();
        let around = Surroundings {
            clock: Arc::new(RuntimeClock(Instant::now())),
            randomness: Arc::new(Even),
            network: network.clone(),
            vault,
            changed: Arc::new(watch::Sender::new(())),
        };
        let id = SessionId { origin, community_id, key, email: Email::parse("ada@example.com").unwrap() };
        (Sessions::new(around), network, id)
    }

    #[tokio::test(start_paused = true)]
    async fn all_who_wait_share_one_sign_in() {
        let (sessions, network, id) = sessions(vec![]);
        let asks = (0..1000).map(|_| {
            let (sessions, id) = (sessions.clone(), id.clone());
            tokio::spawn(async move { sessions.token(&id, None).await.unwrap().serial })
        });
        let mut serials = Vec::new();
        for ask in asks.collect::<Vec<_>>() {
            serials.push(ask.await.unwrap());
        }
        serials.dedup();
        assert_eq!(serials.len(), 1);
        assert_eq!(*network.calls.lock().unwrap(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_passing_failure_is_tried_again_without_being_asked() {
        let down = SignInError::ServiceDown { status: 503, retry_after: Some(Duration::from_secs(20)) };
        let (sessions, network, id) = sessions(vec![down, SignInError::Unreachable]);
        let start = Instant::now();
        let grant = sessions.token(&id, None).await.unwrap();
        assert_eq!(grant.token.reveal(), "token-3");
        assert!(start.elapsed() >= Duration::from_secs(23), "{:?}", start.elapsed());
        assert_eq!(*network.calls.lock().unwrap(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn a_refused_key_stops_all_who_wait_and_is_not_tried_again() {
        let (sessions, network, id) = sessions(vec![SignInError::KeyRefused(401)]);
        let (first, second) = tokio::join!(sessions.token(&id, None), sessions.token(&id, None));
        assert_eq!(first.unwrap_err().code, Code::KeyRefused);
        assert_eq!(second.unwrap_err().code, Code::KeyRefused);
        assert_eq!(sessions.token(&id, None).await.unwrap_err().code, Code::KeyRefused);
        assert_eq!(*network.calls.lock().unwrap(), 1);
        sessions.try_again(&id);
        assert!(sessions.token(&id, None).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_patient_asker_gets_its_token_once_the_key_is_mended() {
        let (sessions, network, id) = sessions(vec![SignInError::KeyRefused(401)]);
        let waiting = tokio::spawn({
            let (sessions, id) = (sessions.clone(), id.clone());
            async move { sessions.token_when_possible(&id, None).await }
        });
        while !matches!(sessions.standing(&id), Standing::Stopped { .. }) {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        sessions.key_replaced(&id.key);
        assert_eq!(waiting.await.unwrap().unwrap().token.reveal(), "token-2");
        assert_eq!(*network.calls.lock().unwrap(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn signing_out_ends_the_waiting_and_drops_the_late_answer() {
        let (sessions, network, id) = sessions(vec![]);
        let waiting = tokio::spawn({
            let (sessions, id) = (sessions.clone(), id.clone());
            async move { sessions.token(&id, None).await }
        });
        while *network.calls.lock().unwrap() == 0 {
            tokio::task::yield_now().await;
        }
        sessions.sign_out(&id);
        assert_eq!(waiting.await.unwrap().unwrap_err().code, Code::SignedOut);
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert_eq!(sessions.standing(&id), Standing::Idle);
    }

    #[tokio::test(start_paused = true)]
    async fn a_missing_key_is_said_without_a_request() {
        let (sessions, network, mut id) = sessions(vec![]);
        id.key = KeyName::of_community(&id.origin, &CommunityId::parse("other").unwrap());
        assert_eq!(sessions.token(&id, None).await.unwrap_err().code, Code::KeyMissing);
        assert_eq!(*network.calls.lock().unwrap(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn f15_a_refused_key_is_read_once_more_and_another_one_is_tried() {
        let (sessions, network, id) = sessions(vec![SignInError::KeyRefused(401), SignInError::Forbidden]);
        let asking = ask_and_wait_for_the_call(&sessions, &network, &id).await;
        // Another program puts the right key there while the old one is on its way.
        let vault = &sessions.around.vault;
        vault.keep_for_this_session(&id.key, &ApiKey::parse("another").unwrap()).unwrap();
        assert_eq!(asking.await.unwrap().unwrap_err().code, Code::SignInForbidden);
        assert_eq!(*network.calls.lock().unwrap(), 2, "one fresh read, then it stops");
        assert_eq!(sessions.token(&id, None).await.unwrap_err().code, Code::SignInForbidden);
        assert_eq!(*network.calls.lock().unwrap(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_service_that_is_slow_to_some_holds_up_no_other() {
        let (sessions, network, id) = sessions(vec![]);
        let of = |origin: &str, number: u32| {
            let (origin, community_id) =
                (Origin::parse(origin).unwrap(), CommunityId::parse(&format!("c{number}")).unwrap());
            let key = KeyName::of_community(&origin, &community_id);
            sessions.around.vault.keep_for_this_session(&key, &ApiKey::parse("k").unwrap()).unwrap();
            SessionId { origin, community_id, key, email: id.email.clone() }
        };
        for number in 0..20 {
            let (sessions, id) = (sessions.clone(), of("https://slow.example", number));
            tokio::spawn(async move { sessions.token(&id, None).await });
        }
        while *network.calls.lock().unwrap() < 4 {
            tokio::task::yield_now().await;
        }
        let start = Instant::now();
        sessions.token(&of("https://other.example", 0), None).await.unwrap();
        assert!(start.elapsed() < Duration::from_millis(1_100), "held up for {:?}", start.elapsed());
    }

    /// Asks in the background and waits until the sign-in is under way.
    async fn ask_and_wait_for_the_call(
        sessions: &Sessions,
        network: &Script,
        id: &SessionId,
    ) -> tokio::task::JoinHandle<Result<Grant, AppError>> {
        let asking = tokio::spawn({
            let (sessions, id) = (sessions.clone(), id.clone());
            async move { sessions.token(&id, None).await }
        });
        while *network.calls.lock().unwrap() == 0 {
            tokio::task::yield_now().await;
        }
        asking
    }

    #[tokio::test(start_paused = true)]
    async fn a_late_refusal_does_not_undo_an_adopted_token() {
        let (sessions, network, id) = sessions(vec![SignInError::KeyRefused(401)]);
        let asking = ask_and_wait_for_the_call(&sessions, &network, &id).await;
        sessions.adopt(&id, Token::parse("adopted").unwrap());
        assert_eq!(asking.await.unwrap().unwrap().token.reveal(), "adopted");
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert_eq!(sessions.standing(&id), Standing::SignedIn);
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_of_the_old_key_does_not_stop_the_new_one() {
        let (sessions, network, id) = sessions(vec![SignInError::KeyRefused(401)]);
        let asking = ask_and_wait_for_the_call(&sessions, &network, &id).await;
        sessions.key_replaced(&id.key);
        assert_eq!(asking.await.unwrap().unwrap().token.reveal(), "token-2");
        assert_eq!(sessions.standing(&id), Standing::SignedIn);
    }

    #[tokio::test(start_paused = true)]
    async fn an_adopted_token_saves_the_sign_in() {
        let (sessions, network, id) = sessions(vec![]);
        sessions.adopt(&id, Token::parse("adopted").unwrap());
        assert_eq!(sessions.token(&id, None).await.unwrap().token.reveal(), "adopted");
        assert_eq!(*network.calls.lock().unwrap(), 0);
    }
}
