//! What the two windows show, as plain data. Derived from the settings, the vault and the sessions; stored nowhere.

use crate::error::AppError;
use crate::language::Language;
use crate::service::token::Token;
use crate::settings::colour::Colour;
use crate::settings::preferences::Preferences;
use crate::split::{Share, Side};
use crate::zoom::Zoom;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use ts_rs::TS;
use zeroize::Zeroizing;

/// The icon and the wording a widget type gets. Unknown types are `Other`: any path segment works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WidgetKind {
    Channels,
    Store,
    Milestones,
    Currency,
    Social,
    Leaderboard,
    Custom,
    Other,
}

/// Where a widget's sign-in stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SessionView {
    /// A public widget: there is nothing to sign in to.
    NotNeeded,
    /// No account is signed in.
    SignedOut,
    /// Signed in as far as is known; no token has been needed yet.
    Idle,
    SigningIn,
    SignedIn,
    /// The last sign-in failed in a way that passes; the next one starts by itself.
    Waiting {
        error: AppError,
        /// Milliseconds until the next attempt, counted from when this view was made.
        #[ts(type = "number")]
        retry_in_ms: u64,
    },
    Failed {
        error: AppError,
    },
}

/// A widget as the sidebar shows it. `id` is this app's own name for it, not the service's widget ID.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct WidgetView {
    pub id: String,
    pub name: String,
    pub kind: WidgetKind,
    pub session: SessionView,
    /// How large it is drawn, in percent.
    #[ts(type = "number")]
    pub zoom: Zoom,
    /// It is shown in a window of its own, and not here.
    pub own_window: bool,
    /// Its page is never put to sleep.
    pub pinned: bool,
}

#[derive(Clone, PartialEq, Eq, Serialize, TS)]
pub struct CommunityView {
    pub id: String,
    pub name: String,
    pub colour: Option<Colour>,
    /// The service origin's host (and port), for people to see whose content this is.
    pub host: String,
    /// The account that is signed in.
    pub account: Option<String>,
    /// Remembered accounts, the signed-in one among them.
    pub account_count: u32,
    /// Whether any widget needs an account at all.
    pub needs_account: bool,
    /// Its widgets are shown in another page of the main window, which has a storage of its own.
    pub elsewhere: bool,
    pub widgets: Vec<WidgetView>,
}

/// The email stays out of debug output.
impl std::fmt::Debug for CommunityView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CommunityView").field("id", &self.id).field("widgets", &self.widgets).finish_non_exhaustive()
    }
}

/// What the main window's page does at a shortcut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PageAction {
    /// Loads the selected widget anew.
    Reload,
    ToggleSidebar,
    /// Opens the quick switcher.
    Switch,
    /// Asks which widget to show beside the selected one, or ends that.
    ShowBeside,
    /// Shows the selected widget in a window of its own.
    TakeOut,
    /// Opens the list of shortcuts.
    ShowShortcuts,
    /// From within the widget back to the sidebar.
    LeaveWidget,
}

/// A shortcut that was pressed. The numbers rise, so that the page acts on each once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PagePress {
    pub number: u32,
    pub action: PageAction,
}

/// The widget in the main window's other pane.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct BesideView {
    pub widget: String,
    /// Where the selected one is.
    pub selected_on: Side,
}

/// All that the main window shows.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct MainView {
    pub demo: bool,
    /// Whether this is a widget's own window, which shows nothing else.
    pub alone: bool,
    pub communities: Vec<CommunityView>,
    /// The selected widget's id.
    pub selected: Option<String>,
    /// What is shown beside it.
    pub beside: Option<BesideView>,
    /// What the pane where lines start has of the width while there are two, in percent.
    #[ts(type = "number")]
    pub share: Share,
    /// This machine has no network, and the selected widget's service can't be reached.
    pub offline: bool,
    /// Rises when this machine gets a network, or another one: what failed to load may load.
    pub network_came: u32,
    /// The keychain asks the person by a prompt of its own, and what needs a key waits for it.
    pub keychain_prompts: bool,
    /// The page is the one of its window that the person sees. The main window has a page for each partition.
    pub in_front: bool,
    /// Frames in the main window's other pages. The limit on live frames is for all of them together.
    pub frames_elsewhere: u32,
    /// The window is out of the person's sight for as long as they leave it there, in the tray for example.
    pub hidden: bool,
    /// The one that is preferred, or else that of the system.
    pub language: Language,
    pub preferences: Preferences,
    /// The last shortcuts for the page to act on, the latest last.
    pub presses: Vec<PagePress>,
    /// Something about the settings file or the last run that the person should know.
    pub notice: Option<AppError>,
}

