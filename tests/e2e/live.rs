//! Living with it: switching, expiry, accounts, restarts.

use crate::harness::community::{add_widget, connect_channels, member_email, member_name, start_service};
use crate::harness::{App, Keyring, SETTINGS, Surroundings, scan};
use demo_service::{EMAIL_MARK, KEY_MARK, TOKEN_MARK};
use std::collections::HashSet;
use widget_core::settings::preferences::OnClose;

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_opens_signed_in() {
    let around = Surroundings::new(Keyring::Missing);
    let app = App::start(&around, &["--demo"]).await;
    app.in_window("main.html").await;
    app.in_frame("Channels").await;
    app.shows("[data-testid=member-name]", "Amara").await;
    app.out_of_frame().await;
    for (button, check) in [
        ("Store", "[data-testid=balance]"),
        ("Milestones", "[data-testid=milestone]"),
        ("Currency Overview", "[data-testid=balance]"),
    ] {
        app.press(button).await;
        app.in_frame(button).await;
        app.text(check).await;
        app.out_of_frame().await;
    }
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn switching_among_four_widgets_keeps_what_was_typed_and_where_it_was_scrolled() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    let app = App::start(&around, &[]).await;
    connect_channels(&app, &service).await;
    for name in ["Store", "Milestones", "Currency Overview"] {
        add_widget(&app, &service, name).await;
        app.in_frame(name).await;
        app.shows("[data-testid=member-name]", member_name(&service, 0)).await;
        app.out_of_frame().await;
    }
    app.press("Channels").await;
    app.in_frame("Channels").await;
    app.text("[data-testid=message]").await;
    app.type_into("#message-input", "half a thought").await;
    let scroll = "const list = document.querySelector('.messages'); ";
    app.script(&format!("{scroll} list.scrollTop = 40; return 0")).await;
    app.out_of_frame().await;
    for name in ["Store", "Milestones", "Currency Overview", "Channels"] {
        app.press(name).await;
        app.find(&format!("iframe[title='{name}']")).await;
    }
    app.in_frame("Channels").await;
    assert_eq!(app.script("return document.querySelector('#message-input').value").await, "half a thought");
    assert_eq!(app.script(&format!("{scroll} return list.scrollTop")).await, 40);
    assert_eq!(service.faults().sign_ins(), 1, "four widgets of one account share one sign-in");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_token_is_renewed_without_the_person_noticing() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    let app = App::start(&around, &[]).await;
    connect_channels(&app, &service).await;
    app.in_frame("Channels").await;
    app.text("[data-testid=message]").await;
    app.type_into("#message-input", "still here").await;
    service.faults().expire_all_tokens();
    app.click("#send-button").await;
    app.shows("[data-testid=message]", "still here").await;
    assert_eq!(service.faults().sign_ins(), 2);
    app.out_of_frame().await;
    assert!(!app.is_there("[role=alert]").await);
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_comes_back_is_found_without_a_click() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    let app = App::start(&around, &[]).await;
    connect_channels(&app, &service).await;
    let down = demo_service::SignInFault::Status { code: 503, retry_after: None, body: "<h1>down</h1>".to_owned() };
    service.faults().set_next(1, down);
    service.faults().expire_all_tokens();
    app.in_frame("Channels").await;
    app.type_into("#message-input", "after the break").await;
    app.click("#send-button").await;
    app.shows("[data-testid=message]", "after the break").await;
    assert_eq!(service.faults().sign_ins(), 3);
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_and_in_as_another_email_changes_who_is_shown() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    let app = App::start(&around, &[]).await;
    connect_channels(&app, &service).await;
    app.press("Sign out").await;
    app.in_window("setup.html").await;
    app.shows("[data-account]", member_email(&service, 0)).await;
    app.press("Sign out").await;
    app.in_window("main.html").await;
    app.gone("iframe").await;
    app.shows("[data-state=signed_out]", "signed out").await;
    app.in_window("setup.html").await;
    app.fill("Community email", member_email(&service, 1)).await;
    app.press("Sign in").await;
    app.in_window("main.html").await;
    app.in_frame("Channels").await;
    app.shows("[data-testid=member-name]", member_name(&service, 1)).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_it_is_signed_in_to_the_right_place_and_no_secret_is_on_disk() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    let app = App::start(&around, &[]).await;
    connect_channels(&app, &service).await;
    add_widget(&app, &service, "Store").await;
    app.in_frame("Store").await;
    app.text("[data-testid=balance]").await;
    app.quit().await;

    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.shows("nav[aria-label=Widgets] button[aria-current=page]", "Store").await;
    app.in_frame("Store").await;
    app.shows("[data-testid=member-name]", member_name(&service, 0)).await;
    app.quit().await;

    let requests = service.faults().requests();
    let tokens: HashSet<_> = requests.iter().filter_map(|request| request.header("authorization")).collect();
    assert_eq!(tokens.len(), 2, "each start signs in once");
    // That nothing secret is left is looked at after every test. Here: that the look finds what is there.
    let (_, found) = scan(&around.home().join(SETTINGS), &[EMAIL_MARK]);
    assert!(!found.is_empty(), "the remembered email");
    assert!(around.keyring_listing().contains(KEY_MARK), "the key in the keyring, which encrypts it");
    assert!(tokens.iter().all(|token| token.contains(TOKEN_MARK)), "{tokens:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_key_is_said_over_the_widget_and_mended_in_setup() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    let app = App::start(&around, &[]).await;
    connect_channels(&app, &service).await;
    app.quit().await;

    let refused = demo_service::SignInFault::Status { code: 401, retry_after: None, body: String::new() };
    service.faults().set(refused);
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.alert("key_refused").await;
    service.faults().clear();
    app.press("Try again").await;
    app.in_frame("Channels").await;
    app.shows("[data-testid=member-name]", member_name(&service, 0)).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_leaderboard_opens_without_a_sign_in() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    let app = App::start(&around, &[]).await;
    connect_channels(&app, &service).await;
    let leaderboard = service.community().widgets.iter().find(|widget| widget.public).unwrap().name.clone();
    add_widget(&app, &service, &leaderboard).await;
    app.in_frame("Leaderboard").await;
    app.text("[data-testid=rank]").await;
    app.quit().await;
    assert_eq!(service.faults().sign_ins(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn starting_and_closing_leaves_the_settings_as_they_were() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    let _manager = around.start_window_manager();
    for (arguments, page, title) in [
        (&[][..], "setup.html", "Set up Returning Widgets"),
        (&["--demo"], "main.html", "Returning Widgets"),
        (&[], "setup.html", "Set up Returning Widgets"),
    ] {
        let app = App::start(&around, arguments).await;
        app.in_window(page).await;
        app.find("button").await;
        assert!(!app.is_there("[data-code]").await, "a first start has nothing to complain of");
        app.close_window(title).await;
        assert_eq!(around.settings_files(), Vec::<String>::new());
    }
    let app = App::start(&around, &[]).await;
    connect_channels(&app, &service).await;
    app.quit().await;
    around.edit_settings(|settings| settings.preferences.on_close = OnClose::Quit);
    let written = around.settings_files();
    assert!(!written.is_empty());
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.find("iframe[title=Channels]").await;
    app.close_window("Returning Widgets").await;
    assert_eq!(around.settings_files(), written);
}
