//! An attack counts as blocked only if it works where the defence is missing.

use crate::harness::BINARY;
use serde_json::json;
use std::path::{Path, PathBuf};

/// How often an attack may fail where the defence is missing.
const PROOF_TRIES: usize = 3;

/// The app that an attack runs on.
pub struct Build {
    pub program: PathBuf,
    /// The defences that are taken away, separated by commas; none in the app as it is.
    pub without: String,
}

impl Build {
    pub fn as_it_is() -> Self {
        Self { program: PathBuf::from(BINARY), without: String::new() }
    }

    pub fn lacking(defences: &[&str]) -> Self {
        let folder = Path::new(BINARY).parent().and_then(Path::parent).expect("a target folder");
        let program = folder.join("weakened/returning-widgets");
        assert!(program.is_file(), "no {}: scripts/test hostile builds it", program.display());
        Self { program, without: defences.join(",") }
    }

    /// The variables that it is started with.
    pub fn variables(&self) -> Vec<(&str, &str)> {
        if self.without.is_empty() { Vec::new() } else { vec![("RETURNING_WIDGETS_WITHOUT", &self.without)] }
    }
}

/// An attack of the threat list.
pub struct Attack {
    /// `H01` and so on.
    pub number: &'static str,
    /// What is tried, in a few words for the report.
    pub tries: &'static str,
}

/// Runs an attack twice: it must have no effect on the app as it is, and must have its effect without the defences.
///
/// `run` answers whether the attack had its effect. It must wait for a sign that the attack was tried at all.
///
/// # Panics
/// When the attack works, or when it does not work on the weakened build and so proves nothing.
pub async fn prove(attack: Attack, without: &[&str], run: impl AsyncFn(&Build) -> bool) {
    let succeeded = run(&Build::as_it_is()).await;
    record(&attack, succeeded, "without", &without.join(", "));
    assert!(!succeeded, "{}: {} works", attack.number, attack.tries);
    let proven = works(&Build::lacking(without), &run).await;
    assert!(proven, "{}: {} fails without {without:?} as well, so it proves nothing", attack.number, attack.tries);
}

/// As [`prove`], for a defence that stands behind others: the attack has no effect while only `gone` is missing, and
/// has its effect once `without` is missing too.
///
/// # Panics
/// When the attack works while the defence stands, or fails where it is missing.
pub async fn prove_behind(attack: Attack, gone: &[&str], without: &[&str], run: impl AsyncFn(&Build) -> bool) {
    let succeeded = run(&Build::lacking(gone)).await;
    record(&attack, succeeded, "without", &format!("{} (gone before: {})", without.join(", "), gone.join(", ")));
    assert!(!succeeded, "{}: {} works without {gone:?}", attack.number, attack.tries);
    let all = [gone, without].concat();
    let proven = works(&Build::lacking(&all), &run).await;
    assert!(proven, "{}: {} fails without {all:?} as well, so it proves nothing", attack.number, attack.tries);
}

/// Runs an attack that no missing defence of ours lets through, since the web engine or Tauri itself blocks it.
///
/// # Panics
/// When the attack works on either build: then there is a defence to name in [`prove`].
pub async fn blocked_by_engine(attack: Attack, why: &str, without: &[&str], run: impl AsyncFn(&Build) -> bool) {
    let succeeded = run(&Build::as_it_is()).await;
    record(&attack, succeeded, "engine", why);
    assert!(!succeeded, "{}: {} works", attack.number, attack.tries);
    let works_weakened = run(&Build::lacking(without)).await;
    assert!(!works_weakened, "{}: {} works without {without:?}: prove it", attack.number, attack.tries);
}

/// Runs an attack that only wears the app out, or that no build can be made to fall for: there is no defence to take
/// away. `seen` says what shows that it was made in full and would have been seen, which `run` has to check: a look that
/// finds nothing counts only if it finds what is put there on purpose.
///
/// # Panics
/// When the attack works.
pub async fn observed(attack: Attack, seen: &str, run: impl AsyncFn(&Build) -> bool) {
    let succeeded = run(&Build::as_it_is()).await;
    record(&attack, succeeded, "observed", seen);
    assert!(!succeeded, "{}: {} works", attack.number, attack.tries);
}

/// Whether an attack works in one of a few tries. A busy machine can keep one from its effect within the time that its
/// page waits, which shows nothing; that it fails on the app as it is has to hold at the first try.
async fn works(build: &Build, run: &impl AsyncFn(&Build) -> bool) -> bool {
    for _ in 0..PROOF_TRIES {
        if run(build).await {
            return true;
        }
    }
    false
}

/// Leaves a line for the report.
fn record(attack: &Attack, succeeded: bool, proof: &str, text: &str) {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("unknown").to_owned();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    std::fs::create_dir_all(&folder).expect("a folder for the results");
    let line =
        json!({"number": attack.number, "tries": attack.tries, "test": name, "succeeded": succeeded, proof: text});
    let file = |nth: usize| folder.join(format!("{}-{}-{nth}.json", name.replace("::", "-"), attack.number));
    // A test may prove more than one attack.
    let free = (1..).map(file).find(|path| !path.exists()).expect("a name");
    std::fs::write(free, line.to_string()).expect("a result");
}
