//! An end that the system asks for, as at a log-out, is one like any other: what is shown is remembered.

#[cfg(unix)]
use crate::start_watch::ThisStart;
use tauri::AppHandle;
#[cfg(unix)]
use tauri::Manager;

/// Ends the app well when the system asks it to end.
#[cfg(unix)]
pub fn end_well(app: &AppHandle) {
    use tokio::signal::unix::SignalKind;
    for kind in [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()] {
        tauri::async_runtime::spawn(end_at(app.clone(), kind));
    }
}

#[cfg(unix)]
async fn end_at(app: AppHandle, kind: tokio::signal::unix::SignalKind) {
    match tokio::signal::unix::signal(kind) {
        Ok(mut asked) => {
            if asked.recv().await.is_some() {
                // No retry from here on, even if the main thread hangs.
                app.state::<ThisStart>().end();
                app.exit(0);
            }
        }
        Err(error) => tracing::warn!(%error, "a request to end will not be heard"),
    }
}

/// Windows closes the windows of a program that is to end, which is an end like any other.
#[cfg(not(unix))]
pub const fn end_well(_: &AppHandle) {}
