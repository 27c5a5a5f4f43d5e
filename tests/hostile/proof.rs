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

    /// Whether this defence is taken away.
    pub fn lacks(&self, defence: &str) -> bool {
        self.without.split(',').any(|gone| gone == defence)
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
    let proof = Proof { key: "without", text: without.join(", ") };
    fails(&attack, &Build::as_it_is(), &proof, &run).await;
    let tries = works(&attack, without, &run).await;
    record(&attack, &proof, Outcome::Blocked { tries });
}

/// As [`prove`], for a defence that stands behind others: the attack has no effect while only `gone` is missing, and
/// has its effect once `without` is missing too.
///
/// # Panics
/// When the attack works while the defence stands, or fails where it is missing.
pub async fn prove_behind(attack: Attack, gone: &[&str], without: &[&str], run: impl AsyncFn(&Build) -> bool) {
    let proof = Proof::behind(gone, without);
    fails(&attack, &Build::lacking(gone), &proof, &run).await;
    let tries = works(&attack, &[gone, without].concat(), &run).await;
    record(&attack, &proof, Outcome::Blocked { tries });
}

/// As [`prove_behind`], for several attacks in one start of the app. `run` answers which of them had their effect.
///
/// # Panics
/// When one of them works while the defence stands, or fails where it is missing.
pub async fn prove_all_behind(
    number: &'static str,
    attacks: &[&'static str],
    gone: &[&str],
    without: &[&str],
    run: impl AsyncFn(&Build) -> Vec<&'static str>,
) {
    let proof = Proof::behind(gone, without);
    let worked = run(&Build::lacking(gone)).await;
    for tries in &worked {
        record(&Attack { number, tries }, &proof, Outcome::Succeeded);
    }
    assert!(worked.is_empty(), "{number}: {worked:?} work without {gone:?}");
    let all = [gone, without].concat();
    let worked = run(&Build::lacking(&all)).await;
    assert_eq!(worked, attacks, "{number}: each has to work without {all:?}, or it proves nothing");
    for tries in attacks {
        record(&Attack { number, tries }, &proof, Outcome::Blocked { tries: 1 });
    }
}

/// Runs an attack that no missing defence of ours lets through, since the web engine or Tauri itself blocks it.
///
/// # Panics
/// When the attack works on either build: then there is a defence to name in [`prove`].
pub async fn blocked_by_engine(attack: Attack, why: &str, without: &[&str], run: impl AsyncFn(&Build) -> bool) {
    let proof = Proof { key: "engine", text: why.to_owned() };
    fails(&attack, &Build::as_it_is(), &proof, &run).await;
    let works_weakened = run(&Build::lacking(without)).await;
    assert!(!works_weakened, "{}: {} works without {without:?}: prove it", attack.number, attack.tries);
    record(&attack, &proof, Outcome::Blocked { tries: 1 });
}

/// Runs an attack that only wears the app out, or that no build can be made to fall for: there is no defence to take
/// away. `seen` says what shows that it was made in full and would have been seen, which `run` has to check: a look that
/// finds nothing counts only if it finds what is put there on purpose.
///
/// # Panics
/// When the attack works.
pub async fn observed(attack: Attack, seen: &str, run: impl AsyncFn(&Build) -> bool) {
    let proof = Proof { key: "observed", text: seen.to_owned() };
    fails(&attack, &Build::as_it_is(), &proof, &run).await;
    record(&attack, &proof, Outcome::Blocked { tries: 1 });
}

/// What shows that an attack is a real one, as the report has it.
struct Proof {
    key: &'static str,
    text: String,
}

impl Proof {
    fn behind(gone: &[&str], without: &[&str]) -> Self {
        Self { key: "without", text: format!("{} (gone before: {})", without.join(", "), gone.join(", ")) }
    }
}

#[derive(Clone, Copy)]
enum Outcome {
    Succeeded,
    /// Blocked on the app, and proven in so many tries.
    Blocked {
        tries: usize,
    },
}

/// That it fails on a build whose defence stands has to hold at the first try.
async fn fails(attack: &Attack, build: &Build, proof: &Proof, run: &impl AsyncFn(&Build) -> bool) {
    if run(build).await {
        record(attack, proof, Outcome::Succeeded);
        panic!("{}: {} works without {:?}", attack.number, attack.tries, build.without);
    }
}

/// In how many tries an attack works. A busy machine can keep one from its effect within the time that its page waits,
/// which shows nothing; the report names each attack that took more than one.
async fn works(attack: &Attack, without: &[&str], run: &impl AsyncFn(&Build) -> bool) -> usize {
    let build = Build::lacking(without);
    for tries in 1..=PROOF_TRIES {
        if run(&build).await {
            return tries;
        }
    }
    panic!("{}: {} fails without {without:?} as well, so it proves nothing", attack.number, attack.tries);
}

/// Leaves a line for the report.
fn record(attack: &Attack, proof: &Proof, outcome: Outcome) {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("unknown").to_owned();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    std::fs::create_dir_all(&folder).expect("a folder for the results");
    let (succeeded, tries) = match outcome {
        Outcome::Succeeded => (true, 0),
        Outcome::Blocked { tries } => (false, tries),
    };
    let line = json!({
        "number": attack.number, "tries": attack.tries, "test": name, "succeeded": succeeded, "proven_in": tries,
        proof.key: proof.text,
    });
    let file = |nth: usize| folder.join(format!("{}-{}-{nth}.json", name.replace("::", "-"), attack.number));
    // A test may prove more than one attack.
    let free = (1..).map(file).find(|path| !path.exists()).expect("a name");
    std::fs::write(free, line.to_string()).expect("a result");
}
