//! The setup window: changes things, and never hosts a frame.

use super::furnish;
use super::guards::{Strangers, window};
use crate::defences::{Defence, stands};
use crate::desktop::{Desktop, Room};
use crate::texts;
use tauri::{AppHandle, Manager};
use widget_core::partition::Partition;

pub const LABEL: &str = "setup";
const PAGE: &str = "setup.html";

/// Opens the window, or brings it to the front.
pub fn open(app: &AppHandle) -> tauri::Result<()> {
    let desktop = app.state::<Desktop>();
    let _one_at_a_time = stands(Defence::OneWindow).then(|| desktop.opening());
    if let Some(window) = app.get_webview_window(LABEL) {
        window.unminimize()?;
        return window.set_focus();
    }
    let window = window(app, LABEL, PAGE, Strangers::Never, Partition::FIRST)
        .title(texts::setup_title(desktop.current().language()))
        .inner_size(760.0, 720.0)
        .min_inner_size(480.0, 480.0)
        .center()
        .build()?;
    furnish(&window, Room::Setup)
}

/// Closes the window, if it is open.
pub fn close(app: &AppHandle) -> tauri::Result<()> {
    app.get_webview_window(LABEL).map_or(Ok(()), |window| window.destroy())
}

/// Has the title follow the language.
pub fn retitle(app: &AppHandle) -> tauri::Result<()> {
    let title = texts::setup_title(app.state::<Desktop>().current().language());
    app.get_webview_window(LABEL).map_or(Ok(()), |window| window.set_title(&title))
}
