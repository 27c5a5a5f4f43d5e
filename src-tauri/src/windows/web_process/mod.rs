//! A window's web process: brought back when it dies, and not waited for when it hangs. A widget runs in the same
//! process as the page around it, so none of this can be left to the page.

mod heartbeat;
#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "others.rs")]
mod system;

use super::{confirm, main, own, partitions, rebuild, seen_window, setup};
use crate::desktop::{Desktop, Rebuilding, Room};
use crate::last_run::ThisRun;
use crate::texts;
use tauri::{AppHandle, Manager, WebviewWindow};
use tokio::sync::oneshot;
use widget_core::view::SetupPage;

/// The end of a process whose pages keep dying.
const EXIT_NO_PAGE: i32 = 4;

/// Watches over a window's web process for as long as the window lives.
pub fn watch_over(window: &WebviewWindow, room: Room) -> tauri::Result<()> {
    let app = window.app_handle().clone();
    let ending = room.clone();
    system::on_end(window, move || ended(&app, &ending))?;
    heartbeat::start(window.clone(), room);
    Ok(())
}

fn ended(app: &AppHandle, room: &Room) {
    tracing::error!(?room, "a web process ended");
    if !app.state::<Desktop>().may_bring_back() {
        return give_up(app, room);
    }
    if let Err(error) = rebuild(app, room, Rebuilding::AfterCrash) {
        tracing::error!(%error, "a window can't be brought back");
        app.exit(EXIT_NO_PAGE);
    }
}

/// Leaves the widgets closed and says so in the setup window. Where that one is what dies, nothing of ours is left to
/// say it in. A widget whose own window dies is back in the main window.
fn give_up(app: &AppHandle, room: &Room) {
    if *room == Room::Setup {
        app.state::<ThisRun>().draw_plainly_next();
        return app.exit(EXIT_NO_PAGE);
    }
    if let Room::Own(widget) = room {
        if let Err(error) = own::close(app, widget) {
            tracing::error!(%error, "a widget's own window without a page stays");
        }
        return;
    }
    if is_behind(app, room) {
        if let Err(error) = partitions::close(app, room) {
            tracing::error!(%error, "a page that keeps dying stays");
        }
        return;
    }
    let app = app.clone();
    // Not here, on the main thread: see `Desktop::opening`.
    tauri::async_runtime::spawn(async move {
        app.state::<Desktop>().turn_to(SetupPage::Recovery);
        // In this order, since the app ends with its last window.
        if let Err(error) = setup::open(&app).and_then(|()| main::close(&app)) {
            tracing::error!(%error, "the recovery page can't be shown");
            app.exit(EXIT_NO_PAGE);
        }
    });
}

/// Whether this is a page of the main window that another one is in front of. It opens anew when it is wanted.
fn is_behind(app: &AppHandle, room: &Room) -> bool {
    matches!(room, Room::Partition(partition) if app.state::<Desktop>().current().front_partition() != *partition)
}

/// A question about a page that hangs.
struct Hang {
    /// Whether the person had the page loaded anew.
    answer: oneshot::Receiver<bool>,
    /// Dropped, it takes the question away.
    withdraw: oneshot::Sender<()>,
}

/// The page has not answered for a while: the person decides whether to wait.
fn ask_about(window: &WebviewWindow, room: &Room) -> Hang {
    let (answered, answer) = oneshot::channel();
    let (withdraw, withdrawn) = oneshot::channel();
    let app = window.app_handle().clone();
    let room = room.clone();
    let seen = seen_window(&app, &room).unwrap_or_else(|| window.clone());
    let language = app.state::<Desktop>().current().language();
    let question = confirm::Question {
        title: texts::hang_title(language),
        headline: texts::hang(language),
        explanation: texts::hang_why(language),
        agree: texts::hang_reload(language),
        decline: texts::hang_wait(language),
    };
    let asked = confirm::ask_until(&seen, question, withdrawn, move |agreed| {
        if agreed && let Err(error) = rebuild(&app, &room, Rebuilding::AfterCrash) {
            tracing::error!(%error, "a page that hangs can't be loaded anew");
        }
        // The page may have come to itself: then nobody waits for the answer.
        answered.send(agreed).ok();
    });
    if let Err(error) = asked {
        tracing::error!(%error, "the question about a hanging page can't be shown");
    }
    Hang { answer, withdraw }
}
