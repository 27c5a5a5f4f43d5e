//! The keychain is locked, silent, missing, changed or another one (F26 to F29).

mod entries;
mod prompts;
mod silent;
mod window;
mod without;

use crate::harness::community::{member_name, start_service};
use crate::harness::{App, Furnished, Keyring, Owned, PATIENCE, Surroundings};
use crate::scripted_secrets::{Script, offer_secrets};
use demo_service::{DemoService, KEY_MARK};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// The vault's own limits.
const ANSWER: Duration = Duration::from_secs(5);
const PROMPT: Duration = Duration::from_secs(60);

/// A home with a connected community, whose key is in a gnome-keyring, and what became of that since.
pub struct Scene {
    /// Ended before what they live in.
    keyring: Mutex<Option<Owned>>,
    prompter: Option<Owned>,
    scripted: Mutex<Option<zbus::Connection>>,
    pub around: Surroundings,
    pub service: DemoService,
}

impl Scene {
    pub async fn unlocked() -> Self {
        let (around, service) = (Surroundings::new(Keyring::Missing), start_service().await);
        let keyring = Mutex::new(Some(around.start_keyring()));
        around.furnish(&[Furnished::with_first_member(&service)]);
        Self { keyring, prompter: None, scripted: Mutex::default(), around, service }
    }

    /// Locked, and nothing is there that could show its prompt.
    pub async fn locked() -> Self {
        let scene = Self::unlocked().await;
        scene.around.lock_keyring();
        scene
    }

    pub async fn locked_with_prompter() -> Self {
        let mut scene = Self::locked().await;
        scene.prompter = Some(scene.around.start_prompter());
        scene
    }

    /// As the person finds it before anything is connected.
    pub async fn first_start_locked_with_prompter() -> Self {
        let (around, service) = (Surroundings::new(Keyring::Missing), start_service().await);
        let keyring = Mutex::new(Some(around.start_keyring()));
        around.lock_keyring();
        let prompter = Some(around.start_prompter());
        Self { keyring, prompter, scripted: Mutex::default(), around, service }
    }

    /// Takes calls and answers none until it is thawed.
    pub async fn frozen() -> Self {
        let scene = Self::unlocked().await;
        scene.signal_keyring("STOP");
        scene
    }

    pub fn signal_keyring(&self, name: &str) {
        self.keyring.lock().unwrap().as_ref().unwrap().signal(name);
    }

    pub async fn without_keyring() -> Self {
        let scene = Self::unlocked().await;
        scene.end_keyring();
        scene
    }

    /// In its place comes a service that a script plays.
    pub async fn scripted(script: Script) -> Self {
        let scene = Self::without_keyring().await;
        let scripted = offer_secrets(scene.around.bus(), script).await;
        *scene.scripted.lock().unwrap() = Some(scripted);
        scene
    }

    /// Without a session bus; the key was never kept.
    pub async fn without_bus() -> Self {
        let (around, service) = (Surroundings::new(Keyring::NoBus), start_service().await);
        around.furnish_settings(&[Furnished::with_first_member(&service)], |_| {});
        Self { keyring: Mutex::default(), prompter: None, scripted: Mutex::default(), around, service }
    }

    /// A keyring that works, whatever was there before.
    pub async fn bring_keyring_back(&self) {
        let scripted = self.scripted.lock().unwrap().take();
        if let Some(scripted) = scripted {
            // One that has left the bus already is as good.
            scripted.close().await.ok();
        }
        self.end_keyring();
        *self.keyring.lock().unwrap() = Some(self.around.start_keyring());
    }

    fn end_keyring(&self) {
        drop(self.keyring.lock().unwrap().take());
    }

    /// The app in its main window.
    pub async fn app(&self) -> App<'_> {
        let app = App::start(&self.around, &[]).await;
        app.in_window("main.html").await;
        app
    }

    pub fn origin(&self) -> &str {
        self.service.origin()
    }

    pub fn community_id(&self) -> &str {
        &self.service.community().community_id
    }

    pub fn key(&self) -> &str {
        &self.service.community().api_key
    }

    /// Nothing was deleted: the keyring has the key. It has to be unlocked.
    pub fn assert_key_is_kept(&self) {
        let listing = self.around.keyring_listing();
        assert!(listing.contains(KEY_MARK) && listing.contains(self.key()), "the entry is gone: {listing}");
    }

    /// What a person who looks for it presses and sees: the widget with its member.
    pub async fn try_again_until_signed_in(&self, app: &App<'_>) -> Duration {
        let began = Instant::now();
        app.press("Try again").await;
        self.signed_in(app).await;
        began.elapsed()
    }

    pub async fn signed_in(&self, app: &App<'_>) {
        app.in_frame("Channels").await;
        app.shows("[data-testid=member-name]", member_name(&self.service, 0)).await;
        app.out_of_frame().await;
    }
}

/// As the harness's `until`, for what the app takes its time for on purpose.
async fn comes_after(app: &App<'_>, css: &str, at_most: Duration) -> Duration {
    let began = Instant::now();
    while !app.is_there(css).await {
        assert!(began.elapsed() < at_most, "{css}: did not come within {at_most:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    began.elapsed()
}

fn alert(code: &str) -> String {
    format!("[role=alert][data-code={code}]")
}

/// Time for what the machine itself needs beside the limit.
const SLACK: Duration = PATIENCE;
