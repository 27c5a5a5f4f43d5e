//! The whole app's tokens: frames, accounts, keys, the network and the clocks in any order.

use crate::exchange::{Clocks, Exchange};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tokio::task::LocalSet;
use widget_core::app::connect::Reporter;
use widget_core::app::{App, Parts};
use widget_core::error::Code;
use widget_core::service::api_key::ApiKey;
use widget_core::service::email::Email;
use widget_core::service::frame_url::WidgetPath;
use widget_core::service::identifiers::{CommunityId, WidgetId, WidgetType};
use widget_core::service::origin::Origin;
use widget_core::session::clock::{Clock, SystemRandomness};
use widget_core::settings::file::{MemorySlots, SettingsFile};
use widget_core::vault::Vault;
use widget_core::view::{KeepKey, TypedKey};

/// Together over a million steps.
const HISTORIES: u64 = 1_700;
const STEPS: usize = 600;
/// The histories are shared out among these.
const THREADS: usize = 2;

const EMAILS: [&str; 2] = ["ada@example.com", "lin@example.com"];
const COMMUNITIES: [&str; 2] = ["https://a.example", "https://b.example"];
const WIDGETS: [&str; 2] = ["channel-widget", "store"];
/// How long any wait may last once everything is well: the longest pause that a service can ask for, and some.
const LONGEST_WAIT: Duration = Duration::from_secs(20 * 60);

/// A frame that the page has.
struct Frame {
    community: String,
    account: String,
    /// Asks that wait for their answer.
    waiting: usize,
}

/// What the page knows; frames by their nonces.
#[derive(Default)]
struct Page {
    frames: HashMap<String, Frame>,
    tokens: usize,
}

struct World {
    app: Arc<App>,
    network: Arc<Exchange>,
    clocks: Arc<Clocks>,
    page: Rc<RefCell<Page>>,
    random: StdRng,
    /// The community that a person is signing in to right now.
    signing_in: Rc<RefCell<Option<String>>>,
}

impl World {
    fn new(seed: u64) -> Self {
        let clocks = Arc::new(Clocks::start());
        let network = Arc::new(Exchange::new(Arc::clone(&clocks)));
        let app = Arc::new(App::new(Parts {
            settings: SettingsFile::open(Box::new(MemorySlots::default())),
            vault: Vault::in_memory(),
            network: network.clone(),
            pages: network.clone(),
            clock: clocks.clone(),
            randomness: Arc::new(SystemRandomness),
            clear_frame_storage: Arc::new(|_| Box::pin(async {})),
            system_language: widget_core::language::Language::English,
            notice: None,
            demo: false,
        }));
        for origin in COMMUNITIES {
            let widgets = WIDGETS.map(|kind| {
                let (widget_type, widget_id) = (WidgetType::parse(kind).unwrap(), WidgetId::parse("w1").unwrap());
                (kind.to_owned(), WidgetPath { widget_type, widget_id, extra_segment: None })
            });
            let origin = Origin::parse(origin).unwrap();
            let (id, key) = (CommunityId::parse("c1").unwrap(), ApiKey::parse("k0").unwrap());
            let email = Email::parse(EMAILS[0]).unwrap();
            app.put_community("club", &origin, &id, &key, &email, widgets.to_vec()).unwrap();
        }
        let random = StdRng::seed_from_u64(seed);
        Self { app, network, clocks, page: Rc::default(), random, signing_in: Rc::default() }
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        (!of.is_empty()).then(|| of[self.random.random_range(0..of.len())].clone())
    }

    fn account(&self, community: &str) -> Option<String> {
        let view = self.app.main_view();
        view.communities.into_iter().find(|found| found.id == community)?.account
    }

