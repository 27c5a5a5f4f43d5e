//! Starts that do not paint (F37) or wait for another one (F33).

use crate::crash::colours;
use crate::harness::community::start_service;
use crate::harness::{
    BINARY, Furnished, Keyring, LONG_ENOUGH, MAIN_TITLE, Process, Surroundings, comes_within, signal, until,
};
use crate::survived::Fault;
use std::fs::File;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// As `core/src/start_watch.rs` has it.
const PATIENCE: Duration = Duration::from_secs(10);
/// Both tries and the diagnosis between them, on a busy machine.
const TWO_TRIES: Duration = Duration::from_secs(45);
const SAID: &str = "has not painted";

fn start<'a>(around: &'a Surroundings, variables: &[(&str, &str)]) -> Process<'a> {
    Process::start(around, Path::new(BINARY), variables, &["--demo"])
}

fn is_painted(app: &Process<'_>) -> bool {
    app.windows(&format!("^{MAIN_TITLE}$")).iter().any(|window| colours(&app.picture(window)) > 8)
}

async fn paints_within(patience: Duration, app: &Process<'_>) {
    let painted = comes_within(patience, || async { is_painted(app).then_some(()) }).await;
    assert!(painted.is_some(), "nothing was painted within {patience:?}");
}

/// How often the log says so.
fn times_said(around: &Surroundings) -> usize {
    around.log().lines().filter(|line| line.contains(SAID)).count()
}

async fn ends_well(app: &Process<'_>) {
    app.ask_to_end();
    assert_eq!(until("the end of the app", || async { app.ended() }).await, 0);
}

