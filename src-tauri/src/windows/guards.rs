//! The guards of a window. Every window is made here, so none can lack one.

use super::{content_policy, web_data};
use crate::defences::{Defence, stands};
use crate::desktop::Desktop;
use crate::last_run::ThisRun;
use crate::links::Links;
use crate::log::Once;
use crate::process_end;
use crate::start_watch::ThisStart;
use std::sync::atomic::{AtomicBool, Ordering};
use tauri::webview::{NewWindowResponse, PageLoadEvent, PermissionResponse};
use tauri::{AppHandle, Manager, Url, WebviewUrl, WebviewWindowBuilder, Wry};
use widget_core::partition::Partition;
use widget_core::service::origin::Origin;
use widget_core::start_watch::Phase;

/// Whether a window's page may hold frames.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Strangers {
    Hosted,
    Never,
}

/// The end of a process whose top page is a stranger's. Nothing else is safe: while a navigation back to our page is
/// under way, requests of the stranger's page already count as ours.
const EXIT_FOREIGN_PAGE: i32 = 3;

/// A window that shows one local page and never another one. What is stored in it is this partition's.
pub fn window<'a>(
    app: &'a AppHandle,
    label: &str,
    page: &str,
    strangers: Strangers,
    partition: Partition,
) -> WebviewWindowBuilder<'a, Wry, AppHandle> {
    let links = Links::new();
    let (navigator, opener) = (app.clone(), app.clone());
    let loaded = AtomicBool::new(false);
    let (navigations, permissions) = (Once::default(), Once::default());
    let resources = app.clone();
    let builder = WebviewWindowBuilder::new(app, label, WebviewUrl::App(page.into()))
        .on_web_resource_request(move |request, response| {
            content_policy::apply(&request, response, &resources.state::<Desktop>().current().frame_origins());
        })
        .on_navigation(move |url| {
            if is_local(url) {
                // Our page loads once. A frame that asks for it, and a reload with a stranger's query, come later.
                return !loaded.swap(true, Ordering::SeqCst) || !stands(Defence::Navigation);
            }
            let allowed = strangers == Strangers::Hosted && is_frame_address(&navigator, url);
            if !allowed && stands(Defence::Navigation) && navigations.is_first() {
                tracing::warn!(scheme = url.scheme(), "a navigation was refused; others are not written down");
            }
            allowed || !stands(Defence::Navigation)
        })
        .on_new_window(move |url, _| {
            if strangers == Strangers::Hosted {
                links.follow(&opener, &url);
            }
            if stands(Defence::NewWindow) { NewWindowResponse::Deny } else { NewWindowResponse::Allow }
        })
        .on_download(|_, _| !stands(Defence::Download))
        .on_permission_request(move |_, permission| {
            if permissions.is_first() {
                tracing::warn!(?permission, "a permission was refused; others are not written down");
            }
            if stands(Defence::Permissions) { PermissionResponse::Deny } else { PermissionResponse::Allow }
        })
        .on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Finished {
                window.state::<ThisRun>().came_alive();
                window.state::<ThisStart>().reached(Phase::PageLoaded);
            }
            let foreign = load.event() == PageLoadEvent::Started && !is_local(load.url());
            if foreign && stands(Defence::ForeignPageExit) {
                // Not by way of the event loop: the stranger's page would run on until that comes round.
                process_end::at_once(EXIT_FOREIGN_PAGE);
            }
        })
        .disable_drag_drop_handler();
    let builder = match web_data::folder(app, partition) {
        Some(folder) => builder.data_directory(folder),
        None => builder,
    };
    #[cfg(feature = "weakened")]
    let builder = crate::defences::weaken_page(builder);
    builder
}

/// The address of our own pages. Windows serves them under a host of its own.
fn is_local(url: &Url) -> bool {
    if cfg!(windows) { url.host_str() == Some("tauri.localhost") } else { url.scheme() == "tauri" }
}

fn is_frame_address(app: &AppHandle, url: &Url) -> bool {
    if matches!(url.as_str(), "about:blank" | "about:srcdoc") {
        return true;
    }
    Origin::of_url(url).is_ok_and(|origin| app.state::<Desktop>().current().frame_origins().contains(&origin))
}
