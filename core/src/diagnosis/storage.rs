//! Whether what a widget stores outlives the app. A property of the system's web engine, so nothing is tried here.

use super::check::Finding;
use super::fact::Fact;

#[must_use]
pub fn finding() -> Finding {
    // In WebKitGTK 2.50 nothing that a script in a frame stores does (measured; docs/ARCHITECTURE.md). The other engines
    // were not measured.
    if cfg!(target_os = "linux") {
        Finding::passed(vec![Fact::StorageOutlivesApp { outlives: false }])
    } else {
        Finding::unknown()
    }
}
