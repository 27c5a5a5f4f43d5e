//! A widget's page that can store nothing, or finds nothing of what it stored (F48): it gets its token all the same.

use crate::harness::community::{is_by_app, member_name, start_service, widget};
use crate::harness::{App, Furnished, Keyring, Surroundings, until};
use crate::survived::Fault;
use demo_service::{DemoService, Staged};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Every way to store something throws, as where an engine blocks the storage of frames.
const BLOCKED: &str = "<script>
  const blocked = { get() { throw new DOMException('blocked', 'SecurityError'); }, set() { this.get(); } };
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) Object.defineProperty(window, name, blocked);
  Object.defineProperty(document, 'cookie', blocked);
</script>";

/// Tells what it finds of the start before, stores it anew, and asks for its token.
const LOOKS: &str = "<!doctype html><script>
  const report = (name, value) => fetch(`/report/${name}?${encodeURIComponent(value)}`);
  const indexed = () => new Promise((resolve) => {
    const opening = indexedDB.open('kept', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('kept');
    opening.onerror = () => resolve('an error');
    opening.onsuccess = () => {
      const writing = opening.result.transaction('kept', 'readwrite');
      const found = writing.objectStore('kept').get('kept');
      writing.objectStore('kept').put('kept', 'kept');
      writing.oncomplete = () => resolve(found.result ?? null);
    };
  });
  (async () => {
    const found = { local: localStorage.getItem('kept'), cookies: document.cookie, indexed: await indexed() };
    localStorage.setItem('kept', 'kept');
    document.cookie = 'script=kept; max-age=9999';
    await report('found', JSON.stringify(found));
    addEventListener('message', ({ data }) => { if (data?.token) report('token', ''); });
    parent.postMessage({ type: 'RETURNINGAI_WIDGET_REQUEST_TOKEN' }, '*');
  })();
</script>";

/// The page of the Channels widget as the service serves it.
fn channels_page(service: &DemoService) -> String {
    let host = service.origin().strip_prefix("http://").expect("a plain origin");
    let mut connection = TcpStream::connect(host).expect("a connection");
    let path = widget(service, "Channels").path();
    write!(connection, "GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").expect("a request");
    let mut answer = String::new();
    connection.read_to_string(&mut answer).expect("an answer");
    answer.split_once("\r\n\r\n").expect("a page").1.to_owned()
}

async fn start(around: &Surroundings) -> App<'_> {
    let app = App::start(around, &[]).await;
    app.in_window("main.html").await;
    app
}

#[tokio::test(flavor = "multi_thread")]
async fn f48_a_widget_whose_storage_is_blocked_gets_its_token_and_works() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let page = channels_page(&service);
    assert!(page.contains("<head>"), "{page}");
    let page = page.replace("<head>", &format!("<head>{BLOCKED}"));
    service.faults().stage(&widget(&service, "Channels").path(), Staged::page(page));
    let began = Instant::now();
    let app = start(&around).await;
    app.in_frame("Channels").await;
    app.shows("[data-testid=member-name]", member_name(&service, 0)).await;
    let took = began.elapsed();
    let read = app.script("try { return localStorage.length } catch (error) { return error.name }").await;
    assert_eq!(read, "SecurityError", "the storage is blocked");
    app.out_of_frame().await;
    app.find("[data-state=shown]").await;
    assert!(!app.is_there("[role=alert]").await);
    app.quit().await;
    Fault { number: "F48", fault: "the widget's storage is blocked", injected: "every way to store something throws" }
        .survived("the widget gets its token and works", Some(took));
}

/// The values that the page reported under a name so far.
fn reports(service: &DemoService, name: &str) -> Vec<String> {
    let prefix = format!("/report/{name}?");
    let requests = service.faults().requests();
    let values = requests.iter().filter_map(|request| request.path.strip_prefix(&prefix));
    values.map(|value| percent_encoding::percent_decode_str(value).decode_utf8_lossy().into_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn f48_a_widget_that_finds_its_storage_empty_at_each_start_gets_its_token() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let path = widget(&service, "Channels").path();
    let page = Staged::page(LOOKS).with_header("set-cookie", "server=kept; Max-Age=9999");
    service.faults().stage(&path, page);
    let mut slowest = Duration::ZERO;
    for begun in 1..=3 {
        let began = Instant::now();
        let app = start(&around).await;
        until("a token", || async { (reports(&service, "token").len() == begun).then_some(()) }).await;
        slowest = slowest.max(began.elapsed());
        app.find("[data-state=shown]").await;
        app.quit().await;
    }
    let found = reports(&service, "found");
    let found: Vec<Value> = found.iter().map(|text| serde_json::from_str(text).expect("JSON")).collect();
    let requests = service.faults().requests();
    let loads = requests.iter().filter(|request| request.path == path && !is_by_app(request));
    let cookies: Vec<&str> = loads.map(|request| request.header("cookie").unwrap_or("none")).collect();
    println!("found at each start: {found:?}; sent to the service at each start: {cookies:?}");
    // As the documents have it: nothing that a page stores by script outlives the app, a cookie of the service does.
    for found in &found {
        assert_eq!(*found, serde_json::json!({"local": null, "cookies": "server=kept", "indexed": null}));
    }
    assert_eq!(cookies, ["none", "server=kept", "server=kept"]);
    Fault { number: "F48", fault: "the widget's storage is empty at each start", injected: "three starts of the app" }
        .survived("a token at each start; only the service's own cookie is kept", Some(slowest));
}
