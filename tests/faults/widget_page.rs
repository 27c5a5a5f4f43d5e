//! A widget's page that does not come to life (F47): the failing step is named over it within ten seconds.

use crate::harness::community::{member_name, start_service, widget};
use crate::harness::{App, Furnished, Keyring, Surroundings, comes_within, until};
use crate::survived::Fault;
use demo_service::{Config, DemoService, FrameFault, Staged};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use widget_core::service::framing::{Parent, refusal};

/// The longest that a person waits for a word.
const NAMED_WITHIN: Duration = Duration::from_secs(10);
const ASKS: &str = "parent.postMessage({ type: 'RETURNINGAI_WIDGET_REQUEST_TOKEN' }, '*')";

/// A home whose Channels widget has a page that goes wrong.
async fn scene(fault: FrameFault) -> (Surroundings, DemoService) {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    service.faults().set_frame(fault);
    (around, service)
}

/// The app in its main window, which opens the widget at once.
async fn start(around: &Surroundings) -> App<'_> {
    let app = App::start(around, &[]).await;
    app.in_window("main.html").await;
    app
}

/// How old the page is, which is a little older than the frame in it.
async fn age(app: &App<'_>) -> Duration {
    let milliseconds = app.script("return performance.now()").await.as_f64().expect("a number");
    Duration::from_secs_f64(milliseconds / 1000.0)
}

/// Waits until the code is said over the widget, and gives how long that took from the opening of the widget.
async fn named(app: &App<'_>, code: &str) -> Duration {
    app.alert(code).await;
    let took = age(app).await;
    assert!(took <= NAMED_WITHIN, "{code}: said after {took:?}");
    took
}

async fn is_covered(app: &App<'_>) -> bool {
    app.script("return document.querySelector('[data-covered]').dataset.covered").await == "true"
}

/// Ends the fault, presses *Try again*, and waits for the widget at work.
async fn recovers(app: &App<'_>, service: &DemoService) -> Duration {
    service.faults().clear_frame();
    let began = Instant::now();
    app.press("Try again").await;
    at_work(app, service).await;
    let took = began.elapsed();
    assert!(!app.is_there("[role=alert]").await);
    took
}

async fn at_work(app: &App<'_>, service: &DemoService) {
    app.in_frame("Channels").await;
    app.shows("[data-testid=member-name]", member_name(service, 0)).await;
    app.out_of_frame().await;
}

/// A page that goes wrong like this is named by this code, and works once the fault is over and it is tried again.
async fn is_named(fault: FrameFault, code: &str, covers: bool, told: (&'static str, &'static str)) {
    let (around, service) = scene(fault).await;
    let app = start(&around).await;
    let took = named(&app, code).await;
    assert_eq!(is_covered(&app).await, covers, "{code}");
    let recovered = recovers(&app, &service).await;
    app.quit().await;
    let (fault, injected) = told;
    let how = format!("{code} named after {:.1} s; *Try again* opens it", took.as_secs_f64());
    Fault { number: "F47", fault, injected }.survived(&how, Some(recovered));
}

