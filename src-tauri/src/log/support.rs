//! What the person does with the log when support asks for it.

use super::Log;
use crate::desktop::Desktop;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tauri::{AppHandle, Manager};

/// The longest that the end of the ten minutes waits to be noticed. Timers do not count the machine's sleep, and the ten
/// minutes do.
const LOOK: Duration = Duration::from_secs(4);

/// The log as the windows know it. Managed by the app.
pub struct Support {
    log: Arc<Log>,
    /// Whether somebody waits for the end of the ten minutes.
    awaited: AtomicBool,
}

/// Writes the log's files from here on: in the system's folder for logs, by this run alone. A start that only brings up
/// the app that runs does not get here.
pub fn keep_files(app: &AppHandle, log: Arc<Log>) {
    match app.path().app_log_dir() {
        Ok(folder) => log.keep_in(folder),
        Err(error) => tracing::warn!(%error, "there is no folder for logs"),
    }
    app.manage(Support { log, awaited: AtomicBool::new(false) });
    let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
    tracing::info!(version = env!("CARGO_PKG_VERSION"), system, machine, "the app started");
}

/// Opens the folder of the log in the system's file manager.
///
/// # Errors
/// When there is none that is fit for it, or nothing to show it with.
pub fn open_folder(app: &AppHandle) -> io::Result<()> {
    open::that_detached(app.state::<Support>().log.folder()?)
}

/// Has the log say more for ten minutes, or ends that.
pub fn log_verbosely(app: &AppHandle, on: bool) {
    let support = app.state::<Support>();
    support.log.set_verbose(on);
    if on {
        tracing::info!("the log says more for ten minutes");
    }
    app.state::<Desktop>().look_again();
    if on && !support.awaited.swap(true, Ordering::SeqCst) {
        let app = app.clone();
        tauri::async_runtime::spawn(async move { wait_for_end(&app).await });
    }
}

async fn wait_for_end(app: &AppHandle) {
    let support = app.state::<Support>();
    loop {
        while let Some(left) = support.log.verbose_for() {
            tokio::time::sleep(left.min(LOOK)).await;
        }
        support.awaited.store(false, Ordering::SeqCst);
        // Begun again in this instant, it has either somebody else who waits by now or nobody.
        if support.log.verbose_for().is_none() || support.awaited.swap(true, Ordering::SeqCst) {
            break;
        }
    }
    tracing::info!("the log says no more than usual");
    app.state::<Desktop>().look_again();
}

/// Until when the log says more than usual, in milliseconds since 1970 by the wall clock.
pub fn verbose_until_ms(app: &AppHandle) -> Option<u64> {
    let until = SystemTime::now().checked_add(app.state::<Support>().log.verbose_for()?)?;
    u64::try_from(until.duration_since(UNIX_EPOCH).ok()?.as_millis()).ok()
}
