//! The end of the process, after everything that is to be kept is written.

use std::sync::atomic::{AtomicI32, Ordering};

/// The exit code that an end was asked for with. Managed by the app.
#[derive(Default)]
pub struct Asked(AtomicI32);

impl Asked {
    pub fn note(&self, code: i32) {
        self.0.store(code, Ordering::SeqCst);
    }

    /// 0 where nobody asked, as after the last window.
    pub fn code(&self) -> i32 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Ends the process here and now, by itself: nothing is torn down before.
///
/// GTK, the web engine, the session bus and tao's listener for keys have threads of their own, which run on while the
/// libraries' ends are run on this one. Now and then one of them then touched what was gone, and the app ended with a
/// segmentation fault. The web engine's processes end when they lose this one, and write what pages stored before.
#[cfg(target_os = "linux")]
pub fn at_once(code: i32) -> ! {
    signal_hook::low_level::exit(code)
}

/// As Tauri ends the process itself.
#[cfg(not(target_os = "linux"))]
pub fn at_once(code: i32) -> ! {
    std::process::exit(code)
}
