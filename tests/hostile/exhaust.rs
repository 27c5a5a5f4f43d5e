//! Pages that use up the machine: processor, memory, disk. The app's own process outlives them all, and what they took
//! is free again once the window is closed.

use crate::harness::{Process, until};
use crate::proof::{Attack, observed, prove};
use crate::scene::Scene;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// A window that takes longer to close seems stuck.
const CLOSES: Duration = Duration::from_secs(3);
/// So long after the app's end, none of its processes may be left.
const PROCESSES_END: Duration = Duration::from_secs(5);

/// The unit of processor time in Linux.
const TICKS_IN_A_SECOND: u64 = 100;
/// Paints the pages and runs their scripts.
const WEB_PROCESS: &str = "WebKitWeb";

/// More than this is not for the stored things of one widget.
const MOST_ON_DISK: u64 = 200 * 1024 * 1024;

/// Closes the window as a person does. Whether that takes too long, fails, or leaves a web process behind.
async fn ends_badly(app: &Process<'_>) -> bool {
    let begun = Instant::now();
    let code = app.close().await;
    let closed = Instant::now();
    until("the end of all processes", || async { app.engine_processes("").is_empty().then_some(()) }).await;
    code != 0 || closed - begun > CLOSES || closed.elapsed() > PROCESSES_END
}

/// Waits until the web process has used up another second of a processor.
async fn keeps_busy(app: &Process<'_>) {
    let used = || app.engine_processes(WEB_PROCESS).into_iter().map(ticks_of).sum::<u64>();
    let before = used();
    until("a busy web process", || async { (used() >= before + TICKS_IN_A_SECOND).then_some(()) }).await;
}

/// The processor time that a process has used, in ticks.
fn ticks_of(id: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    after_name.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
}

/// The bytes of all files below a folder.
fn size_of(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let sizes = entries.map(|entry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => size_of(&entry.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    });
    sizes.sum()
}

/// The memory that a process has, in bytes.
fn memory_of(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or_default() * 1024
}

