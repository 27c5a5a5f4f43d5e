//! What a whole run writes down at its most verbose, and what of it a page can cause.

use super::desk::Desk;
use crate::demo;
use demo_service::{Config, DemoService, EMAIL_MARK, KEY_MARK, TOKEN_MARK};
use std::future::Future;
use std::sync::Arc;
use widget_core::app::connect::Reporter;
use widget_core::app::{App, Parts};
use widget_core::language::Language;
use widget_core::service::framing::Parent;
use widget_core::service::http::HttpSignIn;
use widget_core::session::clock::{SystemClock, SystemRandomness};
use widget_core::settings::file::{MemorySlots, SettingsFile};
use widget_core::vault::Vault;
use widget_core::view::{FrameEvent, SetupPage};

/// Runs it on this thread alone, which is the one that is listened to.
fn wait_for<T>(what: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(what)
}

async fn house() -> (App, DemoService) {
    let service = DemoService::start(Config::default()).await.unwrap();
    let http = Arc::new(HttpSignIn::default());
    let core = App::new(Parts {
        settings: SettingsFile::open(Box::new(MemorySlots::default())),
        vault: Vault::in_memory(),
        network: http.clone(),
        pages: http,
        clock: Arc::new(SystemClock::start()),
        randomness: Arc::new(SystemRandomness),
        clear_frame_storage: Arc::new(|_| Box::pin(async {})),
        system_language: Language::English,
        notice: None,
        demo: false,
    });
    demo::furnish(&core, &service).unwrap();
    (core, service)
}

#[test]
fn at_its_most_verbose_nothing_that_is_written_down_is_secret() {
    let desk = Desk::new();
    desk.log.set_verbose(true);
    let (nonce, origin, shown) = desk.run(|| {
        wait_for(async {
            let (core, service) = house().await;
            let selected = core.main_view().selected.unwrap();
            let frame = core.open_frame(&selected).await.unwrap();
            for event in [FrameEvent::Loaded, FrameEvent::TokenAsked, FrameEvent::TimedOut] {
                core.frame_event(&frame.nonce, event);
            }
            let token = core.frame_token(&frame.nonce).await.unwrap();
            core.judge_frame(&frame.nonce, &Parent::parse("tauri://localhost").unwrap()).await.unwrap();
            let main = core.main_view();
            let setup = core.setup_view(SetupPage::Start, 0);
            let community = setup.communities[0].id.clone();
            let member = service.community().members[1].email.clone();
            core.check_keys().await;
            core.sign_in(&community, &member, &Reporter(&|_| {})).await.unwrap();
            core.close_frame(&frame.nonce);
            // As somebody may write it who looks for a fault.
            tracing::debug!(?frame, ?token, "in the making");
            tracing::debug!(?main, "in the making");
            tracing::debug!(?setup, "in the making");
            (frame.nonce.clone(), service.origin().to_owned(), format!("{frame:?} {token:?} {main:?} {setup:?}"))
        })
    });
    let text = desk.text();
    for secret in [KEY_MARK, TOKEN_MARK, EMAIL_MARK, &nonce] {
        assert!(!text.contains(secret), "{secret} in {text}");
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    let lines = desk.lines();
    let of_the_run = lines.iter().filter(|line| line["message"] != "in the making");
    for line in of_the_run {
        assert!(!line.to_string().contains(&origin), "an address in {line}");
    }
    for message in
        ["a frame was opened", "a frame did something", "signed in", "a frame was judged", "a frame was closed"]
    {
        assert!(lines.iter().any(|line| line["message"] == message), "{message}: {text}");
    }
}

#[test]
fn a_frame_that_does_things_without_end_leaves_the_log_to_others() {
    let desk = Desk::new();
    desk.log.set_verbose(true);
    desk.run(|| {
        wait_for(async {
            let (core, _service) = house().await;
            let selected = core.main_view().selected.unwrap();
            let frame = core.open_frame(&selected).await.unwrap();
            for _ in 0..2_000 {
                core.frame_event(&frame.nonce, FrameEvent::Error);
                let another = core.open_frame(&selected).await.unwrap();
                core.frame_token(&another.nonce).await.unwrap();
                core.close_frame(&another.nonce);
            }
        });
        tracing::info!("after the flood");
    });
    let lines = desk.lines();
    assert!(lines.len() < 300, "{} lines", lines.len());
    assert_eq!(lines.last().unwrap()["message"], "after the flood");
}
