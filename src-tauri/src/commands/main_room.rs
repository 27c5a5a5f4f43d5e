//! The main window's commands. A hostile frame may be the one that calls: none changes anything that matters, and
//! none answers with more than the frame's own widget is given anyway.

use super::watch;
use crate::desktop::{Desktop, Room};
use crate::ipc;
use crate::windows::{self, own, setup};
use std::sync::Arc;
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager, State, WebviewWindow};
use widget_core::error::{AppError, Code};
use widget_core::service::framing::Parent;
use widget_core::view::{FrameEvent, FrameToken, FrameVerdict, MainView, OpenFrame, SetupPage};

#[tauri::command]
#[allow(clippy::needless_pass_by_value, reason = "the command macro hands it over")]
pub fn watch_view(window: WebviewWindow, channel: Channel<MainView>) -> Result<(), AppError> {
    let app = window.app_handle().clone();
    let Some(Room::Own(widget)) = windows::room_of(window.label()) else {
        return watch::send(app, Room::Main, channel, |desktop| Some(desktop.current().main_view()));
    };
    let following = app.clone();
    watch::send(app, Room::Own(Arc::clone(&widget)), channel, move |desktop| {
        let view = desktop.current().own_window_view(&widget);
        if let Err(error) = own::follow(&following, &widget, view.as_ref()) {
            tracing::error!(%error, "a widget's own window does not follow it");
        }
        view
    })
}

#[tauri::command]
pub async fn open_frame(desktop: State<'_, Desktop>, widget: String) -> Result<OpenFrame, AppError> {
    desktop.current().open_frame(&widget).await
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
