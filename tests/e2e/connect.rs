//! From the first start to a signed-in widget, and what happens when something is wrong.

use crate::harness::community::{connect_channels, fill_connect_form, member_email, start_service};
use crate::harness::{App, Keyring, Surroundings};

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_code_fills_the_form_and_connects() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    let app = App::start(&around, &[]).await;
    app.in_window("setup.html").await;
    app.press("Connect your community").await;
    fill_connect_form(&app, &service, "Channels", &service.community().api_key, member_email(&service, 0)).await;
    assert_eq!(app.value_of("Service address").await, service.origin());
    app.press("Connect").await;
    app.in_window("main.html").await;
    app.in_frame("Channels").await;
    app.shows("[data-testid=member-name]", &service.community().members[0].name).await;
    app.out_of_frame().await;
    app.shows("nav[aria-label=Widgets] button[aria-current=page]", "Channels").await;
    assert_eq!(service.faults().sign_ins(), 1, "connecting takes one sign-in, and opening the widget none");
    let listing = around.keyring_listing();
    assert!(listing.contains(service.origin()), "the key is in the keychain: {listing}");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_keeps_what_was_typed_but_the_key() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.keep_secret("not-the-key");
    let app = App::start(&around, &[]).await;
    app.in_window("setup.html").await;
    app.press("Connect your community").await;
    fill_connect_form(&app, &service, "Channels", "not-the-key", member_email(&service, 0)).await;
    app.press("Connect").await;
    let text = app.alert("key_refused").await;
    assert!(text.to_lowercase().contains("key"), "{text}");
    assert_eq!(app.value_of("Widget API key").await, "");
    assert_eq!(app.value_of("Community ID").await, service.community().community_id);
    assert_eq!(app.value_of("Community email").await, member_email(&service, 0));
    assert!(app.value_of("Iframe code or widget URL").await.contains("channel-widget"));
    assert!(!around.keyring_listing().contains("not-the-key"), "a refused key is not kept");
    // The same form goes on to work.
    app.fill("Widget API key", &service.community().api_key).await;
    app.press("Connect").await;
    app.in_window("main.html").await;
    app.find("iframe[title=Channels]").await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_email_is_said_beside_its_field() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    let app = App::start(&around, &[]).await;
    app.in_window("setup.html").await;
    app.press("Connect your community").await;
    fill_connect_form(&app, &service, "Channels", &service.community().api_key, "nobody@demo.example").await;
    app.press("Connect").await;
    app.alert("sign_in_forbidden").await;
    assert_eq!(app.value_of("Community email").await, "nobody@demo.example");
    assert!(!app.has_window("main.html").await);
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_is_said_in_place_without_a_request() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    let app = App::start(&around, &[]).await;
    app.in_window("setup.html").await;
    app.press("Connect your community").await;
    let community = service.community();
    for (code, embed, email) in [
        ("embed_unreadable", "hello", member_email(&service, 0)),
        ("embed_no_id", "https://prod-widgets.returning.ai/store-widget", member_email(&service, 0)),
        ("email_not_ascii", &format!("{}/store-widget/abc", service.origin()), "josé@demo.example"),
        ("email_invalid", &format!("{}/store-widget/abc", service.origin()), "nobody"),
    ] {
        app.fill("Iframe code or widget URL", embed).await;
        app.fill("Community ID", &community.community_id).await;
        app.fill("Widget API key", &community.api_key).await;
        app.fill("Community email", email).await;
        app.press("Connect").await;
        app.alert(code).await;
        assert_eq!(app.value_of("Iframe code or widget URL").await, embed);
    }
    assert_eq!(service.faults().sign_ins(), 0);
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keychain_the_key_can_be_kept_for_this_session() {
    let (around, service) = (Surroundings::new(Keyring::Missing), start_service().await);
    let app = App::start(&around, &[]).await;
    app.in_window("setup.html").await;
    app.press("Connect your community").await;
    fill_connect_form(&app, &service, "Channels", &service.community().api_key, member_email(&service, 0)).await;
    app.press("Connect").await;
    app.alert("keychain_unavailable").await;
    app.press("Keep it for this session only").await;
    app.in_window("main.html").await;
    app.in_frame("Channels").await;
    app.shows("[data-testid=member-name]", &service.community().members[0].name).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_door_opens_the_demo_and_leads_back() {
    let around = Surroundings::new(Keyring::Missing);
    let app = App::start(&around, &[]).await;
    app.in_window("setup.html").await;
    app.press_and_leave("Open the demo community").await;
    app.in_window("main.html").await;
    app.in_frame("Channels").await;
    app.shows("[data-testid=member-name]", "Amara").await;
    app.out_of_frame().await;
    app.press("Connect your community").await;
    app.in_window("setup.html").await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_community_can_be_connected_from_within_the_demo() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    let app = App::start(&around, &["--demo"]).await;
    app.in_window("main.html").await;
    app.find("iframe[title=Channels]").await;
    app.press("Connect your community").await;
    connect_channels(&app, &service).await;
    assert!(!app.is_there("[data-demo]").await);
    app.quit().await;
}
