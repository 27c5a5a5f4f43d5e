//! Not arranged on the other systems, which have their own settings for it. Not run there.

use std::io;
use tauri::AppHandle;

pub const fn is_on(_: &AppHandle) -> Option<bool> {
    None
}

pub fn set(_: &AppHandle, _: bool) -> io::Result<()> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}
