//! Damaged settings files (F30), and an app that is killed while it writes them (F31). What opens and writes them is the
//! app's own code on the real store plugin, in a process that has no window.

mod mutations;

use crate::again::again;
use crate::harness::community::start_service;
use crate::harness::{App, BINARY, Furnished, Keyring, Process, SETTINGS, Surroundings, until};
use crate::survived::Fault;
use mutations::{MUTATIONS, Mutation};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use returning_widgets::SettingsFiles;
use serde_json::json;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use widget_core::error::Code;
use widget_core::settings::file::SettingsFile;
use widget_core::settings::model::Settings;

/// Set for the runs that take too long for every change.
const LONG: &str = "RETURNING_WIDGETS_TEST_LONG";
/// Set in a process that is to write until it is killed: the folder.
const WRITER: &str = "RETURNING_WIDGETS_TEST_WRITER";
/// Within this a start is over the settings, whatever it finds.
const AT_ONCE: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(20);
const LONG_PATIENCE: Duration = Duration::from_secs(900);
const LANES: u64 = 2;

fn is_long() -> bool {
    std::env::var_os(LONG).is_some_and(|value| value == "1")
}

/// Runs the rest of the test in a process of its own, on a display and in a home of its own.
fn on_a_display<F: FnOnce()>(inside: F) {
    again(
        |again| {
            let around = Surroundings::new(Keyring::Missing);
            let again = again.prepare(|command| {
                let model = around.command("model");
                let variables = model.get_envs().filter_map(|(name, value)| Some((name, value?)));
                command.env_clear().envs(variables);
                command.envs(std::env::var_os(LONG).map(|value| (LONG, value)));
            });
            again.run_within(LONG_PATIENCE);
        },
        inside,
    );
}

/// The app without its windows.
fn host() -> tauri::App {
    let plugin = tauri_plugin_store::Builder::default().build();
    let builder = tauri::Builder::default().any_thread().plugin(plugin);
    builder.build(tauri::generate_context!()).expect("an app without windows")
}

fn open(app: &tauri::AppHandle, folder: &Path) -> SettingsFile {
    // The plugin's stores are opened one after the other, as the app does it: two threads at once can wait for each other.
    static OPENING: Mutex<()> = Mutex::new(());
    let _opening = OPENING.lock().expect("a lock");
    let files = SettingsFiles::new(app, folder).expect("two files");
    SettingsFile::open(Box::new(files))
}

/// Settings that are different for each number, in length as well, so that a mixture of two is neither.
fn state(number: u32) -> Settings {
    let communities: Vec<_> = (0..=number % 13).map(|each| community(number, each)).collect();
    let settings = json!({"number": number, "selected": format!("w{number}"), "communities": communities});
    serde_json::from_value(settings).expect("settings")
}

fn community(number: u32, each: u32) -> serde_json::Value {
    json!({
        "id": format!("c{each}"), "name": format!("Club {each} as of {number} – ☕"), "origin": format!("https://a{each}.example"),
        "community_id": "64b7", "accounts": [{"email": format!("m{number}@example.com"), "signed_in": true}],
        "widgets": [{"id": format!("w{number}"), "name": "Chat", "widget_type": "channel-widget", "widget_id": "NjRi"}],
    })
}

/// The number of whole settings; zero for those of a first start.
fn number_of(settings: &Settings) -> u32 {
    if *settings == Settings::default() {
        return 0;
    }
    let number = settings.unknown.get("number").and_then(serde_json::Value::as_u64).expect("a number");
    let number = u32::try_from(number).expect("a small number");
    assert!(*settings == state(number), "settings that are a mixture: {settings:?}");
    number
}

fn code(file: &SettingsFile) -> Option<Code> {
    file.notice().map(|notice| notice.code)
}

const SLOTS: [&str; 2] = ["settings-a.json", "settings-b.json"];

/// Damaged files that were set aside, in order, of one slot.
fn set_aside(folder: &Path, slot: &str) -> Vec<(u64, PathBuf)> {
    let prefix = format!("{slot}.corrupt-");
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut found: Vec<(u64, PathBuf)> = entries
        .filter_map(|path| Some((path.file_name()?.to_str()?.strip_prefix(&prefix)?.parse().ok()?, path)))
        .collect();
    found.sort();
    found
}

