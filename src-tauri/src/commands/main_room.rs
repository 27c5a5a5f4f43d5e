//! The main window's commands. A hostile frame may be the one that calls: none changes anything that matters, and
//! none answers with more than the frame's own widget is given anyway.

use super::watch;
use crate::desktop::{Desktop, Room};
use crate::ipc;
use crate::windows::setup;
use tauri::ipc::Channel;
use tauri::{AppHandle, State};
use widget_core::error::{AppError, Code};
use widget_core::service::framing::Parent;
use widget_core::view::{FrameEvent, FrameToken, FrameVerdict, MainView, OpenFrame, SetupPage};

#[tauri::command]
pub fn watch_view(app: AppHandle, channel: Channel<MainView>) -> Result<(), AppError> {
    watch::send(app, Room::Main, channel, |desktop| desktop.current().main_view())
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

#[tauri::command]
pub async fn open_setup(app: AppHandle, desktop: State<'_, Desktop>, page: SetupPage) -> Result<(), AppError> {
    desktop.turn_to(page);
    setup::open(&app).map_err(|error| AppError::new(Code::Internal).with_detail(error.to_string()))
}
