//! Links out of the frame: other windows, the system browser, the question before it opens.

use crate::harness::{LONG_ENOUGH, Process, comes_within, until};
use crate::proof::{Attack, Build, blocked_by_engine, prove};
use crate::scene::Scene;
use serde_json::json;
use std::cell::Cell;
use std::time::{Duration, Instant};

/// The title of the question.
const QUESTION: &str = "Open a link?";

/// When a page asks for other windows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Click {
    With,
    LongAfter,
    Without,
}

/// A page that asks for other windows.
struct Page<'a> {
    way: &'a str,
    addresses: &'a [&'a str],
    /// How often at once.
    times: usize,
    click: Click,
}

impl Page<'_> {
    async fn start<'a>(&self, scene: &'a Scene, build: &Build) -> Process<'a> {
        let addresses = json!(self.addresses).to_string();
        let click = match self.click {
            Click::With => "with",
            Click::LongAfter => "long after",
            Click::Without => "without",
        };
        let page = include_str!("pages/links-out.js")
            .replace("__ADDRESSES__", &addresses)
            .replace("__WAY__", self.way)
            .replace("__TIMES__", &self.times.to_string())
            .replace("__CLICK__", click);
        scene.attack_with(&page.replace("__CHANNELS__", &scene.channels()));
        let app = scene.start(build);
        if self.click != Click::Without {
            scene.reported("clickable").await;
        }
        app
    }
}

