//! Putting widgets in order, naming them, removing one and having it back, by keyboard, while the others live on.

use crate::harness::community::{member_name, start_service};
use crate::harness::{App, Furnished, Keyring, Surroundings, until};
use crate::shortcuts::focus;

const IN_ORDER: &str = "return [...document.querySelectorAll('[data-widget]')].map((each) => (each.querySelector('.cut') ?? each).textContent.trim())";
const IN_FOCUS: &str =
    "return document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()";

async fn order(app: &App<'_>) -> Vec<String> {
    serde_json::from_value(app.script(IN_ORDER).await).expect("names")
}

async fn is_in_order(app: &App<'_>, names: &[&str]) {
    until(&format!("{names:?} in order"), || async { (order(app).await == names).then_some(()) }).await;
}

/// Writes into the widget what only its page knows, which is gone when the page is loaded anew.
async fn begin_a_message(around: &Surroundings, app: &App<'_>) {
    focus(around, app, "Channels").await;
    app.in_frame("Channels").await;
    app.text("[data-testid=message]").await;
    app.type_into("#message-input", "half a thought").await;
    app.out_of_frame().await;
}

async fn assert_the_message_is_there(app: &App<'_>) {
    app.in_window("main.html").await;
    app.in_frame("Channels").await;
    assert_eq!(app.script("return document.querySelector('#message-input').value").await, "half a thought");
    app.out_of_frame().await;
}

async fn open_settings(app: &App<'_>) {
    app.press("Settings").await;
    app.in_window("setup.html").await;
    app.find("[data-page=community]").await;
}

/// Gives the focus to a button by its name or its label, as the Tab key would.
async fn focus_on(app: &App<'_>, name: &str) {
    let script = format!(
        "const named = [...document.querySelectorAll('button')].find((each) => each.checkVisibility() && \
         (each.getAttribute('aria-label') ?? each.textContent.trim()) === '{name}'); named?.focus(); return named != null"
    );
    until(&format!("a button {name}"), || async { (app.script(&script).await == true).then_some(()) }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn widgets_are_put_in_order_by_key_and_no_widget_is_loaded_anew() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let _manager = around.start_window_manager();
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    begin_a_message(&around, &app).await;
    let before = order(&app).await;
    let [first, second, rest @ ..] = &before[..] else { panic!("{before:?}") };
    let mut after = vec![second.as_str(), first.as_str()];
    after.extend(rest.iter().map(String::as_str));

    open_settings(&app).await;
    focus_on(&app, &format!("Move {first}")).await;
    around.xdotool(&["key", "Down"]);
    is_in_order(&app, &after).await;
    assert_eq!(app.script(IN_FOCUS).await, format!("Move {first}"), "the focus stays on the handle");
    let said = format!("{first}: place 2 of {}", before.len());
    until("the new place is said", || async {
        let all = "return [...document.querySelectorAll('[role=status]')].map((each) => each.textContent).join()";
        app.script(all).await.as_str().is_some_and(|text| text.contains(&said)).then_some(())
    })
    .await;

    app.in_window("main.html").await;
    is_in_order(&app, &after).await;
    assert_the_message_is_there(&app).await;
    app.quit().await;
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    is_in_order(&app, &after).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_widget_is_put_back_in_its_place_and_a_community_is_renamed_while_the_others_live_on() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let _manager = around.start_window_manager();
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    begin_a_message(&around, &app).await;
    let before = order(&app).await;
    let before: Vec<&str> = before.iter().map(String::as_str).collect();
    let without: Vec<&str> = before.iter().copied().filter(|name| *name != "Store").collect();

    open_settings(&app).await;
    // The button reaches over its row, so the driver finds other elements in front of it.
    focus_on(&app, "Store").await;
    around.xdotool(&["key", "Return"]);
    app.press("Remove widget").await;
    app.press("Remove widget").await;
    is_in_order(&app, &without).await;
    focus_on(&app, "Undo").await;
    around.xdotool(&["key", "Return"]);
    is_in_order(&app, &before).await;
    app.press("Rename community").await;
    app.fill("New name", "Our club").await;
    around.xdotool(&["key", "Return"]);
    app.shows("h1", "Our club").await;

    app.in_window("main.html").await;
    app.shows("nav h2", "Our club").await;
    is_in_order(&app, &before).await;
    assert_the_message_is_there(&app).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_of_a_removed_community_is_gone_when_the_app_ends() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let _manager = around.start_window_manager();
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    open_settings(&app).await;
    app.press("Remove community").await;
    focus_on(&app, "Remove").await;
    around.xdotool(&["key", "Return"]);
    app.find("[data-page=start]").await;
    assert!(around.keyring_listing().contains(&service.community().api_key), "while it can be put back");
    app.quit().await;
    assert!(!around.keyring_listing().contains(&service.community().api_key));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_account_in_one_community_leaves_the_widgets_of_the_others_as_they_are() {
    let (first, second) = (start_service().await, start_service().await);
    let around = Surroundings::new(Keyring::Unlocked);
    let other = Furnished { service: &second, members: &[0, 1], signed_in: 0 };
    around.furnish(&[Furnished::with_first_member(&first), Furnished { ..other }]);
    let _manager = around.start_window_manager();
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    begin_a_message(&around, &app).await;
    app.click(&format!("[data-widget='{}']", other.widget("store-widget"))).await;
    app.in_frame("Store").await;
    app.shows("[data-testid=member-name]", member_name(&second, 0)).await;
    app.out_of_frame().await;
    app.press("Switch account").await;
    app.in_window("setup.html").await;
    app.press("Use this account").await;
    app.in_window("main.html").await;
    until("the other member's Store", || async {
        app.in_frame("Store").await;
        let shown = app.script("return document.querySelector('[data-testid=member-name]')?.textContent").await;
        app.out_of_frame().await;
        (shown == member_name(&second, 1)).then_some(())
    })
    .await;
    assert_the_message_is_there(&app).await;
    assert_eq!((first.faults().sign_ins(), second.faults().sign_ins()), (1, 2));
    app.quit().await;
}
