//! A widget's downloads are refused, and the person is told.

use crate::harness::community::start_service;
use crate::harness::{App, Furnished, Keyring, Surroundings, scan, until};
use demo_service::Staged;

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_download_is_told_once_and_writes_nothing() {
    const MARK: &str = "what-a-widget-would-have-written";
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let file = Staged::script(MARK).with_header("content-disposition", "attachment; filename=\"evil.sh\"");
    service.faults().stage("/attachment", file);
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.in_frame("Channels").await;
    app.find("[data-testid=member-name]").await;
    // Each try leaves the page where it is, so it can try again.
    app.script("setInterval(() => { location.href = '/attachment' }, 200); return 0").await;
    app.out_of_frame().await;
    app.shows("[data-code=download_refused]", "A widget tried to download a file.").await;
    let tries = || service.faults().requests().iter().filter(|seen| seen.path == "/attachment").count();
    until("a few more tries", || async { (tries() >= 5).then_some(()) }).await;
    assert_eq!(app.script("return document.querySelectorAll('[data-code=download_refused]').length").await, 1);

    // The way to the file: the widget in the system's browser.
    app.click("[data-code=download_refused] button").await;
    app.in_window("setup.html").await;
    app.find("[data-page=community]").await;
    app.script("document.querySelector('li[data-widget] button[aria-expanded]').click(); return 0").await;
    app.press("Open in browser").await;
    let page = format!("{}/channel-widget/", service.origin());
    until("the system's browser", || async { around.opened_links().first()?.starts_with(&page).then_some(()) }).await;

    app.in_window("main.html").await;
    app.press("Dismiss").await;
    app.gone("[data-code=download_refused]").await;
    assert_eq!(app.printed().matches("a download was refused").count(), 1);
    let (files, hits) = scan(around.home(), &[MARK]);
    assert!(files > 0 && hits.is_empty(), "{hits:?}");
    app.quit().await;
}
