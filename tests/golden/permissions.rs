//! Every permission by name: what a page of each window may ask the app for.

use crate::files::{self, keys, list};
use serde_json::Value;

/// The window that hosts strangers. Each of these must be harmless in a stranger's hands.
const MAIN: [&str; 10] = [
    "watch_view",
    "open_frame",
    "frame_token",
    "frame_event",
    "judge_frame",
    "close_frame",
    "select_widget",
    "show_beside",
    "take_out",
    "open_setup",
];

/// The window that changes things, and never hosts a frame.
const SETUP: [&str; 33] = [
    "watch_setup",
    "read_embed_code",
    "connect",
    "add_widget",
    "rename_widget",
    "remove_widget",
    "remove_community",
    "undo_removal",
    "rename_community",
    "decorate_community",
    "move_community",
    "move_widget",
    "pin_widget",
    "open_in_browser",
    "set_key",
    "remove_key",
    "check_keys",
    "sign_in",
    "use_account",
    "sign_out",
    "forget_account",
    "open_demo",
    "leave_demo",
    "show_main",
    "set_preferences",
    "set_autostart",
    "export_settings",
    "plan_import",
    "take_import",
    "open_log_folder",
    "log_verbosely",
    "diagnose",
    "save_report",
];

const ROOMS: [(&str, &str, &[&str]); 2] = [("main", "main-room", &MAIN), ("setup", "setup-room", &SETUP)];

/// What Tauri made of them at build time, which the app then goes by.
fn resolved(name: &str) -> Value {
    let path = format!("{}/{name}", env!("OUT_DIR"));
    serde_json::from_str(&std::fs::read_to_string(&path).expect("a file of the build")).expect("JSON")
}

#[test]
fn each_permission_allows_the_commands_of_its_room_and_nothing_else() {
    assert_eq!(files::names("src-tauri/permissions"), ["windows.toml"]);
    let file = files::toml("src-tauri/permissions/windows.toml");
    assert_eq!(keys(&file), ["permission"], "no sets and no defaults");
    let permissions = file["permission"].as_array().expect("permissions");
    assert_eq!(permissions.len(), ROOMS.len());
    for (permission, (_, name, commands)) in permissions.iter().zip(ROOMS) {
        assert_eq!(permission["identifier"], name);
        assert_eq!(keys(permission), ["commands", "description", "identifier"], "{name} has no scope");
        assert_eq!(keys(&permission["commands"]), ["allow"]);
        assert_eq!(list(&permission["commands"]["allow"]), commands, "{name}");
    }
}

/// The main window, its further pages and the widgets' own windows are one room: the same page, guards and commands.
fn windows_of(room: &str) -> Vec<&str> {
    if room == "main" { vec!["main", "part-*", "own-*"] } else { vec![room] }
}

#[test]
fn each_capability_gives_its_windows_their_room_and_no_page_from_elsewhere_anything() {
    assert_eq!(files::names("src-tauri/capabilities"), ["main.json", "setup.json"]);
    for (window, room, _) in ROOMS {
        let capability = files::json(&format!("src-tauri/capabilities/{window}.json"));
        // With `remote` or `webviews` among them, more than the window's own page would have it.
        assert_eq!(keys(&capability), ["description", "identifier", "local", "permissions", "windows"]);
        assert_eq!(capability["identifier"], window);
        assert_eq!(capability["local"], true);
        assert_eq!(list(&capability["windows"]), windows_of(window));
        // By the full name: nothing of Tauri's core or of a plugin, and no default.
        assert_eq!(list(&capability["permissions"]), [room]);
    }
}

#[test]
fn the_built_app_has_exactly_these_capabilities_and_commands() {
    let capabilities = resolved("capabilities.json");
    assert_eq!(keys(&capabilities), ["main", "setup"]);
    let app = &resolved("acl-manifests.json")["__app-acl__"];
    assert!(app["default_permission"].is_null());
    assert_eq!(keys(&app["permission_sets"]), [""; 0]);
    assert_eq!(keys(&app["permissions"]), ["main-room", "setup-room"]);
    for (window, room, commands) in ROOMS {
        let capability = &capabilities[window];
        assert!(capability.get("remote").is_none_or(Value::is_null), "{window} lets pages from elsewhere in");
        assert_eq!(list(&capability["windows"]), windows_of(window));
        assert_eq!(list(&capability["permissions"]), [room]);
        assert_eq!(list(&app["permissions"][room]["commands"]["allow"]), commands);
        assert_eq!(list(&app["permissions"][room]["commands"]["deny"]), [""; 0]);
    }
}

#[test]
fn no_command_is_in_two_rooms_and_the_main_room_has_at_most_ten() {
    assert!(MAIN.iter().all(|command| !SETUP.contains(command)));
    assert!(MAIN.len() <= 10);
}
