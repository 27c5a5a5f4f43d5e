//! Where secrets go, and where they do not. What is on disk is looked at after every test (`Surroundings`).

use crate::harness::community::{fill_connect_form, member_email, start_service};
use crate::harness::{App, Keyring, SETTINGS, Surroundings, until};
use demo_service::{DemoService, EMAIL_MARK, TOKEN_MARK};
use serde_json::json;
use std::collections::BTreeSet;

#[tokio::test(flavor = "multi_thread")]
async fn the_last_look_finds_what_is_planted() {
    let (around, service) = (Surroundings::new(Keyring::Missing), start_service().await);
    let key = &service.community().api_key;
    let token = format!("head.{TOKEN_MARK}.rest");
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let settings = around.home().join(SETTINGS);
    std::fs::create_dir_all(&settings).unwrap();
    around.keep_secret("of-this-test");
    for (name, bytes) in [
        ("a-log", format!("before {key} after").into_bytes()),
        ("data/web-storage", wide(key)),
        ("cache-entry", token.clone().into_bytes()),
        ("core.1234", [vec![0; 4096], wide(&token)].concat()),
        ("printed-9", format!("someone{EMAIL_MARK}").into_bytes()),
        ("another", b"of-this-test".to_vec()),
    ] {
        let path = around.home().join(name);
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(around.leaks(), std::slice::from_ref(&path));
        std::fs::remove_file(path).unwrap();
    }
    let remembered = settings.join("settings-a.json");
    std::fs::write(&remembered, format!("someone{EMAIL_MARK}")).unwrap();
    assert!(around.leaks().is_empty(), "an email may be in the settings");
    std::fs::write(&remembered, key).unwrap();
    assert_eq!(around.leaks(), std::slice::from_ref(&remembered), "a key may not");
    std::fs::remove_file(remembered).unwrap();
}

/// Writes down what crosses the bridge in the window that is looked at.
async fn log_ipc(app: &App<'_>, service: &DemoService) {
    let secrets = json!({"key": service.community().api_key, "token": TOKEN_MARK});
    app.script(&include_str!("ipc-log.js").replace("__SECRETS__", &secrets.to_string())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn over_the_bridge_goes_the_key_inwards_and_the_token_to_the_one_who_asks() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    let key = &service.community().api_key;
    let app = App::start(&around, &[]).await;
    app.in_window("setup.html").await;
    log_ipc(&app, &service).await;
    app.press("Connect your community").await;
    fill_connect_form(&app, &service, "Channels", key, member_email(&service, 0)).await;
    app.press("Connect").await;
    app.without_window("setup.html").await;

    // The first token may be handed out before anybody can listen; the next one is not.
    app.in_window("main.html").await;
    log_ipc(&app, &service).await;
    app.in_frame("Channels").await;
    app.text("[data-testid=message]").await;
    service.faults().expire_all_tokens();
    app.type_into("#message-input", "again").await;
    app.click("#send-button").await;
    app.shows("[data-testid=message]", "again").await;
    app.out_of_frame().await;

    app.press("Settings").await;
    app.in_window("setup.html").await;
    log_ipc(&app, &service).await;
    app.press("Replace key").await;
    app.fill("Widget API key", key).await;
    app.press("Save key").await;
    app.find("[data-key-state=present]").await;

    let crossed = until("the log", || async {
        let lines = app.script("return Object.entries(localStorage).filter(([name]) => name.startsWith('ipc ')).map(([, line]) => line)").await;
        let lines: BTreeSet<String> = serde_json::from_value(lines).ok()?;
        lines.contains("set_key answer").then_some(lines)
    })
    .await;
    let with_secrets: Vec<_> =
        crossed.iter().filter(|line| line.ends_with(" key") || line.ends_with(" token")).collect();
    assert_eq!(with_secrets, ["connect request key", "frame_token answer token", "set_key request key"], "{crossed:?}");
    for seen in ["connect answer", "frame_token request", "channel", "read_embed_code answer", "open_setup answer"] {
        assert!(crossed.contains(seen), "the log has no {seen}: {crossed:?}");
    }
    app.quit().await;
}