#[test]
fn f31_an_app_that_is_killed_while_it_writes_loses_nothing() {
    if let Some(folder) = std::env::var_os(WRITER) {
        return write_without_end(Path::new(&folder));
    }
    on_a_display(|| {
        let kills = if is_long() { 1000 } else { 100 };
        let app = host();
        let torn: u64 = std::thread::scope(|scope| {
            let lane = |seed| {
                let app = app.handle().clone();
                scope.spawn(move || kill_writers(&app, seed, kills / LANES))
            };
            let lanes: Vec<_> = (0..LANES).map(lane).collect();
            lanes.into_iter().map(|lane| lane.join().expect("a lane")).sum()
        });
        println!("{kills} kills tore {torn} files");
        Fault {
            number: "F31",
            fault: "killed while it writes the settings",
            injected: "kill -9 at a random moment of a loop of changes",
        }
        .survived(&format!("{kills} kills, {torn} torn files, 0 changes lost, 0 mixed"), None);
    });
}

fn write_without_end(folder: &Path) {
    let app = host();
    let mut file = open(app.handle(), folder);
    let mut number = number_of(file.settings());
    loop {
        number += 1;
        file.change(|settings| *settings = state(number));
        assert_eq!(file.notice(), None);
        // In one piece, so that none is half said.
        std::io::stderr().write_all(format!("saved {number}\n").as_bytes()).expect("somebody who listens");
    }
}

/// Kills writers of one folder, one after the other, and looks at what is left each time. Answers how many files were
/// torn.
fn kill_writers(app: &tauri::AppHandle, seed: u64, kills: u64) -> u64 {
    let folder = tempfile::tempdir().expect("a folder");
    let mut random = StdRng::seed_from_u64(seed);
    let mut last = 0;
    for _ in 0..kills {
        let pause = Duration::from_micros(random.random_range(0..20_000));
        let saved = kill_one(folder.path(), pause);
        let file = open(app, folder.path());
        let found = number_of(file.settings());
        assert!(saved > last, "the writer began where the one before was killed");
        assert!(found == saved || found == saved + 1, "{found} was found, {saved} was said to be saved");
        assert_eq!(file.notice(), None);
        last = found;
    }
    let asides = SLOTS.map(|slot| set_aside(folder.path(), slot));
    assert!(asides.iter().all(|aside| aside.len() <= 5), "{asides:?}");
    asides.iter().filter_map(|aside| aside.last()).map(|(number, _)| number).sum()
}

/// Starts a writer and kills it this long after it has saved something. Answers what it said to have saved last.
fn kill_one(folder: &Path, pause: Duration) -> u32 {
    let mut command = Command::new(std::env::current_exe().expect("a test knows its program"));
    command.args(["--exact", &name_of_this_test(), "--nocapture", "--test-threads=1"]).env(WRITER, folder);
    let mut writer =
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("a writer");
    let said = follow(writer.stderr.take().expect("a piped standard error"));
    let first = said.recv_timeout(PATIENCE);
    std::thread::sleep(pause);
    writer.kill().expect("a writer that runs");
    writer.wait().expect("the end of the writer");
    // Until the pipe is closed, which it is by the kill.
    said.iter().last().or(first.ok()).expect("something that was saved")
}

/// The numbers that a writer says, as they come.
fn follow(said: impl std::io::Read + Send + 'static) -> Receiver<u32> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(said).lines() {
            let line = line.expect("a line");
            match line.strip_prefix("saved ") {
                Some(number) => sender.send(number.parse().expect("a number")).expect("somebody who waits"),
                None => println!("the writer: {line}"),
            }
        }
    });
    receiver
}

/// As libtest names it.
fn name_of_this_test() -> String {
    std::env::args().skip_while(|argument| argument != "--exact").nth(1).expect("a process for one test")
}

/// A whole file as the app wrote it.
struct Good {
    slot: &'static str,
    number: u32,
    bytes: Vec<u8>,
}

/// The two files after some changes, the one with the newer settings last.
fn good_pair(app: &tauri::AppHandle, number: u32) -> [Good; 2] {
    let folder = tempfile::tempdir().expect("a folder");
    let mut file = open(app, folder.path());
    for each in 1..=number {
        file.change(|settings| *settings = state(each));
    }
    let good = |number: u32| {
        let slot = SLOTS[(number as usize + 1) % 2];
        Good { slot, number, bytes: fs::read(folder.path().join(slot)).expect("a file") }
    };
    [good(number - 1), good(number)]
}

