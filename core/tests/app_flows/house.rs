//! An app, the service that it talks to, and what outlives a start of the app: its settings and its keychain.

use demo_service::{Config, DemoService, SeenRequest, SignInFault};
use serde_json::{Map, Value};
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;
use tokio::net::TcpSocket;
use tokio::sync::oneshot;
use widget_core::app::connect::Reporter;
use widget_core::app::{App, Parts};
use widget_core::error::{AppError, Code};
use widget_core::partition::Partition;
use widget_core::service::api_key::ApiKey;
use widget_core::service::frame_url::WidgetPath;
use widget_core::service::http::{BoxFuture, HttpSignIn, SignIn};
use widget_core::service::identifiers::{CommunityId, WidgetId, WidgetType};
use widget_core::service::origin::Origin;
use widget_core::service::sign_in::{SignInError, SignInRequest};
use widget_core::service::token::Token;
use widget_core::session::clock::{Clock, Moment, SystemClock, SystemRandomness};
use widget_core::settings::file::{Content, MemorySlots, SettingsFile, Slot, SlotError, Slots};
use widget_core::vault::key_name::KeyName;
use widget_core::vault::memory::MemoryStore;
use widget_core::vault::{KeyStore, Limits, Vault, VaultError};
use widget_core::view::{
    AddWidgetForm, CommunityView, ConnectForm, Connected, FrameToken, KeepKey, KeyView, OpenFrame, SessionView,
    SetupCommunityView, SetupPage, StepReport, StepVerdict, TypedKey, WidgetView,
};

pub const AMARA: &str = "amara@demo.example";
pub const LUCIA: &str = "lucia@demo.example";
pub const CHANNELS: usize = 0;
pub const STORE: usize = 1;
pub const MILESTONES: usize = 2;
pub const LEADERBOARD: usize = 4;

/// The steps of a connection that goes well and keeps its key.
pub const ALL_STEPS: [&str; 9] = [
    "check_input running",
    "check_input passed",
    "reach_service running",
    "reach_service passed",
    "sign_in passed",
    "keep_key running",
    "keep_key passed",
    "save running",
    "save passed",
];

/// How long anything on loopback may take.
const DEADLINE: Duration = Duration::from_secs(20);

struct SharedSlots(Arc<MemorySlots>);

impl Slots for SharedSlots {
    fn read(&self, slot: Slot) -> Content {
        self.0.read(slot)
    }
    fn write(&self, slot: Slot, object: Map<String, Value>) -> Result<(), SlotError> {
        self.0.write(slot, object)
    }
    fn set_aside(&self, slot: Slot) -> Result<(), SlotError> {
        self.0.set_aside(slot)
    }
}

/// A keychain that can be made to fail.
#[derive(Default)]
pub struct Keys {
    memory: MemoryStore,
    reading_fails: Mutex<Option<VaultError>>,
    writing_fails: Mutex<Option<VaultError>>,
    locked: AtomicBool,
    prompts: AtomicU32,
    held: Mutex<bool>,
    let_go: Condvar,
    /// What it is called, and whether it is the one that holds what was kept.
    name: Mutex<Option<String>>,
    is_another: AtomicBool,
}

impl Keys {
    /// From now on, nothing can be read or changed.
    pub fn fail(&self, error: VaultError) {
        *self.reading_fails.lock().unwrap() = Some(error.clone());
        self.fail_to_write(error);
    }

    /// From now on, nothing can be changed.
    pub fn fail_to_write(&self, error: VaultError) {
        *self.writing_fails.lock().unwrap() = Some(error);
    }

    pub fn heal(&self) {
        *self.reading_fails.lock().unwrap() = None;
        *self.writing_fails.lock().unwrap() = None;
    }

    /// From now on, it is locked, and its prompt is dismissed each time.
    pub fn lock(&self) {
        self.locked.store(true, Ordering::SeqCst);
    }

    /// How often the person was asked.
    pub fn prompts(&self) -> u32 {
        self.prompts.load(Ordering::SeqCst)
    }

    /// From now on, it takes calls and does nothing until it is let go.
    pub fn hold(&self) {
        *self.held.lock().unwrap() = true;
    }

    pub fn let_go(&self) {
        *self.held.lock().unwrap() = false;
        self.let_go.notify_all();
    }

    fn when_let_go(&self) {
        drop(self.let_go.wait_while(self.held.lock().unwrap(), |held| *held).unwrap());
    }

