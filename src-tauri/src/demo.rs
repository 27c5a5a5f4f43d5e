//! The demo community: a service of this process on loopback, and an app that keeps everything in memory.

use crate::desktop::{Demo, Desktop};
use crate::start::storage_clearing;
use demo_service::{Config, DemoService, Widget};
use std::sync::Arc;
use tauri::AppHandle;
use widget_core::app::{App, Parts};
use widget_core::error::{AppError, Code};
use widget_core::service::api_key::ApiKey;
use widget_core::service::email::Email;
use widget_core::service::frame_url::WidgetPath;
use widget_core::service::http::HttpSignIn;
use widget_core::service::identifiers::{CommunityId, WidgetId, WidgetType};
use widget_core::service::origin::Origin;
use widget_core::session::clock::{SystemClock, SystemRandomness};
use widget_core::settings::file::{MemorySlots, SettingsFile};
use widget_core::vault::Vault;

/// Starts the demo and shows it.
///
/// # Errors
/// `DemoFailed` when the service can't be started.
pub async fn enter(app: &AppHandle, desktop: &Desktop) -> Result<(), AppError> {
    let service = DemoService::start(Config::default()).await.map_err(|error| failed(&error))?;
    let http = Arc::new(HttpSignIn::default());
    let core = Arc::new(App::new(Parts {
        settings: SettingsFile::open(Box::new(MemorySlots::default())),
        vault: Vault::in_memory(),
        network: http.clone(),
        pages: http,
        clock: Arc::new(SystemClock::start()),
        randomness: Arc::new(SystemRandomness),
        clear_frame_storage: storage_clearing(app),
        system_language: desktop.own().language(),
        notice: None,
        demo: true,
    }));
    furnish(&core, &service)?;
    desktop.enter_demo(Demo::new(core, service));
    Ok(())
}

/// Connects the first member of a service's community and all of its widgets.
///
/// # Errors
/// `DemoFailed` when the service's community is not as it should be.
pub fn furnish(core: &App, service: &DemoService) -> Result<(), AppError> {
    let community = service.community();
    let member = community.members.first().ok_or(Code::DemoFailed)?;
    let origin = Origin::parse(service.origin()).map_err(|error| failed(&error))?;
    let id = CommunityId::parse(&community.community_id).map_err(|error| failed(&error))?;
    let key = ApiKey::parse(&community.api_key).map_err(|error| failed(&error))?;
    let email = Email::parse(&member.email).map_err(|error| failed(&error))?;
    let widgets = community.widgets.iter().map(|widget| Ok((widget.name.clone(), path_of(widget)?)));
    let widgets = widgets.collect::<Result<Vec<_>, AppError>>()?;
    core.put_community(&community.name, &origin, &id, &key, &email, widgets)
}

fn path_of(widget: &Widget) -> Result<WidgetPath, AppError> {
    let extra = widget.extra_segment.as_deref().map(WidgetId::parse).transpose();
    Ok(WidgetPath {
        widget_type: WidgetType::parse(&widget.widget_type).map_err(|error| failed(&error))?,
        widget_id: WidgetId::parse(&widget.widget_id).map_err(|error| failed(&error))?,
        extra_segment: extra.map_err(|error| failed(&error))?,
    })
}

fn failed(error: &dyn std::fmt::Display) -> AppError {
    AppError::new(Code::DemoFailed).with_detail(error.to_string())
}
