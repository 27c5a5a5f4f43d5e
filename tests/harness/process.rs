//! The app as a person runs it: no driver, no automation. What it does is seen from outside.

use super::children::{end, living_in, signal};
use super::{Surroundings, until};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

/// The title of the main window.
pub const MAIN_TITLE: &str = "Returning Widgets";

pub struct Process<'a> {
    child: Mutex<Child>,
    around: &'a Surroundings,
    display: String,
    printed: PathBuf,
}

impl<'a> Process<'a> {
    /// Starts one of the builds of the app, with these variables besides the usual ones.
    pub fn start(around: &'a Surroundings, program: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Self {
        Self::start_on(around.display(), around, program, variables, arguments)
    }

    /// As `start`, on another display: beside another app that lives in a home of its own.
    pub fn start_on(
        display: &str,
        around: &'a Surroundings,
        program: &Path,
        variables: &[(&str, &str)],
        arguments: &[&str],
    ) -> Self {
        let (printed, file) = around.file_for("printed");
        let mut command = around.command(program);
        command.args(arguments).envs(variables.iter().copied()).stdin(Stdio::null());
        // Where files go that nobody chose a place for.
        command.current_dir(around.home()).env("DISPLAY", display);
        command.stdout(file.try_clone().expect("the same file")).stderr(file);
        let child = command.spawn().expect("the app starts");
        Self { child: Mutex::new(child), around, display: display.to_owned(), printed }
    }

    pub fn id(&self) -> u32 {
        self.child.lock().expect("a lock").id()
    }

    /// The app's process and those that it started, the web engine's among them.
    pub fn tree(&self) -> Vec<u32> {
        let all = self.around.processes();
        let mut tree = vec![self.id()];
        let mut at = 0;
        while let Some(parent) = tree.get(at).copied() {
            tree.extend(all.iter().filter(|id| parent_of(**id) == Some(parent)));
            at += 1;
        }
        tree
    }

    /// Standard output and standard error so far.
    pub fn printed(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(&self.printed).unwrap_or_default()).into_owned()
    }

    /// The exit code if the app has ended; minus the signal's number if one ended it.
    pub fn ended(&self) -> Option<i32> {
        let status = self.child.lock().expect("a lock").try_wait().expect("a child")?;
        Some(status.code().unwrap_or_else(|| -status.signal().unwrap_or_default()))
    }

    /// Kills the one web process as the system does when memory runs out.
    pub async fn kill_web_process(&self) {
        let id = until("a web process", || async { self.engine_processes("WebProcess").pop() }).await;
        end(id);
    }

    /// Ends the app as a fault of its own would.
    pub fn crash(&self) {
        self.signal("ABRT");
    }

    /// Asks the app to end as the system does at a log-out.
    pub fn ask_to_end(&self) {
        self.signal("TERM");
    }

    /// Sends the app a signal by name.
    pub fn signal(&self, name: &str) {
        assert!(signal(self.id(), name), "the app had ended already");
    }

    /// A program that looks at the display or acts on it.
    fn command(&self, program: &str) -> Command {
        let mut command = self.around.command(program);
        command.env("DISPLAY", &self.display);
        command
    }

    /// The visible windows with this in their title, by the ids that X gives them.
    pub fn windows(&self, title: &str) -> Vec<String> {
        self.search(&["--name", title])
    }

    /// The app's main window, also when another copy of the app is on the display.
    pub async fn main_window(&self) -> String {
        let id = self.id().to_string();
        let find = async || self.search(&["--all", "--pid", &id, "--name", &format!("^{MAIN_TITLE}$")]).pop();
        until("the main window", find).await
    }

    fn search(&self, criteria: &[&str]) -> Vec<String> {
        let search = self.command("xdotool").args(["search", "--onlyvisible"]).args(criteria).output();
        let listing = search.expect("xdotool runs").stdout;
        String::from_utf8_lossy(&listing).lines().map(str::to_owned).collect()
    }

    /// A window's title.
    pub fn title(&self, window: &str) -> String {
        let name = self.command("xdotool").args(["getwindowname", window]).output().expect("xdotool runs").stdout;
        String::from_utf8_lossy(&name).trim_end().to_owned()
    }

    /// What a window shows: red, green and blue of each point, row by row.
    pub fn picture(&self, window: &str) -> Vec<u8> {
        let taken = self.command("import").args(["-window", window, "-depth", "8", "rgb:-"]).output();
        taken.expect("import runs").stdout
    }

    /// Asks the window manager to close the main window, as a person does, and waits until the app has ended by itself.
    pub async fn close(&self) -> i32 {
        until("the end of the app", || async {
            // Asked again until there is a window manager that passes it on.
            let asked = self.command("wmctrl").args(["-F", "-c", MAIN_TITLE]).stderr(Stdio::null()).status();
            asked.expect("wmctrl runs");
            self.ended()
        })
        .await
    }

    /// The web engine's processes, those included that outlived the app. The one named `WebKitWebProcess` paints the
    /// pages and runs their scripts.
    pub fn engine_processes(&self, name: &str) -> Vec<u32> {
        let has_name = |id: &u32| {
            let program = std::fs::read_link(format!("/proc/{id}/exe")).unwrap_or_default();
            let file = program.file_name().and_then(|file| file.to_str()).unwrap_or_default();
            file.starts_with("WebKit") && file.ends_with("Process") && file.contains(name)
        };
        living_in(self.around.home()).into_iter().filter(has_name).collect()
    }

    /// Clicks with the mouse into the middle of the widget in the main window.
    pub async fn click_widget(&self) {
        self.click(760, 450).await;
    }

    /// Clicks with the mouse at a place of the main window.
    pub async fn click(&self, x: i32, y: i32) {
        let window = self.main_window().await;
        self.xdotool(&["mousemove", "--window", &window, &x.to_string(), &y.to_string(), "click", "1"]);
    }

    /// Sends what a hand would to the display.
    pub fn xdotool(&self, arguments: &[&str]) {
        // On the display of this app, which may not be that of its surroundings.
        let done = self.command("xdotool").args(arguments).status().expect("xdotool runs");
        assert!(done.success(), "xdotool {arguments:?}");
    }
}

fn parent_of(id: u32) -> Option<u32> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("PPid:")?.trim().parse().ok())
}

impl Drop for Process<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // Not an assertion: this runs while another one fails.
            eprintln!("ended: {:?}, printed:\n{}", self.ended(), self.printed());
            self.around.keep_screenshot();
        }
        if self.ended().is_some() {
            return;
        }
        let child = self.child.get_mut().expect("a lock");
        // One that has ended meanwhile is as good.
        let _ = child.kill();
        let _ = child.wait();
        // A test that only clears away what it started is no crash to the next start.
        let _ = std::fs::remove_file(self.around.run_record());
    }
}