/// The real code on a thread of its own: one that hangs fails the test.
fn open_at_once(app: &tauri::AppHandle, folder: &Path) -> (SettingsFile, Duration) {
    let (app, folder) = (app.clone(), folder.to_owned());
    let (sender, receiver) = channel();
    let began = Instant::now();
    std::thread::spawn(move || {
        // Nobody waits any more when it took too long.
        drop(sender.send(open(&app, &folder)));
    });
    let file = receiver.recv_timeout(PATIENCE).expect("settings that open");
    let took = began.elapsed();
    assert!(took < AT_ONCE, "the settings were open after {took:?}");
    (file, took)
}

#[test]
fn f30_a_corrupted_settings_file_costs_at_most_itself() {
    on_a_display(|| {
        let cases = if is_long() { 100_000 } else { 10_000 };
        let app = host();
        let slowest = std::thread::scope(|scope| {
            let lane = |seed| {
                let app = app.handle().clone();
                scope.spawn(move || corrupt_and_open(&app, seed, cases / LANES))
            };
            let lanes: Vec<_> = (0..LANES).map(lane).collect();
            lanes.into_iter().map(|lane| lane.join().expect("a lane")).max()
        });
        let slowest = slowest.expect("a case");
        println!("{cases} corrupted files, the slowest start over them took {slowest:?}");
        Fault {
            number: "F30",
            fault: "a corrupted settings file",
            injected: "26 kinds of damage by chance, to one file or to both",
        }
        .survived(&format!("{cases} times on the last good settings, each in at most {slowest:?}"), Some(slowest));
    });
}

/// Damages files by chance and opens them. Answers how long the slowest took.
fn corrupt_and_open(app: &tauri::AppHandle, seed: u64, cases: u64) -> Duration {
    let pairs: Vec<[Good; 2]> = (2..28).map(|number| good_pair(app, number)).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let mut random = StdRng::seed_from_u64(seed);
    let mut slowest = Duration::ZERO;
    for case in 0..cases {
        let pair = &pairs[random.random_range(0..pairs.len())];
        let first = &MUTATIONS[usize::try_from(case).expect("a small number") % MUTATIONS.len()];
        let second = &MUTATIONS[random.random_range(0..MUTATIONS.len())];
        let mutations = match random.random_range(0..3) {
            0 => [Some(first), None],
            1 => [None, Some(first)],
            _ => [Some(first), Some(second)],
        };
        let names = mutations.map(|mutation| mutation.map_or("", |mutation| mutation.name));
        let what = format!("lane {seed}, case {case}: {names:?} of {}", pair[1].number);
        let corrupted = Corrupted::put(folder.path(), &mut random, pair, mutations);
        slowest = slowest.max(corrupted.check(app, &what));
        corrupted.clear();
    }
    slowest
}

/// A folder with a pair of files of which some are damaged.
struct Corrupted<'a> {
    folder: &'a Path,
    pair: &'a [Good; 2],
    /// What was done to each of the pair.
    damaged: [Option<Vec<u8>>; 2],
}

impl<'a> Corrupted<'a> {
    fn put(folder: &'a Path, random: &mut StdRng, pair: &'a [Good; 2], mutations: [Option<&Mutation>; 2]) -> Self {
        let mut damaged = [None, None];
        for (at, mutation) in mutations.into_iter().enumerate() {
            damaged[at] = mutation.map(|mutation| (mutation.damage)(random, &pair[at].bytes));
            let bytes = damaged[at].as_ref().unwrap_or(&pair[at].bytes);
            fs::write(folder.join(pair[at].slot), bytes).expect("a file");
        }
        Self { folder, pair, damaged }
    }

    /// Opens what is there and looks whether it is the best that could be had. Answers how long the start took.
    fn check(&self, app: &tauri::AppHandle, what: &str) -> Duration {
        let (mut file, took) = open_at_once(app, self.folder);
        let found = number_of(file.settings());
        let [older, newer] = self.pair;
        let best = match &self.damaged {
            [_, None] => vec![newer.number],
            [None, Some(_)] => vec![older.number, newer.number],
            [Some(_), Some(_)] => vec![0, older.number, newer.number],
        };
        assert!(best.contains(&found), "{what}: found {found}");
        assert_eq!(code(&file), (found == 0).then_some(Code::SettingsDamaged), "{what}");
        let left = self.look_at_files(found, what);
        let (again, _) = open_at_once(app, self.folder);
        assert_eq!((number_of(again.settings()), again.notice()), (found, None), "{what}: the next start");
        assert_eq!(self.look_at_files(found, what), left, "{what}: the next start");
        let next = newer.number + 100;
        if next.is_multiple_of(5) {
            file.change(|settings| *settings = state(next));
            assert_eq!(number_of(open(app, self.folder).settings()), next, "{what}: a change");
            assert_eq!(file.notice(), None, "{what}: a change");
        }
        took
    }

