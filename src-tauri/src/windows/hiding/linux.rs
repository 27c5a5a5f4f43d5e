//! GTK says so itself.

use crate::desktop::Desktop;
use gtk::prelude::*;
use tauri::{Manager, WebviewWindow};

pub fn listen(window: &WebviewWindow) -> tauri::Result<()> {
    let listening = window.clone();
    window.run_on_main_thread(move || match listening.gtk_window() {
        Ok(native) => {
            listening.state::<Desktop>().set_hidden(!native.is_visible());
            let (hides, shows) = (listening.clone(), listening);
            native.connect_hide(move |_| hides.state::<Desktop>().set_hidden(true));
            native.connect_show(move |_| shows.state::<Desktop>().set_hidden(false));
        }
        Err(error) => tracing::error!(%error, "a hidden window keeps its widgets awake"),
    })
}
