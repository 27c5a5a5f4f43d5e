//! From the command line to the first window.

use crate::arguments::{self, Arguments, CommandLine};
use crate::command_line::exit::Exit;
use crate::defences::{Defence, stands};
use crate::desktop::Desktop;
use crate::last_run::ThisRun;
use crate::log::Log;
use crate::second_start::Turn;
use crate::settings_files::SettingsFiles;
use crate::start_watch::ThisStart;
use crate::windows::background::{self, Background};
use crate::windows::place::{self, MainPlace};
use crate::{
    command_line, commands, core_dumps, demo, diagnosing, ipc, language, log, network, process_end, second_start,
    sleep, termination, tray, windows,
};
use std::fs::File;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tauri::{App, AppHandle, Manager, RunEvent, WindowEvent};
use widget_core::app::{App as Core, ClearStorage, Parts};
use widget_core::background::Starting;
use widget_core::error::Code;
use widget_core::last_run::Start;
use widget_core::service::http::HttpSignIn;
use widget_core::session::clock::{SystemClock, SystemRandomness};
use widget_core::settings::file::SettingsFile;
use widget_core::start_watch::Phase;
use widget_core::vault::keychain::Keychain;
use widget_core::vault::{Limits, Vault};
use widget_core::view::SetupPage;

/// Bad arguments, no display to open a window on, or a variable that would open a back door.
const EXIT_CANNOT_START: u8 = Exit::Usage.number();

/// With one of these set, the web engine lets another program look into the pages and act in them. Tests of a debug build
/// do that; a release has no door of this kind, so it does not start rather than open one.
const BACK_DOORS: [&str; 3] = ["TAURI_WEBVIEW_AUTOMATION", "WEBKIT_INSPECTOR_SERVER", "WEBKIT_INSPECTOR_HTTP_SERVER"];

/// How long the keychain may take at the end of the app.
const LAST_REMOVAL: Duration = Duration::from_secs(2);

/// Runs the app until its last window is closed.
#[must_use]
pub fn run() -> ExitCode {
    let CommandLine { windows, command } = match arguments::read(std::env::args_os().skip(1)) {
        Ok(read) => read,
        Err(instead) => return say(&instead),
    };
    if let Some(command) = command {
        core_dumps::forbid();
        return command_line::run(&command);
    }
    if let Some(name) = back_door() {
        eprintln!("Returning Widgets does not start while {name} is set: it lets other programs act in its pages.");
        return ExitCode::from(EXIT_CANNOT_START);
    }
    if !has_display() {
        eprintln!("Returning Widgets needs a display: neither WAYLAND_DISPLAY nor DISPLAY is set.");
        return ExitCode::from(EXIT_CANNOT_START);
    }
    core_dumps::forbid();
    let log = log::start();
    match second_start::take_turn() {
        Turn::HandedOver => ExitCode::SUCCESS,
        Turn::Unanswered => {
            tracing::error!("Returning Widgets is already running but does not respond");
            ExitCode::FAILURE
        }
        Turn::First(turn) => open_windows(windows, log, turn),
    }
}

/// The version, the help, or what was not understood.
fn say(instead: &clap::Error) -> ExitCode {
    // Whoever reads may have gone: then there is nobody to tell.
    instead.print().ok();
    ExitCode::from(u8::try_from(instead.exit_code()).unwrap_or(EXIT_CANNOT_START))
}

fn back_door() -> Option<&'static str> {
    if cfg!(debug_assertions) {
        return None;
    }
    BACK_DOORS.into_iter().find(|name| std::env::var_os(name).is_some())
}

