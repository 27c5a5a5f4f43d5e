//! What an account's widgets stored, from the next account's widgets.

use crate::harness::Furnished;
use crate::harness::community::{is_by_app, member_email, widget};
use crate::proof::{Attack, Build, blocked_by_engine, prove};
use crate::scene::Scene;
use demo_service::Staged;
use std::collections::HashSet;

/// Makes the Channels widget a page that leaves a trace wherever it can.
fn leave_traces(scene: &Scene) {
    let faults = scene.service.faults();
    let cookie = "h54-trace=1; Path=/; Max-Age=9999";
    faults.stage("/set-cookie", Staged::page("").with_header("set-cookie", cookie));
    let cacheable =
        Staged { headers: vec![("cache-control".to_owned(), "max-age=9999".to_owned())], ..Staged::page("") };
    faults.stage("/cacheable", cacheable);
    faults.stage("/worker.js", Staged::script("addEventListener('fetch', () => {})"));
    scene.attack_with(include_str!("../pages/leave-traces.js"));
}

/// What the second account's page finds of the first one's, by the names of the places.
async fn traces_found(build: &Build, signs_out: bool) -> Vec<String> {
    let scene = Scene::bare().await;
    scene.around.furnish(&[Furnished { service: &scene.service, members: &[0, 1], signed_in: 0 }]);
    leave_traces(&scene);
    let app = scene.start_driven(build).await;
    app.in_window("main.html").await;
    let wrote = scene.reported("wrote").await;
    for place in ["setCookie", "localStorage", "sessionStorage", "indexedDB", "caches", "httpCache", "worker"] {
        assert!(wrote.contains(&format!(r#""{place}":"ok"#)), "{place} was not written: {wrote}");
    }
    scene.attack_with(include_str!("../pages/look-for-traces.js"));
    app.press("Switch account").await;
    app.in_window("setup.html").await;
    if signs_out {
        app.press("Sign out").await;
        app.in_window("main.html").await;
        app.find("[data-state=signed_out]").await;
        app.in_window("setup.html").await;
    }
    app.press(&format!("Use this account: {}", member_email(&scene.service, 1))).await;
    let mut found: Vec<String> = scene.reported("found").await.split_whitespace().map(str::to_owned).collect();
    // From the page of the second account on.
    let requests = scene.service.faults().requests();
    let second = requests
        .iter()
        .rposition(|request| request.path == scene.channels() && !is_by_app(request))
        .expect("a second page");
    let asked: HashSet<&str> = requests[second..].iter().map(|request| request.path.as_str()).collect();
    if (0..50).any(|response| !asked.contains(format!("/cacheable?{response}").as_str())) {
        found.push("httpCache".to_owned());
    }
    if requests[second].header("cookie").is_some() {
        found.push("cookie of the page's own request".to_owned());
    }
    app.quit().await;
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn h54_the_next_account_finds_nothing_of_the_one_that_signed_out() {
    let attack = Attack { number: "H54", tries: "storage, cookies and caches of an account that signed out" };
    prove(attack, &["storage-clearing"], async |build| !traces_found(build, true).await.is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h54_an_account_that_is_switched_to_finds_nothing_of_the_one_before() {
    let attack = Attack { number: "H54", tries: "storage, cookies and caches of the account that was switched from" };
    prove(attack, &["storage-clearing"], async |build| !traces_found(build, false).await.is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h54_a_page_that_writes_to_its_last_moment_leaves_nothing() {
    let attack = Attack { number: "H54", tries: "writing to storage while it is being cleared" };
    prove(attack, &["frame-removal"], async |build| !traces_found(build, false).await.is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h54_a_response_of_the_last_moment_is_not_cached_for_the_next_account() {
    let attack = Attack { number: "H54", tries: "a response that is on its way into the disk cache" };
    prove(attack, &["late-cache-writes"], async |build| traces_found(build, false).await == ["httpCache"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h54_another_community_on_the_same_origin_finds_nothing() {
    let attack = Attack { number: "H54", tries: "storage, cookies and caches of another community on the same origin" };
    prove(attack, &["partitions"], async |build| {
        let scene = Scene::bare().await;
        scene.around.furnish_two_on_one_origin(&scene.service);
        leave_traces(&scene);
        let store = widget(&scene.service, "Store").path();
        scene.put_page(&scene.service, &store, include_str!("../pages/look-for-traces.js"));
        let app = scene.start_driven(build).await;
        app.in_window("main.html").await;
        scene.reported("wrote").await;
        app.press("Store").await;
        let found = scene.reported("found").await;
        app.quit().await;
        !found.is_empty()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h54_another_community_finds_nothing() {
    let attack = Attack { number: "H54", tries: "storage and caches of another community, on another origin" };
    let why = "communities have origins of their own, and the web engine keeps those apart";
    blocked_by_engine(attack, why, &["storage-clearing", "sandbox", "content-policy"], async |build| {
        let scene = Scene::bare().await;
        let communities = [&scene.service, &scene.stranger].map(Furnished::with_first_member);
        scene.around.furnish(&communities);
        leave_traces(&scene);
        scene.put_page(&scene.stranger, &scene.channels(), include_str!("../pages/look-for-traces.js"));
        let app = scene.start_driven(build).await;
        app.in_window("main.html").await;
        scene.reported("wrote").await;
        app.script("[...document.querySelectorAll('nav button')].filter((button) => button.innerText.includes('Channels'))[1].click()").await;
        let found = scene.reported("found").await;
        app.quit().await;
        // The two services have one host and two ports, and cookies go by the host alone.
        found.split_whitespace().any(|place| place != "cookie")
    })
    .await;
}