    pub fn call_it(&self, name: &str) {
        *self.name.lock().unwrap() = Some(name.to_owned());
    }

    /// Another keychain comes in its place: what was kept is not in there.
    pub fn put_another_in_its_place(&self, name: &str) {
        self.call_it(name);
        self.is_another.store(true, Ordering::SeqCst);
    }

    /// What is stored under a name, whatever fails.
    pub fn stored(&self, name: &KeyName) -> Option<String> {
        self.memory.read(name).ok().map(|key| key.reveal().to_owned())
    }
}

fn unless(fails: &Mutex<Option<VaultError>>) -> Result<(), VaultError> {
    fails.lock().unwrap().clone().map_or(Ok(()), Err)
}

impl KeyStore for Keys {
    fn read(&self, name: &KeyName) -> Result<ApiKey, VaultError> {
        self.when_let_go();
        unless(&self.reading_fails)?;
        if self.is_another.load(Ordering::SeqCst) { Err(VaultError::None) } else { self.memory.read(name) }
    }
    fn keep(&self, name: &KeyName, key: &ApiKey) -> Result<(), VaultError> {
        self.when_let_go();
        unless(&self.writing_fails)?;
        self.memory.keep(name, key)
    }
    fn remove(&self, name: &KeyName) -> Result<(), VaultError> {
        unless(&self.writing_fails)?;
        self.memory.remove(name)
    }
    fn is_locked(&self) -> bool {
        self.locked.load(Ordering::SeqCst)
    }
    fn unlock(&self) -> Result<(), VaultError> {
        self.prompts.fetch_add(1, Ordering::SeqCst);
        Err(VaultError::Locked)
    }
    fn name(&self) -> Option<String> {
        self.name.lock().unwrap().clone()
    }
}

/// A network whose answers are given by hand.
#[derive(Default)]
pub struct Gate(Mutex<VecDeque<oneshot::Sender<Token>>>);

impl Gate {
    /// The next sign-in that waits for its answer.
    pub async fn next(&self) -> oneshot::Sender<Token> {
        in_time(async {
            loop {
                if let Some(waiting) = self.0.lock().unwrap().pop_front() {
                    return waiting;
                }
                tokio::task::yield_now().await;
            }
        })
        .await
    }

    pub async fn answer(&self, token: &str) {
        self.next().await.send(Token::parse(token).unwrap()).unwrap();
    }
}

impl SignIn for Gate {
    fn sign_in<'a>(&'a self, _: &'a SignInRequest) -> BoxFuture<'a, Result<Token, SignInError>> {
        let (answer, answered) = oneshot::channel();
        self.0.lock().unwrap().push_back(answer);
        Box::pin(async { answered.await.map_err(|_| SignInError::ConnectionLost) })
    }

    fn reach<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<(), SignInError>> {
        Box::pin(async { Ok(()) })
    }
}

/// How something that reports its steps went.
pub struct Outcome {
    pub result: Result<Connected, AppError>,
    /// One line a report: step, verdict, and for a failure its code and field.
    pub steps: Vec<String>,
    pub reports: Vec<StepReport>,
}

impl Outcome {
    pub fn code(&self) -> Code {
        self.result.as_ref().unwrap_err().code
    }

    /// The last report's line.
    pub fn end(&self) -> &str {
        self.steps.last().unwrap()
    }
}

fn line(report: &StepReport) -> String {
    let text = |value: Value| value.as_str().unwrap_or_default().to_owned();
    let json = serde_json::to_value(report).unwrap();
    let (step, verdict) = (text(json["step"].clone()), text(json["verdict"].clone()));
    match &report.verdict {
        StepVerdict::Failed { .. } => {
            format!("{step} {verdict}: {} at {}", text(json["error"]["code"].clone()), text(json["field"].clone()))
        }
        _ => format!("{step} {verdict}"),
    }
}

/// What widgets stored, as the web engine clears it.
#[derive(Default)]
pub struct Storage {
    cleared: Mutex<Vec<Partition>>,
    held: Mutex<Option<oneshot::Receiver<()>>>,
}

impl Storage {
    /// How often it was cleared.
    pub fn cleared(&self) -> usize {
        self.cleared.lock().unwrap().len()
    }

    /// Whose was cleared, each time.
    pub fn partitions(&self) -> Vec<Partition> {
        self.cleared.lock().unwrap().clone()
    }

