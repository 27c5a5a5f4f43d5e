//! Sends a view to its window at each change.

use crate::desktop::{Desktop, Room};
use crate::start_watch::ThisStart;
use serde::Serialize;
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager};
use widget_core::error::{AppError, Code};
use widget_core::start_watch::Phase;

/// Sends what `look` sees, at once and whenever it changes, until the window or what it shows is gone.
///
/// # Errors
/// `Internal` when the room is watched already: its page asks once.
pub fn send<V, F>(app: AppHandle, room: Room, channel: Channel<V>, look: F) -> Result<(), AppError>
where
    V: Serialize + PartialEq + Clone + Send + Sync + 'static,
    F: Fn(&Desktop) -> Option<V> + Send + 'static,
{
    let number = app.state::<Desktop>().begin_watch(&room).ok_or(Code::Internal)?;
    app.state::<ThisStart>().reached(Phase::PageAlive);
    tauri::async_runtime::spawn(async move {
        let desktop = app.state::<Desktop>();
        let mut turns = desktop.turns();
        let mut sent: Option<V> = None;
        while desktop.is_watching(&room, number) {
            let mut changes = desktop.current().changes();
            let Some(view) = look(&desktop) else { return };
            if sent.as_ref() != Some(&view) {
                if channel.send(view.clone()).is_err() {
                    return;
                }
                sent = Some(view);
            }
            tokio::select! {
                turned = turns.changed() => if turned.is_err() { return },
                // An app that is gone was the demo's: the turn that took it away tells the rest.
                _ = changes.changed() => {}
            }
        }
    });
    Ok(())
}
