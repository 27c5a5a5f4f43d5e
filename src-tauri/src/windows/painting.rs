//! How a page is painted: by the graphics processor where there is one.

use crate::desktop::Room;
#[cfg(target_os = "linux")]
use crate::last_run::ThisRun;
#[cfg(target_os = "linux")]
use crate::start_watch::ThisStart;
#[cfg(target_os = "linux")]
use tauri::Manager;
use tauri::WebviewWindow;

/// Has the page painted by the processor on a machine without a graphics device (a virtual machine, a remote desktop).
///
/// The web engine would paint by software OpenGL there, which compiles every shader before the first picture: a second
/// more until something shows, and 60 MB (`docs/bench.md`). The same where a run ended before it had shown anything, since a
/// failing driver takes the page with it, and where a start was restarted.
#[cfg(target_os = "linux")]
pub fn suit_to_machine(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};
    let plainly = window.state::<ThisRun>().start().draw_plainly || window.state::<ThisStart>().is_started_over();
    if has_graphics_device() && !plainly {
        return Ok(());
    }
    window.with_webview(|webview| {
        if let Some(settings) = webview.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
}

/// The other systems' web engines decide this well by themselves, as far as their documentation says; not run there.
#[cfg(not(target_os = "linux"))]
pub fn suit_to_machine(_: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

/// The kernel shows a render node for each device that can draw.
#[cfg(target_os = "linux")]
fn has_graphics_device() -> bool {
    let nodes = std::fs::read_dir("/dev/dri").into_iter().flatten().flatten();
    nodes.filter_map(|node| node.file_name().into_string().ok()).any(|name| name.starts_with("renderD"))
}

/// Notes the first paint of a page.
///
/// The engine redraws the view whenever the page's process sends new content. The first draw shows only the background, so
/// draws count once the page runs.
#[cfg(target_os = "linux")]
pub fn note_first(window: &WebviewWindow, room: &Room) -> tauri::Result<()> {
    use crate::desktop::Desktop;
    use gtk::prelude::*;
    use std::cell::Cell;
    use std::rc::Rc;
    use widget_core::start_watch::Phase;
    let (app, room) = (window.app_handle().clone(), room.clone());
    window.with_webview(move |webview| {
        let listening = Rc::new(Cell::new(None));
        let heard = Rc::clone(&listening);
        let handler = webview.inner().connect_draw(move |view, _| {
            if app.state::<Desktop>().is_watched(&room) {
                app.state::<ThisStart>().reached(Phase::Painted);
                if let Some(handler) = heard.take() {
                    view.disconnect(handler);
                }
            }
            gtk::glib::Propagation::Proceed
        });
        listening.set(Some(handler));
    })
}

/// There a running page counts as painted; not run on these systems.
#[cfg(not(target_os = "linux"))]
pub fn note_first(_: &WebviewWindow, _: &Room) -> tauri::Result<()> {
    Ok(())
}
