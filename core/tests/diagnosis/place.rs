//! An app, the service that it talks to, and a widget to be diagnosed.

use crate::again::{Again, again};
use crate::proxy;
use demo_service::{Config, DemoService};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket};
use widget_core::app::diagnosing::Means;
use widget_core::app::{App, Parts};
use widget_core::diagnosis::Diagnosis;
use widget_core::diagnosis::check::{Check, CheckReport};
use widget_core::diagnosis::fact::Fact;
use widget_core::diagnosis::run::Reporter;
use widget_core::service::api_key::ApiKey;
use widget_core::service::email::Email;
use widget_core::service::frame_url::WidgetPath;
use widget_core::service::framing::Parent;
use widget_core::service::http::HttpSignIn;
use widget_core::service::identifiers::{CommunityId, WidgetId, WidgetType};
use widget_core::service::origin::Origin;
use widget_core::session::clock::{Clock, Moment, SystemClock, SystemRandomness};
use widget_core::settings::file::{MemorySlots, SettingsFile};
use widget_core::vault::key_name::KeyName;
use widget_core::vault::memory::MemoryStore;
use widget_core::vault::{KeyStore, Limits, Vault, VaultError};
use widget_core::view::{FrameEvent, KeepKey, SetupCommunityView, SetupPage, TypedKey};

pub const PARENT: &str = "tauri://localhost";
/// What must be in no diagnosis: an email and keys that the service does not know.
pub const STRANGER: &str = "canary-stranger@canary.example";
pub const WRONG_KEY: &str = "canary-wrong-key";
const AMARA: &str = "amara@demo.example";

const TRUSTED: &str = "SSL_CERT_FILE";
/// How long anything on loopback may take.
const DEADLINE: Duration = Duration::from_secs(30);

/// Runs a test with a trust store of its own, and a proxy for everything that is not on this machine.
pub fn with_own_surroundings(inside: impl FnOnce()) {
    again(|again| block_on(run_again(again)), inside);
}

async fn run_again(again: Again) {
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://scout:canary-password@{}", listener.local_addr().unwrap());
    let serving = tokio::spawn(proxy::serve(listener));
    let prepare = |command: &mut std::process::Command| {
        command.envs(["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"].map(|name| (name, &address)));
        command.env_remove("ALL_PROXY").env_remove("all_proxy");
        command.envs(["NO_PROXY", "no_proxy"].map(|name| (name, "127.0.0.1,localhost,.nowhere")));
        command.env(TRUSTED, folder.path().join("trusted.pem")).env_remove("SSL_CERT_DIR");
    };
    tokio::task::block_in_place(|| again.prepare(prepare).run());
    serving.abort();
}

pub fn block_on<T>(task: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(task)
}

/// From now on the system trusts whoever has this certificate.
pub fn trust(pem: &str) {
    std::fs::write(PathBuf::from(std::env::var_os(TRUSTED).unwrap()), pem).unwrap();
}

/// The system's clock, and time that a test need not wait for.
struct QuickClock {
    system: SystemClock,
    skipped: Mutex<Duration>,
}

impl Clock for QuickClock {
    fn now(&self) -> Moment {
        self.system.now().after(*self.skipped.lock().unwrap())
    }

    fn unix_now(&self) -> u64 {
        self.system.unix_now()
    }
}

/// A keychain that is locked, or not.
#[derive(Default)]
struct Keys {
    memory: MemoryStore,
    locked: Mutex<bool>,
}

impl KeyStore for Keys {
    fn read(&self, name: &KeyName) -> Result<ApiKey, VaultError> {
        self.memory.read(name)
    }
    fn keep(&self, name: &KeyName, key: &ApiKey) -> Result<(), VaultError> {
        self.memory.keep(name, key)
    }
    fn remove(&self, name: &KeyName) -> Result<(), VaultError> {
        self.memory.remove(name)
    }
    fn is_locked(&self) -> bool {
        *self.locked.lock().unwrap()
    }
    fn unlock(&self) -> Result<(), VaultError> {
        panic!("a diagnosis asks the person nothing");
    }
    fn name(&self) -> Option<String> {
        Some("Test Keychain".to_owned())
    }
}

/// What is in the settings for a widget. All right to begin with.
pub struct Setting {
    pub origin: String,
    pub community_id: String,
    pub key: String,
    pub email: String,
    pub widget_type: String,
    pub widget_id: String,
    pub extra_segment: Option<String>,
}

pub struct Place {
    pub service: DemoService,
    pub app: Arc<App>,
    keys: Arc<Keys>,
    clock: Arc<QuickClock>,
}

impl Place {
    pub async fn open() -> Self {
        let service = DemoService::start(Config::default()).await.unwrap();
        let clock = Arc::new(QuickClock { system: SystemClock::start(), skipped: Mutex::default() });
        let keys = Arc::<Keys>::default();
        let app = App::new(Parts {
            settings: SettingsFile::open(Box::new(MemorySlots::default())),
            vault: Vault::new(Arc::clone(&keys) as Arc<dyn KeyStore>, Limits::default()),
            network: Arc::new(HttpSignIn::default()),
            pages: Arc::new(HttpSignIn::default()),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            randomness: Arc::new(SystemRandomness),
            clear_frame_storage: Arc::new(|_| Box::pin(async {})),
            system_language: widget_core::language::Language::English,
            notice: None,
            demo: false,
        });
        Self { service, app: Arc::new(app), keys, clock }
    }

