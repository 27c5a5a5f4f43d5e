//! A disk that takes nothing (F32): full, read-only, or broken. The app sees mounts of its own, which needs root.

use crate::harness::community::{connect_channels, start_service};
use crate::harness::{App, Furnished, Keyring, SETTINGS, Surroundings, scan};
use crate::survived::Fault;
use demo_service::{DemoService, KEY_MARK, TOKEN_MARK};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

const BANNER: &str = "[data-code=settings_not_saved]";
const NEW_NAME: &str = "The name on a full disk";

/// Mounts that only the programs of one test see, for as long as this lives.
struct Mounts<'a> {
    /// Keeps the mounts by living among them.
    holder: Child,
    around: &'a Surroundings,
}

impl<'a> Mounts<'a> {
    /// Runs these commands where only the test's programs see what they mount; `$HOME` is the test's home.
    fn new(around: &'a Surroundings, commands: &str) -> Self {
        let script = format!("set -e; {commands}; echo ready; exec sleep 100000");
        let mut command = around.command("unshare");
        command.args(["--mount", "--propagation=private", "sh", "-c", &script]);
        let mut holder = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("unshare runs");
        let mut line = String::new();
        let said = holder.stdout.as_mut().expect("a piped standard output");
        BufReader::new(said).read_line(&mut line).expect("a line");
        let mounts = Self { holder, around };
        assert_eq!(line, "ready\n", "mounts of its own: this test has to be run as root");
        around.see_mounts_of(mounts.holder.id());
        mounts
    }

    /// Runs one more command among the mounts.
    fn run(&self, command: &str) {
        let target = format!("--target={}", self.holder.id());
        let mut inside = Command::new("nsenter");
        inside.args([&target, "--mount", "--", "sh", "-c", command]).env("HOME", self.around.home());
        assert!(inside.status().expect("nsenter runs").success(), "{command}");
    }

    /// The home as the programs see it.
    fn home(&self) -> PathBuf {
        let home = self.around.home().strip_prefix("/").expect("an absolute path");
        Path::new("/proc").join(self.holder.id().to_string()).join("root").join(home)
    }

    /// Writes until nothing fits any more.
    fn fill(&self) {
        let mut filler = File::create(self.home().join("data/filler")).expect("a file");
        for size in [1 << 20, 1 << 12, 1] {
            let error = loop {
                if let Err(error) = filler.write_all(&vec![b'x'; size]) {
                    break error;
                }
            };
            assert_eq!(error.kind(), ErrorKind::StorageFull);
        }
    }

    fn make_room(&self) {
        fs::remove_file(self.home().join("data/filler")).expect("a file that goes");
    }
}

impl Drop for Mounts<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.around.keep_screenshot();
        } else {
            // What is mounted goes with the mounts, before the surroundings look.
            let (_, leaks) = scan(&self.home().join("data"), &[KEY_MARK, TOKEN_MARK]);
            assert!(leaks.is_empty(), "secrets in {leaks:?}");
        }
        self.holder.kill().expect("a process that sleeps");
        self.holder.wait().expect("its end");
    }
}

/// A disk of this size, in megabytes, under everything that the app and the web engine keep.
fn small_disk(around: &Surroundings, megabytes: u32) -> Mounts<'_> {
    let mount = format!("mount -t tmpfs -o size={megabytes}m,mode=700 small \"$HOME/small\"");
    fs::create_dir_all(around.data()).expect("a folder");
    Mounts::new(
        around,
        &format!(
            "mkdir \"$HOME/small\"; {mount}; cp -a \"$HOME/data/.\" \"$HOME/small\"; mount --bind \"$HOME/small\" \"$HOME/data\""
        ),
    )
}

/// A home of which only the folder of sockets can be written, which elsewhere is no part of it.
fn read_only_home(around: &Surroundings) -> Mounts<'_> {
    let mounts = "mount --bind \"$HOME\" \"$HOME\"; mount --bind \"$HOME/run\" \"$HOME/run\"; mount -o remount,bind,ro \"$HOME\"";
    Mounts::new(around, mounts)
}

async fn furnished() -> (Surroundings, DemoService) {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    (around, service)
}

/// Renames the first widget, as a person does who is looking at it.
async fn rename(app: &App<'_>, name: &str) {
    app.in_window("main.html").await;
    app.press("Settings").await;
    app.in_window("setup.html").await;
    app.find("li[data-widget] [aria-expanded]").await;
    // By a script: the button reaches over its row, so the driver finds other elements in front of it.
    app.script("document.querySelector('li[data-widget] [aria-expanded]').click(); return 0").await;
    app.press("Rename").await;
    app.fill("New name", name).await;
    app.press("Save name").await;
    app.shows("main", name).await;
}

/// Waits for the one banner of each window that is open.
async fn one_banner(app: &App<'_>, pages: &[&str]) {
    for page in pages {
        app.in_window(page).await;
        app.find(BANNER).await;
        let count = app.script("return document.querySelectorAll('[data-code]').length").await;
        assert_eq!(count, 1, "{page} shows one banner");
    }
}

async fn no_banner(app: &App<'_>, pages: &[&str]) {
    for page in pages {
        app.in_window(page).await;
        app.gone(BANNER).await;
    }
}