/// GTK ends the process with a panic when there is none.
#[cfg(target_os = "linux")]
fn has_display() -> bool {
    ["WAYLAND_DISPLAY", "DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

#[cfg(not(target_os = "linux"))]
const fn has_display() -> bool {
    true
}

fn open_windows(arguments: Arguments, log: Arc<Log>, turn: Option<File>) -> ExitCode {
    let this_start = ThisStart::begin(Arc::clone(&log));
    let mut builder = tauri::Builder::default();
    if stands(Defence::CommandOrigin) {
        builder = builder.register_asynchronous_uri_scheme_protocol(ipc::SCHEME, |context, request, responder| {
            ipc::answer(&context, request, responder);
        });
    }
    let built = builder
        .manage(process_end::Asked::default())
        .manage(second_start::Started::default())
        .manage(this_start.clone())
        .plugin(second_start::plugin())
        .plugin(tauri_plugin_store::Builder::default().build())
        .invoke_handler(commands::all())
        .setup(move |app| {
            // Other starts find this one from here on.
            drop(turn);
            this_start.has_app(app.handle());
            prepare(app, arguments, log)
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => ExitCode::from(u8::try_from(app.run_return(on_event)).unwrap_or(1)),
        Err(error) => {
            tracing::error!(%error, "the app can't start");
            ExitCode::FAILURE
        }
    }
}

fn prepare(app: &mut App, arguments: Arguments, log: Arc<Log>) -> Result<(), Box<dyn std::error::Error>> {
    log::support::keep_files(app.handle(), log);
    let files = SettingsFiles::new(app.handle(), &app.path().app_data_dir()?)?;
    let this_run = ThisRun::begin(app.handle(), app.state::<ThisStart>().is_started_over());
    let start = this_run.start();
    app.manage(this_run);
    let core = Arc::new(open_core(app, files, start));
    if let Err(error) = windows::web_data::remove_unused(app.handle(), |partition| core.has_partition(partition)) {
        tracing::warn!(%error, "what a removed community stored is still there");
    }
    let ended = Arc::clone(&core);
    tauri::async_runtime::spawn(async move { ended.end_removal().await });
    let saved = Arc::clone(&core);
    tauri::async_runtime::spawn(async move { saved.keep_saving().await });
    let desktop = Desktop::new(core);
    #[cfg(feature = "weakened")]
    crate::defences::allow_more(app.handle())?;
    if arguments.demo {
        tauri::async_runtime::block_on(demo::enter(app.handle(), &desktop))?;
    }
    let asked_to_show = arguments.demo || arguments.link.is_some();
    if let Some(link) = arguments.link {
        desktop.follow(&link);
    }
    let current = desktop.current();
    let ready = current.has_widgets() && !start.safe_mode;
    let starting = Starting { told_to_hide: arguments.hidden, asked_to_show, ready };
    let hidden = current.background().starts_hidden(starting);
    app.manage(Background::new(hidden));
    if start.safe_mode {
        desktop.turn_to(SetupPage::SafeMode);
    }
    app.manage(desktop);
    app.manage(diagnosing::Reports::default());
    app.manage(MainPlace::open(app.handle()));
    termination::end_well(app.handle());
    network::watch(app.handle());
    sleep::watch(app.handle());
    tray::keep(app.handle());
    app.state::<ThisStart>().reached(Phase::Prepared);
    if hidden {
        // Neither a page nor a sign-in until the window is wanted.
        app.state::<ThisStart>().end();
    } else if ready {
        // The sign-in runs while the web view starts.
        tauri::async_runtime::spawn(async move { current.warm_selected() });
        windows::main::open(app.handle())?;
    } else {
        windows::setup::open(app.handle())?;
    }
    app.state::<second_start::Started>().note();
    Ok(())
}

fn open_core(app: &App, files: SettingsFiles, start: Start) -> Core {
    let http = Arc::new(HttpSignIn::default());
    Core::new(Parts {
        settings: SettingsFile::open(Box::new(files)),
        vault: Vault::new(Arc::new(Keychain), Limits::default()),
        network: http.clone(),
        pages: http,
        clock: Arc::new(SystemClock::start()),
        randomness: Arc::new(SystemRandomness),
        clear_frame_storage: storage_clearing(app.handle()),
        system_language: language::of_system(),
        notice: start.ended_unexpectedly.then(|| Code::EndedUnexpectedly.into()),
        demo: false,
    })
}

/// How an app clears what widgets stored in its windows.
pub fn storage_clearing(app: &AppHandle) -> ClearStorage {
    let app = app.clone();
    Arc::new(move |partition| windows::storage::clear(&app, partition))
}

/// A keychain that does not answer holds up no end: what is left is done at the next start.
fn end_removal(own: &Core) {
    let ended = async { tokio::time::timeout(LAST_REMOVAL, own.end_removal()).await };
    if tauri::async_runtime::block_on(ended).is_err() {
        tracing::warn!("the keys of what was removed are left for the next start");
    }
}

fn on_event(app: &AppHandle, event: RunEvent) {
    match event {
        RunEvent::ExitRequested { api, code: None, .. }
            if app.state::<Desktop>().is_rebuilding() || background::outlives_windows(app) =>
        {
            api.prevent_exit();
        }
        RunEvent::ExitRequested { code: Some(code), .. } => app.state::<process_end::Asked>().note(code),
        RunEvent::WindowEvent { label, event, .. } => on_window_event(app, &label, &event),
        RunEvent::Exit => {
            app.state::<ThisStart>().end();
            if let Some(window) = app.get_webview_window(windows::main::LABEL) {
                place::note(&window);
            }
            let own = app.state::<Desktop>().own();
            own.remember_selection();
            end_removal(&own);
            own.save_again();
            app.state::<ThisRun>().end();
            tracing::info!("the app ends");
            windows::web_data::forget(app);
            process_end::at_once(app.state::<process_end::Asked>().code());
        }
        _ => {}
    }
}

fn on_window_event(app: &AppHandle, label: &str, event: &WindowEvent) {
    let is_main = label == windows::main::LABEL;
    if is_main {
        place::follow(app, event);
    }
    match event {
        WindowEvent::CloseRequested { api, .. } if is_main => background::on_close(app, api),
        WindowEvent::Destroyed => windows::on_destroyed(app, label),
        _ => {}
    }
}
