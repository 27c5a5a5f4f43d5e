//! The main window's further pages: web views with a storage of their own, of which the selected widget's is in front.
//!
//! Tauri gives a window one web view, and more of them by a feature that it calls unstable. So each of these comes with a
//! window that is never shown, and is moved into the main one.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "others.rs")]
mod system;

use super::content_policy::MAIN_PAGE;
use super::guards::{Strangers, window};
use super::{furnish, main};
use crate::desktop::{Desktop, Room};
use tauri::{AppHandle, Manager, WebviewWindow};
use widget_core::partition::Partition;

/// Before the partition's number. `src-tauri/capabilities/main.json` knows it as well.
const PREFIX: &str = "part-";

pub fn label(partition: Partition) -> String {
    format!("{PREFIX}{partition}")
}

/// The partition of the further page with this label.
pub fn partition_of(label: &str) -> Option<Partition> {
    label.strip_prefix(PREFIX).and_then(Partition::parse).filter(|partition| *partition != Partition::FIRST)
}

/// The further pages that are there.
fn there(app: &AppHandle) -> impl Iterator<Item = (Partition, WebviewWindow)> {
    app.webview_windows().into_iter().filter_map(|(label, window)| Some((partition_of(&label)?, window)))
}

/// Brings the selected widget's page to the front once it is there, and takes down those that nothing needs.
pub fn follow(app: &AppHandle) -> tauri::Result<()> {
    let Some(main) = app.get_webview_window(main::LABEL) else { return Ok(()) };
    let desktop = app.state::<Desktop>();
    let core = desktop.current();
    let front = core.front_partition();
    for (_, window) in there(app).filter(|(partition, _)| !core.uses_partition(*partition)) {
        window.destroy()?;
    }
    if front == Partition::FIRST {
        return system::bring_to_front(&main, None);
    }
    if app.get_webview_window(&label(front)).is_none() {
        // Elsewhere: to build a window takes a while, and the main thread.
        let app = app.clone();
        tauri::async_runtime::spawn(async move {
            if let Err(error) = open(&app, front) {
                tracing::error!(%error, %front, "a page of the main window can't be opened");
            }
        });
        return Ok(());
    }
    // What is in front meanwhile has something to show.
    if desktop.is_watched(&Room::Partition(front)) { system::bring_to_front(&main, Some(label(front))) } else { Ok(()) }
}

fn open(app: &AppHandle, partition: Partition) -> tauri::Result<()> {
    let desktop = app.state::<Desktop>();
    let _one_at_a_time = desktop.opening();
    let label = label(partition);
    let Some(main) = app.get_webview_window(main::LABEL) else { return Ok(()) };
    if app.get_webview_window(&label).is_some() || desktop.current().front_partition() != partition {
        return Ok(());
    }
    let page = window(app, &label, MAIN_PAGE, Strangers::Hosted, partition).visible(false).focused(false).build()?;
    let put = furnish(&page, Room::Partition(partition)).and_then(|()| system::move_into(&page, &main));
    // The main window may have gone while this one was made, and then nobody would ever see it nor end it.
    if put.is_err() || app.get_webview_window(main::LABEL).is_none() {
        page.destroy()?;
    }
    put
}

/// Takes down a page that is not in front.
pub fn close(app: &AppHandle, room: &Room) -> tauri::Result<()> {
    let Room::Partition(partition) = room else { return Ok(()) };
    app.get_webview_window(&label(*partition)).map_or(Ok(()), |window| window.destroy())
}

/// The main window is gone, and its pages go with it.
pub fn close_all(app: &AppHandle) -> tauri::Result<()> {
    there(app).try_for_each(|(_, window)| window.destroy())
}