/// Whether a settings file in this home has this in it.
fn is_saved(home: &Path, text: &str) -> bool {
    ["settings-a.json", "settings-b.json"].iter().any(|name| {
        let mut found = String::new();
        let file = File::open(home.join(SETTINGS).join(name));
        file.and_then(|mut file| file.read_to_string(&mut found)).is_ok() && found.contains(text)
    })
}

const BOTH: [&str; 2] = ["main.html", "setup.html"];

#[tokio::test(flavor = "multi_thread")]
async fn f32_a_full_disk_is_said_once_and_heals_without_a_further_change() {
    let (around, service) = furnished().await;
    let disk = small_disk(&around, 16);
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.find("iframe[title=Channels]").await;
    let first = disk.home().join(SETTINGS).join("settings-a.json");
    let before = fs::read(&first).expect("settings");
    disk.fill();
    rename(&app, NEW_NAME).await;
    one_banner(&app, &BOTH).await;
    assert_eq!(fs::read(&first).expect("settings"), before, "the good file is not touched");
    app.in_window("main.html").await;
    app.shows("body", NEW_NAME).await;
    disk.make_room();
    let freed = Instant::now();
    no_banner(&app, &BOTH).await;
    let took = freed.elapsed();
    assert!(is_saved(&disk.home(), NEW_NAME));
    drop(service);
    Fault { number: "F32", fault: "the disk is full", injected: "a small tmpfs under the data folder, filled" }
        .survived("one banner, runs from memory, saved by itself", Some(took));
}

#[tokio::test(flavor = "multi_thread")]
async fn f32_what_a_full_disk_refused_is_saved_at_the_end_if_there_is_room() {
    let (around, _service) = furnished().await;
    let disk = small_disk(&around, 16);
    let app = App::start(&around, &[]).await;
    disk.fill();
    rename(&app, NEW_NAME).await;
    one_banner(&app, &BOTH).await;
    disk.make_room();
    app.quit().await;
    assert!(is_saved(&disk.home(), NEW_NAME));
}

#[tokio::test(flavor = "multi_thread")]
async fn f32_an_app_that_is_killed_while_the_disk_is_full_has_its_last_saved_settings() {
    let (around, _service) = furnished().await;
    let disk = small_disk(&around, 16);
    let app = App::start(&around, &[]).await;
    disk.fill();
    rename(&app, NEW_NAME).await;
    one_banner(&app, &BOTH).await;
    app.kill().await;
    disk.make_room();
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.find("iframe[title=Channels]").await;
    assert!(!app.is_there(":not([data-code=ended_unexpectedly])[data-code]").await, "nothing is lost that was saved");
}

#[tokio::test(flavor = "multi_thread")]
async fn f32_a_read_only_home_is_said_once_and_heals_by_itself() {
    let (around, _service) = furnished().await;
    let disk = read_only_home(&around);
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.find("iframe[title=Channels]").await;
    one_banner(&app, &["main.html"]).await;
    rename(&app, NEW_NAME).await;
    one_banner(&app, &BOTH).await;
    disk.run("mount -o remount,bind,rw \"$HOME\"");
    let freed = Instant::now();
    no_banner(&app, &BOTH).await;
    let took = freed.elapsed();
    assert!(is_saved(around.home(), NEW_NAME));
    Fault { number: "F32", fault: "the home is read-only", injected: "a mount of the home that can't be written" }
        .survived("one banner from the start, runs from memory, saved by itself", Some(took));
}

#[tokio::test(flavor = "multi_thread")]
async fn f32_a_first_start_on_a_read_only_home_works() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    let disk = read_only_home(&around);
    let app = App::start(&around, &[]).await;
    app.in_window("setup.html").await;
    one_banner(&app, &["setup.html"]).await;
    connect_channels(&app, &service).await;
    one_banner(&app, &["main.html"]).await;
    assert!(!around.home().join(SETTINGS).exists());
    disk.run("mount -o remount,bind,rw \"$HOME\"");
    let freed = Instant::now();
    no_banner(&app, &["main.html"]).await;
    let took = freed.elapsed();
    assert!(is_saved(around.home(), &service.community().community_id));
    Fault {
        number: "F32",
        fault: "the home is read-only at the first start",
        injected: "as above, with nothing in it",
    }
    .survived("one banner, a community can be connected, saved by itself", Some(took));
}

#[tokio::test(flavor = "multi_thread")]
async fn f32_a_disk_that_breaks_while_it_writes_is_said_once_and_heals() {
    let (around, _service) = furnished().await;
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    // A file that the kernel answers every write to with an input/output error: the first page of a program's memory.
    let second = around.home().join(SETTINGS).join("settings-b.json");
    symlink("/proc/self/mem", &second).expect("a link");
    rename(&app, NEW_NAME).await;
    one_banner(&app, &BOTH).await;
    assert!(app.printed().contains("Input/output error"), "{}", app.printed());
    fs::remove_file(second).expect("a link that goes");
    let freed = Instant::now();
    no_banner(&app, &BOTH).await;
    let took = freed.elapsed();
    assert!(is_saved(around.home(), NEW_NAME));
    Fault {
        number: "F32",
        fault: "an input/output error",
        injected: "/proc/self/mem in place of the file to be written",
    }
    .survived("one banner, runs from memory, saved by itself", Some(took));
}
