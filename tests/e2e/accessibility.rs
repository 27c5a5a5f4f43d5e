//! axe finds nothing wrong in the app's own pages, as the web engine that people have draws them.

use crate::harness::community::start_service;
use crate::harness::{App, Furnished, Keyring, Surroundings};
use serde_json::{Value, json};

/// Where the packages of the pages are.
const AXE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/node_modules/axe-core/axe.min.js");

/// As `ui/browser-tests/axe.test.mjs` asks it; a widget's page is its service's.
const RUN: &str = "const passing = document.getAnimations().filter((each) => \
        each.effect.getComputedTiming().endTime !== Infinity); \
    await Promise.allSettled(passing.map((each) => each.finished)); \
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']; \
    const { violations, passes } = await axe.run(document, { iframes: false, runOnly: { type: 'tag', values: tags }, \
        rules: { 'target-size': { enabled: true } } }); \
    return { looked: passes.length, found: violations.flatMap(({ id, nodes }) => nodes.map(({ html, any, all, none }) => \
        `${id}: ${html} ${[...any, ...all, ...none].map((each) => each.message)}`)) }";

/// What axe finds in the page that is looked at.
async fn findings(app: &App<'_>) -> Vec<String> {
    // Injected by the driver, which the page's content policy does not bind.
    let axe = std::fs::read_to_string(AXE).expect("axe");
    app.script(&format!("if (!window.axe) {{ {axe} }}; return 0")).await;
    let report = app.script(&format!("return (async () => {{ {RUN} }})()")).await;
    assert!(report["looked"].as_u64() >= Some(10), "axe looked at next to nothing: {report}");
    serde_json::from_value(report["found"].clone()).expect("a list")
}

async fn check(app: &App<'_>, theme: &str, name: &str, all: &mut Vec<String>) {
    assert_eq!(app.script("return document.documentElement.dataset.theme").await, theme, "the theme that is asked for");
    all.extend(findings(app).await.into_iter().map(|found| format!("{name}, {theme}: {found}")));
}

/// Has the setup window turn to a page, as a button of the main window does.
async fn turn_to(app: &App<'_>, page: &Value) {
    app.in_window("main.html").await;
    app.script(&format!("window.__TAURI_INTERNALS__.invoke('open_setup', {{ page: {page} }}); return 0")).await;
    app.in_window("setup.html").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_what_is_wrong() {
    let around = Surroundings::new(Keyring::Missing);
    let app = App::start(&around, &[]).await;
    app.in_window("setup.html").await;
    app.find("h1").await;
    app.script("document.querySelector('main').append(document.createElement('input')); return 0").await;
    assert!(findings(&app).await.join("\n").contains("label"));
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_on_any_page_in_the_light_and_in_the_dark() {
    let mut all = Vec::new();
    for theme in ["light", "dark"] {
        let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
        let furnished = Furnished::with_first_member(&service);
        let community = furnished.community();
        around.furnish_and(&[furnished], |settings| {
            settings["preferences"] = json!({"theme": theme});
        });
        let app = App::start(&around, &[]).await;
        app.in_window("main.html").await;
        app.in_frame("Channels").await;
        app.find("[data-testid=member-name]").await;
        app.out_of_frame().await;
        check(&app, theme, "a widget", &mut all).await;
        for (page, heading) in [
            (json!({"page": "start"}), "Communities"),
            (json!({"page": "connect"}), "Connect your community"),
            (json!({"page": "community", "community": community}), &service.community().name),
            (json!({"page": "add_widget", "community": community}), "Add widget"),
            (json!({"page": "accounts", "community": community}), "Accounts"),
            (json!({"page": "preferences"}), "Preferences"),
        ] {
            turn_to(&app, &page).await;
            app.shows("h1", heading).await;
            check(&app, theme, &page.to_string(), &mut all).await;
        }
        app.quit().await;
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_at_the_first_start_and_in_the_demo() {
    for (arguments, page, ready) in [(&[][..], "setup.html", "h1"), (&["--demo"], "main.html", "iframe")] {
        let around = Surroundings::new(Keyring::Missing);
        let app = App::start(&around, arguments).await;
        app.in_window(page).await;
        app.find(ready).await;
        assert_eq!(findings(&app).await, Vec::<String>::new(), "{page}");
        app.quit().await;
    }
}
