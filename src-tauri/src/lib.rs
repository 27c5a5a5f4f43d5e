//! The shell: windows, commands and the wiring between them. The rules are in `widget-core`.

mod arguments;
mod autostart;
#[cfg(target_os = "linux")]
mod bus;
mod command_line;
mod commands;
mod core_dumps;
mod defences;
mod demo;
mod desktop;
mod diagnosing;
mod ipc;
mod language;
mod last_run;
mod links;
mod log;
mod network;
mod private_folder;
mod process_end;
mod second_start;
mod settings_files;
mod sleep;
mod small_file;
mod start;
mod start_watch;
mod termination;
mod texts;
mod transfer;
mod tray;
mod windows;

// For the tests of what is made of it.
pub use arguments::description as command_line_description;
pub use command_line::exit::written as command_line_exit_codes;
// For the tests that damage the files.
pub use settings_files::SettingsFiles;
pub use start::run;
