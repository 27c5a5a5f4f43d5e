//! Where the web engine keeps what widgets store.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tauri::{AppHandle, Manager};

/// A folder for this session, where the usual one is not there and can't be made: no window opens without one.
///
/// Decided once: all windows share one storage, and what an account left is cleared by any of them.
pub fn instead_of_usual(app: &AppHandle) -> Option<&'static Path> {
    static DECIDED: OnceLock<Option<PathBuf>> = OnceLock::new();
    DECIDED.get_or_init(|| decide(app)).as_deref()
}

fn decide(app: &AppHandle) -> Option<PathBuf> {
    let usual = app.path().app_local_data_dir().ok()?;
    if usual.is_dir() || fs::create_dir_all(&usual).is_ok() {
        return None;
    }
    match for_this_session(app) {
        Ok(folder) => Some(folder),
        Err(error) => {
            tracing::error!(%error, "there is no folder for what widgets store");
            None
        }
    }
}

/// One that nobody else can have made, since others may write where it is.
fn for_this_session(app: &AppHandle) -> io::Result<PathBuf> {
    let parent = app.path().runtime_dir().unwrap_or_else(|_| std::env::temp_dir());
    let folder = parent.join(format!("returning-widgets-{}", std::process::id()));
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder)?;
    Ok(folder)
}

/// Removes the folder of this session, for the end of the app.
pub fn forget(app: &AppHandle) {
    if let Some(folder) = instead_of_usual(app)
        && let Err(error) = fs::remove_dir_all(folder)
    {
        tracing::warn!(%error, "what widgets stored in this session stays until it ends");
    }
}
