//! The app's rules without its windows, for one command. Its settings are only looked at.

use super::failure::Failure;
use std::future::Future;
use std::sync::Arc;
use widget_core::app::{App, Parts};
use widget_core::error::{AppError, Code};
use widget_core::language::Language;
use widget_core::service::http::HttpSignIn;
use widget_core::session::clock::{SystemClock, SystemRandomness};
use widget_core::settings::file::SettingsFile;
use widget_core::vault::keychain::Keychain;
use widget_core::vault::{Limits, Vault};

pub fn app(settings: SettingsFile) -> App {
    let http = Arc::new(HttpSignIn::default());
    App::new(Parts {
        settings,
        vault: Vault::new(Arc::new(Keychain), Limits::default()),
        network: http.clone(),
        pages: http,
        clock: Arc::new(SystemClock::start()),
        randomness: Arc::new(SystemRandomness),
        clear_frame_storage: Arc::new(|_| Box::pin(async {})),
        system_language: Language::English,
        notice: None,
        demo: false,
    })
}

/// Waits for an answer, and for nothing else: a keychain that never answers holds up no end.
pub fn wait_for<T>(future: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| AppError::new(Code::Internal).with_detail(error.to_string()))?;
    let answer = runtime.block_on(future);
    runtime.shutdown_background();
    Ok(answer)
}