    async fn step(&mut self) {
        match self.random.random_range(0..100) {
            0..20 => self.open_frame(),
            20..45 => self.ask(),
            45..52 => self.close_frame(),
            52..70 => self.answer(),
            70..80 => {
                let milliseconds = self.random.random_range(0..30_000);
                tokio::time::advance(Duration::from_millis(milliseconds)).await;
            }
            80..84 => self.sign_out(),
            84..90 => self.sign_in(),
            90..93 => self.replace_key().await,
            93..95 => self.app.network_changed(self.random.random_bool(0.5)),
            95..96 => {
                self.clocks.sleep(Duration::from_secs(8 * 3600));
                self.app.woke_up();
            }
            96..97 => {
                let years = self.random.random_range(-10..=10);
                self.clocks.move_wall(years * 365 * 24 * 3600);
            }
            _ => self.page_follows(),
        }
        settle().await;
    }

    fn open_frame(&mut self) {
        let view = self.app.main_view();
        let all: Vec<(String, Option<String>, String)> = view
            .communities
            .iter()
            .flat_map(|community| {
                community
                    .widgets
                    .iter()
                    .map(|widget| (community.id.clone(), community.account.clone(), widget.id.clone()))
            })
            .collect();
        let Some((community, Some(_), widget)) = self.pick(&all) else { return };
        let (app, page) = (Arc::clone(&self.app), Rc::clone(&self.page));
        tokio::task::spawn_local(async move {
            let Ok(opened) = app.open_frame(&widget).await else { return };
            let view = app.main_view();
            let account = view.communities.into_iter().find(|found| found.id == community).and_then(|it| it.account);
            // Signed out in the same moment: the frame is closed already.
            let Some(account) = account else { return };
            page.borrow_mut().frames.insert(opened.nonce, Frame { community, account, waiting: 0 });
        });
    }

    fn ask(&mut self) {
        let nonces: Vec<String> = self.page.borrow().frames.keys().cloned().collect();
        let Some(nonce) = self.pick(&nonces) else { return };
        for _ in 0..self.random.random_range(1..4) {
            self.ask_for(nonce.clone());
        }
    }

    /// Asks as a frame does, and holds the answer against the rules in the moment in which it comes.
    fn ask_for(&self, nonce: String) {
        let (app, page, clocks) = (Arc::clone(&self.app), Rc::clone(&self.page), Arc::clone(&self.clocks));
        page.borrow_mut().frames.get_mut(&nonce).unwrap().waiting += 1;
        tokio::task::spawn_local(async move {
            let answer = app.frame_token(&nonce).await;
            let mut page = page.borrow_mut();
            match answer {
                Ok(answer) => {
                    let frame = page.frames.get_mut(&nonce).expect("an answer to a frame that is closed");
                    frame.waiting -= 1;
                    let issued = clocks.issued(answer.token.reveal());
                    assert_eq!(issued.email, frame.account, "another account's token");
                    let view = app.main_view();
                    let community = view.communities.iter().find(|found| found.id == frame.community).unwrap();
                    assert_eq!(community.account.as_ref(), Some(&frame.account), "a token of an account that left");
                    assert!(issued.known_end.is_none_or(|end| clocks.now() < end), "a token that is known to be over");
                    page.tokens += 1;
                }
                Err(error) => {
                    assert!(matches!(error.code, Code::FrameClosed | Code::SignedOut), "{error}");
                    if let Some(frame) = page.frames.get_mut(&nonce) {
                        frame.waiting -= 1;
                    }
                }
            }
        });
    }

    fn close_frame(&mut self) {
        let nonces: Vec<String> = self.page.borrow().frames.keys().cloned().collect();
        let Some(nonce) = self.pick(&nonces) else { return };
        self.let_go(&nonce);
    }

    fn let_go(&self, nonce: &str) {
        self.page.borrow_mut().frames.remove(nonce);
        self.app.close_frame(nonce);
    }

    /// The page sees the view, and lets go of the frames of accounts that left.
    fn page_follows(&self) {
        let stale: Vec<String> = {
            let page = self.page.borrow();
            let is_stale = |frame: &Frame| self.account(&frame.community).as_ref() != Some(&frame.account);
            page.frames.iter().filter(|(_, frame)| is_stale(frame)).map(|(nonce, _)| nonce.clone()).collect()
        };
        for nonce in stale {
            self.let_go(&nonce);
        }
    }

