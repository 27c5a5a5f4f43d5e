//! Links to the app, as the system hands them over: by a start with the link.

use crate::harness::community::{member_name, start_service, widget};
use crate::harness::{App, BINARY, Furnished, Keyring, Process, Surroundings, until};
use demo_service::DemoService;
use std::path::Path;

fn link(service: &DemoService, name: &str) -> String {
    format!("returning-widgets://open/{}/{}", service.community().community_id, widget(service, name).widget_type)
}

/// What the system does when somebody clicks a link to the app.
async fn open(around: &Surroundings, link: &str) {
    let start = Process::start(around, Path::new(BINARY), &[], &[link]);
    assert_eq!(until("the end of the second start", || async { start.ended() }).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_opens_its_widget_in_the_app_that_runs() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.find("iframe[title='Channels']").await;
    open(&around, &link(&service, "Store")).await;
    app.in_frame("Store").await;
    app.shows("[data-testid=member-name]", member_name(&service, 0)).await;
    app.out_of_frame().await;
    assert!(!app.has_window("setup.html").await);
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_app_that_a_link_starts_shows_its_widget_first() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let app = App::start(&around, &[&link(&service, "Milestones")]).await;
    app.in_window("main.html").await;
    app.in_frame("Milestones").await;
    app.shows("[data-testid=member-name]", member_name(&service, 0)).await;
    app.out_of_frame().await;
    assert!(!app.is_there("iframe[title='Channels']").await, "no other widget was loaded on the way");
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_adds_nothing_and_says_why_it_is_not_followed() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.find("iframe[title='Channels']").await;
    open(&around, "returning-widgets://open/64f0c2a91b7e5d38a4c60e13/store-widget").await;
    app.shows("main", "A link was opened for a widget that is not here.").await;
    open(&around, &format!("{}?key=of-somebody", link(&service, "Store"))).await;
    app.shows("main", "is not one that this app follows").await;
    app.press("Dismiss").await;
    app.gone("[data-code^=deep_link]").await;
    assert!(!app.has_window("setup.html").await);
    assert_eq!(
        app.script("return document.querySelectorAll('[data-widget]').length").await,
        service.community().widgets.len()
    );
    app.quit().await;
}
