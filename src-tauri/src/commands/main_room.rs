//! The main window's commands. A hostile frame may be the one that calls: none changes anything that matters, and
//! none answers with more than the frame's own widget is given anyway.

use super::watch;
use crate::desktop::{Desktop, Room};
use crate::ipc;
use crate::windows::{self, own, partitions, setup};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager, State, WebviewWindow};
use widget_core::app::frames::FramePage;
use widget_core::error::{AppError, Code};
use widget_core::partition::Partition;
use widget_core::service::framing::Parent;
use widget_core::view::{FrameEvent, FrameToken, FrameVerdict, MainView, OpenFrame, SetupPage};

#[tauri::command]
#[allow(clippy::needless_pass_by_value, reason = "the command macro hands it over")]
pub fn watch_view(window: WebviewWindow, channel: Channel<MainView>) -> Result<(), AppError> {
    let app = window.app_handle().clone();
    match windows::room_of(window.label()).ok_or(Code::Internal)? {
        Room::Own(widget) => watch_own_window(app, widget, channel),
        Room::Partition(partition) => watch_page(app, Room::Partition(partition), partition, channel),
        Room::Main => watch_page(app, Room::Main, Partition::FIRST, channel),
        Room::Setup => Err(Code::Internal.into()),
    }
}

fn watch_page(app: AppHandle, room: Room, partition: Partition, channel: Channel<MainView>) -> Result<(), AppError> {
    let following = app.clone();
    let began = AtomicBool::new(partition == Partition::FIRST);
    watch::send(app, room, channel, move |desktop| {
        let view = desktop.current().partition_view(partition);
        if !began.swap(true, Ordering::SeqCst) {
            // A further page draws itself first, and comes to the front then, with the keyboard, as at any other time.
            desktop.look_again();
            return Some(MainView { in_front: false, ..view });
        }
        if let Err(error) = partitions::follow(&following) {
            tracing::error!(%error, "the main window's pages do not follow the selection");
        }
        Some(view)
    })
}

fn watch_own_window(app: AppHandle, widget: Arc<str>, channel: Channel<MainView>) -> Result<(), AppError> {
    let following = app.clone();
    watch::send(app, Room::Own(Arc::clone(&widget)), channel, move |desktop| {
        let view = desktop.current().own_window_view(&widget);
        if let Err(error) = own::follow(&following, &widget, view.as_ref()) {
            tracing::error!(%error, "a widget's own window does not follow it");
        }
        view
    })
}

/// The page that a window shows, as frames know it.
fn page_of(window: &WebviewWindow) -> Result<FramePage, AppError> {
    match windows::room_of(window.label()).ok_or(Code::Internal)? {
        Room::Own(widget) => Ok(FramePage::OwnWindow(widget.to_string())),
        Room::Partition(partition) => Ok(FramePage::Main(partition)),
        Room::Main => Ok(FramePage::Main(Partition::FIRST)),
        Room::Setup => Err(Code::UnknownWidget.into()),
    }
}

#[tauri::command]
pub async fn open_frame(
    window: WebviewWindow,
    desktop: State<'_, Desktop>,
    widget: String,
) -> Result<OpenFrame, AppError> {
    let core = desktop.current();
    if !core.belongs_in(&widget, &page_of(&window)?) {
        return Err(Code::UnknownWidget.into());
    }
    core.open_frame(&widget).await
}

#[tauri::command]
pub async fn frame_token(desktop: State<'_, Desktop>, nonce: String) -> Result<FrameToken, AppError> {
    desktop.current().frame_token(&nonce).await
}

#[tauri::command]
pub async fn frame_event(desktop: State<'_, Desktop>, nonce: String, event: FrameEvent) -> Result<(), AppError> {
    desktop.current().frame_event(&nonce, event);
    Ok(())
}

/// Asked by the page about a frame that has not spoken for a while.
#[tauri::command]
pub async fn judge_frame(desktop: State<'_, Desktop>, nonce: String) -> Result<FrameVerdict, AppError> {
    let parent =
        Parent::parse(ipc::OURS).map_err(|error| AppError::new(Code::Internal).with_detail(error.to_string()))?;
    desktop.current().judge_frame(&nonce, &parent).await
}

#[tauri::command]
pub async fn close_frame(desktop: State<'_, Desktop>, nonce: String) -> Result<(), AppError> {
    desktop.current().close_frame(&nonce);
    Ok(())
}

#[tauri::command]
pub async fn select_widget(desktop: State<'_, Desktop>, widget: String) -> Result<(), AppError> {
    desktop.current().select_widget(&widget)
}

#[tauri::command]
pub async fn show_beside(desktop: State<'_, Desktop>, widget: Option<String>, share: u8) -> Result<(), AppError> {
    desktop.current().show_beside(widget.as_deref(), share)
}

/// Opens the widget's own window, or brings it to the front.
#[tauri::command]
pub async fn take_out(app: AppHandle, desktop: State<'_, Desktop>, widget: String) -> Result<(), AppError> {
    // The window asks for it as well, and can't say what was wrong.
    desktop.current().take_out(&widget)?;
    own::open(&app, &widget).map_err(|error| AppError::new(Code::Internal).with_detail(error.to_string()))
}

#[tauri::command]
pub async fn open_setup(app: AppHandle, desktop: State<'_, Desktop>, page: SetupPage) -> Result<(), AppError> {
    desktop.turn_to(page);
    setup::open(&app).map_err(|error| AppError::new(Code::Internal).with_detail(error.to_string()))
}
