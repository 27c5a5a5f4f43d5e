//! Where a key or a token might go: addresses, error texts, another host.

use crate::harness::community::member_email;
use crate::harness::{App, until};
use crate::proof::{Attack, Build, blocked_by_engine, observed};
use crate::scene::Scene;
use demo_service::{DemoService, EMAIL_MARK, KEY_MARK, SeenRequest, SignInFault, TOKEN_MARK};
use widget_core::service::origin::Origin;

/// Addresses and referrers with a secret in them.
fn secrets_in_addresses(requests: &[SeenRequest]) -> Vec<String> {
    let addresses = requests.iter().flat_map(|request| [Some(request.path.as_str()), request.header("referer")]);
    let has_secret = |text: &str| [KEY_MARK, TOKEN_MARK, EMAIL_MARK].iter().any(|mark| text.contains(mark));
    addresses.flatten().filter(|text| has_secret(text)).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn h55_no_address_and_no_referrer_holds_a_secret() {
    let attack = Attack { number: "H55", tries: "a key, a token or an email in an address or a referrer" };
    let shown_by = "the same look finds the token that a page puts into an address itself";
    observed(attack, shown_by, async |build| {
        let control = Scene::new().await;
        control.attack_with(include_str!("../pages/token-in-address.js"));
        let app = control.start(build);
        control.reported("done").await;
        assert_eq!(secrets_in_addresses(&control.service.faults().requests()).len(), 1);
        drop(app);

        let scene = Scene::new().await;
        scene.attack_with(include_str!("../pages/where-from.js"));
        let app = scene.start_driven(build).await;
        app.in_window("main.html").await;
        scene.reported("done").await;
        assert_eq!(scene.reported("token").await, "got it");
        for (name, check) in [("Store", "balance"), ("Milestones", "milestone"), ("Currency Overview", "balance")] {
            app.press(name).await;
            app.in_frame(name).await;
            app.text(&format!("[data-testid={check}]")).await;
            app.out_of_frame().await;
        }
        app.quit().await;
        let requests = scene.service.faults().requests();
        assert!(requests.iter().any(|request| request.header("authorization").is_some()), "the tokens were used");
        !secrets_in_addresses(&requests).is_empty()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h55_a_page_is_told_no_path_of_the_app() {
    let attack = Attack { number: "H55", tries: "the path of the page that holds the frame" };
    let why = "the app's page has a scheme of its own, and the web engine tells nobody that as a referrer";
    blocked_by_engine(attack, why, &["referrer-policy"], async |build| {
        let scene = Scene::new().await;
        scene.attack_with(include_str!("../pages/where-from.js"));
        let _app = scene.start(build);
        scene.reported("done").await;
        scene.reported("referrer").await.contains("main.html")
            || scene.reported("addresses").await.contains("main.html")
    })
    .await;
}

/// All that the window which is looked at shows, and holds in its fields.
async fn shown(app: &App<'_>) -> String {
    let script = "return document.title + document.documentElement.outerHTML + \
        [...document.querySelectorAll('input, textarea')].map(({ value }) => value).join(' ')";
    app.script(script).await.as_str().expect("a text").to_owned()
}

/// Answers of a sign-in with this text wherever a service can put one, each with the code that it is shown by.
pub fn answers_with(text: &str) -> Vec<(SignInFault, &'static str)> {
    let json = serde_json::json!({"error": text, "message": text, "detail": {"token": text}}).to_string();
    let status = |code| SignInFault::Status { code, retry_after: Some(text.to_owned()), body: json.clone() };
    let body = |content_type: &str, body: &str| SignInFault::RawBody {
        content_type: content_type.to_owned(),
        body: body.as_bytes().to_vec(),
    };
    let location = format!("http://127.0.0.1:9/{text}");
    vec![
        (status(400), "sign_in_rejected"),
        (status(401), "key_refused"),
        (status(403), "sign_in_forbidden"),
        (status(404), "community_not_found"),
        (status(418), "sign_in_rejected"),
        (status(429), "rate_limited"),
        (status(503), "service_down"),
        (body("application/json", &json), "bad_reply"),
        (body(text, &format!("no JSON: {text}")), "bad_reply"),
        (body("text/html", &format!("<h1>{text}</h1>")), "captive_portal"),
        (SignInFault::Redirect { code: 302, location }, "redirected"),
    ]
}

/// Starts the app while the service answers with this text, and waits until that was logged.
pub async fn start_refused<'a>(scene: &'a Scene, build: &Build, text: &str) -> App<'a> {
    scene.service.faults().set(SignInFault::Status { code: 401, retry_after: None, body: text.to_owned() });
    let app = scene.start_driven(build).await;
    app.in_window("main.html").await;
    app.alert("key_refused").await;
    until("a line in the log", || async { app.printed().contains("sign-in failed").then_some(()) }).await;
    scene.service.faults().clear();
    app
}

/// Signs in as the second member again and again, so that the app shows each answer; then `look`s at both windows.
pub async fn show_answers(app: &App<'_>, service: &DemoService, answers: Vec<(SignInFault, &str)>) -> String {
    let mut seen = String::new();
    app.in_window("main.html").await;
    app.press("Switch account").await;
    app.in_window("setup.html").await;
    app.fill("Community email", member_email(service, 1)).await;
    for (fault, code) in answers {
        let before = service.faults().sign_ins();
        service.faults().set_next(1, fault);
        app.press("Sign in").await;
        until("the sign-in", || async { (service.faults().sign_ins() > before).then_some(()) }).await;
        app.alert(code).await;
        seen += &shown(app).await;
    }
    app.in_window("main.html").await;
    seen + &shown(app).await
}

#[tokio::test(flavor = "multi_thread")]
async fn h56_a_key_that_the_service_sends_back_is_neither_shown_nor_logged_nor_kept() {
    let attack = Attack { number: "H56", tries: "the key in the answer of a sign-in that fails" };
    let shown_by = "every answer is shown or logged by its code, and the look finds a key that is put into the page";
    observed(attack, shown_by, async |build| {
        let scene = Scene::new().await;
        let key = &scene.service.community().api_key;
        let app = start_refused(&scene, build, key).await;
        let seen = show_answers(&app, &scene.service, answers_with(key)).await;
        let leaked = seen.contains(key) || app.printed().contains(key) || !scene.around.leaks().is_empty();
        app.script(&format!("document.body.append('{key}')")).await;
        assert!(shown(&app).await.contains(key));
        app.quit().await;
        leaked
    })
    .await;
}

fn keys_received(stranger: &DemoService) -> usize {
    stranger.faults().requests().iter().filter(|request| request.header("returningai-api-key").is_some()).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn h61_settings_that_name_another_host_do_not_take_the_key_there() {
    let attack = Attack { number: "H61", tries: "settings in which the community has the attacker's origin" };
    let shown_by = "the same settings send the key once it is in the keychain for that host, too";
    observed(attack, shown_by, async |build| {
        let scene = Scene::new().await;
        let stranger = Origin::parse(scene.stranger.origin()).expect("an origin");
        scene.around.edit_settings(|settings| settings.communities[0].origin = stranger);

        let app = scene.start_driven(build).await;
        app.in_window("main.html").await;
        app.alert("key_missing").await;
        until("the attacker's page, by the attacker's settings", || async {
            scene.stranger.faults().requests().iter().any(|request| request.path == scene.channels()).then_some(())
        })
        .await;
        let taken = keys_received(&scene.stranger) > 0 || scene.stranger.faults().sign_ins() > 0;
        app.quit().await;

        let community = scene.service.community();
        scene.around.keep_key_for(scene.stranger.origin(), &community.community_id, &community.api_key);
        let app = scene.start_driven(build).await;
        until("the key at the host that has it", || async { (keys_received(&scene.stranger) > 0).then_some(()) }).await;
        app.quit().await;
        taken
    })
    .await;
}
