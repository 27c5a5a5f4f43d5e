//! The dialog as GTK draws it.

use super::{Purpose, Wanted};
use gtk::prelude::*;
use std::cell::Cell;
use std::path::PathBuf;
use tauri::WebviewWindow;

pub fn ask(
    window: &WebviewWindow,
    wanted: Wanted,
    answered: impl FnOnce(Option<PathBuf>) + Send + 'static,
) -> tauri::Result<()> {
    let parent = window.clone();
    window.run_on_main_thread(move || match parent.gtk_window() {
        Ok(parent) => show(&parent, &wanted, answered),
        Err(error) => {
            tracing::error!(%error, "no window to ask over");
            answered(None);
        }
    })
}

fn show(parent: &gtk::ApplicationWindow, wanted: &Wanted, answered: impl FnOnce(Option<PathBuf>) + 'static) {
    let action = match wanted.purpose {
        Purpose::Save => gtk::FileChooserAction::Save,
        Purpose::Open => gtk::FileChooserAction::Open,
    };
    let dialog = gtk::FileChooserDialog::new(Some(&wanted.title), Some(parent), action);
    dialog.set_modal(true);
    dialog.set_destroy_with_parent(true);
    dialog.add_button(&wanted.decline, gtk::ResponseType::Cancel);
    dialog.add_button(&wanted.agree, gtk::ResponseType::Accept);
    dialog.set_default_response(gtk::ResponseType::Accept);
    if wanted.purpose == Purpose::Save {
        dialog.set_do_overwrite_confirmation(true);
        dialog.set_current_name(wanted.usual_name);
    }
    let answered = Cell::new(Some(answered));
    dialog.connect_response(move |dialog, response| {
        let chosen = dialog.filename().filter(|_| response == gtk::ResponseType::Accept);
        dialog.close();
        // Closing answers once more.
        if let Some(answered) = answered.take() {
            answered(chosen);
        }
    });
    dialog.show_all();
}
