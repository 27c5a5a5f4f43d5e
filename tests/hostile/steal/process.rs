//! What the app's processes offer to other programs, and leave behind.

use crate::harness::{Process, SETTINGS, Surroundings, scan, until};
use crate::proof::{Attack, Build, observed, prove};
use crate::scene::Scene;
use demo_service::TOKEN_MARK;
use std::collections::HashSet;
use std::fs::{self, File, FileTimes};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// The sockets that these processes hold, by the numbers of `/proc`.
fn sockets(processes: &[u32]) -> HashSet<String> {
    let entries = processes.iter().filter_map(|id| fs::read_dir(format!("/proc/{id}/fd")).ok()).flatten().flatten();
    let targets = entries.filter_map(|entry| fs::read_link(entry.path()).ok());
    let number = |target: PathBuf| Some(target.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned());
    targets.filter_map(number).collect()
}

/// Where these processes can be spoken to from outside: `tcp 0100007F:1F90`, `unix @name`.
fn listening(processes: &[u32]) -> Vec<String> {
    let sockets = sockets(processes);
    let mut found = Vec::new();
    for kind in ["tcp", "tcp6", "udp", "udp6", "unix"] {
        // A kind that the kernel does not have has no sockets.
        let table = fs::read_to_string(format!("/proc/net/{kind}")).unwrap_or_default();
        for line in table.lines().skip(1) {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let (number, place, listens) = match kind {
                // The flag says that connections are accepted.
                "unix" => (fields[6], fields.get(7).copied().unwrap_or("unnamed"), fields[3] == "00010000"),
                // Bound, and to nobody in particular.
                "udp" | "udp6" => (fields[9], fields[1], fields[3] == "07"),
                _ => (fields[9], fields[1], fields[3] == "0A"),
            };
            if listens && sockets.contains(number) {
                found.push(format!("{kind} {place}"));
            }
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn h60_no_process_of_the_app_listens() {
    let attack = Attack { number: "H60", tries: "a port or a socket of the app to connect to" };
    observed(attack, "the same look finds the one port of the demo community's service", async |build| {
        let scene = Scene::new().await;
        scene.attack_with(include_str!("../pages/where-from.js"));
        let app = scene.start(build);
        scene.reported("done").await;
        assert!(!sockets(&app.tree()).is_empty(), "the web engine's processes talk to each other");
        let found = listening(&app.tree());
        drop(app);

        let demo = Process::start(&scene.around, &build.program, &build.variables(), &["--demo"]);
        let port =
            until("the demo's port", || async { Some(listening(&demo.tree())).filter(|found| !found.is_empty()) });
        let port = port.await;
        assert!(port.len() == 1 && port[0].starts_with("tcp 0100007F:"), "{port:?}");
        !found.is_empty()
    })
    .await;
}

/// The soft limit on core files.
fn core_limit(id: u32) -> String {
    let limits = fs::read_to_string(format!("/proc/{id}/limits")).expect("the limits of a process");
    let line =
        limits.lines().find_map(|line| line.strip_prefix("Max core file size")).expect("the limit of core files");
    line.split_whitespace().next().expect("a soft limit").to_owned()
}

/// Whether the kernel writes core files into the folder of the process. If not, a program is given them instead.
fn writes_core_files() -> bool {
    let pattern = fs::read_to_string("/proc/sys/kernel/core_pattern").unwrap_or_default();
    !pattern.starts_with(['|', '/'])
}

fn name_of(id: u32) -> String {
    fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default().trim().to_owned()
}

/// Crashes a process, and waits for its end.
async fn crash(around: &Surroundings, id: u32) {
    let done = around.command("kill").args(["-ABRT", &id.to_string()]).status().expect("kill runs");
    assert!(done.success());
    until("the end of the process", || async {
        let state = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        // A zombie has written its core file.
        (state.is_empty() || state.contains(") Z ")).then_some(())
    })
    .await;
}

fn core_files(home: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(home).expect("a home").flatten().map(|entry| entry.path());
    entries.filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("core"))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn h63_a_crash_leaves_no_core_file() {
    let attack = Attack { number: "H63", tries: "a token in the core file of a crashed process" };
    prove(attack, &["core-dumps"], async |build| {
        let scene = Scene::new().await;
        scene.attack_with(include_str!("../pages/keep-token.js"));
        // As where a person or the system has turned core files on.
        let program = build.program.to_str().expect("a path");
        let allowed = ["--core=unlimited:unlimited", program];
        let app = Process::start(&scene.around, Path::new("prlimit"), &build.variables(), &allowed);
        assert_eq!(scene.reported("token").await, "kept");
        let tree = app.tree();
        let allows = tree.iter().any(|id| core_limit(*id) != "0");
        if !writes_core_files() {
            return allows;
        }
        for name in ["WebKitWebProces", "WebKitNetworkPr"] {
            let process = tree.iter().find(|id| name_of(**id) == name).expect("a process of the web engine");
            crash(&scene.around, *process).await;
        }
        crash(&scene.around, app.id()).await;
        let files = core_files(scene.around.home());
        let (looked_at, with_token) = scan(scene.around.home(), &[TOKEN_MARK]);
        assert!(looked_at > 0 && (files.is_empty() || files.iter().any(|file| with_token.contains(file))), "{files:?}");
        assert_eq!(allows, !files.is_empty());
        for file in &files {
            fs::remove_file(file).expect("a core file that goes");
        }
        !files.is_empty()
    })
    .await;
}

/// An attacker's copy of every file that the app has inside: page, scripts, styles. Gives their paths.
fn plant_files(scene: &Scene, folder: &Path) -> Vec<PathBuf> {
    let script = format!("fetch('{}/report/planted', {{ mode: 'no-cors' }});", scene.service.origin());
    let page = format!("<!doctype html><title>planted</title><script>{script}</script><h1>planted</h1>");
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/dist");
    let mut names = vec![PathBuf::from("index.html"), PathBuf::from("tauri.conf.json"), PathBuf::from("en.json")];
    let mut folders = vec![dist.clone()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("a built UI").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                names.push(path.strip_prefix(&dist).expect("a path in it").to_owned());
            }
        }
    }
    let places = ["", "ui/dist", "dist", "assets", "locale", "locales", "messages", "resources", "_up_/ui/dist"];
    let mut planted = Vec::new();
    for place in places {
        for name in &names {
            let path = folder.join(place).join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            let text = match name.extension().and_then(|extension| extension.to_str()) {
                Some("html") => page.clone(),
                Some("js") => script.clone(),
                Some("json") => r#"{"app_name": "<h1>planted</h1>", "build": {"frontendDist": "ui/dist"}}"#.to_owned(),
                _ => "* { display: none }".to_owned(),
            };
            fs::write(&path, text).expect("a planted file");
            planted.push(path);
        }
    }
    planted
}

/// Long ago, so that the next reading of the file changes it.
fn unread() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(86_400)
}