    /// The next clearing takes until the answer is dropped.
    pub fn hold(&self) -> oneshot::Sender<()> {
        let (sender, receiver) = oneshot::channel();
        *self.held.lock().unwrap() = Some(receiver);
        sender
    }

    async fn clear(&self, partition: Partition) {
        let held = self.held.lock().unwrap().take();
        if let Some(held) = held {
            held.await.unwrap_or_default();
        }
        self.cleared.lock().unwrap().push(partition);
    }
}

/// A token younger than this is taken to be good, whatever a frame says of it.
const ASKS_APART: Duration = Duration::from_secs(1);

/// The system's clock, and time that a test need not wait for.
pub struct QuickClock {
    system: SystemClock,
    skipped: Mutex<Duration>,
}

impl QuickClock {
    fn start() -> Self {
        Self { system: SystemClock::start(), skipped: Mutex::default() }
    }

    fn skip(&self, time: Duration) {
        *self.skipped.lock().unwrap() += time;
    }
}

impl Clock for QuickClock {
    fn now(&self) -> Moment {
        self.system.now().after(*self.skipped.lock().unwrap())
    }

    fn unix_now(&self) -> u64 {
        self.system.unix_now()
    }
}

pub struct House {
    pub service: DemoService,
    clock: Arc<QuickClock>,
    pub keys: Arc<Keys>,
    pub slots: Arc<MemorySlots>,
    pub storage: Arc<Storage>,
    pub app: Arc<App>,
    /// How long the next start waits for its keychain.
    pub limits: Limits,
    /// The frames that the page has, each with the account that it was opened for.
    page: Mutex<Vec<(Option<String>, String)>>,
}

impl House {
    /// A first start.
    pub async fn open() -> Self {
        let service = DemoService::start(Config::default()).await.unwrap();
        let (keys, slots, storage) = (Arc::<Keys>::default(), Arc::default(), Arc::default());
        let limits = Limits::default();
        let clock = Arc::new(QuickClock::start());
        let app = start_app(&keys, limits, &slots, &storage, &clock, Arc::new(HttpSignIn::default()));
        Self { service, clock, keys, slots, storage, app, limits, page: Mutex::default() }
    }

    /// With the Channels widget connected; gives the ids of community and widget.
    pub async fn with_channels() -> (Self, String, String) {
        let house = Self::open().await;
        let (community, widget) = house.connected(CHANNELS).await;
        (house, community, widget)
    }

    /// Ends the app and starts it again.
    pub fn start_again(&mut self) {
        self.start_again_on(Arc::new(HttpSignIn::default()));
    }

    /// Ends the app and starts it again, on another network.
    pub fn start_again_on(&mut self, network: Arc<dyn SignIn>) {
        self.app = start_app(&self.keys, self.limits, &self.slots, &self.storage, &self.clock, network);
        self.page.lock().unwrap().clear();
    }

    pub fn key(&self) -> &str {
        &self.service.community().api_key
    }

    pub fn embed_code(&self, widget: usize) -> String {
        self.service.embed_code(&self.service.community().widgets[widget])
    }

    /// The form as a person fills it in for this widget, with the right key.
    pub fn form(&self, widget: usize) -> ConnectForm {
        ConnectForm {
            community_name: "Lantern Bay".to_owned(),
            embed_code: self.embed_code(widget),
            origin: String::new(),
            community_id: self.service.community().community_id.clone(),
            key: Some(TypedKey::from(self.key())),
            email: AMARA.to_owned(),
            keep_key: KeepKey::Keychain,
        }
    }

    pub fn form_without_key(&self, widget: usize) -> ConnectForm {
        ConnectForm { key: None, ..self.form(widget) }
    }

    pub fn add_form(&self, community: &str, widget: usize) -> AddWidgetForm {
        AddWidgetForm {
            community: community.to_owned(),
            embed_code: self.embed_code(widget),
            name: String::new(),
            own_key: None,
            keep_key: KeepKey::Keychain,
        }
    }

    pub async fn connect(&self, form: ConnectForm) -> Outcome {
        reported(async |report| self.app.connect(form, report).await).await
    }

    pub async fn add(&self, form: AddWidgetForm) -> Outcome {
        reported(async |report| self.app.add_widget(form, report).await).await
    }

    pub async fn sign_in(&self, community: &str, email: &str) -> Outcome {
        reported(async |report| self.app.sign_in(community, email, report).await).await
    }

