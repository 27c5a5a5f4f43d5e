//! What the system says of this machine's network.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "others.rs")]
mod system;

use crate::desktop::Desktop;
use std::time::Duration;
use tauri::{AppHandle, Manager};
use tokio::sync::watch;

/// A link that comes and goes is listened to when it has been quiet for so long, since each change is told several times.
const SETTLED: Duration = Duration::from_millis(300);
/// One that is never quiet is listened to so often.
const LONGEST: Duration = Duration::from_secs(1);

/// Hands on what the system says for as long as the app runs. To be called on the main thread.
pub fn watch(app: &AppHandle) {
    let (told, mut news) = watch::channel(true);
    system::watch(told);
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        while news.changed().await.is_ok() {
            settle(&mut news).await;
            let available = *news.borrow_and_update();
            tracing::info!(available, "the network changed");
            let desktop = app.state::<Desktop>();
            for core in desktop.all() {
                core.network_changed(available);
            }
        }
    });
}

/// Ends when there was no news for a while, or when there has been for too long.
async fn settle(news: &mut watch::Receiver<bool>) {
    let quiet = async { while tokio::time::timeout(SETTLED, news.changed()).await.is_ok_and(|told| told.is_ok()) {} };
    tokio::time::timeout(LONGEST, quiet).await.unwrap_or_default();
}
