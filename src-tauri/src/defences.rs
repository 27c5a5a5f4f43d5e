//! Whether a defence stands. All of them do, but in the build that proves the hostile suite's attacks.
//!
//! An attack that fails shows little until it is shown to work where the defence is missing. The cargo feature `weakened`
//! builds an app that takes away what [`VARIABLE`](weakened) names; no release can be built with it.

#[cfg(all(feature = "weakened", not(debug_assertions)))]
compile_error!("the feature `weakened` is for the hostile suite: no release may have it");

#[cfg(feature = "weakened")]
mod weakened;

#[cfg(feature = "weakened")]
pub use weakened::{allow_more, give_devices, stands, weaken_page};

/// What an attack has to get past, by the name that the variable of the weakened build has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Defence {
    /// `frame-src` and the rest of the main page's content policy.
    ContentPolicy,
    /// Only our page, once, and frames of the configured origins.
    Navigation,
    /// Only our own pages' requests for commands are read.
    CommandOrigin,
    /// No frame has the native handler, whose messages count as the window's own.
    NativeHandler,
    /// One window of each kind, however many ask for it at once.
    OneWindow,
    /// A view goes to whoever asked for it first: the page.
    FirstWatch,
    /// The end of a process whose top page is a stranger's.
    ForeignPageExit,
    /// No window but ours.
    NewWindow,
    /// No file is written because a frame asked for it.
    Download,
    /// Only https and mailto, and no look-alike of them.
    LinkScheme,
    /// The person sees the host before a link to a foreign one opens.
    LinkConfirmation,
    /// No line of the log holds the invoke key or a control character.
    LogRedaction,
    /// What widgets stored goes with the account that they stored it for.
    StorageClearing,
    /// The disk cache is cleared once more when the web engine has written what it had in hand.
    LateCacheWrites,
    /// Communities on one site have a storage each.
    Partitions,
    /// No camera, place, notification or anything else that a page has to ask for.
    Permissions,
    /// A page's process ends together with its window.
    PageEnd,
    /// A crash leaves no core file.
    CoreDumps,
}

/// Whether a defence stands.
#[cfg(not(feature = "weakened"))]
pub const fn stands(_: Defence) -> bool {
    true
}
