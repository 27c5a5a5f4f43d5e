//! A widget's own window: the main window's page, guards and commands, for one widget.

use super::content_policy::MAIN_PAGE;
use super::guards::{Strangers, window};
use super::{furnish, shortcuts};
use crate::defences::{Defence, stands};
use crate::desktop::{Desktop, Room};
use std::sync::Arc;
use tauri::{AppHandle, Manager};
use widget_core::view::MainView;

/// Before the widget's id. `src-tauri/capabilities/main.json` knows it as well.
const PREFIX: &str = "own-";

pub fn label(widget: &str) -> String {
    format!("{PREFIX}{widget}")
}

/// The widget whose own window has this label.
pub fn widget_of(label: &str) -> Option<&str> {
    label.strip_prefix(PREFIX)
}

/// Opens the window, or brings it to the front. The widget is in the main window again once it is closed.
pub fn open(app: &AppHandle, widget: &str) -> tauri::Result<()> {
    let desktop = app.state::<Desktop>();
    let _one_at_a_time = stands(Defence::OneWindow).then(|| desktop.opening());
    let label = label(widget);
    if let Some(window) = app.get_webview_window(&label) {
        window.unminimize()?;
        return window.set_focus();
    }
    // After a crash it was taken back when the old window went.
    if desktop.current().take_out(widget).is_err() {
        return Ok(());
    }
    let partition = desktop.current().partition_of(widget).unwrap_or_default();
    let window = window(app, &label, MAIN_PAGE, Strangers::Hosted, partition)
        .title(desktop.current().own_window_view(widget).map(|view| title(&view)).unwrap_or_default())
        .inner_size(720.0, 760.0)
        .min_inner_size(320.0, 320.0)
        .build()
        .inspect_err(|_| desktop.current().take_back(widget))?;
    let widget: Arc<str> = widget.into();
    shortcuts::listen(&window, Some(Arc::clone(&widget)))?;
    furnish(&window, Room::Own(widget))
}

/// Closes the window, if it is open.
pub fn close(app: &AppHandle, widget: &str) -> tauri::Result<()> {
    app.get_webview_window(&label(widget)).map_or(Ok(()), |window| window.destroy())
}

/// Has the window follow what it shows: its title while the widget is there, and its end after that.
pub fn follow(app: &AppHandle, widget: &str, view: Option<&MainView>) -> tauri::Result<()> {
    let Some(window) = app.get_webview_window(&label(widget)) else { return Ok(()) };
    match view {
        Some(view) => window.set_title(&title(view)),
        None => window.destroy(),
    }
}

/// The widget and whose it is.
fn title(view: &MainView) -> String {
    let community = view.communities.first();
    let names = community.and_then(|community| Some((&community.widgets.first()?.name, &community.name)));
    names.map(|(widget, community)| format!("{widget} – {community}")).unwrap_or_default()
}
