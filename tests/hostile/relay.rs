//! What a page can get out of the relay by posting messages: its own token, and nothing else.

use crate::harness::community::widget;
use crate::harness::{App, Furnished, until};
use crate::proof::{Attack, Build, observed, prove};
use crate::scene::Scene;
use demo_service::SignInFault;
use std::time::{Duration, Instant};

/// The token of the member of the community that is attacked. Every other token looks different.
const TOKEN: &str = "the-token-of-the-attacked-community";

/// Most sign-ins of one account in a minute.
const MOST_SIGN_INS: usize = 6;

/// More calls of Rust than this are not for one load of a widget.
const FEW_CALLS: u64 = 10;

const ORIGIN: &str = "relay-origin";
const SOURCE: &str = "relay-source";
const TARGET: &str = "relay-target";

/// The attacker's page is the widget of one community, and the attacker has a second community that is connected, too:
/// so pages of its origin load, and what they ask is for the relay alone to refuse.
async fn two_communities() -> Scene {
    let scene = Scene::bare().await;
    let [first, second] = [&scene.service, &scene.stranger].map(Furnished::with_first_member);
    scene.around.furnish(&[first, second]);
    scene.service.faults().set(SignInFault::Token(TOKEN.to_owned()));
    scene
}

/// Whether a page that the widget nests as `how` says is given the token.
async fn nested_page_gets_the_token(scene: &Scene, build: &Build, how: &str) -> bool {
    for service in [&scene.service, &scene.stranger] {
        scene.put_page(service, "/nested", include_str!("pages/asks-the-app.js"));
    }
    scene.attack_with(&include_str!("pages/nests.js").replace("__HOW__", how));
    let _app = scene.start(build);
    scene.reported("asked").await == TOKEN
}

