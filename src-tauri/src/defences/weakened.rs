//! The build that the hostile suite proves its attacks on.

use super::Defence;
use std::collections::HashSet;
use std::sync::LazyLock;
use tauri::ipc::CapabilityBuilder;
use tauri::{AppHandle, Manager, WebviewWindow, WebviewWindowBuilder, Wry};

/// Names the defences to take away, separated by commas.
const VARIABLE: &str = "RETURNING_WIDGETS_WITHOUT";

static WITHOUT: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let names = std::env::var(VARIABLE).unwrap_or_default();
    names.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect()
});

const fn name_of(defence: Defence) -> &'static str {
    match defence {
        Defence::ContentPolicy => "content-policy",
        Defence::Navigation => "navigation",
        Defence::CommandOrigin => "command-origin",
        Defence::NativeHandler => "native-handler",
        Defence::OneWindow => "one-window",
        Defence::FirstWatch => "first-watch",
        Defence::ForeignPageExit => "foreign-page-exit",
        Defence::NewWindow => "new-window",
        Defence::Download => "download",
        Defence::LinkScheme => "link-scheme",
        Defence::LinkConfirmation => "link-confirmation",
        Defence::LogRedaction => "log-redaction",
        Defence::StorageClearing => "storage-clearing",
        Defence::LateCacheWrites => "late-cache-writes",
        Defence::Partitions => "partitions",
        Defence::Permissions => "permissions",
        Defence::PageEnd => "page-end",
        Defence::CoreDumps => "core-dumps",
    }
}

/// Whether a defence stands.
pub fn stands(defence: Defence) -> bool {
    !WITHOUT.contains(name_of(defence))
}

/// Takes away what the page itself defends: `sandbox`; what its relay looks at (`relay-origin`, `relay-source`,
/// `relay-target`, `relay-echo`, `relay-types`, `relay-height`); that a frame goes when it is closed (`frame-removal`); what
/// a frame may ask for (`allow`, `frame-allow`) and where it stays (`frame-height`, `frame-place`, `frame-name`). And hands
/// out the invoke key (`invoke-key-in-frames`). Also what the web view denies: `clipboard` lets a page read the clipboard,
/// and `window-title` has the window's title follow the page's.
pub fn weaken_page<'a>(builder: WebviewWindowBuilder<'a, Wry, AppHandle>) -> WebviewWindowBuilder<'a, Wry, AppHandle> {
    let names = WITHOUT.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(",");
    let mut builder =
        builder.initialization_script(include_str!("weakened.js").replace("__WITHOUT__", &format!("[{names}]")));
    if WITHOUT.contains("clipboard") {
        builder = builder.enable_clipboard_access();
    }
    if WITHOUT.contains("window-title") {
        builder = builder.on_document_title_changed(|window, title| {
            // A title that can't be set shows in the test.
            window.set_title(&title).unwrap_or_default();
        });
    }
    builder
}

/// Gives a page that may have a camera and a microphone (`permissions`) something to have, whatever the machine has.
///
/// # Errors
/// When the window is gone.
pub fn give_devices(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{SettingsExt, WebViewExt};
    if stands(Defence::Permissions) {
        return Ok(());
    }
    window.with_webview(|webview| {
        if let Some(settings) = webview.inner().settings() {
            settings.set_enable_mock_capture_devices(true);
        }
    })
}

/// Takes away what the permissions defend: `rooms` lets the main window do what the setup window may, and
/// `remote-pages` lets pages of loopback do what the main window may.
///
/// # Errors
/// When the capability is not understood.
pub fn allow_more(app: &AppHandle) -> tauri::Result<()> {
    if WITHOUT.contains("rooms") {
        app.add_capability(CapabilityBuilder::new("weakened-rooms").window("main").permission("setup-room"))?;
    }
    if WITHOUT.contains("remote-pages") {
        let remote = CapabilityBuilder::new("weakened-remote-pages")
            .window("main")
            .remote("http://127.0.0.1:*".to_owned())
            .permission("main-room");
        app.add_capability(remote)?;
    }
    Ok(())
}
