//! What widgets stored in the web engine.

use super::{room_of, web_data};
use crate::defences::{Defence, stands};
use crate::desktop::{Desktop, Room};
use tauri::{AppHandle, Manager, WebviewWindow};
#[cfg(target_os = "linux")]
use webkit2gtk::WebsiteDataTypes;
use widget_core::partition::Partition;
use widget_core::service::http::BoxFuture;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The web engine writes a response into its disk cache a second after it came, also when the cache was cleared in the
/// meantime.
#[cfg(target_os = "linux")]
const LATE_CACHE_WRITES: std::time::Duration = std::time::Duration::from_millis(1500);

/// Clears what widgets stored: all of them, since the web engine's clearing by origin can't be reached from here. Ends
/// when it is done.
///
/// The windows of a partition share one storage, so any of them will do. While none is open none can have a frame, and
/// what is left are files.
pub fn clear(app: &AppHandle, partition: Partition) -> BoxFuture<'static, ()> {
    let window = app.webview_windows().into_values().find(|window| is_of(window, partition));
    let app = app.clone();
    Box::pin(async move {
        if !stands(Defence::StorageClearing) {
            return;
        }
        let cleared = match window {
            Some(window) => clear_by(&window).await,
            None => web_data::remove(&app, partition).map_err(Failure::from),
        };
        if let Err(error) = cleared {
            tracing::error!(%error, "the widgets' storage was not cleared");
        }
    })
}

fn is_of(window: &WebviewWindow, partition: Partition) -> bool {
    let desktop = window.state::<Desktop>();
    match room_of(window.label()) {
        Some(Room::Main | Room::Setup) => partition == Partition::FIRST,
        Some(Room::Partition(other)) => partition == other,
        Some(Room::Own(widget)) => desktop.all().iter().any(|core| core.partition_of(&widget) == Some(partition)),
        None => false,
    }
}

#[cfg(target_os = "linux")]
async fn clear_by(window: &WebviewWindow) -> Result<(), Failure> {
    clear_types(window, WebsiteDataTypes::ALL).await?;
    if !stands(Defence::LateCacheWrites) {
        return Ok(());
    }
    tokio::time::sleep(LATE_CACHE_WRITES).await;
    clear_types(window, WebsiteDataTypes::DISK_CACHE).await
}

/// Not by Tauri's own call, which does not say when it is done.
#[cfg(target_os = "linux")]
async fn clear_types(window: &WebviewWindow, types: WebsiteDataTypes) -> Result<(), Failure> {
    use webkit2gtk::{WebContextExt, WebViewExt, WebsiteDataManagerExtManual, gio, glib::TimeSpan};
    let (done, cleared) = tokio::sync::oneshot::channel();
    window.with_webview(move |webview| {
        let manager = webview.inner().context().and_then(|context| context.website_data_manager());
        let Some(manager) = manager else { return };
        // Of any age.
        let since = TimeSpan::from_seconds(0);
        manager.clear(types, since, None::<&gio::Cancellable>, |outcome| {
            // Nobody waits any more when the app ends.
            done.send(outcome).unwrap_or_default();
        });
    })?;
    Ok(cleared.await??)
}

/// Not run on the other systems.
#[cfg(not(target_os = "linux"))]
#[allow(clippy::unused_async, reason = "the signature is the one of Linux")]
async fn clear_by(window: &WebviewWindow) -> Result<(), Failure> {
    Ok(window.clear_all_browsing_data()?)
}
