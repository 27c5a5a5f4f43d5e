//! A home, a display, a session bus and a keyring of the test's own.

use super::canary::{SETTINGS, leaks};
use super::children::{Owned, end, living_in, piped};
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock};

/// The keyring that a test finds on its bus.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Keyring {
    /// A real gnome-keyring, unlocked.
    Unlocked,
    /// A bus without a Secret Service.
    Missing,
    /// No session bus at all.
    NoBus,
}

/// What opens each test's keyring. No secret: nothing but the test's own keys is in there.
pub const KEYRING_PASSWORD: &str = "open-sesame";

/// Where Debian and those after it have what shows gnome-keyring's prompts.
const PROMPTER: &str = "/usr/libexec/gcr-prompter";

pub struct Surroundings {
    home: tempfile::TempDir,
    display: String,
    /// `None` where there is none.
    bus: Option<String>,
    /// Secrets that the test made up itself.
    secrets: Mutex<Vec<String>>,
    screenshot_kept: AtomicBool,
    /// The process whose mounts the programs see that are started from here on.
    mounts: OnceLock<u32>,
    /// Ended last to first, so that nothing outlives what it needs.
    _children: Vec<Owned>,
}

impl Surroundings {
    pub fn new(keyring: Keyring) -> Self {
        let home = tempfile::tempdir().expect("a folder for the test");
        let run = home.path().join("run");
        std::fs::create_dir(&run).expect("a run folder");
        make_private(&run);
        put_browser(home.path());
        let (screen, display) = start_display();
        let mut children = vec![screen];
        let mut bus = None;
        if keyring != Keyring::NoBus {
            let (bus_process, address) = start_bus(home.path());
            children.push(bus_process);
            bus = Some(address);
        }
        let mut surroundings = Self {
            home,
            display,
            bus,
            secrets: Mutex::default(),
            screenshot_kept: AtomicBool::new(false),
            mounts: OnceLock::new(),
            _children: Vec::new(),
        };
        if keyring == Keyring::Unlocked {
            children.push(surroundings.start_keyring());
        }
        children.reverse();
        surroundings._children = children;
        surroundings
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The X display, for a program that shares this one and nothing else.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// Has the last look, at the end of the test, search for this as well.
    pub fn keep_secret(&self, secret: &str) {
        self.secrets.lock().expect("a lock").push(secret.to_owned());
    }

    /// The files in the home that hold a secret where none belongs.
    pub fn leaks(&self) -> Vec<PathBuf> {
        leaks(self.home(), &self.secrets.lock().expect("a lock"))
    }

    /// The processes that live here.
    pub fn processes(&self) -> Vec<u32> {
        living_in(self.home())
    }

    /// A file in the home for what a program prints, which no other program has.
    pub fn file_for(&self, name: &str) -> (PathBuf, File) {
        let mut number = 1;
        loop {
            let path = self.home().join(if number == 1 { name.to_owned() } else { format!("{name}-{number}") });
            match File::create_new(&path) {
                Ok(file) => return (path, file),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
                Err(error) => panic!("{}: {error}", path.display()),
            }
        }
    }

    /// The links that the system browser was asked to open, in order.
    pub fn opened_links(&self) -> Vec<String> {
        let opened = std::fs::read_to_string(self.home.path().join("opened-links")).unwrap_or_default();
        opened.lines().map(str::to_owned).collect()
    }

    /// The system's programs, and before them a browser that only writes down what it is to open.
    fn path(&self) -> std::ffi::OsString {
        let system = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(self.home.path().join("bin")).chain(std::env::split_paths(&system));
        std::env::join_paths(folders).expect("a search path")
    }

    /// Where the app and the web engine may write.
    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// Where the app notes its runs.
    pub fn run_record(&self) -> PathBuf {
        self.home().join(SETTINGS).join("run.json")
    }

    /// Where the app keeps its log.
    pub fn log_folder(&self) -> PathBuf {
        self.home().join(SETTINGS).join("logs")
    }

    /// The file of the log that is written.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_folder().join("returning-widgets.log")).unwrap_or_default()
    }

