//! The app without its windows: what a person and a frame can ask of it.

mod accounts;
mod arranging;
pub mod connect;
mod connection;
mod deep_links;
pub mod diagnosing;
pub mod downloads;
pub mod frames;
mod hiding;
mod judging;
mod key_states;
mod keys;
mod own_windows;
mod partitions;
mod preferences;
mod presses;
pub mod removing;
mod saving;
mod seen_frames;
mod splitting;
mod storage;
pub mod transfer;
mod views;
mod widgets;
mod zooming;

use crate::error::{AppError, Code};
use crate::language::Language;
use crate::partition::Partition;
use crate::service::api_key::ApiKey;
use crate::service::email::Email;
use crate::service::http::{BoxFuture, SignIn};
use crate::service::origin::Origin;
use crate::service::page::Pages;
use crate::session::clock::{Clock, Randomness};
use crate::session::sessions::{SessionId, Sessions, Surroundings};
use crate::settings::file::SettingsFile;
use crate::settings::model::{Community, Settings, Widget};
use crate::split::Split;
use crate::vault::Vault;
use crate::vault::key_name::KeyName;
use connection::Connection;
use frames::Frames;
use judging::Reads;
use key_states::KeyStates;
use keys::recall_stores;
use own_windows::OwnWindows;
use presses::Presses;
use removing::Removal;
use seen_frames::SeenFrames;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// Clears what widgets of a partition stored in the web engine, and ends when nothing is left: it may know the account
/// that was signed in before.
pub type ClearStorage = Arc<dyn Fn(Partition) -> BoxFuture<'static, ()> + Send + Sync>;

/// What the app is built on.
pub struct Parts {
    pub settings: SettingsFile,
    pub vault: Vault,
    pub network: Arc<dyn SignIn>,
    pub pages: Arc<dyn Pages>,
    pub clock: Arc<dyn Clock>,
    pub randomness: Arc<dyn Randomness>,
    pub clear_frame_storage: ClearStorage,
    /// What the app speaks unless the person prefers another language.
    pub system_language: Language,
    /// Something about this start that the person should know.
    pub notice: Option<AppError>,
    /// Whether this is the demo community's app, which forgets everything when it ends.
    pub demo: bool,
}

pub struct App {
    settings: Mutex<SettingsFile>,
    vault: Arc<Vault>,
    network: Arc<dyn SignIn>,
    connection: Mutex<Connection>,
    pages: Arc<dyn Pages>,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
    sessions: Sessions,
    frames: Mutex<Frames>,
    reads: Mutex<Reads>,
    /// What was seen of each widget's last frame.
    seen_frames: Mutex<SeenFrames>,
    /// The widget that the main window was turned to since the settings were written.
    turned_to: Mutex<Option<String>>,
    /// Why the last link from elsewhere was not followed, or that a download was refused, until the person turns to a widget.
    unfollowed: Mutex<Option<Code>>,
    presses: Mutex<Presses>,
    own_windows: Mutex<OwnWindows>,
    /// How the main window is divided since the settings were written.
    split: Mutex<Split>,
    /// What the last file that was read would change.
    planned: Mutex<Option<transfer::Planned>>,
    /// Whether the main window is hidden.
    hidden: AtomicBool,
    keys: KeyStates,
    /// Held by whoever removes something, puts it back or removes its keys: one after the other.
    last_removal: tokio::sync::Mutex<Removal>,
    /// A key that the service took and the keychain did not, until it is kept for this session or typed again.
    pending_key: Mutex<Option<(KeyName, Arc<ApiKey>)>>,
    changed: Arc<watch::Sender<()>>,
    clear_frame_storage: ClearStorage,
    /// How many clearings are under way.
    clearings: Arc<watch::Sender<usize>>,
    system_language: Language,
    notice: Option<AppError>,
    demo: bool,
}