#[tokio::test(flavor = "multi_thread")]
async fn f47_a_page_that_is_not_there_is_named() {
    is_named(FrameFault::Status(404), "page_not_found", true, ("the widget's page is missing", "status 404")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f47_a_page_that_is_not_given_out_is_named() {
    is_named(FrameFault::Status(403), "page_refused", true, ("the widget's page is refused", "status 403")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f47_a_page_that_fails_is_named() {
    is_named(FrameFault::Status(500), "service_down", true, ("the widget's page fails", "status 500")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f47_a_page_that_is_elsewhere_is_named() {
    let elsewhere = start_service().await;
    let redirect = FrameFault::Redirect(format!("{}/elsewhere", elsewhere.origin()));
    let told = ("the widget's page is redirected", "status 302 to another origin");
    is_named(redirect, "redirected", true, told).await;
    assert_eq!(elsewhere.faults().requests(), [], "neither the app nor the frame goes there");
}

#[tokio::test(flavor = "multi_thread")]
async fn f47_an_address_that_is_no_page_is_named() {
    let told = ("the widget's address is no page", "content type text/plain");
    is_named(FrameFault::WrongContentType, "page_not_html", true, told).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f47_a_page_that_never_asks_is_named_and_stays_in_view() {
    let told = ("the widget never asks for its token", "a page without a script");
    is_named(FrameFault::NeverAsks, "frame_timed_out", false, told).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f47_a_widget_that_is_ready_and_then_fails_is_named_and_stays_in_view() {
    let told = ("the widget is ready and then fails", "WIDGET_READY, then WIDGET_ERROR");
    is_named(FrameFault::ReadyThenError, "widget_error", false, told).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn f47_a_widget_that_never_says_that_it_is_ready_is_shown_all_the_same() {
    let (around, service) = scene(FrameFault::AsksButNeverReady).await;
    let app = start(&around).await;
    app.in_frame("Channels").await;
    app.shows("#step", "Token received").await;
    app.out_of_frame().await;
    let shown = age(&app).await;
    app.find("[data-state=shown]").await;
    let complaint = comes_within(NAMED_WITHIN, || async { app.is_there("[role=alert]").await.then_some(()) }).await;
    assert_eq!(complaint, None);
    assert_eq!(page_reads(&service), 1, "a widget that spoke is not looked into");
    app.quit().await;
    Fault { number: "F47", fault: "the widget never says that it is ready", injected: "asks, and is silent" }
        .survived("shown with its token, and nothing said", Some(shown));
}

/// How often the page of the Channels widget was asked for.
fn page_reads(service: &DemoService) -> usize {
    let path = widget(service, "Channels").path();
    service.faults().requests().iter().filter(|request| request.path == path).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn f47_a_refused_framing_comes_with_the_words_that_help() {
    for (fault, header, said) in [
        (FrameFault::XFrameOptions, "X-Frame-Options", "X-Frame-Options: DENY"),
        (
            FrameFault::FrameAncestors("'self' https://crm.example".to_owned()),
            "frame-ancestors",
            "frame-ancestors 'self' https://crm.example",
        ),
    ] {
        let (around, service) = scene(fault).await;
        let app = start(&around).await;
        let took = named(&app, "framing_refused").await;
        assert!(is_covered(&app).await);
        let words = app.text("[data-support] pre").await;
        let page = format!("{}{}", service.origin(), widget(&service, "Channels").path());
        for part in ["Returning Widgets", &page, said, "tauri://localhost"] {
            assert!(words.contains(part), "{part} is not in: {words}");
        }
        app.press("Copy").await;
        app.shows("[data-support] [role=status]", "Copied").await;
        // What the service is asked to send is what lets the page in, by the engine's own judgement.
        let wanted = words.lines().rev().find_map(|line| line.split_once("frame-ancestors ")).expect("a directive").1;
        service.faults().set_frame(FrameFault::FrameAncestors(wanted.to_owned()));
        let began = Instant::now();
        app.press("Try again").await;
        at_work(&app, &service).await;
        let recovered = began.elapsed();
        app.quit().await;
        let how = format!("named after {:.1} s by {header}; with what is asked for it opens", took.as_secs_f64());
        Fault { number: "F47", fault: "the service lets nobody frame the page", injected: "DENY, frame-ancestors" }
            .survived(&how, Some(recovered));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn f47_where_nothing_answers_that_is_named_until_something_does() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    let furnished = Furnished::with_first_member(&service);
    let leaderboard = furnished.widget("custom-leaderboards");
    around.furnish_and(&[furnished], |settings| settings["selected"] = json!(leaderboard));
    let port = service.origin().rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    service.stop().await;
    let app = start(&around).await;
    let took = named(&app, "unreachable").await;
    assert!(!is_covered(&app).await);
    let _service = DemoService::start(Config { port, ..Config::default() }).await.expect("the same port");
    let began = Instant::now();
    app.press("Try again").await;
    app.in_frame("Spring Trading Cup").await;
    app.text("[data-testid=rank]").await;
    app.out_of_frame().await;
    let recovered = began.elapsed();
    assert!(!app.is_there("[role=alert]").await);
    app.quit().await;
    Fault { number: "F47", fault: "nothing answers at the page's address", injected: "the service is stopped" }
        .survived(&format!("unreachable named after {:.1} s", took.as_secs_f64()), Some(recovered));
}

#[tokio::test(flavor = "multi_thread")]
async fn f47_a_public_page_that_is_missing_is_named_and_stays_in_view() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    let furnished = Furnished::with_first_member(&service);
    let leaderboard = furnished.widget("custom-leaderboards");
    around.furnish_and(&[furnished], |settings| settings["selected"] = json!(leaderboard));
    service.faults().set_frame(FrameFault::Status(410));
    let app = start(&around).await;
    let took = named(&app, "page_not_found").await;
    // It loaded, and a service may answer the engine otherwise than it answers this app: what is shown stays in view.
    assert!(!is_covered(&app).await);
    service.faults().clear_frame();
    let began = Instant::now();
    app.press("Try again").await;
    app.in_frame("Spring Trading Cup").await;
    app.text("[data-testid=rank]").await;
    app.out_of_frame().await;
    let recovered = began.elapsed();
    let complaint = comes_within(NAMED_WITHIN, || async { app.is_there("[role=alert]").await.then_some(()) }).await;
    assert_eq!(complaint, None, "a public page that is in order need not speak");
    app.quit().await;
    Fault { number: "F47", fault: "a public widget's page is missing", injected: "status 410" }
        .survived(&format!("page_not_found named after {:.1} s", took.as_secs_f64()), Some(recovered));
}

#[tokio::test(flavor = "multi_thread")]
async fn f47_a_slow_page_gets_a_calm_hint_and_appears_once_it_speaks() {
    let (around, service) = scene(FrameFault::Delay(Duration::from_secs(12))).await;
    let app = start(&around).await;
    app.shows("[data-state=loading] [role=status]", "takes longer than usual").await;
    let hinted = age(&app).await;
    assert!(hinted < Duration::from_secs(8), "hinted after {hinted:?}");
    app.find("[data-state=silent]").await;
    let took = named(&app, "timed_out").await;
    assert!(!is_covered(&app).await, "nothing lies over a page that is on its way");
    at_work(&app, &service).await;
    app.find("[data-state=shown]").await;
    let recovered = age(&app).await;
    assert!(!app.is_there("[role=alert]").await);
    app.quit().await;
    let how =
        format!("hint after {:.1} s, strip after {:.1} s, then the widget", hinted.as_secs_f64(), took.as_secs_f64());
    Fault { number: "F47", fault: "the widget's page is slow", injected: "the answer comes after 12 s" }
        .survived(&how, Some(recovered));
}

#[tokio::test(flavor = "multi_thread")]
async fn f47_a_widget_that_speaks_late_takes_the_message_away() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let page = format!("<!doctype html><p>late</p><script>setTimeout(() => {ASKS}, 11_000)</script>");
    service.faults().stage(&widget(&service, "Channels").path(), Staged::page(page));
    let app = start(&around).await;
    let took = named(&app, "frame_timed_out").await;
    app.find("[data-state=shown]").await;
    assert!(!app.is_there("[role=alert]").await);
    app.quit().await;
    Fault { number: "F47", fault: "the widget asks late", injected: "asks 11 s after its load" }
        .survived(&format!("named after {:.1} s; the message goes when it asks", took.as_secs_f64()), None);
}

/// Headers by which a page says who may frame it.
const FRAMING: &[&[(&str, &str)]] = &[
    &[],
    &[("content-security-policy", "frame-ancestors *")],
    &[("content-security-policy", "frame-ancestors 'none'")],
    &[("content-security-policy", "frame-ancestors 'self'")],
    &[("content-security-policy", "frame-ancestors tauri:")],
    &[("content-security-policy", "frame-ancestors tauri://localhost")],
    &[("content-security-policy", "frame-ancestors TAURI://LOCALHOST")],
    &[("content-security-policy", "frame-ancestors tauri://localhost/")],
    &[("content-security-policy", "frame-ancestors tauri://localhost/main.html")],
    &[("content-security-policy", "frame-ancestors tauri://localhost:*")],
    &[("content-security-policy", "frame-ancestors tauri://localhost:80")],
    &[("content-security-policy", "frame-ancestors tauri://*")],
    &[("content-security-policy", "frame-ancestors tauri://*.localhost")],
    &[("content-security-policy", "frame-ancestors tauri://other")],
    &[("content-security-policy", "frame-ancestors localhost")],
    &[("content-security-policy", "frame-ancestors http: https:")],
    &[("content-security-policy", "frame-ancestors http://tauri.localhost")],
    &[("content-security-policy", "frame-ancestors")],
    &[("content-security-policy", "frame-ancestors 'none' tauri:")],
    &[("content-security-policy", "frame-ancestors tauri:; frame-ancestors 'none'")],
    &[("content-security-policy", "frame-ancestors 'none'; frame-ancestors tauri:")],
    &[("content-security-policy", "frame-ancestors tauri:, frame-ancestors 'none'")],
    &[("content-security-policy", "FRAME-ANCESTORS 'NONE'")],
    &[("content-security-policy", "default-src 'none'; script-src 'unsafe-inline'")],
    &[("content-security-policy", "frame-ancestors tauri:"), ("content-security-policy", "frame-ancestors https:")],
    &[("content-security-policy-report-only", "frame-ancestors 'none'")],
    &[("x-frame-options", "DENY")],
    &[("x-frame-options", "deny")],
    &[("x-frame-options", "SAMEORIGIN")],
    &[("x-frame-options", "ALLOWALL")],
    &[("x-frame-options", "ALLOW-FROM tauri://localhost")],
    &[("x-frame-options", "nonsense")],
    &[("x-frame-options", "nonsense, rubbish")],
    &[("x-frame-options", "nonsense, DENY")],
    &[("x-frame-options", "DENY, DENY")],
    &[("x-frame-options", "ALLOWALL"), ("x-frame-options", "DENY")],
    &[("x-frame-options", "")],
    &[("x-frame-options", "DENY"), ("content-security-policy", "frame-ancestors tauri:")],
    &[("x-frame-options", "DENY"), ("content-security-policy", "frame-ancestors *")],
    &[("x-frame-options", "DENY"), ("content-security-policy", "default-src 'none'; script-src 'unsafe-inline'")],
    &[("x-frame-options", "DENY"), ("content-security-policy-report-only", "frame-ancestors tauri:")],
];

#[tokio::test(flavor = "multi_thread")]
async fn f47_the_verdict_on_framing_is_the_web_engine_s() {
    let (around, service) = scene(FrameFault::AsksButNeverReady).await;
    let says = "<!doctype html><script>parent.postMessage({ framed: location.pathname }, '*')</script>";
    for (number, headers) in FRAMING.iter().enumerate() {
        let page = headers.iter().fold(Staged::page(says), |page, (name, value)| page.with_header(name, value));
        service.faults().stage(&format!("/framed/{number}"), page);
    }
    let app = start(&around).await;
    app.find("[data-state=shown]").await;
    // Put beside the widget's own frame, in the app's own page.
    let script = "window.framed = []; window.loads = 0; \
        addEventListener('message', ({ data }) => { if (data?.framed) framed.push(data.framed); }); \
        for (let number = 0; number < COUNT; number += 1) { \
            const frame = document.createElement('iframe'); \
            frame.onload = () => { loads += 1; }; \
            frame.src = `ORIGIN/framed/${number}`; \
            document.body.append(frame); \
        } \
        return 0";
    let script = script.replace("COUNT", &FRAMING.len().to_string()).replace("ORIGIN", service.origin());
    app.script(&script).await;
    // A frame that is refused loads as well, and a page has spoken before it is done with loading.
    until("the end of all loads", || async { (app.script("return loads").await == FRAMING.len()).then_some(()) }).await;
    let shown = app.script("return framed").await;
    let parent = Parent::parse(app.script("return origin").await.as_str().expect("an origin")).expect("a parent");
    for (number, headers) in FRAMING.iter().enumerate() {
        let path = format!("/framed/{number}");
        let page = format!("{}{path}", service.origin()).parse().expect("an address");
        let values = |wanted: &str| -> Vec<String> {
            let found = headers.iter().filter(|(name, _)| *name == wanted);
            found.map(|(_, value)| (*value).to_owned()).collect()
        };
        let refused = refusal(&values("x-frame-options"), &values("content-security-policy"), &page, &parent).is_some();
        let by_engine = !shown.as_array().expect("a list").contains(&Value::from(path));
        assert_eq!(refused, by_engine, "{headers:?}");
    }
    app.quit().await;
}
