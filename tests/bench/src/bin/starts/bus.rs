//! A session bus of a start's own.

use std::fs;
use std::io::{self, BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use bench::home::PrivateHome;

/// It ends when this is dropped.
pub struct Bus {
    daemon: Child,
    address: String,
}

impl Bus {
    /// Starts one that brings up no service by itself: which of them are on this machine changes nothing.
    pub fn start(home: &PrivateHome) -> io::Result<Self> {
        let configuration = home.path().join("bus.conf");
        let socket = home.runtime().join("bus");
        let text = format!(
            "<busconfig><type>session</type><listen>unix:path={}</listen><policy context=\"default\">\
             <allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy>\
             </busconfig>",
            socket.display()
        );
        fs::write(&configuration, text)?;
        let mut daemon = Command::new("dbus-daemon")
            .args(["--nofork", "--nosyslog", "--print-address=1"])
            .arg(format!("--config-file={}", configuration.display()))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut address = String::new();
        let said = daemon.stdout.take().map(|said| BufReader::new(said).read_line(&mut address));
        let bus = Self { daemon, address: address.trim().to_owned() };
        said.transpose()?;
        if bus.address.is_empty() {
            return Err(io::Error::other("dbus-daemon ended without saying where it is"));
        }
        Ok(bus)
    }

    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        if self.daemon.kill().is_ok() {
            // Nothing is left to be done about a daemon that cannot be waited for.
            self.daemon.wait().ok();
        }
    }
}
