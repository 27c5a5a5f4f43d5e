//! WebKitGTK's storage, by its manager: Tauri's own call does not say when it is done, and needs a window.

use super::Failure;
use crate::defences::{Defence, stands};
use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;
use tauri::{AppHandle, WebviewWindow};
use webkit2gtk::{
    WebContextExt, WebViewExt, WebsiteDataManager, WebsiteDataManagerExtManual, WebsiteDataTypes, gio, glib,
};
use widget_core::partition::Partition;

/// The web engine writes a response into its disk cache a second after it came, also when the cache was cleared in the
/// meantime.
const LATE_CACHE_WRITES: Duration = Duration::from_millis(1500);

thread_local! {
    /// Of the main thread: GTK's objects stay there.
    static MANAGERS: RefCell<HashMap<Partition, WebsiteDataManager>> = RefCell::default();
}

pub fn know(window: &WebviewWindow, partition: Partition) -> tauri::Result<()> {
    window.with_webview(move |webview| {
        let manager = webview.inner().context().and_then(|context| context.website_data_manager());
        if let Some(manager) = manager {
            MANAGERS.with_borrow_mut(|managers| managers.insert(partition, manager));
        }
    })
}

/// `false` for a partition that no window has opened yet.
pub async fn clear(app: &AppHandle, partition: Partition) -> Result<bool, Failure> {
    if !clear_types(app, partition, WebsiteDataTypes::ALL).await? {
        return Ok(false);
    }
    if stands(Defence::LateCacheWrites) {
        tokio::time::sleep(LATE_CACHE_WRITES).await;
        clear_types(app, partition, WebsiteDataTypes::DISK_CACHE).await?;
    }
    Ok(true)
}

async fn clear_types(app: &AppHandle, partition: Partition, types: WebsiteDataTypes) -> Result<bool, Failure> {
    let (done, cleared) = tokio::sync::oneshot::channel();
    app.run_on_main_thread(move || {
        let manager = MANAGERS.with_borrow(|managers| managers.get(&partition).cloned());
        // Nobody waits any more when the app ends.
        let Some(manager) = manager else { return done.send(Ok(false)).unwrap_or_default() };
        // Of any age.
        let since = glib::TimeSpan::from_seconds(0);
        manager.clear(types, since, None::<&gio::Cancellable>, |outcome| {
            done.send(outcome.map(|()| true)).unwrap_or_default();
        });
    })?;
    Ok(cleared.await??)
}