    /// The names of the app's settings files, in order.
    pub fn settings_files(&self) -> Vec<String> {
        let folder = self.home().join(SETTINGS);
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.retain(|name| name.starts_with("settings"));
        names.sort();
        names
    }

    /// Has every program that is started from here on see the mounts of this process.
    pub fn see_mounts_of(&self, process: u32) {
        self.mounts.set(process).expect("one process for these surroundings");
    }

    /// The program as it is, or as one that sees other mounts.
    fn begin(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let Some(process) = self.mounts.get() else { return Command::new(program) };
        let mut command = Command::new("nsenter");
        let home = self.home.path().display();
        command.arg(format!("--target={process}")).args(["--mount", &format!("--wdns={home}"), "--"]).arg(program);
        command
    }

    /// A program that lives in these surroundings and in nothing else.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = self.begin(program);
        let home = self.home.path();
        command
            // A core file would be written here, where it is looked for.
            .current_dir(home)
            .env_clear()
            .env("PATH", self.path())
            .env("HOME", home)
            .env("LANG", "C.UTF-8")
            .env("DISPLAY", &self.display)
            .envs(self.bus.iter().map(|address| ("DBUS_SESSION_BUS_ADDRESS", address)))
            .env("XDG_RUNTIME_DIR", home.join("run"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            // Software drawing is slow, and what is drawn is the same.
            .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1");
        command
    }

    /// The address of the session bus.
    pub fn bus(&self) -> &str {
        self.bus.as_deref().expect("a session bus")
    }

    /// A real gnome-keyring, unlocked. Its files are in the home, so it has what an earlier one kept.
    pub fn start_keyring(&self) -> Owned {
        let mut command = self.command("gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets"]);
        let mut keyring = Owned::start(command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()));
        keyring.feed(KEYRING_PASSWORD);
        self.wait_for_keyring();
        keyring
    }

    fn wait_for_keyring(&self) {
        self.gdbus(&["wait", "--session", "--timeout", "20", "org.freedesktop.secrets"]);
    }

    /// Speaks on the session bus; `wait` ends when a name has an owner.
    fn gdbus(&self, arguments: &[&str]) {
        let done = self.command("gdbus").args(arguments).stdout(Stdio::null()).status().expect("gdbus runs");
        assert!(done.success(), "gdbus {arguments:?}");
    }

    /// Locks the keyring, as a desktop does when its person leaves.
    pub fn lock_keyring(&self) {
        let service = "org.freedesktop.Secret.Service.Lock";
        let call = ["call", "--session", "--dest", "org.freedesktop.secrets", "--object-path"];
        let login = "[objectpath '/org/freedesktop/secrets/collection/login']";
        self.gdbus(&[&call[..], &["/org/freedesktop/secrets", "--method", service, login]].concat());
    }

    /// What shows the keyring's prompts on the display.
    pub fn start_prompter(&self) -> Owned {
        let prompter = Owned::start(self.command(PROMPTER).stdout(Stdio::null()).stderr(Stdio::null()));
        self.gdbus(&["wait", "--session", "--timeout", "20", "org.gnome.keyring.SystemPrompter"]);
        prompter
    }

    /// Sends what a hand would to the display.
    pub fn xdotool(&self, arguments: &[&str]) {
        let done = self.command("xdotool").args(arguments).status().expect("xdotool runs");
        assert!(done.success(), "xdotool {arguments:?}");
    }

    /// Gives the display another keyboard: the layouts by the names that X has for them, the first of them in use.
    pub fn set_keyboard(&self, layouts: &str) {
        let done = self.command("setxkbmap").args(["-layout", layouts]).status().expect("setxkbmap runs");
        assert!(done.success(), "setxkbmap {layouts}");
    }

    /// The visible windows with this in their title, by the ids that X gives them.
    pub fn windows(&self, title: &str) -> Vec<String> {
        let search = self.command("xdotool").args(["search", "--onlyvisible", "--name", title]).output();
        let listing = search.expect("xdotool runs").stdout;
        String::from_utf8_lossy(&listing).lines().map(str::to_owned).collect()
    }

    /// A window manager, without which no window can be closed the way people close it.
    pub fn start_window_manager(&self) -> Owned {
        Owned::start(self.command("openbox").stdout(Stdio::null()).stderr(Stdio::null()))
    }

    /// What the keyring holds for the app, as another program sees it.
    pub fn keyring_listing(&self) -> String {
        let listing = self
            .command("secret-tool")
            .args(["search", "--all", "--unlock", "service", "Returning Widgets"])
            .output()
            .expect("secret-tool runs");
        String::from_utf8_lossy(&listing.stdout).into_owned()
    }

    /// Keeps what the screen shows, for whoever looks into a failure. The first time shows most.
    pub fn keep_screenshot(&self) {
        if self.screenshot_kept.swap(true, Ordering::SeqCst) {
            return;
        }
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("test-results");
        let thread = std::thread::current();
        let test = thread.name().unwrap_or("unknown").replace("::", "-");
        // Some tests have several displays.
        let shot = folder.join(format!("{test}-{}.png", self.display.trim_start_matches(':')));
        let taken = std::fs::create_dir_all(&folder).is_ok()
            && self
                .command("import")
                .args(["-window", "root"])
                .arg(&shot)
                .status()
                .is_ok_and(|status| status.success());
        // Not an assertion: this runs while another one fails.
        eprintln!(
            "the screen at the failure: {}",
            if taken { shot.display().to_string() } else { "not kept".to_owned() }
        );
    }
}

