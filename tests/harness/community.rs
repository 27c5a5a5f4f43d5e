//! A demo service to connect to, and the ways a person connects.

use super::App;
use demo_service::{Config, DemoService, SeenRequest, Widget};

pub async fn start_service() -> DemoService {
    DemoService::start(Config::default()).await.expect("a demo service")
}

/// The service's widget with this name.
pub fn widget<'a>(service: &'a DemoService, name: &str) -> &'a Widget {
    let widgets = &service.community().widgets;
    widgets.iter().find(|widget| widget.name == name).unwrap_or_else(|| panic!("no widget {name}"))
}

/// Whether the app itself asked, to judge a page, and not the web engine for a frame.
pub fn is_by_app(request: &SeenRequest) -> bool {
    request.header("user-agent").is_some_and(|agent| agent.starts_with("ReturningWidgets/"))
}

pub fn member_email(service: &DemoService, number: usize) -> &str {
    &service.community().members[number].email
}

pub fn member_name(service: &DemoService, number: usize) -> &str {
    &service.community().members[number].name
}

/// Fills the form as a person does who pastes the iframe code and types the rest.
pub async fn fill_connect_form(app: &App<'_>, service: &DemoService, widget_name: &str, key: &str, email: &str) {
    app.fill("Iframe code or widget URL", &service.embed_code(widget(service, widget_name))).await;
    app.fill("Community ID", &service.community().community_id).await;
    app.fill("Widget API key", key).await;
    app.fill("Community email", email).await;
}

/// From the first window to the signed-in Channels widget, as the first member.
pub async fn connect_channels(app: &App<'_>, service: &DemoService) {
    app.in_window("setup.html").await;
    app.press("Connect your community").await;
    fill_connect_form(app, service, "Channels", &service.community().api_key, member_email(service, 0)).await;
    app.press("Connect").await;
    app.without_window("setup.html").await;
    app.in_window("main.html").await;
    app.in_frame("Channels").await;
    app.shows("[data-testid=member-name]", member_name(service, 0)).await;
    app.out_of_frame().await;
}

/// Adds one more widget of the community from the main window.
pub async fn add_widget(app: &App<'_>, service: &DemoService, name: &str) {
    app.in_window("main.html").await;
    app.press("Add widget").await;
    app.in_window("setup.html").await;
    app.shows("h1", "Add widget").await;
    app.fill("Iframe code or widget URL", &service.embed_code(widget(service, name))).await;
    app.press("Add widget").await;
    app.without_window("setup.html").await;
    app.in_window("main.html").await;
    app.find(&format!("iframe[title='{}']", widget_title(service, name))).await;
}

/// The name that the app gives a widget that the person did not name.
fn widget_title<'a>(service: &'a DemoService, name: &'a str) -> &'a str {
    if widget(service, name).public { "Leaderboard" } else { name }
}