    /// Each file is where it was or set aside, byte for byte. Answers which are where they were.
    fn look_at_files(&self, found: u32, what: &str) -> [bool; 2] {
        [0, 1].map(|at| {
            let good = &self.pair[at];
            let in_place = fs::read(self.folder.join(good.slot)).ok();
            let aside: Vec<_> = set_aside(self.folder, good.slot);
            let expected = self.damaged[at].as_ref().unwrap_or(&good.bytes);
            if let Some(bytes) = &in_place {
                assert!(bytes == expected && aside.is_empty(), "{what}: {} was changed", good.slot);
                return true;
            }
            let [(1, aside)] = aside.as_slice() else { panic!("{what}: {} is gone", good.slot) };
            assert!(fs::read(aside).expect("a file") == *expected, "{what}: {} was changed", good.slot);
            assert!(self.damaged[at].is_some() && found != good.number, "{what}: {} was good", good.slot);
            false
        })
    }

    fn clear(&self) {
        for entry in fs::read_dir(self.folder).expect("a folder") {
            fs::remove_file(entry.expect("an entry").path()).expect("a file that goes");
        }
    }
}

/// Puts something at a path.
type Put = fn(&Path);

/// What can be where a settings file belongs, and is none.
const OTHERS: [(&str, Put); 10] = [
    ("a folder", |path| fs::create_dir(path).expect("a folder")),
    ("a folder with a file", |path| {
        fs::create_dir(path).expect("a folder");
        fs::write(path.join("file"), "").expect("a file");
    }),
    ("a link to nothing", |path| symlink("nowhere", path).expect("a link")),
    ("a link to itself", |path| symlink(path, path).expect("a link")),
    ("a link to a device without an end", |path| symlink("/dev/zero", path).expect("a link")),
    ("a pipe that nobody writes to", |path| {
        let made = Command::new("mkfifo").arg(path).status().expect("mkfifo runs");
        assert!(made.success());
    }),
    ("a socket", |path| drop(std::os::unix::net::UnixListener::bind(path).expect("a socket"))),
    ("a gigabyte", gigabyte),
    ("a link to a gigabyte", |path| {
        let target = path.with_extension("target");
        gigabyte(&target);
        symlink(target, path).expect("a link");
    }),
    ("a good file with a megabyte of spaces", |path| {
        let mut bytes = fs::read(path.with_extension("good")).expect("a file");
        bytes.resize((1 << 20) + 1, b' ');
        fs::write(path, bytes).expect("a file");
    }),
];

/// All of it zeros that take no room.
fn gigabyte(path: &Path) {
    fs::File::create(path).and_then(|file| file.set_len(1 << 30)).expect("a long file");
}

#[test]
fn f30_what_is_no_settings_file_is_set_aside_unread() {
    on_a_display(|| {
        let app = host();
        let pair = good_pair(app.handle(), 8);
        let mut slowest = Duration::ZERO;
        for (name, put) in OTHERS {
            for replaced in [vec![0], vec![1], vec![0, 1]] {
                let folder = tempfile::tempdir().expect("a folder");
                for (at, good) in pair.iter().enumerate() {
                    let path = folder.path().join(good.slot);
                    fs::write(path.with_extension("good"), &good.bytes).expect("a file");
                    if replaced.contains(&at) {
                        put(&path);
                    } else {
                        fs::write(path, &good.bytes).expect("a file");
                    }
                }
                let before = most_memory();
                let (mut file, took) = open_at_once(app.handle(), folder.path());
                slowest = slowest.max(took);
                let more = most_memory() - before;
                assert!(more < 32 << 20, "{name}: {more} bytes more");
                let left = (0..2).filter(|at| !replaced.contains(at)).map(|at| pair[at].number).max().unwrap_or(0);
                assert_eq!(number_of(file.settings()), left, "{name} in place of {replaced:?}");
                assert_eq!(code(&file), (left == 0).then_some(Code::SettingsDamaged), "{name}");
                for at in replaced {
                    assert_eq!(set_aside(folder.path(), pair[at].slot).len(), 1, "{name}");
                }
                for number in [100, 101, 102] {
                    file.change(|settings| *settings = state(number));
                }
                assert_eq!(file.notice(), None, "{name}");
                assert_eq!(number_of(open(app.handle(), folder.path()).settings()), 102, "{name}");
            }
        }
        Fault {
            number: "F30",
            fault: "no file where a settings file belongs",
            injected: "folders, links, a pipe, a socket, a gigabyte",
        }
        .survived("the other file's settings, what was there is set aside unread", Some(slowest));
    });
}

