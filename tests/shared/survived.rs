//! What became of a fault, for the table that `scripts/test faults` prints.

use std::path::Path;
use std::time::Duration;

/// A fault of the threat list.
pub struct Fault {
    /// `F01` and so on.
    pub number: &'static str,
    /// What goes wrong, in a few words.
    pub fault: &'static str,
    /// How the test makes it go wrong.
    pub injected: &'static str,
}

impl Fault {
    /// Leaves a line for the table, to be called when all that the test asserts has held. `how` says in a few words
    /// what was seen; `recovered` is the time from the end of the fault (or its start, where it does not end by itself)
    /// until everything worked or was said, where the test measured it.
    ///
    /// # Panics
    /// When the line can't be written.
    pub fn survived(&self, how: &str, recovered: Option<Duration>) {
        let thread = std::thread::current();
        let test = thread.name().unwrap_or("unknown").to_owned();
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("faults");
        std::fs::create_dir_all(&folder).expect("a folder for the results");
        let milliseconds = recovered.map(|time| u64::try_from(time.as_millis()).expect("a time of this age"));
        let line = serde_json::json!({
            "number": self.number, "fault": self.fault, "injected": self.injected, "survived": how,
            "recovered_ms": milliseconds, "test": test,
        });
        let file = format!("{}-{}.json", self.number, test.replace("::", "-"));
        std::fs::write(folder.join(file), line.to_string()).expect("a result");
    }
}