#[tokio::test(flavor = "multi_thread")]
async fn h47_a_page_that_hangs_ends_with_its_window() {
    let attack = Attack { number: "H47", tries: "a loop without an end" };
    prove(attack, &["page-end"], async |build| {
        let scene = Scene::new().await;
        let _manager = scene.around.start_window_manager();
        scene.attack_with(include_str!("pages/hangs.js"));
        let app = scene.start(build);
        scene.reported("hangs").await;
        keeps_busy(&app).await;
        ends_badly(&app).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h48_the_memory_that_a_page_takes_is_free_once_the_window_is_closed() {
    let attack = Attack { number: "H48", tries: "1.25 GB of memory (4 GB would be the tester's)" };
    let seen = "the web process had 1.25 GB; the app itself is as small as before, and answers";
    observed(attack, seen, async |build| {
        let scene = Scene::new().await;
        let _manager = scene.around.start_window_manager();
        scene.attack_with(include_str!("pages/takes-memory.js"));
        let app = scene.start(build);
        let taken: u64 = scene.reported("taken").await.parse().expect("a number");
        let answered = scene.reported("proper").await == "answered";
        let had: u64 = app.engine_processes(WEB_PROCESS).into_iter().map(memory_of).sum();
        assert!(had > taken, "the web process had {had} bytes and the page {taken}");
        let own = memory_of(app.id());
        assert!(own < taken / 4, "the app's own process has {own} bytes");
        ends_badly(&app).await || !answered
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h48_a_web_process_that_the_system_ends_does_not_take_the_app_along() {
    let attack = Attack { number: "H48", tries: "so much memory that the system ends the web process" };
    let seen = "the web process was ended as the system does it, and the window was there to be closed";
    observed(attack, seen, async |build| {
        let scene = Scene::new().await;
        let _manager = scene.around.start_window_manager();
        scene.attack_with("askForToken().then(() => report('ready'))");
        let app = scene.start(build);
        scene.reported("ready").await;
        for id in app.engine_processes(WEB_PROCESS) {
            let ended = Command::new("kill").args(["-9", &id.to_string()]).status();
            assert!(ended.is_ok_and(|status| status.success()), "the web process was not ended");
        }
        until("the end of the web process", || async { app.engine_processes(WEB_PROCESS).is_empty().then_some(()) })
            .await;
        ends_badly(&app).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h49_a_page_of_a_million_nodes_ends_with_its_window() {
    let attack = Attack { number: "H49", tries: "10^6 nodes" };
    let seen = "the page has the nodes, and its process is busy laying them out";
    observed(attack, seen, async |build| {
        let scene = Scene::new().await;
        let _manager = scene.around.start_window_manager();
        scene.attack_with(include_str!("pages/is-a-crowd.js"));
        let app = scene.start(build);
        assert_eq!(scene.reported("nodes").await, "1000000");
        keeps_busy(&app).await;
        ends_badly(&app).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h49_a_page_that_draws_without_an_end_ends_with_its_window() {
    let attack = Attack { number: "H49", tries: "200 WebGL contexts and a drawing that takes minutes" };
    let seen = "the page's process was busy drawing, by software and not by a graphics device";
    observed(attack, seen, async |build| {
        let scene = Scene::new().await;
        let _manager = scene.around.start_window_manager();
        scene.attack_with(include_str!("pages/draws-too-much.js"));
        let app = scene.start(build);
        assert_ne!(scene.reported("contexts").await, "0");
        let answered = scene.reported("proper").await == "answered";
        scene.reported("draws").await;
        keeps_busy(&app).await;
        ends_badly(&app).await || !answered
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h50_a_thousand_workers_do_not_stop_the_relay() {
    let attack = Attack { number: "H50", tries: "1,000 workers" };
    let seen = "the page said that all of them run";
    observed(attack, seen, async |build| {
        let scene = Scene::new().await;
        let _manager = scene.around.start_window_manager();
        scene.attack_with(include_str!("pages/starts-workers.js"));
        let app = scene.start(build);
        assert_eq!(scene.reported("running").await, "1000");
        let answered = scene.reported("proper").await == "answered";
        ends_badly(&app).await || !answered
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h50_the_history_of_a_frame_does_not_move_the_apps_page() {
    let attack = Attack { number: "H50", tries: "100,000 pushState, and back by all of them" };
    let seen = "the page said how many the web engine let through, and the app's own page went back as far as it could";
    observed(attack, seen, async |build| {
        let scene = Scene::new().await;
        scene.attack_with(include_str!("pages/pushes-state.js"));
        let app = scene.start_driven(build).await;
        app.in_window("main.html").await;
        app.script("window.mark = 'the same page'; return 0").await;
        assert_ne!(scene.reported("pushed").await, "0");
        let back =
            "for (let count = 0; count < 1000; count += 1) history.back(); history.go(-history.length); return 0";
        app.script(back).await;
        app.in_frame("Channels").await;
        app.script("askForToken().then(() => report('answered')); return 0").await;
        scene.reported("answered").await;
        app.out_of_frame().await;
        app.script("return window.mark").await != "the same page"
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h51_storage_takes_a_bounded_part_of_the_disk() {
    let attack = Attack { number: "H51", tries: "1 GB of cached answers, 256 MB of database, 100 MB of local storage" };
    let seen = "the page said how much of each it could store";
    observed(attack, seen, async |build| {
        let scene = Scene::new().await;
        let _manager = scene.around.start_window_manager();
        scene.attack_with(include_str!("pages/fills-storage.js"));
        let app = scene.start(build);
        let answered = scene.reported("proper").await == "answered";
        for kind in ["local", "cached", "indexed"] {
            assert_ne!(scene.report(kind).expect("a report"), "0", "nothing was stored: {kind}");
        }
        let ends_badly = ends_badly(&app).await;
        let on_disk = size_of(&scene.around.data());
        ends_badly || !answered || on_disk > MOST_ON_DISK
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h52_a_page_that_plays_too_much_ends_with_its_window() {
    let attack = Attack { number: "H52", tries: "500 sounds at once" };
    let seen = "the page started all of them, and its process is busy with them";
    observed(attack, seen, async |build| {
        let scene = Scene::new().await;
        let _manager = scene.around.start_window_manager();
        scene.attack_with(include_str!("pages/plays-media.js"));
        let app = scene.start(build);
        assert_eq!(scene.reported("started").await, "500");
        keeps_busy(&app).await;
        ends_badly(&app).await
    })
    .await;
}
