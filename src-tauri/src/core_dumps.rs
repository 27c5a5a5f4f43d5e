//! No picture of the memory, in which tokens are, is left behind by a crash.

/// Has the system write no core file of this process, nor of the web engine's, which inherit this.
///
/// Only what is in effect is set to nothing: what the limit may be raised to stays, for programs that are opened from here.
#[cfg(unix)]
pub fn forbid() {
    use crate::defences::{Defence, stands};
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    if !stands(Defence::CoreDumps) {
        return;
    }
    let none = Rlimit { current: Some(0), ..getrlimit(Resource::Core) };
    if let Err(error) = setrlimit(Resource::Core, none) {
        tracing::error!(%error, "core files are not ruled out");
    }
}

/// Elsewhere the system leaves a picture only where its administrator asked for one.
#[cfg(not(unix))]
pub const fn forbid() {}