#[tokio::test(flavor = "multi_thread")]
async fn h17_a_message_from_another_origin_gets_no_token() {
    let attack = Attack { number: "H17", tries: "a nested page of another origin asks" };
    prove(attack, &[ORIGIN, SOURCE, TARGET], async |build| {
        let scene = two_communities().await;
        nested_page_gets_the_token(&scene, build, "nested.src = '__STRANGER__/nested'").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h18_the_same_machine_by_another_name_gets_no_token() {
    let attack = Attack { number: "H18", tries: "localhost asks in place of 127.0.0.1, with the same port" };
    prove(attack, &[ORIGIN, SOURCE, TARGET], async |build| {
        let scene = Scene::bare().await;
        let look_alike = scene.service.origin().replace("127.0.0.1", "localhost");
        scene.around.furnish_beside(&[Furnished::with_first_member(&scene.service)], &[&look_alike]);
        scene.service.faults().set(SignInFault::Token(TOKEN.to_owned()));
        nested_page_gets_the_token(&scene, build, &format!("nested.src = '{look_alike}/nested'")).await
    })
    .await;
}

/// Whether a page at a look-alike of the community's `localhost` is given the token. No community has the look-alike.
async fn look_alike_gets_the_token(build: &Build, host: &str) -> bool {
    let scene = Scene::bare().await;
    let port = scene.service.origin().rsplit(':').next().expect("a port").to_owned();
    scene
        .around
        .furnish_beside(&[Furnished::with_first_member(&scene.service)], &[&format!("http://localhost:{port}")]);
    scene.service.faults().set(SignInFault::Token(TOKEN.to_owned()));
    let how = format!("nested.src = 'http://{host}:{port}/nested'; setTimeout(report, 4000, 'asked', 'never came')");
    nested_page_gets_the_token(&scene, build, &how).await
}

#[tokio::test(flavor = "multi_thread")]
async fn h18_a_host_with_a_trailing_dot_does_not_even_load() {
    let attack = Attack { number: "H18", tries: "`localhost.` asks in place of localhost" };
    prove(attack, &["navigation", ORIGIN, SOURCE, TARGET], async |build| {
        look_alike_gets_the_token(build, "localhost.").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h18_a_host_that_ends_like_the_right_one_does_not_even_load() {
    let attack = Attack { number: "H18", tries: "127.0.0.1.localhost asks in place of localhost and 127.0.0.1" };
    prove(attack, &["navigation", ORIGIN, SOURCE, TARGET], async |build| {
        look_alike_gets_the_token(build, "127.0.0.1.localhost").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h18_a_page_whose_origin_is_null_gets_no_token() {
    let attack = Attack { number: "H18", tries: "a sandboxed page of the right address asks" };
    prove(attack, &[ORIGIN, SOURCE, TARGET], async |build| {
        let scene = two_communities().await;
        let how = "nested.sandbox = 'allow-scripts'; nested.src = '/nested'";
        nested_page_gets_the_token(&scene, build, how).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h19_a_nested_page_of_the_same_origin_gets_no_token() {
    let attack = Attack { number: "H19", tries: "a nested page of the widget's own origin asks" };
    prove(attack, &[SOURCE], async |build| {
        let scene = two_communities().await;
        nested_page_gets_the_token(&scene, build, "nested.src = '/nested'").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h19_a_page_written_into_the_widget_gets_no_token() {
    let attack = Attack { number: "H19", tries: "a srcdoc page, which has the widget's own origin, asks" };
    prove(attack, &[SOURCE], async |build| {
        let scene = two_communities().await;
        let how = "fetch('/nested').then((page) => page.text()).then((text) => { nested.srcdoc = text; })";
        nested_page_gets_the_token(&scene, build, how).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h19_no_pop_up_comes_to_be_that_could_ask() {
    let attack = Attack { number: "H19", tries: "a pop-up of the widget's own origin asks" };
    prove(attack, &["new-window"], async |build| {
        let scene = two_communities().await;
        scene.put_page(&scene.service, "/popup", "opener.postMessage('asks', '*'); report('asked')");
        scene.attack_with(include_str!("pages/popup.js"));
        let app = scene.start(build);
        scene.reported("clickable").await;
        app.click_widget().await;
        until("what became of it", || async { scene.report("asked").or_else(|| scene.report("refused")) }).await;
        scene.report("asked").is_some()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h19_a_neighbour_of_another_community_gets_no_token_of_this_one() {
    let attack = Attack { number: "H19", tries: "the widget of another community asks" };
    prove(attack, &[ORIGIN, SOURCE, TARGET], async |build| {
        let scene = two_communities().await;
        // The attacked widget is an honest one here; the attacker's comes to stand beside it.
        scene.put_page(&scene.stranger, &scene.channels(), include_str!("pages/asks-beside.js"));
        let app = scene.start_driven(build).await;
        app.in_window("main.html").await;
        app.find("[data-state=shown]").await;
        let neighbour = Furnished::with_first_member(&scene.stranger).widget("channel-widget");
        app.click(&format!("[data-widget='{neighbour}']")).await;
        scene.reported("waited").await;
        scene.reports().contains(&("heard".to_owned(), TOKEN.to_owned()))
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h20_the_page_of_another_community_in_this_ones_frame_gets_no_token() {
    let attack = Attack { number: "H20", tries: "the frame goes to another community's page, which asks" };
    prove(attack, &[ORIGIN, TARGET], async |build| {
        let scene = two_communities().await;
        scene.put_page(&scene.stranger, "/elsewhere", include_str!("pages/asks-the-app.js"));
        scene.attack_with(include_str!("pages/leaves-and-asks.js"));
        let _app = scene.start(build);
        scene.reported("asked").await == TOKEN
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h20_the_frame_goes_to_no_page_that_no_community_has() {
    let attack = Attack { number: "H20", tries: "the frame goes to a foreign page, which asks" };
    prove(attack, &[ORIGIN, TARGET, "content-policy", "navigation"], async |build| {
        let scene = Scene::new().await;
        scene.service.faults().set(SignInFault::Token(TOKEN.to_owned()));
        scene.put_page(&scene.stranger, "/elsewhere", include_str!("pages/asks-the-app.js"));
        scene.attack_with(include_str!("pages/leaves-and-asks.js"));
        let _app = scene.start(build);
        let came_of_it =
            until("what became of it", || async { scene.report("asked").or_else(|| scene.report("stayed")) });
        came_of_it.await == TOKEN
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h20_a_page_that_comes_after_the_one_that_asked_gets_no_token() {
    let attack =
        Attack { number: "H20", tries: "the frame asks, and goes to another community's page before the answer" };
    prove(attack, &[TARGET], async |build| {
        let scene = two_communities().await;
        scene.service.faults().clear();
        scene.service.faults().set(SignInFault::Delay(Duration::from_secs(3)));
        scene.put_page(&scene.stranger, "/elsewhere", include_str!("pages/waits-for-another-token.js"));
        scene.attack_with(include_str!("pages/asks-and-leaves.js"));
        let _app = scene.start(build);
        scene.reported("arrived").await;
        assert_eq!(scene.service.faults().sign_ins(), 1);
        scene.reported("heard").await != "nothing"
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h21_no_token_reaches_a_frame_of_the_account_of_before() {
    let attack = Attack { number: "H21", tries: "a frame asks on after another account was signed in" };
    let seen = "the second account was signed in before the first one's answer came; core tests hold the answer back";
    observed(attack, seen, async |build| {
        let scene = Scene::bare().await;
        scene.around.furnish(&[Furnished { service: &scene.service, members: &[0, 1], signed_in: 0 }]);
        scene.attack_with(include_str!("pages/asks-again-and-again.js"));
        // Of the first account; the answer comes long after the second one was signed in.
        scene.service.faults().set_next(1, SignInFault::Delay(Duration::from_secs(6)));
        let app = scene.start_driven(build).await;
        let first = scene.reported("loaded").await;
        app.in_window("main.html").await;
        app.press("Switch account").await;
        app.in_window("setup.html").await;
        app.press("Use this account").await;
        app.in_window("main.html").await;
        assert_eq!(scene.report("heard"), None, "the switch came after the answer");
        // The page of the second account hears its own token, and the answer for the first one has come by then.
        let both = async || (scene.service.faults().sign_ins() >= 2 && scene.report("waited").is_some()).then_some(());
        until("both answers", both).await;
        scene.reports().contains(&("heard".to_owned(), first))
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h22_an_answer_that_is_sent_back_is_not_answered() {
    let attack = Attack { number: "H22", tries: "each answer is sent back to the app" };
    prove(attack, &["relay-echo"], async |build| {
        let scene = Scene::new().await;
        scene.attack_with(include_str!("pages/echoes.js"));
        let _app = scene.start(build);
        let answers: usize = scene.reported("answers").await.parse().expect("a number");
        assert!(answers > 0, "the one request was not answered");
        answers > 1
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h22_a_widget_that_asks_at_each_answer_gets_six_tokens_a_minute_each_twice_at_the_most() {
    let attack = Attack { number: "H22", tries: "each answer is answered with another request" };
    let seen = "the page had as many tokens as a minute allows, within ten seconds";
    observed(attack, seen, async |build| {
        let scene = Scene::new().await;
        scene.attack_with(include_str!("pages/asks-at-each-answer.js"));
        let _app = scene.start(build);
        let answers = scene.reported("answers").await;
        // A token that is refused while it is young is given once more, a second later.
        let answers: usize = answers.parse().expect("a number");
        assert!((MOST_SIGN_INS..=2 * MOST_SIGN_INS).contains(&answers), "{answers} answers");
        scene.service.faults().sign_ins() > MOST_SIGN_INS
    })
    .await;
}

/// Has the app's page count the messages that it hears, and its calls of Rust.
async fn count_in_the_page(app: &App<'_>) {
    app.in_window("main.html").await;
    app.find("iframe").await;
    app.script(
        "window.heard = 0; addEventListener('message', () => { window.heard += 1 }); \
         window.calls = 0; const real = fetch; \
         window.fetch = (...details) => { window.calls += 1; return real(...details) }; return 0",
    )
    .await;
}

async fn counted(app: &App<'_>, what: &str) -> u64 {
    app.script(&format!("return window.{what}")).await.as_u64().expect("a count")
}

/// Posts the message 300,000 times in three seconds; the app's page has heard them all when this returns.
async fn flood(scene: &Scene, app: &App<'_>, message: &str) {
    scene.reported("armed").await;
    count_in_the_page(app).await;
    app.in_frame("Channels").await;
    app.script(&format!("flood({message}); return 0")).await;
    app.out_of_frame().await;
    scene.reported("flooded").await;
    until("all of the flood", || async { (counted(app, "heard").await >= 300_000).then_some(()) }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h23_after_a_flood_of_messages_a_request_is_answered_within_a_second() {
    let attack = Attack { number: "H23", tries: "100,000 messages a second for three seconds" };
    let seen = "the app's page counted 300,000 messages";
    observed(attack, seen, async |build| {
        let scene = Scene::new().await;
        scene.attack_with(include_str!("pages/floods.js"));
        let app = scene.start_driven(build).await;
        flood(&scene, &app, "{type: 'WIDGET_READY', payload: {height: 1}}").await;
        let calls = counted(&app, "calls").await;
        app.in_frame("Channels").await;
        let begun = Instant::now();
        app.script("askForToken().then(() => report('answered')); return 0").await;
        scene.reported("answered").await;
        calls > FEW_CALLS || begun.elapsed() > Duration::from_secs(1)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h23_a_flood_of_requests_costs_the_service_six_sign_ins_a_minute() {
    let attack = Attack { number: "H23", tries: "100,000 requests a second for three seconds" };
    let seen = "the app's page counted 300,000 requests";
    observed(attack, seen, async |build| {
        let scene = Scene::new().await;
        scene.attack_with(include_str!("pages/floods.js"));
        let app = scene.start_driven(build).await;
        flood(&scene, &app, "{type: 'RETURNINGAI_WIDGET_REQUEST_TOKEN'}").await;
        // The person goes on to another widget of the same account.
        app.press("Store").await;
        app.in_frame("Store").await;
        app.text("[data-testid=balance]").await;
        scene.service.faults().sign_ins() > MOST_SIGN_INS
    })
    .await;
}

/// What a page that posts these messages and then asks as it should got out of it.
struct Outcome {
    /// The answers that the messages brought.
    answers: usize,
    /// The token that the proper request brought, or `nothing`.
    proper: String,
}

async fn post_all(scene: &Scene, build: &Build, messages: &str) -> Outcome {
    scene.service.faults().set(SignInFault::Token(TOKEN.to_owned()));
    scene.attack_with(&format!("{messages}\n{}", include_str!("pages/posts-all.js")));
    let app = scene.start_driven(build).await;
    app.in_window("main.html").await;
    let posted: usize = scene.reported("posted").await.parse().expect("a number");
    assert!(posted > 0, "nothing was posted");
    let answers = scene.reported("answers").await.parse().expect("a number");
    let proper = scene.reported("proper").await;
    assert_eq!(app.script("return String(({}).polluted ?? ({}).type)").await, "undefined", "our page was changed");
    Outcome { answers, proper }
}

#[tokio::test(flavor = "multi_thread")]
async fn h24_large_deep_cyclic_and_binary_messages_do_not_stop_the_relay() {
    let attack = Attack { number: "H24", tries: "10 MB texts, depth 10,000, cycles, buffers and ports" };
    let seen = "the web engine took all of the messages, and none of them brought an answer";
    observed(attack, seen, async |build| {
        let scene = Scene::new().await;
        let outcome = post_all(&scene, build, include_str!("pages/messages-large.js")).await;
        outcome.answers > 0 || outcome.proper != TOKEN || scene.report("port").is_some()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h25_a_message_says_only_what_is_its_own() {
    let attack = Attack { number: "H25", tries: "the keys __proto__, constructor and prototype" };
    prove(attack, &["relay-types"], async |build| {
        let scene = Scene::new().await;
        let outcome = post_all(&scene, build, include_str!("pages/messages-with-keys.js")).await;
        outcome.answers > 0 || outcome.proper != TOKEN
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h26_nothing_but_text_is_taken_for_a_type() {
    let attack = Attack { number: "H26", tries: "numbers, arrays, wrapped and almost right texts" };
    prove(attack, &["relay-types"], async |build| {
        let scene = Scene::new().await;
        let outcome = post_all(&scene, build, include_str!("pages/messages-of-other-types.js")).await;
        outcome.answers > 0 || outcome.proper != TOKEN
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h27_what_only_the_app_may_say_is_not_taken_for_a_request() {
    let attack = Attack { number: "H27", tries: "forged answers in both dialects" };
    prove(attack, &["relay-echo"], async |build| {
        let scene = Scene::new().await;
        let outcome = post_all(&scene, build, include_str!("pages/messages-that-answer.js")).await;
        outcome.answers > 0 || outcome.proper != TOKEN
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h27_a_request_in_all_dialects_at_once_is_answered_once() {
    let attack = Attack { number: "H27", tries: "a request in each dialect, in one breath" };
    let seen = "the one answer came";
    observed(attack, seen, async |build| {
        let scene = Scene::new().await;
        let outcome = post_all(&scene, build, include_str!("pages/messages-in-all-dialects.js")).await;
        assert!(outcome.answers > 0, "no request was answered");
        // The proper request that follows costs the second sign-in.
        outcome.answers > 1 || outcome.proper != TOKEN || scene.service.faults().sign_ins() > 2
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h28_a_height_changes_nothing() {
    let attack = Attack { number: "H28", tries: "heights of NaN, 1e9, minus one and the like" };
    prove(attack, &["relay-height"], async |build| {
        let scene = Scene::new().await;
        scene.attack_with(include_str!("pages/heights.js"));
        let app = scene.start_driven(build).await;
        scene.reported("proper").await;
        app.in_window("main.html").await;
        let shape = "const {left, top, right, bottom} = document.querySelector('iframe').getBoundingClientRect(); \
                     const {scrollWidth, scrollHeight} = document.scrollingElement; \
                     return right > innerWidth || bottom > innerHeight || bottom - top < innerHeight / 2 || \
                     left < 0 || top < 0 || scrollWidth > innerWidth || scrollHeight > innerHeight";
        app.script(shape).await == true
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h28_forged_readiness_and_errors_reach_rust_a_few_times() {
    let attack = Attack { number: "H28", tries: "WIDGET_READY and WIDGET_ERROR 300,000 times" };
    let seen = "the app's page counted the 300,000 messages, and one of the errors is shown";
    observed(attack, seen, async |build| {
        let scene = Scene::new().await;
        scene.attack_with(include_str!("pages/floods.js"));
        let app = scene.start_driven(build).await;
        flood(&scene, &app, "'WIDGET_ERROR'").await;
        app.alert("widget_error").await;
        counted(&app, "calls").await > FEW_CALLS
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h29_a_widget_that_asks_as_its_neighbour_is_answered_as_itself() {
    let attack = Attack { number: "H29", tries: "a request that names another widget and another member" };
    prove(attack, &[SOURCE], async |build| {
        let scene = Scene::new().await;
        let [own, neighbour] = ["Channels", "Milestones"].map(|name| widget(&scene.service, name).widget_id.clone());
        scene.attack_with(&include_str!("pages/asks-as-its-neighbour.js").replace("__NEIGHBOUR__", &neighbour));
        let app = scene.start_driven(build).await;
        scene.reported("armed").await;
        app.in_window("main.html").await;
        app.press("Milestones").await;
        app.find("[data-state=shown]").await;
        app.press("Channels").await;
        app.in_frame("Channels").await;
        app.script("ask(); return 0").await;
        scene.reported("waited").await;
        let answered: Vec<String> =
            scene.reports().into_iter().filter(|(name, _)| name == "answered").map(|(_, widget)| widget).collect();
        assert!(answered.contains(&own), "the widget itself was not answered: {answered:?}");
        let requests = scene.service.faults().requests();
        let other_member = requests.iter().any(|request| request.header("email") == Some("lucia@demo.example"));
        answered.contains(&neighbour) || other_member
    })
    .await;
}
