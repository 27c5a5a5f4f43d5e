//! The app is started while it runs: the one that runs comes to the front, and the other ends.

use crate::arguments;
#[cfg(target_os = "linux")]
use crate::bus::{self, Bus, NoBus};
#[cfg(target_os = "linux")]
use crate::command_line::settings::IDENTIFIER;
use crate::desktop::Desktop;
use crate::{demo, windows};
use std::fs::File;
#[cfg(target_os = "linux")]
use std::time::Duration;
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

/// How long a start waits for its turn. Whoever holds it longer hangs.
#[cfg(target_os = "linux")]
const TURN: Duration = Duration::from_secs(10);
#[cfg(target_os = "linux")]
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);
/// How long the running app gets to answer.
#[cfg(target_os = "linux")]
const ANSWER: Duration = Duration::from_secs(10);

/// What a start has to do.
pub enum Turn {
    /// Nothing: the app runs already, and has what this start was started with.
    HandedOver,
    /// Nothing: the app runs already but does not answer. The request reaches it if it recovers.
    Unanswered,
    /// To be the app. The next start waits for its turn until this is dropped.
    First(Option<File>),
}

/// Hands over to the app that runs already, as the plugin would, or lets this start be the app.
///
/// Before GTK is there: a process that ends while its threads run crashes now and then. Of many starts at once, only one
/// at a time looks whether there is an app, so none of the others comes as far as the plugin, which ends it there.
#[cfg(target_os = "linux")]
pub fn take_turn() -> Turn {
    let turn = wait_for_turn();
    match bus::block_on(hand_over()) {
        Ok(Handing::Taken) => Turn::HandedOver,
        Ok(Handing::Unanswered) => Turn::Unanswered,
        Ok(Handing::Nobody) => Turn::First(turn),
        Err(error) => {
            tracing::warn!(%error, "can't tell whether the app is running");
            Turn::First(turn)
        }
    }
}

/// `None` where the system has no place for it, or the holder hangs: then the plugin tells two starts apart.
#[cfg(target_os = "linux")]
fn wait_for_turn() -> Option<File> {
    use std::fs::TryLockError;
    use std::os::unix::fs::OpenOptionsExt;
    let path = dirs::runtime_dir()?.join(format!("{IDENTIFIER}.start"));
    let file = File::options().create(true).truncate(false).write(true).mode(0o600).open(path).ok()?;
    let began = std::time::Instant::now();
    // The system unlocks it at the end of the process, however that comes.
    while let Err(error) = file.try_lock() {
        match error {
            TryLockError::WouldBlock if began.elapsed() < TURN => std::thread::sleep(BETWEEN_LOOKS),
            TryLockError::WouldBlock => {
                tracing::warn!("another start holds the lock; starting without it");
                return None;
            }
            TryLockError::Error(_) => return None,
        }
    }
    Some(file)
}

/// The outcome of handing over.
#[cfg(target_os = "linux")]
enum Handing {
    Taken,
    Unanswered,
    Nobody,
}

#[cfg(target_os = "linux")]
async fn hand_over() -> Handing {
    let name = format!("{IDENTIFIER}.SingleInstance");
    let path = format!("/{}", name.replace('.', "/").replace('-', "_"));
    let arguments: Vec<String> = std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect();
    let folder = std::env::current_dir().unwrap_or_default().to_string_lossy().into_owned();
    let bus = match Bus::Session.connect().await {
        Ok(bus) => bus,
        Err(NoBus::Silent) => {
            tracing::warn!("the session bus does not answer");
            return Handing::Nobody;
        }
        // This is the first start then, and the plugin says what is to be said.
        Err(NoBus::Missing(_)) => return Handing::Nobody,
    };
    let (interface, content) = (Some("org.SingleInstance.DBus"), (arguments, folder));
    let asking = bus.call_method(Some(name.as_str()), path.as_str(), interface, "ExecuteCallback", &content);
    match tokio::time::timeout(ANSWER, asking).await {
        Ok(Ok(_)) => Handing::Taken,
        Ok(Err(_)) => Handing::Nobody,
        Err(_) => Handing::Unanswered,
    }
}

/// The plugin does it there; not run on these systems.
#[cfg(not(target_os = "linux"))]
pub const fn take_turn() -> Turn {
    Turn::First(None)
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
