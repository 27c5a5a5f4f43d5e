//! The keys as GTK gives them to the window, which is before it gives them to what has the focus.

use crate::desktop::Desktop;
use crate::windows::setup;
use gtk::gdk::keys::constants as keys;
use gtk::gdk::{EventKey, Keymap, ModifierType};
use gtk::glib::Propagation;
use gtk::prelude::*;
use std::sync::Arc;
use tauri::{Manager, WebviewWindow};
use widget_core::shortcuts::{Action, Key, Press};
use widget_core::view::{PageAction, SetupPage};

/// Has the shortcuts work in a window, wherever in it the focus is. A widget's own window has those that are about it.
pub fn listen(window: &WebviewWindow, own_widget: Option<Arc<str>>) -> tauri::Result<()> {
    let listening = window.clone();
    window.run_on_main_thread(move || match listening.gtk_window() {
        Ok(native) => {
            native.connect_key_press_event(move |_, event| {
                readings(event)
                    .find_map(Action::of)
                    .map_or(Propagation::Proceed, |action| act(&listening, own_widget.as_deref(), action))
            });
        }
        Err(error) => tracing::error!(%error, "a window has no shortcuts"),
    })
}

/// What a press may mean, the likeliest first: what the key types, then what else is on it in Latin letters and digits.
/// So the shortcuts work on keyboards of other scripts, and on those that have the digits above other signs.
fn readings(event: &EventKey) -> impl Iterator<Item = Press> {
    let held = event.state();
    let press = move |key| Press {
        key,
        command: held.contains(ModifierType::CONTROL_MASK),
        shift: held.contains(ModifierType::SHIFT_MASK),
        other: held.intersects(ModifierType::MOD1_MASK | ModifierType::SUPER_MASK | ModifierType::META_MASK),
    };
    let others = also_on_the_key(event).into_iter().filter(char::is_ascii_alphanumeric).map(Key::Typed);
    key_of(event.keyval()).into_iter().chain(others).map(press)
}

fn key_of(key: gtk::gdk::keys::Key) -> Option<Key> {
    Some(match key {
        // What Tab is called while Shift is held.
        keys::Tab | keys::ISO_Left_Tab => Key::Tab,
        keys::Escape => Key::Escape,
        keys::F1 => Key::F1,
        keys::F5 => Key::F5,
        keys::F11 => Key::F11,
        other => Key::Typed(other.to_unicode()?),
    })
}

fn also_on_the_key(event: &EventKey) -> Vec<char> {
    let display = event.window().map(|window| window.display());
    let keymap = display.as_ref().and_then(Keymap::for_display);
    let entries =
        keymap.map(|keymap| keymap.entries_for_keycode(u32::from(event.hardware_keycode()))).unwrap_or_default();
    entries.into_iter().filter_map(|(_, value)| gtk::gdk::keys::Key::from(value).to_unicode()).collect()
}

fn act(window: &WebviewWindow, own_widget: Option<&str>, action: Action) -> Propagation {
    let core = window.state::<Desktop>().current();
    match action {
        // About the sidebar, which is in the main window.
        Action::Widget(_) | Action::NextWidget | Action::PreviousWidget if own_widget.is_some() => {
            return Propagation::Proceed;
        }
        Action::Widget(place) => core.select_place(place),
        Action::NextWidget => core.select_next(),
        Action::PreviousWidget => core.select_previous(),
        // The widget may have something to close with it, too.
        Action::Page(PageAction::LeaveWidget) => {
            core.press(own_widget, PageAction::LeaveWidget);
            return Propagation::Proceed;
        }
        Action::Page(action) => core.press(own_widget, action),
        Action::ZoomIn => core.zoom_in(own_widget),
        Action::ZoomOut => core.zoom_out(own_widget),
        Action::ZoomReset => core.zoom_reset(own_widget),
        Action::Settings | Action::FullScreen | Action::Quit => later(window.clone(), action),
    }
    Propagation::Stop
}

/// Not from within the key's event: a window can't be built or changed there.
fn later(window: WebviewWindow, action: Action) {
    tauri::async_runtime::spawn(async move {
        let done = match action {
            Action::Settings => {
                window.state::<Desktop>().turn_to(SetupPage::Preferences);
                setup::open(window.app_handle())
            }
            Action::FullScreen => window.is_fullscreen().and_then(|full| window.set_fullscreen(!full)),
            Action::Quit => {
                window.app_handle().exit(0);
                Ok(())
            }
            _ => Ok(()),
        };
        if let Err(error) = done {
            tracing::error!(%error, ?action, "a shortcut did nothing");
        }
    });
}
