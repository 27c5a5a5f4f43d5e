//! What widgets stored in the web engine.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "others.rs")]
mod system;

use super::web_data;
use crate::defences::{Defence, stands};
use crate::desktop::{Desktop, Room};
use tauri::{AppHandle, Manager, WebviewWindow};
use widget_core::partition::Partition;
use widget_core::service::http::BoxFuture;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Remembers what clears the storage of a window's partition, which may be wanted when the window is gone: the web engine
/// holds a storage that was opened until the app ends.
pub fn know(window: &WebviewWindow, room: &Room) -> tauri::Result<()> {
    let desktop = window.state::<Desktop>();
    let partition = match room {
        Room::Main | Room::Setup => Partition::FIRST,
        Room::Partition(partition) => *partition,
        Room::Own(widget) => desktop.current().partition_of(widget).unwrap_or_default(),
    };
    system::know(window, partition)
}

/// Clears what a partition's widgets stored: all of them, since the web engine's clearing by origin can't be reached from
/// here. Ends when it is done. Of a partition that was not opened yet there are only files.
pub fn clear(app: &AppHandle, partition: Partition) -> BoxFuture<'static, ()> {
    let app = app.clone();
    Box::pin(async move {
        if !stands(Defence::StorageClearing) {
            return;
        }
        let cleared = match system::clear(&app, partition).await {
            Ok(true) => Ok(()),
            Ok(false) => remove_files(&app, partition),
            Err(error) => Err(error),
        };
        if let Err(error) = cleared {
            tracing::error!(%error, "the widgets' storage was not cleared");
        }
    })
}

/// While no window can be opened that would have them.
fn remove_files(app: &AppHandle, partition: Partition) -> Result<(), Failure> {
    let desktop = app.state::<Desktop>();
    let _opening = desktop.opening();
    Ok(web_data::remove(app, partition)?)
}
