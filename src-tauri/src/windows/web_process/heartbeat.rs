//! Asks the page for a sign of life, since a widget in a busy loop holds up the page around it.

use super::super::partitions;
use super::{Hang, ask_about, is_behind};
use crate::desktop::Room;
use crate::start_watch::ThisStart;
use std::sync::Mutex;
use std::time::Duration;
use tauri::{Manager, WebviewWindow};
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};

/// Together they are less than the ten seconds within which a hang is to be noticed.
const PAUSE: Duration = Duration::from_secs(3);
const PATIENCE: Duration = Duration::from_secs(5);
/// Whoever chose to wait is left in peace for so long.
const LONG_PAUSE: Duration = Duration::from_secs(30);

/// Asks for as long as the window lives.
pub fn start(window: WebviewWindow, room: Room) {
    tauri::async_runtime::spawn(async move {
        // Loading takes as long as it takes.
        let Some(first) = ask_for_sign(&window) else { return };
        first.await.ok();
        loop {
            sleep(PAUSE).await;
            let Some(mut sign) = ask_for_sign(&window) else { return };
            if timeout(PATIENCE, &mut sign).await.is_ok() || window.state::<ThisStart>().is_watched() {
                // A start that has not painted restarts without asking.
                continue;
            }
            tracing::warn!(?room, "a page does not answer");
            if is_behind(window.app_handle(), &room) {
                // Nobody sees it, so nobody is asked.
                partitions::close(window.app_handle(), &room).unwrap_or_else(|error| {
                    tracing::error!(%error, "a page that hangs stays");
                });
                return;
            }
            wait_for_person_or_page(&window, &room, sign).await;
        }
    });
}

/// A sign that comes when the page has run a script; it breaks off when the page can't. `None` once the window is gone.
fn ask_for_sign(window: &WebviewWindow) -> Option<oneshot::Receiver<()>> {
    let (came, sign) = oneshot::channel();
    let came = Mutex::new(Some(came));
    let told = move |_| {
        let came = came.lock().ok().and_then(|mut came| came.take());
        // Nobody waits for a sign that comes too late.
        came.map(|came| came.send(()));
    };
    window.eval_with_callback("0", told).ok().map(|()| sign)
}

async fn wait_for_person_or_page(window: &WebviewWindow, room: &Room, sign: oneshot::Receiver<()>) {
    let Hang { answer, withdraw } = ask_about(window, room);
    tokio::select! {
        answer = answer => if answer.is_ok_and(|reload| !reload) {
            sleep(LONG_PAUSE).await;
        },
        _ = sign => drop(withdraw),
    }
}