impl Drop for Surroundings {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.keep_screenshot();
        }
        for id in living_in(self.home.path()) {
            end(id);
        }
        // Whatever the test was about, nothing secret is left behind.
        if !std::thread::panicking() {
            let leaks = self.leaks();
            assert!(leaks.is_empty(), "secrets in {leaks:?}");
        }
    }
}

fn put_browser(home: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let folder = home.join("bin");
    let program = folder.join("xdg-open");
    std::fs::create_dir(&folder).expect("a program folder");
    std::fs::write(&program, "#!/bin/sh\nprintf '%s\\n' \"$1\" >>\"$HOME/opened-links\"\n").expect("a browser");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("a browser that runs");
}

fn start_display() -> (Owned, String) {
    let mut screen = Owned::start(piped("Xvfb").args([
        "-displayfd",
        "1",
        "-screen",
        "0",
        "1280x900x24",
        "-nolisten",
        "tcp",
        "-noreset",
        // A busy machine lets go of a key late, and the display would type it again.
        "-r",
    ]));
    let (number, _) = screen.first_line();
    (screen, format!(":{number}"))
}

fn start_bus(home: &Path) -> (Owned, String) {
    let mut command = piped("dbus-daemon");
    // Without service folders nothing is started on demand: a test has the keyring that it asked for. The limits are
    // those of a desktop's session bus.
    let config = home.join("bus.conf");
    let listen = home.join("run/bus");
    let text = format!(
        "<busconfig><type>session</type><listen>unix:path={}</listen><policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy><limit name=\"max_completed_connections\">100000</limit><limit name=\"max_connections_per_user\">100000</limit></busconfig>",
        listen.display()
    );
    std::fs::write(&config, text).expect("a bus configuration");
    let mut bus = Owned::start(
        command
            .env("HOME", home)
            .args(["--nofork", "--print-address=1"])
            .arg(format!("--config-file={}", config.display())),
    );
    let (address, _) = bus.first_line();
    (bus, address)
}

fn make_private(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).expect("a private folder");
}
