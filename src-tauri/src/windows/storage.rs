//! What widgets stored in the web engine.

use crate::defences::{Defence, stands};
use tauri::{AppHandle, Manager, WebviewWindow};
#[cfg(target_os = "linux")]
use webkit2gtk::WebsiteDataTypes;
use widget_core::service::http::BoxFuture;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The web engine writes a response into its disk cache a second after it came, also when the cache was cleared in the
/// meantime.
#[cfg(target_os = "linux")]
const LATE_CACHE_WRITES: std::time::Duration = std::time::Duration::from_millis(1500);

/// Clears what widgets stored: all of them, since the web engine's clearing by origin can't be reached from here. Ends
/// when it is done.
///
/// The windows share one storage, so any of them will do; while none is open, none can have a frame.
pub fn clear(app: &AppHandle) -> BoxFuture<'static, ()> {
    let window = app.webview_windows().into_values().next();
    Box::pin(async move {
        let Some(window) = window.filter(|_| stands(Defence::StorageClearing)) else { return };
        if let Err(error) = clear_by(&window).await {
            tracing::error!(%error, "the widgets' storage was not cleared");
        }
    })
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
