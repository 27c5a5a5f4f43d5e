//! By Tauri's own call, in a window of the partition that is there. Not run on these systems.

use super::super::{main, partitions, setup};
use super::Failure;
use tauri::{AppHandle, Manager, WebviewWindow};
use widget_core::partition::Partition;

#[allow(clippy::unnecessary_wraps, reason = "fails on Linux")]
pub const fn know(_: &WebviewWindow, _: Partition) -> tauri::Result<()> {
    Ok(())
}

#[allow(clippy::unused_async, reason = "the signature is the one of Linux")]
pub async fn clear(app: &AppHandle, partition: Partition) -> Result<bool, Failure> {
    let labels = if partition == Partition::FIRST {
        vec![main::LABEL.to_owned(), setup::LABEL.to_owned()]
    } else {
        vec![partitions::label(partition)]
    };
    let Some(window) = labels.iter().find_map(|label| app.get_webview_window(label)) else { return Ok(false) };
    window.clear_all_browsing_data()?;
    Ok(true)
}
