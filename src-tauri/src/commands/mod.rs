//! What the two windows may ask. Each command hands on to `widget-core`; which window may call which one is written in
//! `src-tauri/permissions`.

#![allow(clippy::let_underscore_must_use, clippy::unreachable, reason = "written by the command macro, not here")]

mod main_room;
mod setup_room;
mod watch;

use tauri::Wry;
use tauri::ipc::Invoke;

/// Every command of the app.
pub fn all() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        main_room::watch_view,
        main_room::open_frame,
        main_room::frame_token,
        main_room::frame_event,
        main_room::judge_frame,
        main_room::close_frame,
        main_room::select_widget,
        main_room::show_beside,
        main_room::take_out,
        main_room::open_setup,
        setup_room::watch_setup,
        setup_room::read_embed_code,
        setup_room::connect,
        setup_room::add_widget,
        setup_room::rename_widget,
        setup_room::remove_widget,
        setup_room::remove_community,
        setup_room::undo_removal,
        setup_room::rename_community,
        setup_room::decorate_community,
        setup_room::move_community,
        setup_room::move_widget,
        setup_room::pin_widget,
        setup_room::open_in_browser,
        setup_room::set_key,
        setup_room::remove_key,
        setup_room::check_keys,
        setup_room::sign_in,
        setup_room::use_account,
        setup_room::sign_out,
        setup_room::forget_account,
        setup_room::open_demo,
        setup_room::leave_demo,
        setup_room::show_main,
        setup_room::set_preferences,
        setup_room::set_autostart,
        setup_room::export_settings,
        setup_room::plan_import,
        setup_room::take_import,
        setup_room::diagnose,
        setup_room::save_report,
    ]
}
