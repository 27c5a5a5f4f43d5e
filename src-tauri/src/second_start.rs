//! The app is started while it runs: the one that runs comes to the front, and the other ends.

use crate::arguments;
use crate::desktop::Desktop;
use crate::{demo, windows};
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager, Wry};
use tokio::sync::watch;

/// Whether the app has come as far as its first window. Managed by the app.
#[derive(Default)]
pub struct Started(watch::Sender<bool>);

impl Started {
    /// The app can answer from here on.
    pub fn note(&self) {
        self.0.send_replace(true);
    }

    async fn wait(&self) {
        // The sender is this one's own.
        drop(self.0.subscribe().wait_for(|started| *started).await);
    }
}

/// To be added before every other plugin: what comes first in a second start is its end.
pub fn plugin() -> TauriPlugin<Wry> {
    tauri_plugin_single_instance::init(|app, command_line, _| {
        let app = app.clone();
        // Not on the thread of the session bus: it waits for the answer.
        tauri::async_runtime::spawn(async move { answer(&app, command_line).await });
    })
}

async fn answer(app: &AppHandle, command_line: Vec<String>) {
    // Any program of this person can say what it likes here; what is not understood only brings the window up.
    let wanted = arguments::read(command_line.into_iter().skip(1)).map(|read| read.windows).unwrap_or_default();
    // The first start may not have got that far.
    app.state::<Started>().wait().await;
    if wanted.hidden {
        // A start at log-in is no wish to see anything.
        return;
    }
    let desktop = app.state::<Desktop>();
    let left_demo = wanted.link.is_some_and(|link| desktop.follow(&link));
    let shown = if left_demo {
        windows::main::show(app)
    } else if wanted.demo && !desktop.current().is_demo() {
        if let Err(error) = demo::enter(app, &desktop).await {
            tracing::error!(code = ?error.code, "the demo does not open");
            return;
        }
        desktop.current().warm_selected();
        windows::main::show(app)
    } else {
        windows::bring_up(app)
    };
    if let Err(error) = shown {
        tracing::error!(%error, "the windows do not come to the front");
    }
}
