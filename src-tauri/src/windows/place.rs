//! The main window's place from one run to the next.
//!
//! The plug-in for this (`tauri-plugin-window-state`) was looked at: it puts a window back where as little as a pixel of
//! it, title bar or not, is on a screen, and at any size; it writes only at the end, and over the file that is there; and
//! it brings commands along that a page could call.

use super::main;
use crate::desktop::Desktop;
use crate::log::Once;
use crate::small_file;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tauri::{AppHandle, Manager, Monitor, WebviewWindow, WebviewWindowBuilder, WindowEvent, Wry};
use widget_core::window_place::{Corner, Screen, Size, WindowPlace};

/// Not among the settings: it belongs to this machine's screens, and a fault in it may cost no more than itself.
const FILE: &str = "window.json";
/// A window that has been still for this long has come to its place.
const STILL: Duration = Duration::from_millis(500);

/// What is remembered. Managed by the app.
pub struct MainPlace {
    place: Mutex<Option<WindowPlace>>,
    /// `None` where the system has no place for it.
    path: Option<PathBuf>,
    moves: AtomicU32,
    /// Whether somebody waits for the window to be still.
    awaited: AtomicBool,
    failures: Once,
}

impl MainPlace {
    pub fn open(app: &AppHandle) -> Self {
        let path = app.path().app_data_dir().ok().map(|folder| folder.join(FILE));
        Self {
            place: Mutex::new(path.as_deref().and_then(small_file::read)),
            path,
            moves: AtomicU32::default(),
            awaited: AtomicBool::default(),
            failures: Once::default(),
        }
    }

    fn place(&self) -> MutexGuard<'_, Option<WindowPlace>> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, place: WindowPlace) {
        if self.place().replace(place) == Some(place) {
            return;
        }
        let Some(path) = &self.path else { return };
        if let Err(error) = small_file::write(path, &place)
            && self.failures.is_first()
        {
            tracing::warn!(%error, "the window's place will not be remembered");
        }
    }
}

/// Has the window built where it was, as far as that can be seen.
pub fn restore<'a>(
    app: &AppHandle,
    builder: WebviewWindowBuilder<'a, Wry, AppHandle>,
) -> WebviewWindowBuilder<'a, Wry, AppHandle> {
    let remembered = *app.state::<MainPlace>().place();
    let Some(place) = remembered.and_then(|place| place.on(&screens(app))) else { return builder.center() };
    let builder = builder.inner_size(place.size.width, place.size.height).maximized(place.maximized);
    match place.corner {
        Some(corner) => builder.position(corner.x, corner.y),
        None => builder.center(),
    }
}

/// Follows what happens to the main window.
pub fn follow(app: &AppHandle, event: &WindowEvent) {
    match event {
        WindowEvent::Moved(_) | WindowEvent::Resized(_) => note_when_still(app),
        WindowEvent::CloseRequested { .. } => {
            if let Some(window) = app.get_webview_window(main::LABEL) {
                note(&window);
            }
        }
        _ => {}
    }
}

/// A window that is dragged tells of each step, and one that is being maximised of its size first.
fn note_when_still(app: &AppHandle) {
    let state = app.state::<MainPlace>();
    state.moves.fetch_add(1, Ordering::SeqCst);
    if state.awaited.swap(true, Ordering::SeqCst) {
        return;
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let state = app.state::<MainPlace>();
        loop {
            let before = state.moves.load(Ordering::SeqCst);
            tokio::time::sleep(STILL).await;
            if state.moves.load(Ordering::SeqCst) == before {
                break;
            }
        }
        state.awaited.store(false, Ordering::SeqCst);
        if let Some(window) = app.get_webview_window(main::LABEL) {
            note(&window);
        }
    });
}

/// Remembers where the window is. The demo's is nothing to remember: the demo leaves nothing behind.
pub fn note(window: &WebviewWindow) {
    if window.label() != main::LABEL || window.state::<Desktop>().current().is_demo() {
        return;
    }
    let noted = window.clone();
    // Read in one go, so that nothing comes between.
    let asked = window.run_on_main_thread(move || {
        let state = noted.state::<MainPlace>();
        let before = *state.place();
        match read(&noted, before) {
            Ok(Some(place)) => state.keep(place),
            Ok(None) => {}
            Err(error) => tracing::debug!(%error, "the window's place can't be told"),
        }
    });
    if let Err(error) = asked {
        tracing::debug!(%error, "the window's place can't be asked for");
    }
}

/// `None` where the window has no place of its own: minimised, or filling the screen.
fn read(window: &WebviewWindow, before: Option<WindowPlace>) -> tauri::Result<Option<WindowPlace>> {
    if window.is_minimized()? || window.is_fullscreen()? {
        return Ok(None);
    }
    if window.is_maximized()? {
        return Ok(before.map(|place| WindowPlace { maximized: true, ..place }));
    }
    let scale = window.scale_factor()?;
    let size = window.inner_size()?.to_logical(scale);
    let corner = if tells_position(window) {
        let position = window.outer_position()?.to_logical(scale);
        Some(Corner { x: position.x, y: position.y })
    } else {
        None
    };
    Ok(Some(WindowPlace { size: Size { width: size.width, height: size.height }, corner, maximized: false }))
}

/// Under Wayland no window knows where it is.
#[cfg(target_os = "linux")]
fn tells_position(window: &WebviewWindow) -> bool {
    use gtk::glib::object::ObjectExt;
    use gtk::prelude::WidgetExt;
    window.gtk_window().is_ok_and(|native| !native.display().type_().name().contains("Wayland"))
}

#[cfg(not(target_os = "linux"))]
const fn tells_position(_: &WebviewWindow) -> bool {
    true
}

/// The screens, the first one first.
fn screens(app: &AppHandle) -> Vec<Screen> {
    let (told, screens) = mpsc::channel();
    let asking = app.clone();
    // GTK answers on the main thread only; there this is done at once.
    let asked = app.run_on_main_thread(move || {
        let first = asking.primary_monitor().ok().flatten();
        let all = asking.available_monitors().unwrap_or_default();
        // Nobody listens any more where the asking failed.
        drop(told.send(first.iter().chain(&all).map(screen).collect()));
    });
    asked.ok().and_then(|()| screens.recv().ok()).unwrap_or_default()
}

fn screen(monitor: &Monitor) -> Screen {
    let area = monitor.work_area();
    Screen {
        corner: Corner { x: area.position.x.into(), y: area.position.y.into() },
        size: Size { width: area.size.width.into(), height: area.size.height.into() },
        scale: monitor.scale_factor(),
    }
}
