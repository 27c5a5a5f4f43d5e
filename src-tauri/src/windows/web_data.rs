//! Where the web engine keeps what widgets store.

use crate::defences::{Defence, stands};
use crate::start_watch::ThisStart;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tauri::{AppHandle, Manager};
use widget_core::partition::Partition;

/// The folder with one for each partition but the first.
const PARTITIONS: &str = "partitions";

/// Where what is stored in a partition is kept, where that is not the usual folder.
pub fn folder(app: &AppHandle, partition: Partition) -> Option<PathBuf> {
    let instead = instead_of_usual(app).map(Path::to_owned);
    if partition == Partition::FIRST || !stands(Defence::Partitions) {
        return instead;
    }
    let usual = instead.or_else(|| app.path().app_local_data_dir().ok())?;
    Some(usual.join(PARTITIONS).join(partition.to_string()))
}

/// A folder for this session, where the usual one is not there and can't be made: no window opens without one.
///
/// Decided once: all windows of a partition share one storage, and what an account left is cleared by any of them.
fn instead_of_usual(app: &AppHandle) -> Option<&'static Path> {
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
    // A restarted process keeps its ID, and its first folder may be left.
    let again = if app.state::<ThisStart>().is_started_over() { "-again" } else { "" };
    let folder = parent.join(format!("returning-widgets-{}{again}", std::process::id()));
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder)?;
    Ok(folder)
}

/// Removes what is stored in a partition while no window has it open. The first one has the app's own files beside it.
///
/// # Errors
/// When it is there and can't be removed.
pub fn remove(app: &AppHandle, partition: Partition) -> io::Result<()> {
    let Some(folder) = folder(app, partition).filter(|_| partition != Partition::FIRST) else { return Ok(()) };
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes what partitions have left that nothing is in: a number is given again. Before any window is opened.
pub fn remove_unused(app: &AppHandle, is_used: impl Fn(Partition) -> bool) -> io::Result<()> {
    let Some(usual) = app.path().app_local_data_dir().ok() else { return Ok(()) };
    let entries = match fs::read_dir(usual.join(PARTITIONS)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let used = entry.file_name().to_str().and_then(Partition::parse).is_some_and(&is_used);
        if !used {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// Removes the folder of this session, for the end of the app.
pub fn forget(app: &AppHandle) {
    if let Some(folder) = instead_of_usual(app)
        && let Err(error) = fs::remove_dir_all(folder)
    {
        tracing::warn!(%error, "what widgets stored in this session stays until it ends");
    }
}
