//! A home and a session bus for one test. The test itself runs again inside them.

use crate::again::{Again, again};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A process that ends with the test, by its own id.
pub struct Owned(Child);

impl Owned {
    pub fn start(command: &mut Command) -> Self {
        Self(command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}")))
    }

    pub const fn child(&mut self) -> &mut Child {
        &mut self.0
    }

    /// Sends it a signal.
    pub fn signal(&self, name: &str) {
        let status = Command::new("kill").args(["-s", name, &self.0.id().to_string()]).status().unwrap();
        assert!(status.success(), "no {name}");
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // One that has ended already is as good.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// On a bus on which nobody offers a keyring; [`crate::keyring::Keyring::start`] makes one.
pub fn on_a_bus(inside: impl FnOnce()) {
    in_a_home(
        |again, home| {
            let mut bus = start_bus(home);
            let mut address = String::new();
            BufReader::new(bus.child().stdout.as_mut().unwrap()).read_line(&mut address).unwrap();
            on_the_bus_at(address.trim(), again);
        },
        inside,
    );
}

/// Where no bus is named, and none is where it is looked for.
pub fn without_a_bus(inside: impl FnOnce()) {
    in_a_home(|again, _| again.run(), inside);
}

/// Where the bus that is named is not there.
pub fn on_a_bus_that_is_gone(inside: impl FnOnce()) {
    in_a_home(|again, home| on_the_bus_at(&format!("unix:path={}", home.join("gone").display()), again), inside);
}

fn on_the_bus_at(address: &str, again: Again) {
    let with_bus = |command: &mut Command| {
        command.env("DBUS_SESSION_BUS_ADDRESS", address);
    };
    again.prepare(with_bus).run();
}

/// In an environment that knows the home and nothing else: no bus, and no display for a prompt.
fn in_a_home(around: impl FnOnce(Again, &Path), inside: impl FnOnce()) {
    again(
        |again| {
            let home = tempfile::tempdir().unwrap();
            let run = home.path().join("run");
            std::fs::create_dir(&run).unwrap();
            let again = again.prepare(|command| {
                command.env_clear().env("HOME", home.path()).env("XDG_RUNTIME_DIR", &run).env("LANG", "C.UTF-8");
                command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
                command.env("XDG_DATA_HOME", home.path().join("data"));
            });
            around(again, home.path());
        },
        inside,
    );
}

fn start_bus(home: &Path) -> Owned {
    // Without service folders nothing is started on demand: a test has the keyring that it starts, or none.
    let listen = format!("<listen>unix:path={}</listen>", home.join("run/bus-of-the-test").display());
    let allow = r#"<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>"#;
    let policy = format!(r#"<policy context="default">{allow}</policy>"#);
    let config = home.join("bus.conf");
    std::fs::write(&config, format!("<busconfig><type>session</type>{listen}{policy}</busconfig>")).unwrap();
    let mut command = Command::new("dbus-daemon");
    command.args(["--nofork", "--print-address=1"]).arg(format!("--config-file={}", config.display()));
    Owned::start(command.env("HOME", home).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()))
}