    /// Connects a widget and gives the ids of its community and of itself.
    pub async fn connected(&self, widget: usize) -> (String, String) {
        let connected = self.connect(self.form(widget)).await.result.unwrap();
        (connected.community, connected.widget.unwrap())
    }

    /// Adds a widget to a community and gives its id.
    pub async fn added(&self, community: &str, widget: usize) -> String {
        self.add(self.add_form(community, widget)).await.result.unwrap().widget.unwrap()
    }

    pub fn community_key(&self) -> KeyName {
        let (origin, id) = self.place();
        KeyName::of_community(&origin, &id)
    }

    pub fn widget_key(&self, widget: usize) -> KeyName {
        let (origin, id) = self.place();
        KeyName::of_widget(&origin, &id, &self.path(widget))
    }

    pub fn path(&self, widget: usize) -> WidgetPath {
        let widget = &self.service.community().widgets[widget];
        WidgetPath {
            widget_type: WidgetType::parse(&widget.widget_type).unwrap(),
            widget_id: WidgetId::parse(&widget.widget_id).unwrap(),
            extra_segment: widget.extra_segment.as_deref().map(|extra| WidgetId::parse(extra).unwrap()),
        }
    }

    pub fn place(&self) -> (Origin, CommunityId) {
        let id = CommunityId::parse(&self.service.community().community_id).unwrap();
        (Origin::parse(self.service.origin()).unwrap(), id)
    }

    /// The only community, as the main window shows it.
    pub fn community(&self) -> CommunityView {
        let mut communities = self.app.main_view().communities;
        assert_eq!(communities.len(), 1);
        communities.remove(0)
    }

    /// The only community, as the setup window shows it.
    pub fn setup(&self) -> SetupCommunityView {
        let mut communities = self.app.setup_view(SetupPage::Start, 0).communities;
        assert_eq!(communities.len(), 1);
        communities.remove(0)
    }

    pub fn widget(&self, id: &str) -> WidgetView {
        self.community().widgets.into_iter().find(|widget| widget.id == id).unwrap()
    }

    pub fn session(&self, id: &str) -> SessionView {
        self.widget(id).session
    }

    /// The state of a widget's own key, if it has one.
    pub fn own_key(&self, id: &str) -> Option<KeyView> {
        self.setup().widgets.into_iter().find(|widget| widget.id == id).unwrap().own_key
    }

    pub fn assert_nothing_saved(&self) {
        assert_eq!(self.app.main_view().communities, []);
        assert_eq!(self.app.main_view().selected, None);
        for slot in Slot::BOTH {
            assert_eq!(self.slots.read(slot), Content::Absent);
        }
    }

    /// Has fields in the settings that this version does not know, wherever there can be one. The next start reads them.
    pub fn plant(&self, text: &str) {
        let planted = || Map::from_iter([(text.to_owned(), Value::from(text))]);
        let mut file = SettingsFile::open(Box::new(SharedSlots(Arc::clone(&self.slots))));
        file.change(|settings| {
            settings.unknown = planted();
            settings.preferences.unknown = planted();
            for community in &mut settings.communities {
                community.unknown = planted();
                community.key_store = Some(text.to_owned());
                community.accounts.iter_mut().for_each(|account| account.unknown = planted());
                community.widgets.iter_mut().for_each(|widget| widget.unknown = planted());
            }
        });
    }

    /// All that is in the settings' files.
    pub fn settings_text(&self) -> String {
        let content = |slot| match self.slots.read(slot) {
            Content::Object(object) => Value::Object(object).to_string(),
            Content::Absent | Content::Unreadable => String::new(),
        };
        Slot::BOTH.map(content).concat()
    }

    /// A frame that has been opened, by a page that lets go of the frames of other accounts first.
    pub async fn frame(&self, widget: &str) -> OpenFrame {
        let account = self.app.main_view().communities.into_iter().find_map(|community| community.account);
        self.let_go_of_frames(account.as_ref());
        let frame = in_time(self.app.open_frame(widget)).await.unwrap();
        self.page.lock().unwrap().push((account, frame.nonce.clone()));
        frame
    }