/// Stops the next web process before it can show a page.
async fn stop_next_web_process(app: &Process<'_>, known: &[u32]) -> u32 {
    // No pause between looks: the page must not win the race.
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(id) = app.engine_processes("WebProcess").into_iter().find(|id| !known.contains(id)) {
            assert!(signal(id, "STOP"), "the web process had ended already");
            return id;
        }
        assert!(Instant::now() < deadline, "there was no web process");
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f37_a_start_whose_web_process_hangs_restarts() {
    let around = Surroundings::new(Keyring::Missing);
    let app = start(&around, &[]);
    let stopped = stop_next_web_process(&app, &[]).await;
    let began = Instant::now();
    until("the first line", || async { (times_said(&around) > 0).then_some(()) }).await;
    let line = around.log().lines().find(|line| line.contains(SAID)).expect("just seen").to_owned();
    for fact in ["WindowBuilt", "Shows", "WebKitWebProces T", "returning-widge "] {
        assert!(line.contains(fact), "no {fact} in {line}");
    }
    paints_within(TWO_TRIES, &app).await;
    let took = began.elapsed();
    println!("painted after {took:?}");
    let left = Path::new("/proc").join(stopped.to_string());
    assert!(!left.exists(), "the process that was stopped is gone, and waited for");
    assert_eq!(times_said(&around), 1);
    let record = std::fs::read_to_string(around.run_record()).expect("a record");
    assert!(record.contains("\"draws_plainly\":null"), "nothing says that drawing is at fault: {record}");
    ends_well(&app).await;
    Fault { number: "F37", fault: "a web process that never answers", injected: "SIGSTOP as soon as it is there" }
        .survived("said after ten seconds, and painted by a restart", Some(took));
}

#[tokio::test(flavor = "multi_thread")]
async fn f37_a_start_that_never_paints_restarts_once() {
    let around = Surroundings::new(Keyring::Missing);
    let app = start(&around, &[]);
    let first = stop_next_web_process(&app, &[]).await;
    until("the first line", || async { (times_said(&around) == 1).then_some(()) }).await;
    let second = stop_next_web_process(&app, &[first]).await;
    until("the second line", || async { (times_said(&around) == 2).then_some(()) }).await;
    let more = comes_within(PATIENCE + LONG_ENOUGH, || async {
        let other = app.engine_processes("WebProcess").into_iter().any(|id| id != second);
        (other || times_said(&around) > 2 || app.ended().is_some()).then_some(())
    });
    assert_eq!(more.await, None, "it is left alone");
    Fault { number: "F37", fault: "web processes that never answer", injected: "SIGSTOP to each of them" }
        .survived("said twice, restarted once and then left alone", None);
}

/// A bus that accepts connections and never answers.
fn silent_bus(around: &Surroundings) -> (UnixListener, String) {
    let path = around.home().join("silent-bus");
    let listener = UnixListener::bind(&path).expect("a bus");
    (listener, format!("unix:path={}", path.display()))
}

#[tokio::test(flavor = "multi_thread")]
async fn f37_a_silent_session_bus_does_not_block_the_start() {
    let around = Surroundings::new(Keyring::NoBus);
    let (_bus, address) = silent_bus(&around);
    let began = Instant::now();
    let app = start(&around, &[("DBUS_SESSION_BUS_ADDRESS", &address)]);
    paints_within(TWO_TRIES, &app).await;
    let took = began.elapsed();
    println!("painted after {took:?}");
    let printed = app.printed();
    assert!(printed.contains("the session bus does not answer"), "{printed}");
    // In the files too, although the app was never set up.
    assert_eq!(times_said(&around), 1, "{printed}");
    ends_well(&app).await;
    Fault { number: "F37", fault: "a session bus that never answers", injected: "a socket that nobody serves" }
        .survived("restarted without it, and painted", Some(took));
}

#[tokio::test(flavor = "multi_thread")]
async fn f37_a_restart_is_no_unexpected_end() {
    let around = Surroundings::new(Keyring::Missing);
    // GLib asks NetworkManager on the main thread.
    let (_bus, address) = silent_bus(&around);
    let began = Instant::now();
    let app = start(&around, &[("DBUS_SYSTEM_BUS_ADDRESS", &address)]);
    let id = app.id();
    paints_within(TWO_TRIES, &app).await;
    let took = began.elapsed();
    println!("painted after {took:?}");
    assert_eq!(times_said(&around), 1);
    assert!(around.log().contains("ToolkitUp"), "{}", around.log());
    let record = std::fs::read_to_string(around.run_record()).expect("a record");
    for part in ["\"ended_unexpectedly\":[]", "\"draws_plainly\":null", &format!("\"process\":{id}")] {
        assert!(record.contains(part), "no {part} in {record}");
    }
    ends_well(&app).await;
    Fault { number: "F37", fault: "a main thread that hangs", injected: "a system bus that never answers" }
        .survived("restarted, which counts as no crash", Some(took));
}

#[tokio::test(flavor = "multi_thread")]
async fn f37_visible_and_hidden_starts_are_left_alone() {
    let (around, hidden, service) =
        (Surroundings::new(Keyring::Missing), Surroundings::new(Keyring::Unlocked), start_service().await);
    hidden.furnish(&[Furnished::with_first_member(&service)]);
    let app = start(&around, &[]);
    let background = Process::start(&hidden, Path::new(BINARY), &[], &["--hidden"]);
    paints_within(PATIENCE, &app).await;
    let said = comes_within(PATIENCE + LONG_ENOUGH, || async {
        (times_said(&around) + times_said(&hidden) > 0).then(|| format!("{}{}", around.log(), hidden.log()))
    });
    assert_eq!(said.await, None);
    assert!(hidden.windows(MAIN_TITLE).is_empty());
    ends_well(&app).await;
    ends_well(&background).await;
    Fault { number: "F37", fault: "none", injected: "a usual start, and one without a window" }
        .survived("nothing is said and nothing restarts", None);
}

fn turn_file(around: &Surroundings) -> PathBuf {
    around.home().join("run/app.returningwidgets.desktop.start")
}

#[tokio::test(flavor = "multi_thread")]
async fn f33_a_held_lock_does_not_block_the_start() {
    let around = Surroundings::new(Keyring::Missing);
    let kept = File::create(turn_file(&around)).expect("a file");
    kept.lock().expect("a lock");
    let began = Instant::now();
    let app = start(&around, &[]);
    paints_within(TWO_TRIES, &app).await;
    let took = began.elapsed();
    println!("painted after {took:?}");
    assert!(app.printed().contains("another start holds the lock"), "{}", app.printed());
    assert_eq!(times_said(&around), 0, "waiting for the lock is not watched");
    ends_well(&app).await;
    Fault { number: "F33", fault: "a start that hangs before it is the app", injected: "the lock that it holds" }
        .survived("the next one waits for ten seconds and goes on", Some(took));
}

#[tokio::test(flavor = "multi_thread")]
async fn f33_a_start_beside_a_stopped_app_says_so_and_exits() {
    let around = Surroundings::new(Keyring::Missing);
    let app = start(&around, &[]);
    paints_within(PATIENCE, &app).await;
    app.signal("STOP");
    let began = Instant::now();
    let second = start(&around, &[]);
    assert_eq!(until("the end of the second start", || async { second.ended() }).await, 1);
    let took = began.elapsed();
    assert!(second.printed().contains("already running but does not respond"), "{}", second.printed());
    app.signal("CONT");
    ends_well(&app).await;
    Fault { number: "F33", fault: "a start beside an app that is stopped", injected: "SIGSTOP" }
        .survived("said after ten seconds; it ends", Some(took));
}
