//! The question as GTK draws it.

use super::{Choice, Question};
use gtk::prelude::*;
use std::cell::Cell;
use std::time::Duration;
use tauri::WebviewWindow;

/// Until then the question can't be agreed to: a page could have the person click where the button appears.
const SETTLE: Duration = Duration::from_millis(600);

pub fn ask(
    window: &WebviewWindow,
    question: Question,
    withdrawn: impl Future<Output = ()> + Send + 'static,
    answered: impl FnOnce(Choice) + Send + 'static,
) -> tauri::Result<()> {
    let parent = window.clone();
    window.run_on_main_thread(move || match parent.gtk_window() {
        Ok(parent) => show(&parent, &question, withdrawn, answered),
        Err(error) => {
            tracing::error!(%error, "no window to ask over");
            answered(Choice::None);
        }
    })
}

fn show(
    parent: &gtk::ApplicationWindow,
    question: &Question,
    withdrawn: impl Future<Output = ()> + 'static,
    answered: impl FnOnce(Choice) + 'static,
) {
    let dialog = gtk::MessageDialog::builder()
        .transient_for(parent)
        .modal(true)
        .destroy_with_parent(true)
        .title(&question.title)
        .message_type(gtk::MessageType::Question)
        .text(&question.headline)
        .secondary_text(&question.explanation)
        .build();
    dialog.add_button(&question.decline, gtk::ResponseType::Cancel);
    dialog.add_button(&question.agree, gtk::ResponseType::Accept);
    dialog.set_default_response(gtk::ResponseType::Cancel);
    dialog.set_response_sensitive(gtk::ResponseType::Accept, false);
    let settled = dialog.downgrade();
    gtk::glib::timeout_add_local_once(SETTLE, move || {
        if let Some(dialog) = settled.upgrade() {
            dialog.set_response_sensitive(gtk::ResponseType::Accept, true);
        }
    });
    let shown = dialog.downgrade();
    gtk::glib::MainContext::default().spawn_local(async move {
        withdrawn.await;
        if let Some(dialog) = shown.upgrade() {
            dialog.close();
        }
    });
    let answered = Cell::new(Some(answered));
    dialog.connect_response(move |dialog, response| {
        dialog.close();
        // Closing answers once more.
        if let Some(answered) = answered.take() {
            answered(match response {
                gtk::ResponseType::Accept => Choice::Agreed,
                gtk::ResponseType::Cancel => Choice::Declined,
                _ => Choice::None,
            });
        }
    });
    dialog.show_all();
}