    /// As the page does when it sees another account.
    pub fn let_go_of_frames(&self, but_of: Option<&String>) {
        let frames = std::mem::take(&mut *self.page.lock().unwrap());
        let (kept, stale) = frames.into_iter().partition(|(account, _)| account.as_ref() == but_of);
        *self.page.lock().unwrap() = kept;
        let stale: Vec<_> = stale;
        for (_, nonce) in stale {
            self.app.close_frame(&nonce);
        }
    }

    pub async fn token(&self, frame: &OpenFrame) -> String {
        self.clock.skip(ASKS_APART);
        text(&in_time(self.app.frame_token(&frame.nonce)).await.unwrap())
    }

    pub async fn token_error(&self, frame: &OpenFrame) -> Code {
        in_time(self.app.frame_token(&frame.nonce)).await.unwrap_err().code
    }

    /// A frame's ask that goes on while the test does something else.
    pub fn asking(&self, frame: &OpenFrame) -> tokio::task::JoinHandle<Result<FrameToken, AppError>> {
        self.clock.skip(ASKS_APART);
        let (app, nonce) = (Arc::clone(&self.app), frame.nonce.clone());
        tokio::spawn(async move { in_time(app.frame_token(&nonce)).await })
    }

    pub fn sign_ins(&self) -> usize {
        self.service.faults().sign_ins()
    }

    /// The sign-ins that the service has seen.
    pub fn seen_sign_ins(&self) -> Vec<SeenRequest> {
        let requests = self.service.faults().requests();
        requests.into_iter().filter(|request| request.path.ends_with("/signin")).collect()
    }

    /// The next sign-ins give these tokens.
    pub fn tokens(&self, tokens: &[&str]) {
        for token in tokens {
            self.service.faults().set_next(1, SignInFault::Token((*token).to_owned()));
        }
    }

    /// The next sign-in gives a token, whatever key and email it comes with.
    pub fn accept_anything(&self, token: &str) {
        let body = format!(r#"{{"token":"{token}"}}"#).into_bytes();
        self.service.faults().set_next(1, SignInFault::RawBody { content_type: "application/json".to_owned(), body });
    }

    pub fn next_status(&self, code: u16) {
        self.service.faults().set_next(1, SignInFault::Status { code, retry_after: None, body: String::new() });
    }

    /// Waits until what the app shows fits, which it must announce.
    pub async fn until(&self, fits: impl Fn(&Self) -> bool) {
        let mut changes = self.app.changes();
        in_time(async {
            while !fits(self) {
                changes.changed().await.unwrap();
            }
        })
        .await;
    }

    /// Waits until the service has seen this many sign-ins.
    pub async fn until_sign_ins(&self, number: usize) {
        in_time(async {
            while self.sign_ins() < number {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
        .await;
    }
}

fn start_app(
    keys: &Arc<Keys>,
    limits: Limits,
    slots: &Arc<MemorySlots>,
    storage: &Arc<Storage>,
    clock: &Arc<QuickClock>,
    network: Arc<dyn SignIn>,
) -> Arc<App> {
    let storage = Arc::clone(storage);
    Arc::new(App::new(Parts {
        settings: SettingsFile::open(Box::new(SharedSlots(Arc::clone(slots)))),
        vault: Vault::new(Arc::clone(keys) as Arc<dyn KeyStore>, limits),
        network,
        pages: Arc::new(HttpSignIn::default()),
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        randomness: Arc::new(SystemRandomness),
        clear_frame_storage: Arc::new(move |partition| {
            let storage = Arc::clone(&storage);
            Box::pin(async move { storage.clear(partition).await })
        }),
        system_language: widget_core::language::Language::English,
        notice: None,
        demo: false,
    }))
}

async fn reported(act: impl AsyncFnOnce(&Reporter<'_>) -> Result<Connected, AppError>) -> Outcome {
    let reports = Mutex::new(Vec::new());
    let note = |report: StepReport| reports.lock().unwrap().push(report);
    let result = in_time(act(&Reporter(&note))).await;
    let reports = reports.into_inner().unwrap();
    Outcome { result, steps: reports.iter().map(line).collect(), reports }
}

/// An address on which nobody listens, for as long as the socket is kept.
pub fn nobody() -> (TcpSocket, SocketAddr) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = socket.local_addr().unwrap();
    (socket, address)
}

pub async fn in_time<T>(task: impl Future<Output = T>) -> T {
    tokio::time::timeout(DEADLINE, task).await.expect("nothing came of it in time")
}

pub fn text(token: &FrameToken) -> String {
    token.token.reveal().to_owned()
}
