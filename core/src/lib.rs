//! The rules of Returning Widgets: everything that is not a window. Does not depend on Tauri.

pub mod app;
pub mod background;
pub mod deep_link;
pub mod diagnosis;
pub mod error;
pub mod language;
pub mod last_run;
pub mod links;
pub mod logging;
pub mod pace;
pub mod partition;
pub mod recovery;
pub mod service;
pub mod session;
pub mod settings;
pub mod shortcuts;
pub mod spelling;
pub mod split;
pub mod start_watch;
pub mod transfer;
pub mod vault;
pub mod view;
pub mod window_place;
pub mod zoom;