/// An opened frame. The nonce names this one load: answers never outlive it.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct OpenFrame {
    pub nonce: String,
    pub url: String,
    /// The exact origin that messages must come from and go to.
    pub origin: String,
    /// The service's widget ID, for the `widgetId` field of the token message.
    pub widget_id: String,
    pub title: String,
    /// A public widget never gets a token.
    pub public: bool,
}

/// The nonce stays out of debug output: whoever knows it can ask for what the frame can.
impl std::fmt::Debug for OpenFrame {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenFrame").field("title", &self.title).field("public", &self.public).finish_non_exhaustive()
    }
}

/// The answer to a frame that asked for a token.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct FrameToken {
    #[serde(serialize_with = "reveal")]
    #[ts(type = "string")]
    pub token: Arc<Token>,
}

/// The one place where a token leaves Rust: in the answer to the main window.
fn reveal<S: serde::Serializer>(token: &Arc<Token>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(token.reveal())
}

/// What the relay saw a frame do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum FrameEvent {
    Loaded,
    TokenAsked,
    TokenHandedOver,
    Ready,
    Error,
    TimedOut,
}

/// What is wrong with a frame that does not come to life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct FrameVerdict {
    /// `None` for a public widget whose page is as it should be: it need not say anything.
    pub error: Option<AppError>,
    /// There with `FramingRefused`.
    pub refusal: Option<FramingRefusal>,
}

/// What somebody who runs the service has to know to let this app show a page.
///
/// The texts are bounded and printable ASCII, since some of them come from the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FramingRefusal {
    pub header: RefusingHeader,
    /// What the header says; of a content policy only its `frame-ancestors`.
    pub value: String,
    /// The `frame-ancestors` that would let the app in, with all whom it lets in already.
    pub wanted: String,
    /// The origin of the app's own page, which is to be let in.
    pub parent_origin: String,
    /// The page's address, without a query.
    pub page: String,
}

/// The header that keeps a page out of frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RefusingHeader {
    XFrameOptions,
    ContentSecurityPolicy,
}

/// A page of the setup window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "page", rename_all = "snake_case")]
#[ts(export)]
pub enum SetupPage {
    /// The two doors.
    Start,
    Connect,
    /// One community: its key, accounts and widgets.
    Community {
        community: String,
    },
    AddWidget {
        community: String,
    },
    /// What the person prefers, whichever community they are in.
    Preferences,
    /// Sign out, switch account, sign in as another email.
    Accounts {
        community: String,
    },
    /// Which step of a widget's way fails.
    Diagnosis {
        community: String,
        widget: String,
    },
    /// The service's own lists, walked by the diagnosis of a widget.
    Checklists {
        community: String,
        widget: String,
    },
    /// The widgets' page died too often to be brought back by itself.
    Recovery,
    /// The app ended unexpectedly twice within a minute, so nothing was opened.
    SafeMode,
}

/// What is known of a stored key. No state carries the key itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum KeyView {
    Checking,
    Present,
    /// Kept in memory for as long as the app runs.
    ThisSession,
    Absent,
    Unreadable {
        error: AppError,
    },
}

#[derive(Clone, PartialEq, Eq, Serialize, TS)]
pub struct AccountView {
    pub email: String,
    pub signed_in: bool,
}

/// The email stays out of debug output.
impl std::fmt::Debug for AccountView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccountView").field("signed_in", &self.signed_in).finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SetupWidgetView {
    pub id: String,
    pub name: String,
    pub kind: WidgetKind,
    pub widget_type: String,
    pub public: bool,
    /// The widget's own key; `None` where it uses the community's.
    pub own_key: Option<KeyView>,
    /// Its page is never put to sleep.
    pub pinned: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SetupCommunityView {
    pub id: String,
    pub name: String,
    pub colour: Option<Colour>,
    pub origin: String,
    pub community_id: String,
    pub key: KeyView,
    pub accounts: Vec<AccountView>,
    pub widgets: Vec<SetupWidgetView>,
}