    /// The Channels widget, or what a change of its settings makes of it. Gives its id.
    pub async fn widget(&self, change: impl FnOnce(&mut Setting)) -> String {
        let community = self.service.community();
        let channels = &community.widgets[0];
        let mut setting = Setting {
            origin: self.service.origin().to_owned(),
            community_id: community.community_id.clone(),
            key: community.api_key.clone(),
            email: AMARA.to_owned(),
            widget_type: channels.widget_type.clone(),
            widget_id: channels.widget_id.clone(),
            extra_segment: None,
        };
        change(&mut setting);
        let widget = WidgetPath {
            widget_type: WidgetType::parse(&setting.widget_type).unwrap(),
            widget_id: WidgetId::parse(&setting.widget_id).unwrap(),
            extra_segment: setting.extra_segment.as_deref().map(|extra| WidgetId::parse(extra).unwrap()),
        };
        let store = WidgetPath { widget_type: WidgetType::parse("store-widget").unwrap(), ..widget.clone() };
        let widgets = vec![("Subject".to_owned(), widget), ("Other".to_owned(), store)];
        let (origin, id) =
            (Origin::parse(&setting.origin).unwrap(), CommunityId::parse(&setting.community_id).unwrap());
        let (key, email) = (ApiKey::parse(&setting.key).unwrap(), Email::parse(&setting.email).unwrap());
        self.app.put_community("Lantern Bay", &origin, &id, &key, &email, widgets).unwrap();
        let community = self.community();
        // In the keychain, as it is with everybody.
        let typed = TypedKey::from(setting.key.as_str());
        self.app.set_key(&community.id, None, &typed, KeepKey::Keychain).await.unwrap();
        community.widgets[0].id.clone()
    }

    /// The only community there is.
    pub fn community(&self) -> SetupCommunityView {
        self.app.setup_view(SetupPage::Start, 0).communities.remove(0)
    }

    /// The widget beside the one that is diagnosed.
    pub fn other(&self) -> String {
        self.community().widgets[1].id.clone()
    }

    /// Gives a widget a key of its own.
    pub async fn own_key(&self, widget: &str, key: &str) {
        let community = self.community().id;
        self.app.set_key(&community, Some(widget), &TypedKey::from(key), KeepKey::Keychain).await.unwrap();
    }

    pub async fn forget_key(&self) {
        self.app.remove_key(&self.community().id, None).await.unwrap();
    }

    pub fn lock_keychain(&self) {
        *self.keys.locked.lock().unwrap() = true;
    }

    pub fn skip(&self, seconds: u64) {
        *self.clock.skipped.lock().unwrap() += Duration::from_secs(seconds);
    }

    /// A frame of this widget that did this.
    pub async fn frame(&self, widget: &str, events: &[FrameEvent]) {
        let frame = self.app.open_frame(widget).await.unwrap();
        for event in events {
            self.app.frame_event(&frame.nonce, *event);
        }
    }

    /// A diagnosis, after a look at what was reported meanwhile and at all that it could give away.
    pub async fn diagnose(&self, widget: &str) -> Diagnosis {
        let reports = Mutex::new(Vec::<CheckReport>::new());
        let note = |report: &CheckReport| reports.lock().unwrap().push(report.clone());
        let (network, parent) = (HttpSignIn::default(), Parent::parse(PARENT).unwrap());
        let means = Means { probe: &network, parent: &parent, key: None };
        let reporter = Reporter(&note);
        let diagnosis = tokio::time::timeout(DEADLINE, self.app.diagnose(widget, &means, &reporter));
        let diagnosis = diagnosis.await.expect("nothing came of it in time").unwrap();
        assert_eq!(*reports.lock().unwrap(), diagnosis.checks, "each check is reported as it is over");
        let order: Vec<Check> = diagnosis.checks.iter().map(|report| report.check).collect();
        assert_eq!(order, Check::ALL);
        let told = [serde_json::to_string(&diagnosis).unwrap(), format!("{diagnosis:?}")];
        for text in &told {
            for secret in [demo_service::KEY_MARK, demo_service::EMAIL_MARK, demo_service::TOKEN_MARK, "canary"] {
                assert!(!text.contains(secret), "{text} gives {secret} away");
            }
        }
        diagnosis
    }
}

/// The facts of a check, as the page gets them.
pub fn facts(diagnosis: &Diagnosis, check: Check) -> &[Fact] {
    &report(diagnosis, check).facts
}

pub fn report(diagnosis: &Diagnosis, check: Check) -> &CheckReport {
    diagnosis.checks.iter().find(|report| report.check == check).unwrap()
}

/// An address on which nobody listens, for as long as the socket is kept.
pub fn nobody() -> (TcpSocket, String) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let origin = format!("http://{}", socket.local_addr().unwrap());
    (socket, origin)
}
