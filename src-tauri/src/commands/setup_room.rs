//! The setup window's commands: everything that changes something. No stranger's page is ever in that window.

use super::watch;
use crate::desktop::{Desktop, Room};
use crate::{autostart, demo, diagnosing, transfer, windows};
use tauri::ipc::{Channel, IpcResponse};
use tauri::{AppHandle, Manager, State, WebviewWindow};
use widget_core::app::connect::{self, Reporter};
use widget_core::app::transfer::ImportPlan;
use widget_core::diagnosis::check::CheckReport;
use widget_core::diagnosis::report::Diagnosed;
use widget_core::error::{AppError, Code};
use widget_core::settings::colour::Colour;
use widget_core::settings::preferences::Preferences;
use widget_core::view::{
    AddWidgetForm, ConnectForm, Connected, EmbedCodeView, KeepKey, SetupPage, SetupView, StepReport, TypedKey,
};

type Done = Result<(), AppError>;

fn internal(error: &dyn std::fmt::Display) -> AppError {
    AppError::new(Code::Internal).with_detail(error.to_string())
}

/// A window that is gone misses its steps, and nobody is left to tell.
fn tell<Step: IpcResponse + Sync>(steps: &Channel<Step>) -> impl Fn(Step) + Send + Sync {
    |step| {
        if let Err(error) = steps.send(step) {
            tracing::warn!(%error, "a step was not shown");
        }
    }
}

#[tauri::command]
pub fn watch_setup(app: AppHandle, channel: Channel<SetupView>) -> Done {
    let looking = app.clone();
    watch::send(app.clone(), Room::Setup, channel, move |desktop| {
        let page = desktop.page();
        let view = desktop.current().setup_view(page.page, page.turn);
        Some(SetupView { autostart: autostart::is_on(&looking), ..view })
    })?;
    tauri::async_runtime::spawn(async move { app.state::<Desktop>().current().check_keys().await });
    Ok(())
}

#[tauri::command]
pub async fn read_embed_code(text: String) -> Result<EmbedCodeView, AppError> {
    connect::read_embed_code(&text)
}

/// Connects in the person's own app, also from within the demo, which is left on success.
#[tauri::command]
pub async fn connect(
    desktop: State<'_, Desktop>,
    form: ConnectForm,
    steps: Channel<StepReport>,
) -> Result<Connected, AppError> {
    let own = desktop.own();
    let connected = own.connect(form, &Reporter(&tell(&steps))).await?;
    desktop.leave_demo();
    // Looks at the keys of the other communities, too, and that may take as long as a keychain likes.
    tauri::async_runtime::spawn(async move { own.check_keys().await });
    Ok(connected)
}

#[tauri::command]
pub async fn add_widget(
    desktop: State<'_, Desktop>,
    form: AddWidgetForm,
    steps: Channel<StepReport>,
) -> Result<Connected, AppError> {
    desktop.current().add_widget(form, &Reporter(&tell(&steps))).await
}

#[tauri::command]
pub async fn rename_widget(desktop: State<'_, Desktop>, widget: String, name: String) -> Done {
    desktop.current().rename_widget(&widget, &name)
}

#[tauri::command]
pub async fn pin_widget(desktop: State<'_, Desktop>, widget: String, pinned: bool) -> Done {
    desktop.current().pin_widget(&widget, pinned)
}

/// Opens the widget's page in the system's browser, where the person has to sign in by other means.
#[tauri::command]
pub async fn open_in_browser(desktop: State<'_, Desktop>, widget: String) -> Done {
    let address = desktop.current().page_address(&widget)?;
    open::that_detached(address).map_err(|error| internal(&error))
}

#[tauri::command]
pub async fn rename_community(desktop: State<'_, Desktop>, community: String, name: String) -> Done {
    desktop.current().rename_community(&community, &name)
}

/// No colour takes away the one that it has.
#[tauri::command]
pub async fn decorate_community(desktop: State<'_, Desktop>, community: String, colour: Option<Colour>) -> Done {
    desktop.current().decorate_community(&community, colour)
}

/// `before` names another community; the end of the list without it.
#[tauri::command]
pub async fn move_community(desktop: State<'_, Desktop>, community: String, before: Option<String>) -> Done {
    desktop.current().move_community(&community, before.as_deref())
}

/// `before` names another widget of the same community; the end of its list without it.
#[tauri::command]
pub async fn move_widget(desktop: State<'_, Desktop>, widget: String, before: Option<String>) -> Done {
    desktop.current().move_widget(&widget, before.as_deref())
}

#[tauri::command]
pub async fn remove_widget(desktop: State<'_, Desktop>, widget: String) -> Done {
    let app = desktop.current();
    let removal = app.remove_widget(&widget).await?;
    tauri::async_runtime::spawn(async move { app.end_removal_in_time(removal).await });
    Ok(())
}

#[tauri::command]
pub async fn remove_community(desktop: State<'_, Desktop>, community: String) -> Done {
    let app = desktop.current();
    let removal = app.remove_community(&community).await?;
    if !app.has_widgets() {
        desktop.turn_to(SetupPage::Start);
    }
    tauri::async_runtime::spawn(async move { app.end_removal_in_time(removal).await });
    Ok(())
}

