//! The dialog as Windows and macOS draw it. Written from the library's documentation; not run there.

use super::{Purpose, Wanted};
use rfd::AsyncFileDialog;
use std::path::PathBuf;
use tauri::WebviewWindow;

pub fn ask(
    window: &WebviewWindow,
    wanted: Wanted,
    answered: impl FnOnce(Option<PathBuf>) + Send + 'static,
) -> tauri::Result<()> {
    let asker = window.clone();
    // macOS wants its dialogs made on the main thread.
    window.run_on_main_thread(move || {
        let dialog = AsyncFileDialog::new().set_parent(&asker).set_title(wanted.title);
        match wanted.purpose {
            Purpose::Save => {
                let asked = dialog.set_file_name(wanted.usual_name).save_file();
                tauri::async_runtime::spawn(async move { answered(asked.await.map(|file| file.path().to_owned())) });
            }
            Purpose::Open => {
                let asked = dialog.pick_file();
                tauri::async_runtime::spawn(async move { answered(asked.await.map(|file| file.path().to_owned())) });
            }
        }
    })
}
