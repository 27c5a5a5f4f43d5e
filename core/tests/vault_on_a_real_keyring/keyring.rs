//! A real gnome-keyring on the bus, and what other programs do with it.

use crate::surroundings::Owned;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Arc;
use widget_core::service::api_key::ApiKey;
use widget_core::service::frame_url::WidgetPath;
use widget_core::service::identifiers::{CommunityId, WidgetId, WidgetType};
use widget_core::service::origin::Origin;
use widget_core::vault::key_name::KeyName;

pub const CANARY: &str = "canary-key/+=~7c1e";
const SERVICE: &str = "org.freedesktop.secrets";

/// The name of the demo's key at this origin.
pub fn name_at(origin: &str) -> KeyName {
    KeyName::of_community(&Origin::parse(origin).unwrap(), &CommunityId::parse("c1").unwrap())
}

pub fn name() -> KeyName {
    name_at("https://a.example")
}

/// The name of a widget's own key in the same community.
pub fn name_of_widget() -> KeyName {
    let path = WidgetPath {
        widget_type: WidgetType::parse("store").unwrap(),
        widget_id: WidgetId::parse("w1").unwrap(),
        extra_segment: None,
    };
    KeyName::of_widget(&Origin::parse("https://a.example").unwrap(), &CommunityId::parse("c1").unwrap(), &path)
}

pub fn key(text: &str) -> Arc<ApiKey> {
    Arc::new(ApiKey::parse(text).unwrap())
}

/// A running gnome-keyring. Its files stay in the home, so that a second one finds what the first one kept.
pub struct Keyring(Owned);

impl Keyring {
    /// Starts it unlocked: with the password that the home's keyring has, or gets now.
    pub fn start() -> Self {
        let mut command = Command::new("gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets"]);
        let mut owned = Owned::start(command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()));
        // An empty line is the password; the end of the input ends it.
        owned.child().stdin.take().unwrap().write_all(b"\n").unwrap();
        gdbus(&["wait", "--session", "--timeout", "20", SERVICE]);
        Self(owned)
    }

    /// Locks it, as a desktop does when its person leaves.
    pub fn lock(&self) {
        let default = secrets("ReadAlias", &["default"]);
        let path = default.split('\'').nth(1).unwrap();
        assert!(path.starts_with("/org/freedesktop/secrets/collection/"), "{default}");
        secrets("Lock", &[&format!("[objectpath '{path}']")]);
    }

    /// Ends it and starts it again, unlocked.
    pub fn start_again(self) -> Self {
        drop(self);
        Self::start()
    }

    /// Holds it still: it takes calls and never answers.
    pub fn freeze(&self) {
        self.0.signal("STOP");
    }

    pub fn thaw(&self) {
        self.0.signal("CONT");
    }
}

fn secrets(method: &str, arguments: &[&str]) -> String {
    let method = format!("org.freedesktop.Secret.Service.{method}");
    let call =
        ["call", "--session", "--dest", SERVICE, "--object-path", "/org/freedesktop/secrets", "--method", &method];
    gdbus(&[&call, arguments].concat())
}

fn gdbus(arguments: &[&str]) -> String {
    let output = Command::new("gdbus").args(arguments).output().unwrap();
    assert!(output.status.success(), "gdbus {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Stores a secret as another program does, beside whatever has other attributes.
pub fn store_from_outside(name: &KeyName, more: &[&str], secret: &[u8]) {
    let attributes = [&["service", "Returning Widgets", "username", name.as_str()], more].concat();
    let mut command = Command::new("secret-tool");
    command.args(["store", "--label=from outside"]).args(attributes).stdin(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(secret).unwrap();
    assert!(child.wait().unwrap().success());
}

/// The secret as another program reads it.
pub fn seen_from_outside(name: &KeyName) -> Vec<u8> {
    let mut command = Command::new("secret-tool");
    command.args(["lookup", "service", "Returning Widgets", "username", name.as_str()]);
    command.output().unwrap().stdout
}
