//! The main window: hosts widget frames.

use super::content_policy::MAIN_PAGE;
use super::guards::{Strangers, window};
use super::{background, furnish, hiding, place, rebuild, setup, shortcuts};
use crate::defences::{Defence, stands};
use crate::desktop::{Desktop, Rebuilding, Room};
use crate::texts;
use tauri::{AppHandle, Manager};
use widget_core::partition::Partition;

pub const LABEL: &str = "main";

/// Opens the window, or brings it to the front.
pub fn open(app: &AppHandle) -> tauri::Result<()> {
    let desktop = app.state::<Desktop>();
    let _one_at_a_time = stands(Defence::OneWindow).then(|| desktop.opening());
    let there = app.get_webview_window(LABEL);
    background::come_back(app, there.as_ref())?;
    if let Some(window) = there {
        window.unminimize()?;
        return window.set_focus();
    }
    desktop.note_built_for(desktop.current().frame_origins());
    let builder = window(app, LABEL, MAIN_PAGE, Strangers::Hosted, Partition::FIRST)
        .title(texts::main_title(desktop.current().language()))
        .inner_size(1280.0, 800.0)
        .min_inner_size(640.0, 480.0);
    let window = place::restore(app, builder).build()?;
    #[cfg(feature = "weakened")]
    crate::defences::give_devices(&window)?;
    shortcuts::listen(&window, None)?;
    hiding::listen(&window)?;
    furnish(&window, Room::Main)
}

/// Shows the main window with all that it has to show, and closes the setup window.
///
/// A page's content policy is fixed when it loads, so a window whose page may not frame every community is built anew.
pub fn show(app: &AppHandle) -> tauri::Result<()> {
    let desktop = app.state::<Desktop>();
    if desktop.rebuilding(&Room::Main).is_some() {
        return Ok(());
    }
    let turn = desktop.page().turn;
    let there = app.get_webview_window(LABEL);
    if there.is_some() && !desktop.main_fits() {
        background::come_back(app, there.as_ref())?;
        return rebuild(app, &Room::Main, Rebuilding::ForNewOrigins);
    }
    open(app)?;
    // Asked for again in the meantime, it stays.
    if desktop.page().turn == turn { setup::close(app) } else { Ok(()) }
}

/// Closes the window, if it is open.
pub fn close(app: &AppHandle) -> tauri::Result<()> {
    app.get_webview_window(LABEL).map_or(Ok(()), |window| window.destroy())
}

/// Has the title follow the language.
pub fn retitle(app: &AppHandle) -> tauri::Result<()> {
    let title = texts::main_title(app.state::<Desktop>().current().language());
    app.get_webview_window(LABEL).map_or(Ok(()), |window| window.set_title(&title))
}