/// The most memory that this process has had so far, in bytes.
fn most_memory() -> u64 {
    memory_of("self")
}

fn memory_of(process: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).expect("a process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its memory");
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kilobytes * 1024
}

#[test]
fn f30_a_link_to_a_good_file_is_followed_and_stays() {
    on_a_display(|| {
        let app = host();
        let (folder, elsewhere) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        for good in good_pair(app.handle(), 8) {
            let target = elsewhere.path().join(good.slot);
            fs::write(&target, good.bytes).expect("a file");
            symlink(target, folder.path().join(good.slot)).expect("a link");
        }
        let mut file = open(app.handle(), folder.path());
        assert_eq!((number_of(file.settings()), file.notice()), (8, None));
        for number in [9, 10] {
            file.change(|settings| *settings = state(number));
        }
        for slot in SLOTS {
            assert!(folder.path().join(slot).symlink_metadata().expect("a link").is_symlink());
        }
        assert_eq!(number_of(open(app.handle(), elsewhere.path()).settings()), 10);
    });
}

#[test]
fn f30_files_that_are_damaged_over_and_over_do_not_pile_up() {
    on_a_display(|| {
        let app = host();
        let folder = tempfile::tempdir().expect("a folder");
        for number in 1..=12 {
            for slot in SLOTS {
                fs::write(folder.path().join(slot), format!("damage {number}")).expect("a file");
            }
            let file = open(app.handle(), folder.path());
            assert_eq!(code(&file), Some(Code::SettingsDamaged));
        }
        for slot in SLOTS {
            let kept: Vec<String> = set_aside(folder.path(), slot)
                .into_iter()
                .map(|(_, path)| fs::read_to_string(path).expect("a file"))
                .collect();
            assert_eq!(kept, ["damage 8", "damage 9", "damage 10", "damage 11", "damage 12"]);
        }
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn f30_the_app_starts_when_neither_settings_file_is_one() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let folder = around.home().join(SETTINGS);
    fs::remove_file(folder.join(SLOTS[0])).expect("a file that goes");
    let made = Command::new("mkfifo").arg(folder.join(SLOTS[0])).status().expect("mkfifo runs");
    assert!(made.success());
    gigabyte(&folder.join(SLOTS[1]));
    let app = App::start(&around, &[]).await;
    app.in_window("setup.html").await;
    app.alert("settings_damaged").await;
    assert_eq!(app.script("return document.querySelectorAll('[data-code]').length").await, 1, "one banner");
    let memory = memory_of(&app.id().to_string());
    assert!(memory < 512 << 20, "the app has had {memory} bytes");
    assert_eq!(around.settings_files(), SLOTS.map(|slot| format!("{slot}.corrupt-1")));
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f30_a_settings_file_that_may_not_be_read_costs_at_most_itself() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    around.edit_settings(|settings| settings.selected = None);
    let folder = around.home().join(SETTINGS);
    fs::set_permissions(folder.join(SLOTS[1]), fs::Permissions::from_mode(0o000)).expect("a file of ours");
    // The system's administrator may read everything, unless that right is given up.
    let rights = "--bounding-set=-dac_override,-dac_read_search";
    let app = Process::start(&around, Path::new("setpriv"), &[], &[rights, BINARY]);
    until("a widget with its token", || async {
        service.faults().requests().iter().any(|request| request.header("authorization").is_some()).then_some(())
    })
    .await;
    assert_eq!(around.settings_files(), [SLOTS[0].to_owned(), format!("{}.corrupt-1", SLOTS[1])]);
    assert_eq!(app.ended(), None);
    Fault {
        number: "F30",
        fault: "a settings file that may not be read",
        injected: "no permissions, and an app without the administrator's right to read everything",
    }
    .survived("the other file's settings, the file is set aside", None);
}