/// Puts back what was removed last.
#[tauri::command]
pub async fn undo_removal(desktop: State<'_, Desktop>) -> Done {
    desktop.current().undo_removal().await
}

#[tauri::command]
pub async fn set_key(
    desktop: State<'_, Desktop>,
    community: String,
    widget: Option<String>,
    key: TypedKey,
    keep: KeepKey,
) -> Done {
    desktop.current().set_key(&community, widget.as_deref(), &key, keep).await
}

#[tauri::command]
pub async fn remove_key(desktop: State<'_, Desktop>, community: String, widget: Option<String>) -> Done {
    desktop.current().remove_key(&community, widget.as_deref()).await
}

#[tauri::command]
pub async fn check_keys(desktop: State<'_, Desktop>) -> Done {
    desktop.current().check_keys().await;
    Ok(())
}

#[tauri::command]
pub async fn sign_in(
    desktop: State<'_, Desktop>,
    community: String,
    email: String,
    steps: Channel<StepReport>,
) -> Result<Connected, AppError> {
    desktop.current().sign_in(&community, &email, &Reporter(&tell(&steps))).await
}

#[tauri::command]
pub async fn use_account(desktop: State<'_, Desktop>, community: String, email: String) -> Done {
    desktop.current().sign_in(&community, &email, &Reporter(&|_| {})).await?;
    Ok(())
}

#[tauri::command]
pub async fn sign_out(desktop: State<'_, Desktop>, community: String) -> Done {
    desktop.current().sign_out(&community)
}

#[tauri::command]
pub async fn forget_account(desktop: State<'_, Desktop>, community: String, email: String) -> Done {
    desktop.current().forget_account(&community, &email)
}

#[tauri::command]
pub async fn open_demo(app: AppHandle, desktop: State<'_, Desktop>) -> Done {
    demo::enter(&app, &desktop).await?;
    let demo = desktop.current();
    demo.warm_selected();
    windows::main::show(&app).map_err(|error| internal(&error))
}

#[tauri::command]
pub async fn leave_demo(app: AppHandle, desktop: State<'_, Desktop>) -> Done {
    desktop.leave_demo();
    if desktop.current().has_widgets() {
        return windows::main::show(&app).map_err(|error| internal(&error));
    }
    desktop.turn_to(SetupPage::Start);
    match app.get_webview_window(windows::main::LABEL) {
        Some(main) => main.destroy().map_err(|error| internal(&error)),
        None => Ok(()),
    }
}

#[tauri::command]
pub async fn show_main(app: AppHandle, desktop: State<'_, Desktop>, widget: Option<String>) -> Done {
    if let Some(widget) = widget {
        desktop.current().select_widget(&widget)?;
    }
    windows::main::show(&app).map_err(|error| internal(&error))
}

#[tauri::command]
pub async fn set_preferences(app: AppHandle, desktop: State<'_, Desktop>, preferences: Preferences) -> Done {
    desktop.current().set_preferences(&preferences);
    speak(&app)
}

/// Has the titles and the check of what is typed follow the language.
fn speak(app: &AppHandle) -> Done {
    let followed = windows::main::retitle(app).and_then(|()| windows::setup::retitle(app));
    followed.and_then(|()| windows::spelling::follow(app)).map_err(|error| internal(&error))
}

/// Answers whether the person chose a file for it.
#[tauri::command]
pub async fn export_settings(window: WebviewWindow) -> Result<bool, AppError> {
    transfer::export(&window).await
}

/// What a file that the person chooses would change; nothing without one.
#[tauri::command]
pub async fn plan_import(window: WebviewWindow) -> Result<Option<ImportPlan>, AppError> {
    transfer::plan(&window).await
}

/// Takes what was shown, also from within the demo, which is left if there are widgets to show by then. Answers whether the person agreed, where they
/// are asked.
#[tauri::command]
pub async fn take_import(
    app: AppHandle,
    window: WebviewWindow,
    desktop: State<'_, Desktop>,
    plan: String,
) -> Result<bool, AppError> {
    let taken = transfer::take(&window, &plan).await?;
    if taken {
        if desktop.own().has_widgets() {
            desktop.leave_demo();
        }
        speak(&app)?;
    }
    Ok(taken)
}

/// Tries each step of a widget's way, and tells each as it ends.
#[tauri::command]
pub async fn diagnose(app: AppHandle, widget: String, checks: Channel<CheckReport>) -> Result<Diagnosed, AppError> {
    let tell = tell(&checks);
    diagnosing::diagnose(&app, &widget, &|check: &CheckReport| tell(check.clone())).await
}

/// Answers whether the person chose a file for it.
#[tauri::command]
pub async fn save_report(window: WebviewWindow, widget: String) -> Result<bool, AppError> {
    diagnosing::save_report(&window, &widget).await
}

#[tauri::command]
pub async fn set_autostart(app: AppHandle, desktop: State<'_, Desktop>, on: bool) -> Done {
    let set = autostart::set(&app, on);
    desktop.look_again();
    set.map_err(|error| AppError::new(Code::AutostartFailed).with_detail(error.to_string()))
}
