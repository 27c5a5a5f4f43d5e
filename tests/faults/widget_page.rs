//! probe
use crate::harness::community::{start_service, widget};
use crate::harness::{App, Furnished, Keyring, Surroundings, until};
use demo_service::Staged;
use serde_json::json;
use std::time::Duration;

const CASES: &[&[(&str, &str)]] = &[
    &[],
    &[("content-security-policy", "frame-ancestors *")],
    &[("content-security-policy", "frame-ancestors 'none'")],
    &[("content-security-policy", "frame-ancestors 'self'")],
    &[("content-security-policy", "frame-ancestors tauri:")],
    &[("content-security-policy", "frame-ancestors tauri://localhost")],
    &[("content-security-policy", "frame-ancestors TAURI://LOCALHOST")],
    &[("content-security-policy", "frame-ancestors tauri://localhost/")],
    &[("content-security-policy", "frame-ancestors tauri://localhost/foo")],
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
    &[("content-security-policy", "default-src 'none'")],
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
    &[("x-frame-options", "DENY"), ("content-security-policy", "default-src 'none'")],
    &[("x-frame-options", "DENY"), ("content-security-policy-report-only", "frame-ancestors tauri:")],
];

#[tokio::test(flavor = "multi_thread")]
async fn f47_probe() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    let _ = widget(&service, "Channels");
    let page = "<!doctype html><script>parent.postMessage({shown: location.pathname}, '*')</script>";
    for (number, headers) in CASES.iter().enumerate() {
        let mut staged = Staged::page(page);
        for (name, value) in *headers {
            staged = staged.with_header(name, value);
        }
        service.faults().stage(&format!("/probe/{number}"), staged);
    }
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.find("iframe").await;
    let origin = service.origin();
    app.script(&format!("window.shown = []; window.loads = []; addEventListener('message', (e) => {{ if (e.data?.shown) window.shown.push(e.data.shown); }}); for (let n = 0; n < {}; n += 1) {{ const f = document.createElement('iframe'); f.onload = () => window.loads.push('/probe/' + n); f.src = '{origin}/probe/' + n; document.body.append(f); }} return 0", CASES.len())).await;
    app.script("const f = document.createElement('iframe'); f.onload = () => window.loads.push('dead'); f.src = location.protocol; return 0").await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    let shown = app.script("return window.shown").await;
    let loads = app.script("return window.loads").await;
    for (number, headers) in CASES.iter().enumerate() {
        let path = json!(format!("/probe/{number}"));
        let is = |list: &serde_json::Value| list.as_array().unwrap().contains(&path);
        println!(
            "{} {} {headers:?}",
            if is(&shown) { "SHOWN  " } else { "REFUSED" },
            if is(&loads) { "load" } else { "----" }
        );
    }
    for request in service.faults().requests().iter().filter(|request| request.path == "/probe/0") {
        println!("{request:?}");
    }
    println!("origin {:?}", app.script("return [origin, location.href]").await);
    until("x", || async { Some(()) }).await;
    app.quit().await;
}
