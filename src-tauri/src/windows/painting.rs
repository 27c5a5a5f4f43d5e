//! How a page is painted: by the graphics processor where there is one.

use crate::last_run::ThisRun;
use tauri::{Manager, WebviewWindow};

/// Has the page painted by the processor on a machine without a graphics device (a virtual machine, a remote desktop).
///
/// The web engine would paint by software OpenGL there, which compiles every shader before the first picture: a second
/// more until something shows, and 60 MB (`docs/bench.md`). The same where a run ended before it had shown anything: a
/// driver that fails takes the page with it.
#[cfg(target_os = "linux")]
pub fn suit_to_machine(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};
    if has_graphics_device() && !window.state::<ThisRun>().start().draw_plainly {
        return Ok(());
    }
    window.with_webview(|webview| {
        if let Some(settings) = webview.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
}

/// The other systems' web engines decide this well by themselves, as far as their documentation says; not run there.
#[cfg(not(target_os = "linux"))]
pub fn suit_to_machine(_: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

/// The kernel shows a render node for each device that can draw.
#[cfg(target_os = "linux")]
fn has_graphics_device() -> bool {
    let nodes = std::fs::read_dir("/dev/dri").into_iter().flatten().flatten();
    nodes.filter_map(|node| node.file_name().into_string().ok()).any(|name| name.starts_with("renderD"))
}
