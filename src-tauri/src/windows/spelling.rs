//! The spelling of what a person types, in a widget or in our own pages.

use tauri::{AppHandle, Manager, WebviewWindow};

/// Has the web engine check it, in the languages of the person. It does so by itself, with the machine's own
/// dictionaries; a page is told nothing of it.
#[cfg(target_os = "linux")]
pub fn check(window: &WebviewWindow) -> tauri::Result<()> {
    use crate::desktop::Desktop;
    use webkit2gtk::{WebContextExt, WebViewExt};
    use widget_core::spelling::dictionaries;
    let spoken = window.state::<Desktop>().current().language();
    window.with_webview(move |webview| {
        let Some(context) = webview.inner().context() else { return };
        let names = dictionaries(spoken, |name| std::env::var(name).ok());
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        context.set_spell_checking_languages(&names);
        context.set_spell_checking_enabled(!names.is_empty());
    })
}

/// The other systems' web engines check as the system is set; not run there.
#[cfg(not(target_os = "linux"))]
#[allow(clippy::unnecessary_wraps, reason = "fails on Linux")]
pub const fn check(_: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

/// Has every window follow the language.
pub fn follow(app: &AppHandle) -> tauri::Result<()> {
    app.webview_windows().values().try_for_each(check)
}