impl App {
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let changed = Arc::new(watch::Sender::new(()));
        let vault = Arc::new(parts.vault.ringing(Arc::clone(&changed)));
        recall_stores(&vault, parts.settings.settings());
        let sessions = Sessions::new(Surroundings {
            clock: Arc::clone(&parts.clock),
            randomness: Arc::clone(&parts.randomness),
            network: Arc::clone(&parts.network),
            vault: Arc::clone(&vault),
            changed: Arc::clone(&changed),
        });
        Self {
            split: Mutex::new(parts.settings.settings().split.clone()),
            settings: Mutex::new(parts.settings),
            keys: KeyStates::new(Arc::clone(&vault), Arc::clone(&changed)),
            vault,
            network: parts.network,
            connection: Mutex::default(),
            pages: parts.pages,
            clock: parts.clock,
            randomness: parts.randomness,
            sessions,
            frames: Mutex::default(),
            reads: Mutex::default(),
            seen_frames: Mutex::default(),
            turned_to: Mutex::default(),
            unfollowed: Mutex::default(),
            presses: Mutex::default(),
            own_windows: Mutex::default(),
            planned: Mutex::default(),
            hidden: AtomicBool::default(),
            last_removal: tokio::sync::Mutex::default(),
            pending_key: Mutex::default(),
            changed,
            clear_frame_storage: parts.clear_frame_storage,
            clearings: Arc::default(),
            system_language: parts.system_language,
            notice: parts.notice,
            demo: parts.demo,
        }
    }

    /// Rings at each change of what the windows show.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    /// Whether this is the demo community's app.
    #[must_use]
    pub const fn is_demo(&self) -> bool {
        self.demo
    }

    #[must_use]
    pub fn has_widgets(&self) -> bool {
        self.settings().settings().selected_widget().is_some()
    }

    /// The origins that frames may come from.
    #[must_use]
    pub fn frame_origins(&self) -> Vec<Origin> {
        self.settings().settings().origins()
    }

    /// The settings; what is in them is whole whenever the lock is free.
    fn settings(&self) -> MutexGuard<'_, SettingsFile> {
        self.settings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The selected widget and its community.
    fn selected(&self) -> Option<(Community, Widget)> {
        let turned_to = self.turned_to().clone();
        let settings = self.settings();
        let settings = settings.settings();
        let found = turned_to.and_then(|id| settings.widget(&id));
        let found = found.or_else(|| settings.selected_widget().and_then(|widget| settings.widget(&widget.id)));
        found.map(|(community, widget)| (community.clone(), widget.clone()))
    }

    fn turned_to(&self) -> MutexGuard<'_, Option<String>> {
        self.turned_to.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn unfollowed(&self) -> MutexGuard<'_, Option<Code>> {
        self.unfollowed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn frames(&self) -> MutexGuard<'_, Frames> {
        self.frames.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change<T>(&self, change: impl FnOnce(&mut Settings) -> T) -> T {
        let result = self.settings().change(change);
        self.announce();
        result
    }

    fn announce(&self) {
        self.changed.send_replace(());
    }

    /// A short random name for something that the settings hold.
    fn fresh_id(&self) -> String {
        hex(&self.randomness.bytes())
    }

    fn community(&self, id: &str) -> Result<Community, AppError> {
        self.settings().settings().community(id).cloned().ok_or_else(|| Code::UnknownCommunity.into())
    }

    fn widget(&self, id: &str) -> Result<(Community, Widget), AppError> {
        let settings = self.settings();
        let found = settings.settings().widget(id).map(|(community, widget)| (community.clone(), widget.clone()));
        found.ok_or_else(|| Code::UnknownWidget.into())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The name of the key that a widget signs in with.
fn key_name(community: &Community, widget: &Widget) -> KeyName {
    if widget.own_key {
        KeyName::of_widget(&community.origin, &community.community_id, &widget.path())
    } else {
        community_key_name(community)
    }
}

fn community_key_name(community: &Community) -> KeyName {
    KeyName::of_community(&community.origin, &community.community_id)
}

/// Every key name that a community's widgets use, each once.
fn key_names(community: &Community) -> Vec<KeyName> {
    let own = community.widgets.iter().filter(|widget| widget.own_key).map(|widget| key_name(community, widget));
    std::iter::once(community_key_name(community)).chain(own).collect()
}

fn session_id(community: &Community, key: KeyName, email: &Email) -> SessionId {
    SessionId {
        origin: community.origin.clone(),
        community_id: community.community_id.clone(),
        key,
        email: email.clone(),
    }
}

/// The session that a widget's frames use; `None` for a public widget and while nobody is signed in.
fn session_of(community: &Community, widget: &Widget) -> Option<SessionId> {
    if widget.widget_type.is_public() {
        return None;
    }
    community.signed_in().map(|email| session_id(community, key_name(community, widget), email))
}