/// A page that follows the next of these addresses with each click.
const fn one_a_click<'a>(addresses: &'a [&'a str]) -> Page<'a> {
    Page { way: "window.open", addresses, times: 1, click: Click::With }
}

/// The click with this number.
async fn click(scene: &Scene, app: &Process<'_>, number: usize) {
    app.click_widget().await;
    scene.reported(&format!("tried-{number}")).await;
}

async fn question(app: &Process<'_>) -> String {
    until("the question", || async { app.windows(QUESTION).pop() }).await
}

async fn no_question(app: &Process<'_>) {
    until("the end of the question", || async { app.windows(QUESTION).is_empty().then_some(()) }).await;
}

/// The links that the system browser has to open, once there are so many, or none came for a while.
async fn opened(scene: &Scene, number: usize) -> Vec<String> {
    let enough = async || (scene.around.opened_links().len() >= number).then_some(());
    comes_within(LONG_ENOUGH, enough).await;
    scene.around.opened_links()
}

const ALL_WAYS: [&str; 5] = ["window.open", "window.open by name", "link", "link without opener", "form"];
const OWN_PAGE: &str = "__HOME____CHANNELS__";

#[tokio::test(flavor = "multi_thread")]
async fn h32_no_click_opens_another_window() {
    for way in ALL_WAYS {
        let attack = Attack { number: "H32", tries: "another window, with a click" };
        prove(attack, &["new-window"], async |build| {
            let scene = Scene::new().await;
            let page = Page { way, addresses: &[OWN_PAGE], times: 1, click: Click::With };
            let app = page.start(&scene, build).await;
            click(&scene, &app, 1).await;
            comes_within(LONG_ENOUGH, async || scene.report("has-window")).await.is_some()
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn h32_a_thousand_windows_with_one_click_open_nothing() {
    let attack = Attack { number: "H32", tries: "window.open a thousand times with one click" };
    prove(attack, &["link-confirmation"], async |build| {
        let scene = Scene::new().await;
        let page = Page { way: "window.open", addresses: &["https://evil.example/"], times: 1000, click: Click::With };
        let app = page.start(&scene, build).await;
        app.click_widget().await;
        // The web engine passes all of them on, and a browser for each would take long.
        until("what became of it", || async {
            let flooded = scene.around.opened_links().len() > 4;
            flooded.then_some(true).or_else(|| scene.report("tried-1").map(|_| false))
        })
        .await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h32_questions_do_not_pile_up() {
    let scene = Scene::new().await;
    let page = Page { way: "window.open", addresses: &["https://evil.example/"], times: 1000, click: Click::With };
    let app = page.start(&scene, &Build::as_it_is()).await;
    click(&scene, &app, 1).await;
    question(&app).await;
    let second = comes_within(LONG_ENOUGH, async || (app.windows(QUESTION).len() > 1).then_some(())).await;
    assert_eq!(second, None, "a second question");
    assert_eq!(scene.around.opened_links(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn h32_many_clicks_ask_or_open_a_few_times_only() {
    let attack = Attack { number: "H32", tries: "a link with each of six clicks" };
    prove(attack, &["link-confirmation"], async |build| {
        let scene = Scene::new().await;
        let _manager = scene.around.start_window_manager();
        let app = one_a_click(&["https://evil.example/"]).start(&scene, build).await;
        let start = Instant::now();
        let mut asked = 0;
        for number in 1..=6 {
            click(&scene, &app, number).await;
            let moment = Duration::from_millis(700);
            let appeared = comes_within(moment, async || app.windows(QUESTION).pop()).await;
            if appeared.is_some() && start.elapsed() < Duration::from_secs(9) {
                asked += 1;
                app.xdotool(&["key", "Escape"]);
                no_question(&app).await;
            }
        }
        asked + scene.around.opened_links().len() > 4
    })
    .await;
}

/// Whether all of these are passed to the system, by these clicks. None or all of them are.
async fn all_open(addresses: &[&str], way: &str, build: &Build) -> bool {
    let scene = Scene::new().await;
    let app = Page { way, addresses, times: 1, click: Click::With }.start(&scene, build).await;
    for number in 1..=addresses.len() {
        click(&scene, &app, number).await;
    }
    let opened = opened(&scene, addresses.len()).await;
    assert!(opened.is_empty() || opened.len() == addresses.len(), "only some of them: {opened:?}");
    assert!(app.windows(QUESTION).is_empty(), "a question about what never opens");
    !opened.is_empty()
}

const NO_PAGES: [&str; 7] = [
    "javascript:alert(1)",
    "data:text/html,<h1>evil</h1>",
    "blob:__HOME__/3f1f1c1e-0000-4000-8000-000000000000",
    "about:blank",
    "tauri://localhost/main.html",
    "ipc://localhost/select_widget",
    "http://evil.example/",
];

#[tokio::test(flavor = "multi_thread")]
async fn h33_what_is_no_https_page_never_opens() {
    for way in ALL_WAYS {
        let attack = Attack { number: "H33", tries: "javascript:, data:, blob:, the app's own schemes, http" };
        // A form sends itself to no script.
        let addresses = if way == "form" { NO_PAGES.get(1..).unwrap_or_default() } else { &NO_PAGES };
        prove(attack, &["link-scheme"], async |build| all_open(addresses, way, build).await).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn h33_no_file_opens() {
    let attack = Attack { number: "H33", tries: "file: addresses" };
    let addresses = ["file:///etc/passwd", "file:///usr/bin/true", "file://localhost/etc/passwd"];
    prove(attack, &["link-scheme"], async |build| all_open(&addresses, "window.open", build).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h34_no_program_of_the_system_is_started() {
    let attack = Attack { number: "H34", tries: "schemes of other programs" };
    let addresses = [
        "ms-msdt:/id PCWDiagnostic /skip force",
        "search-ms:query=evil&crumb=location:\\\\evil.example",
        "intent://evil#Intent;scheme=https;end",
        "vscode://file/etc/passwd",
        "tel:+123456789",
        "returning-widgets://open/x",
    ];
    prove(attack, &["link-scheme"], async |build| all_open(&addresses, "link", build).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h34_no_network_share_is_opened() {
    let attack = Attack { number: "H34", tries: "shares, which Windows would sign in to" };
    let addresses = ["smb://evil.example/share", "\\\\evil.example\\share", "file://evil.example/share"];
    prove(attack, &["link-scheme"], async |build| all_open(&addresses, "window.open", build).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h34_refused_links_leave_a_line_a_kind_and_no_address() {
    let scene = Scene::new().await;
    let addresses =
        ["smb://evil-canary.example/", "evil-canary:x", "file:///evil-canary", "https://evil-canary@x.example/"];
    let app = Page { way: "window.open", addresses: &addresses, times: 100, click: Click::With }
        .start(&scene, &Build::as_it_is())
        .await;
    click(&scene, &app, 1).await;
    let printed = until("two lines", || async {
        let printed = app.printed();
        (printed.matches("a link was refused").count() == 2).then_some(printed)
    })
    .await;
    assert!(!printed.contains("evil-canary"), "{printed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn h35_a_host_behind_a_name_never_opens() {
    let attack = Attack { number: "H35", tries: "a name before the host that looks like a host" };
    let addresses = [
        "https://bank.example@evil.example/",
        "https://bank.example:443@evil.example/",
        "https://:secret@evil.example/",
        "https://bank.example%2f@evil.example/",
    ];
    prove(attack, &["link-scheme"], async |build| all_open(&addresses, "window.open", build).await).await;
}

/// Whether the link opens although nobody agreed.
async fn opens_unasked(address: &str, build: &Build) -> bool {
    let scene = Scene::new().await;
    let app = one_a_click(&[address]).start(&scene, build).await;
    click(&scene, &app, 1).await;
    until("what became of it", || async {
        let opened = !scene.around.opened_links().is_empty();
        opened.then_some(true).or_else(|| app.windows(QUESTION).pop().map(|_| false))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn h35_a_foreign_host_opens_only_after_a_question() {
    let attack = Attack { number: "H35", tries: "a link to another host" };
    let run = async |build: &Build| opens_unasked("https://evil.example/", build).await;
    prove(attack, &["link-confirmation"], run).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h35_a_mail_opens_only_after_a_question() {
    let attack = Attack { number: "H35", tries: "a mailto: link" };
    let run = async |build: &Build| opens_unasked("mailto:evil@evil.example?attach=/etc/passwd", build).await;
    prove(attack, &["link-confirmation"], run).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h35_a_question_that_is_declined_opens_nothing() {
    for key in ["Escape", "Return", "space", "alt+c"] {
        let attack = Attack { number: "H35", tries: "a link that the person declines" };
        prove(attack, &["link-confirmation"], async |build| {
            let scene = Scene::new().await;
            let _manager = scene.around.start_window_manager();
            let app = one_a_click(&["https://evil.example/"]).start(&scene, build).await;
            click(&scene, &app, 1).await;
            let asked = async || app.windows(QUESTION).pop().map(|_| true);
            let opened = async || (!scene.around.opened_links().is_empty()).then_some(false);
            if until("what became of it", || async { asked().await.or(opened().await) }).await {
                until("the end of the question", || async {
                    app.xdotool(&["key", key]);
                    app.windows(QUESTION).is_empty().then_some(())
                })
                .await;
            }
            comes_within(LONG_ENOUGH, opened).await.is_some()
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn h35_a_link_opens_once_the_person_agrees() {
    let scene = Scene::new().await;
    let _manager = scene.around.start_window_manager();
    let app = one_a_click(&["https://evil.example/"]).start(&scene, &Build::as_it_is()).await;
    click(&scene, &app, 1).await;
    question(&app).await;
    until("the link", || async {
        app.xdotool(&["key", "alt+o"]);
        (!scene.around.opened_links().is_empty()).then_some(())
    })
    .await;
    no_question(&app).await;
    assert_eq!(scene.around.opened_links(), ["https://evil.example/"]);
}

/// A question can't be agreed to sooner than after 600 ms.
const HURRIED: Duration = Duration::from_millis(500);

/// Whether a link opens by the key that was pressed as soon as the question was there. `None` when that took too long.
async fn opens_by_hurried_key(build: &Build) -> Option<bool> {
    let scene = Scene::new().await;
    let _manager = scene.around.start_window_manager();
    let app = one_a_click(&["https://evil.example/"]).start(&scene, build).await;
    let looks = Cell::new((Instant::now(), Instant::now()));
    app.click_widget().await;
    let asked = until("the question", || async {
        looks.set((looks.get().1, Instant::now()));
        let opened = !scene.around.opened_links().is_empty();
        app.windows(QUESTION).pop().map(|_| true).or_else(|| opened.then_some(false))
    })
    .await;
    if asked {
        app.xdotool(&["key", "alt+o"]);
        // The question was not there yet at the look before the last.
        if looks.get().0.elapsed() > HURRIED {
            return None;
        }
    }
    Some(!opened(&scene, 1).await.is_empty())
}

#[tokio::test(flavor = "multi_thread")]
async fn h35_a_key_pressed_before_the_question_was_read_opens_nothing() {
    let attack = Attack { number: "H35", tries: "a question that appears under the person's fingers" };
    prove(attack, &["link-confirmation"], async |build| until("a quick hand", || opens_by_hurried_key(build)).await)
        .await;
}

/// The question about the next link.
async fn next_question(scene: &Scene, app: &Process<'_>, number: usize) -> String {
    no_question(app).await;
    click(scene, app, number).await;
    question(app).await
}

#[tokio::test(flavor = "multi_thread")]
async fn h35_a_host_that_looks_like_another_is_shown_as_it_is() {
    let attack = Attack { number: "H35", tries: "a host with a letter of another script" };
    // The first begins with a Cyrillic letter, and the second is the same in ASCII.
    let addresses = ["https://\u{430}pple.example/", "https://xn--pple-43d.example/", "https://apple.example/"];
    prove(attack, &["link-confirmation"], async |build| {
        let scene = Scene::new().await;
        let _manager = scene.around.start_window_manager();
        let app = one_a_click(&addresses).start(&scene, build).await;
        click(&scene, &app, 1).await;
        if !opened(&scene, 1).await.is_empty() {
            return true;
        }
        let look_alike = app.picture(&question(&app).await);
        app.xdotool(&["key", "Escape"]);
        let same = next_question(&scene, &app, 2).await;
        until("the same question", || async { (app.picture(&same) == look_alike).then_some(()) }).await;
        app.xdotool(&["key", "Escape"]);
        let real = next_question(&scene, &app, 3).await;
        comes_within(LONG_ENOUGH, async || (app.picture(&real) == look_alike).then_some(())).await.is_some()
    })
    .await;
}

/// Whether a link opens, a window too, or a question about one, that nobody clicked for.
async fn leaves_unasked(way: &str, click: Click, build: &Build) -> bool {
    let scene = Scene::new().await;
    let app = Page { way, addresses: &[OWN_PAGE], times: 1, click }.start(&scene, build).await;
    if click == Click::LongAfter {
        app.click_widget().await;
    }
    scene.reported("tried-1").await;
    let sign = async || {
        let out = !scene.around.opened_links().is_empty() || !app.windows(QUESTION).is_empty();
        (out || scene.report("has-window").is_some()).then_some(())
    };
    comes_within(LONG_ENOUGH, sign).await.is_some()
}

/// Nothing of ours is left that could stop a link.
const ALL_LINKS: [&str; 6] =
    ["new-window", "link-scheme", "link-confirmation", "sandbox", "navigation", "content-policy"];

#[tokio::test(flavor = "multi_thread")]
async fn h36_nothing_opens_without_a_click() {
    let why = "WebKit blocks a pop-up that no click asked for";
    for way in ALL_WAYS {
        let attack = Attack { number: "H36", tries: "another window without a click" };
        let run = async |build: &Build| leaves_unasked(way, Click::Without, build).await;
        blocked_by_engine(attack, why, &ALL_LINKS, run).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn h36_a_click_of_long_ago_opens_nothing() {
    let attack = Attack { number: "H36", tries: "another window seven seconds after a click" };
    let why = "WebKit forgets a click after some seconds";
    let run = async |build: &Build| leaves_unasked("window.open", Click::LongAfter, build).await;
    blocked_by_engine(attack, why, &ALL_LINKS, run).await;
}
