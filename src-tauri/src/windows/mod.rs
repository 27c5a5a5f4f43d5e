//! The two rooms, and the windows of single widgets, which are of the main one.

pub mod background;
pub mod choose_file;
pub mod confirm;
mod content_policy;
mod downloads;
mod ending;
mod guards;
mod hiding;
pub mod main;
mod native_handler;
pub mod own;
mod painting;
pub mod partitions;
pub mod place;
pub mod setup;
mod shortcuts;
pub mod spelling;
pub mod storage;
mod top_page;
pub mod web_data;
mod web_process;

use crate::desktop::{Desktop, Rebuilding, Room};
use crate::start_watch::ThisStart;
use std::borrow::Cow;
use tauri::{AppHandle, Manager, WebviewWindow};
use widget_core::start_watch::Phase;
use widget_core::view::SetupPage;

/// What every window gets as soon as it is built.
fn furnish(window: &WebviewWindow, room: Room) -> tauri::Result<()> {
    tracing::info!(?room, "a window was opened");
    window.state::<ThisStart>().reached(Phase::WindowBuilt);
    native_handler::remove(window)?;
    top_page::keep(window)?;
    ending::take_the_page_along(window)?;
    painting::suit_to_machine(window)?;
    painting::note_first(window, &room)?;
    spelling::check(window)?;
    downloads::tell(window)?;
    storage::know(window, &room)?;
    web_process::watch_over(window, room)
}

/// Brings what is open to the front, and what is worked in before the rest.
pub fn bring_up(app: &AppHandle) -> tauri::Result<()> {
    let changing = app.get_webview_window(setup::LABEL).is_some();
    let asking = matches!(app.state::<Desktop>().page().page, SetupPage::SafeMode | SetupPage::Recovery);
    if changing && asking {
        // What to open is the person's answer to that page, and not another click on the app's icon.
        return setup::open(app);
    }
    if app.state::<Desktop>().current().has_widgets() {
        main::open(app)?;
        if !changing {
            return Ok(());
        }
    }
    setup::open(app)
}

/// Whether there are windows, all of them hidden or minimised. Call it on the main thread.
pub fn are_out_of_sight(app: &AppHandle) -> bool {
    let windows = app.webview_windows();
    let is_seen =
        |window: &WebviewWindow| window.is_visible().unwrap_or(true) && !window.is_minimized().unwrap_or_default();
    !windows.is_empty() && !windows.values().any(is_seen)
}

/// Destroys a room's window only to build it again.
fn rebuild(app: &AppHandle, room: &Room, why: Rebuilding) -> tauri::Result<()> {
    let desktop = app.state::<Desktop>();
    if desktop.rebuilding(room).is_some() {
        return Ok(());
    }
    let Some(window) = app.get_webview_window(&label_of(room)) else { return Ok(()) };
    place::note(&window);
    tracing::info!(?room, ?why, "a window is built anew");
    app.state::<ThisStart>().restart_window();
    desktop.set_rebuilding(room, Some(why));
    window.destroy().inspect_err(|_| desktop.set_rebuilding(room, None))
}

/// What is to be done once a window is gone.
pub fn on_destroyed(app: &AppHandle, label: &str) {
    let Some(room) = room_of(label) else { return };
    tracing::info!(?room, "a window was closed");
    let desktop = app.state::<Desktop>();
    desktop.forget_frames_of(&room);
    // Rings, and what is seen by then is to be without those frames.
    desktop.end_watch(&room);
    if room == Room::Main
        && let Err(error) = partitions::close_all(app)
    {
        tracing::error!(%error, "a page outlives its window");
    }
    if room == Room::Main && background::is_hidden(app) {
        // Nobody sees it: it is built when it is wanted.
        desktop.set_rebuilding(&room, None);
    }
    if let Some(why) = desktop.rebuilding(&room) {
        finish_rebuilding(app.clone(), room, why);
    }
}

/// The old window is gone: build the one that takes its place.
fn finish_rebuilding(app: AppHandle, room: Room, why: Rebuilding) {
    // Not from within the event that says so: the old window is still on the list then.
    tauri::async_runtime::spawn(async move {
        let built = match &room {
            Room::Main => main::open(&app),
            Room::Partition(_) => partitions::follow(&app),
            Room::Setup => setup::open(&app),
            Room::Own(widget) => own::open(&app, widget),
        };
        let built = built.and_then(|()| match why {
            Rebuilding::ForNewOrigins => setup::close(&app),
            Rebuilding::AfterCrash => Ok(()),
        });
        app.state::<Desktop>().set_rebuilding(&room, None);
        if let Err(error) = built {
            tracing::error!(%error, ?room, "a window can't be built");
            app.exit(1);
        }
    });
}

/// The window that the person sees a room in.
fn seen_window(app: &AppHandle, room: &Room) -> Option<WebviewWindow> {
    let room = if matches!(room, Room::Partition(_)) { &Room::Main } else { room };
    app.get_webview_window(&label_of(room))
}

fn label_of(room: &Room) -> Cow<'static, str> {
    match room {
        Room::Main => main::LABEL.into(),
        Room::Partition(partition) => partitions::label(*partition).into(),
        Room::Setup => setup::LABEL.into(),
        Room::Own(widget) => own::label(widget).into(),
    }
}

/// What the window with this label is for.
pub fn room_of(label: &str) -> Option<Room> {
    match label {
        main::LABEL => Some(Room::Main),
        setup::LABEL => Some(Room::Setup),
        label => {
            let partition = partitions::partition_of(label).map(Room::Partition);
            partition.or_else(|| own::widget_of(label).map(|widget| Room::Own(widget.into())))
        }
    }
}
