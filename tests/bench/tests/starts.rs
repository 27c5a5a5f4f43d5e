//! The series of starts: on a window that is painted, and on programs that show none.

#![cfg(target_os = "linux")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A series with a plan of its own, in a folder of its own.
struct Series {
    folder: PathBuf,
}

impl Series {
    #[expect(clippy::unwrap_used, reason = "a test's own")]
    fn of(name: &str, command: &[&str]) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("starts").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        fs::create_dir_all(&folder).unwrap();
        let side = serde_json::json!({
            "command": command,
            "window": "Bare window",
            "painted": {"colour": {"rgb": "#0a4a50", "share": 0.9}},
        });
        let plan = serde_json::json!({
            "rounds": 1, "settle_ms": 0, "short": {"rounds": 1, "settle_ms": 0, "ratio": 1.0},
            "scenarios": [{"name": "start", "subject": side, "baseline": side, "limits": {}}],
        });
        fs::write(folder.join("plan.json"), plan.to_string()).unwrap();
        Self { folder }
    }

    #[expect(clippy::unwrap_used, reason = "a test's own")]
    fn run(&self, arguments: &[&str]) -> Output {
        // The caches are the whole machine's.
        Command::new(env!("CARGO_BIN_EXE_starts"))
            .args(["--warm", "--scenario=start", "--date=2026-01-02", "--commit=0123456789ab"])
            .arg(format!("--app={}", env!("CARGO_BIN_EXE_bare-window")))
            .args(["plan", "kept", "page"].map(|name| format!("--{name}={}", self.path(name).display())))
            .args(arguments)
            .output()
            .unwrap()
    }

    fn path(&self, name: &str) -> PathBuf {
        match name {
            "plan" => self.folder.join("plan.json"),
            _ => self.folder.join(name),
        }
    }

    /// What was kept of a miss.
    fn kept(&self, number: &str, name: &str) -> String {
        fs::read_to_string(self.path("kept").join(number).join(name)).unwrap_or_default()
    }
}

#[test]
fn every_combination_has_its_share_of_the_starts() {
    let series = Series::of("painted", &["{app}", "--colour", "#0a4a50"]);
    let output = series.run(&["--count=5", "--at-once=2"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    let page = fs::read_to_string(series.path("page")).unwrap();
    assert!(page.contains("\n0 of 5 starts painted nothing within 60 s."), "{page}");
    for (combination, starts) in
        [("warm, idle, a bus", 2), ("warm, busy, a bus", 2), ("warm, idle, no bus", 1), ("warm, busy, no bus", 0)]
    {
        assert!(page.contains(&format!("\n| {combination} | {starts} | {starts} | ")), "{combination} in {page}");
    }
    assert!(said.contains("5/5  warm, idle, no bus: painted after "), "{said}");
    assert!(!series.path("kept").exists());
}

#[test]
fn of_a_program_that_ends_what_it_wrote_is_kept() {
    let script = "logs=$XDG_DATA_HOME/app.returningwidgets.desktop/logs; mkdir -p $logs; \
        echo 'the window has not painted' >$logs/app.log; echo lost; exit 3";
    let series = Series::of("ended", &["sh", "-c", script]);
    let output = series.run(&["--count=1"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("it ended (exit status: 3)  (misses: 1)"), "{said}");
    assert_eq!(series.kept("1", "printed"), "lost\n");
    assert_eq!(series.kept("1", "app.log"), "the window has not painted\n");
    let page = fs::read_to_string(series.path("page")).unwrap();
    assert!(page.contains("\n| warm, idle, a bus | 1 | 0 |  |  | 1 | 1 |\n"), "{page}");
}

#[test]
fn of_a_program_that_shows_nothing_each_process_is_looked_at_and_ended() {
    let series = Series::of("blank", &["sh", "-c", "tail -f /dev/null & echo $! $$; wait"]);
    let output = series.run(&["--count=1", "--longest-wait=1"]);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let processes = series.kept("1", "printed");
    assert_eq!(processes.split_whitespace().count(), 2, "{processes}");
    for process in processes.split_whitespace() {
        let state = series.kept("1", &format!("{process}.txt"));
        assert!(state.contains("State:\tS"), "{state}");
        let threads = series.path("kept").join("1").join(format!("{process}-threads.txt"));
        assert!(threads.exists(), "the debugger's word, or why there is none");
        let status = fs::read_to_string(format!("/proc/{process}/status"));
        // One that nobody has collected yet does nothing any more.
        assert!(status.is_err() || status.is_ok_and(|status| status.contains("State:\tZ")), "{process} runs on");
    }
    assert!(series.path("kept").join("1/screen.png").exists());
}