    /// One of the sign-ins that are under way ends, well or not.
    fn answer(&mut self) {
        let waiting = self.network.waiting();
        if waiting == 0 {
            return;
        }
        let which = self.random.random_range(0..waiting);
        let outcome = self.random.random_range(0..10);
        let life = self.random.random_range(1..600);
        self.network.answer(which, outcome, life);
    }

    fn sign_out(&mut self) {
        if let Some(community) = self.any_community() {
            self.app.sign_out(&community).unwrap();
            // A page that is slow to see it is what `page_follows` is for.
        }
    }

    fn any_community(&mut self) -> Option<String> {
        let ids: Vec<String> = self.app.main_view().communities.into_iter().map(|community| community.id).collect();
        self.pick(&ids)
    }

    /// A person signs in as the other account.
    fn sign_in(&mut self) {
        let Some(community) = self.any_community() else { return };
        if self.signing_in.borrow().is_some() {
            return;
        }
        let current = self.account(&community);
        let Some(other) = EMAILS.into_iter().find(|email| current.as_deref() != Some(*email)) else { return };
        *self.signing_in.borrow_mut() = Some(community.clone());
        let (app, signing_in) = (Arc::clone(&self.app), Rc::clone(&self.signing_in));
        tokio::task::spawn_local(async move {
            // Either outcome is one that a person can have.
            drop(app.sign_in(&community, other, &Reporter(&|_| {})).await);
            *signing_in.borrow_mut() = None;
        });
    }

    async fn replace_key(&mut self) {
        let Some(community) = self.any_community() else { return };
        let key = format!("k{}", self.random.random_range(0..1000));
        self.app.set_key(&community, None, &TypedKey::from(key.as_str()), KeepKey::ThisSession).await.unwrap();
    }

    /// From here on all is well: whoever waits must come to an answer.
    async fn assert_nobody_starves(&mut self) {
        self.page_follows();
        self.network.answers_well();
        let waited_from = self.clocks.now();
        loop {
            while self.network.waiting() > 0 {
                self.network.answer(0, 0, 300);
                settle().await;
            }
            self.page_follows();
            let waiting = self.page.borrow().frames.values().filter(|frame| frame.waiting > 0).count();
            if waiting == 0 {
                return;
            }
            assert!(self.clocks.now().since(waited_from) < LONGEST_WAIT, "{waiting} frames starve");
            // What was stopped is mended by the person.
            for community in self.app.main_view().communities {
                let key = TypedKey::from("k-well");
                self.app.set_key(&community.id, None, &key, KeepKey::ThisSession).await.unwrap();
            }
            tokio::time::advance(Duration::from_secs(1)).await;
            settle().await;
        }
    }
}

/// Runs everything that can run without time going by.
async fn settle() {
    for _ in 0..12 {
        tokio::task::yield_now().await;
    }
}

/// The tokens that were handed over in this history.
fn tokens_in_history(seed: u64) -> usize {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    LocalSet::new().block_on(&runtime, async {
        let mut world = World::new(seed);
        for _ in 0..STEPS {
            world.step().await;
        }
        world.assert_nobody_starves().await;
        let page = world.page.borrow();
        page.tokens
    })
}

#[test]
fn no_history_of_the_app_breaks_the_rules() {
    let run = |first| (first..HISTORIES).step_by(THREADS).map(tokens_in_history).sum::<usize>();
    let tokens: usize = thread::scope(|scope| {
        let threads: Vec<_> = (0..HISTORIES).take(THREADS).map(|first| scope.spawn(move || run(first))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    println!("{tokens} tokens handed over in {} steps", HISTORIES * STEPS as u64);
    assert!(
        tokens > 50 * usize::try_from(HISTORIES).unwrap(),
        "{tokens}: histories in which nothing happens show nothing"
    );
}