/// All that the setup window shows.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct SetupView {
    pub demo: bool,
    pub page: SetupPage,
    /// Rises each time Rust turns the page, so that the UI follows even to the page it last had.
    pub page_turn: u32,
    pub communities: Vec<SetupCommunityView>,
    /// The keychain asks the person by a prompt of its own, and what needs a key waits for it.
    pub keychain_prompts: bool,
    /// The one that is preferred, or else that of the system.
    pub language: Language,
    pub preferences: Preferences,
    /// Whether the system starts the app at log-in; `None` where the app can't arrange that. Kept by the system alone.
    pub autostart: Option<bool>,
    /// Until when the log says more than usual, in milliseconds since 1970; kept by whoever writes the log.
    #[ts(type = "number | null")]
    pub verbose_until_ms: Option<u64>,
    /// What was removed last is called, while it can be put back.
    pub removed: Option<String>,
    pub notice: Option<AppError>,
}

/// What an embed code says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct EmbedCodeView {
    pub origin: String,
    pub widget_type: String,
    pub widget_id: String,
    /// The further path segment of a public leaderboard.
    pub extra_segment: Option<String>,
    pub kind: WidgetKind,
    pub public: bool,
    /// A community ID that the code itself suggests (public leaderboards).
    pub community_id: Option<String>,
}

/// Where a key is to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum KeepKey {
    Keychain,
    ThisSession,
}

/// A field of a form, so that an error can stand beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Field {
    EmbedCode,
    Origin,
    CommunityId,
    Key,
    Email,
}

/// A step of *Connect*, in the order in which they run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ConnectStep {
    /// What was typed is well formed.
    CheckInput,
    /// The service address answers.
    ReachService,
    /// The service accepts key and email.
    SignIn,
    /// The key is in the keychain, read back.
    KeepKey,
    /// The community is in the settings.
    Save,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum StepVerdict {
    Running,
    Passed,
    /// Not needed here, for example the sign-in of a public widget.
    NotNeeded,
    Failed {
        error: AppError,
        field: Option<Field>,
    },
}

/// Sent over the channel of a running *Connect*, each time a step changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct StepReport {
    pub step: ConnectStep,
    #[serde(flatten)]
    #[ts(flatten)]
    pub verdict: StepVerdict,
}

/// A key as it was typed, on its way in. Wiped when dropped; never serialised.
#[derive(Deserialize)]
#[serde(transparent)]
pub struct TypedKey(#[serde(deserialize_with = "wiped")] Zeroizing<String>);

impl TypedKey {
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<&str> for TypedKey {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }
}

impl std::fmt::Debug for TypedKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TypedKey([hidden])")
    }
}

fn wiped<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Zeroizing<String>, D::Error> {
    String::deserialize(deserializer).map(Zeroizing::new)
}

/// What *Connect* takes. The key crosses once and is never sent back.
#[derive(Deserialize, TS)]
#[ts(export)]
pub struct ConnectForm {
    /// Shown in the sidebar; a blank one becomes the service's host.
    pub community_name: String,
    pub embed_code: String,
    /// Filled from the embed code; may be corrected by hand.
    pub origin: String,
    pub community_id: String,
    /// `None`: use the key that is stored, or the one whose keeping just failed.
    #[ts(type = "string | null")]
    pub key: Option<TypedKey>,
    pub email: String,
    pub keep_key: KeepKey,
}

/// What was typed stays out of debug output: anything can be pasted into any field.
impl std::fmt::Debug for ConnectForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ConnectForm([hidden])")
    }
}

/// Adds a widget to a community that is there already.
#[derive(Deserialize, TS)]
#[ts(export)]
pub struct AddWidgetForm {
    pub community: String,
    pub embed_code: String,
    /// A blank one becomes the widget type's usual name.
    pub name: String,
    /// A key of the widget's own; `None` uses the community's.
    #[ts(type = "string | null")]
    pub own_key: Option<TypedKey>,
    pub keep_key: KeepKey,
}

impl std::fmt::Debug for AddWidgetForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AddWidgetForm([hidden])")
    }
}

/// The outcome of *Connect*, *Add widget* or *Sign in*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Connected {
    pub community: String,
    pub widget: Option<String>,
}