fn was_read(path: &Path) -> bool {
    path.metadata().and_then(|data| data.accessed()).expect("a time of the last access") != unread()
}

#[tokio::test(flavor = "multi_thread")]
async fn h64_pages_that_lie_about_are_not_taken_for_the_app_s_own() {
    let attack = Attack { number: "H64", tries: "pages, scripts and texts beside the program, in its folders" };
    let shown_by = "no planted file was read by its time of last access, which a reading of the test changes";
    observed(attack, shown_by, async |build| {
        let scene = Scene::new().await;
        scene.attack_with(include_str!("../pages/where-from.js"));
        let home = scene.around.home();
        let beside = home.join("program");
        // The home itself is where the app is started.
        let planted: Vec<PathBuf> =
            [home, &beside, &home.join(SETTINGS), &home.join("config/app.returningwidgets.desktop")]
                .iter()
                .flat_map(|folder| plant_files(&scene, folder))
                .collect();
        let program = beside.join("returning-widgets");
        fs::copy(&build.program, &program).expect("a copy of the app");
        for path in &planted {
            let times = FileTimes::new().set_accessed(unread());
            File::options().write(true).open(path).and_then(|file| file.set_times(times)).expect("a time");
        }

        let copied = Build { program, ..Build::as_it_is() };
        let app = scene.start_driven(&copied).await;
        app.in_window("main.html").await;
        scene.reported("done").await;
        app.press("Switch account").await;
        app.in_window("setup.html").await;
        app.find("[data-account]").await;
        let read: Vec<_> = planted.iter().filter(|path| was_read(path)).collect();
        let taken = !read.is_empty() || scene.report("planted").is_some();
        app.quit().await;

        // It has the marks of the demo's secrets in it, which the last look would find.
        fs::remove_file(&copied.program).expect("a copy that goes");
        fs::read(&planted[0]).expect("a planted file");
        assert!(was_read(&planted[0]), "the file system keeps no times of access");
        taken
    })
    .await;
}
