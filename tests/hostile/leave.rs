//! Out of the frame: the top window, other windows, links, downloads.

use crate::harness::{BINARY, LONG_ENOUGH, Process, comes_within, scan, until};
use crate::proof::{Attack, Build, blocked_by_engine, prove, prove_behind};
use crate::scene::Scene;
use demo_service::Staged;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A way to put a page in the top window's place.
struct Way<'a> {
    name: &'a str,
    address: &'a str,
    click: bool,
}

impl<'w> Way<'w> {
    const fn clicked(name: &'w str, address: &'w str) -> Self {
        Self { name, address, click: true }
    }

    const fn unasked(name: &'w str, address: &'w str) -> Self {
        Self { name, address, click: false }
    }

    /// The page that goes this way.
    fn page(&self) -> String {
        include_str!("pages/top-location.js")
            .replace("__WAY__", self.name)
            .replace("__ADDRESS__", self.address)
            .replace("__CLICK__", if self.click { "yes" } else { "no" })
    }

    async fn start<'a>(&self, scene: &'a Scene, build: &Build) -> Process<'a> {
        scene.attack_with(&self.page().replace("__CHANNELS__", &scene.channels()));
        let app = scene.start(build);
        if self.click {
            scene.reported("clickable").await;
            app.click_widget().await;
        }
        scene.reported("tried").await;
        app
    }

    /// Whether a stranger's page lives in the top window's place.
    async fn takes_top(&self, build: &Build) -> bool {
        let scene = Scene::new().await;
        scene.put_page(&scene.stranger, "/", &self.page());
        let app = self.start(&scene, build).await;
        became_top(&scene, &app).await
    }
}

/// Whether a stranger's page lives in the top window's place. An app that ended shows nothing any more.
async fn became_top(scene: &Scene, app: &Process<'_>) -> bool {
    until("what became of it", || async {
        let over = scene.report("still-in-the-frame").is_some() || app.ended().is_some();
        scene.report("is-top").map(|_| true).or_else(|| over.then_some(false))
    })
    .await
}

/// The attacker's own page, which frames may show.
const OWN: &str = "__HOME____CHANNELS__";
/// A page of an origin that no community has.
const STRANGERS: &str = "__STRANGER__/";

/// With a click, which the web engine asks for before a frame may move the top window.
async fn takes_no_top(tries: &'static str, way: &'static str) {
    let attack = Attack { number: "H30", tries };
    let way = Way::clicked(way, OWN);
    let without = ["sandbox", "navigation", "foreign-page-exit"];
    prove(attack, &without, async |build| way.takes_top(build).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h30_a_click_does_not_let_the_frame_take_the_top_windows_place() {
    takes_no_top("top.location with a click", "top.location").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h30_parent_location_does_not_take_the_top_windows_place() {
    takes_no_top("parent.location.replace with a click", "location.replace").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h30_a_link_to_the_top_window_does_not_take_its_place() {
    takes_no_top("a link with target=_top", "link to _top").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h30_a_link_to_the_parent_does_not_take_its_place() {
    takes_no_top("a link with target=_parent", "link to _parent").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h30_a_base_does_not_send_links_to_the_top_window() {
    takes_no_top("a link below a base with target=_top", "link below a base").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h30_a_form_does_not_go_to_the_top_window() {
    takes_no_top("a form with target=_top, by GET", "form by GET").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h30_a_form_is_not_posted_to_the_top_window() {
    takes_no_top("a form with target=_top, by POST", "form by POST").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h30_opening_top_does_not_take_its_place() {
    takes_no_top("window.open(address, '_top')", "window.open to _top").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h30_opening_the_parent_does_not_take_its_place() {
    takes_no_top("window.open(address, '_parent')", "window.open to _parent").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h30_the_sandbox_alone_keeps_the_frame_from_the_top_windows_place() {
    let attack = Attack { number: "H30", tries: "top.location with a click, to a page of the stranger" };
    let way = Way::clicked("top.location", STRANGERS);
    let gone = ["navigation", "foreign-page-exit", "content-policy"];
    prove_behind(attack, &gone, &["sandbox"], async |build| way.takes_top(build).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h30_the_navigation_guard_alone_keeps_a_stranger_from_the_top_windows_place() {
    let attack = Attack { number: "H30", tries: "top.location with a click, to a page of the stranger, unsandboxed" };
    let way = Way::clicked("top.location", STRANGERS);
    let gone = ["sandbox", "foreign-page-exit"];
    prove_behind(attack, &gone, &["navigation"], async |build| way.takes_top(build).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h30_the_navigation_guard_alone_keeps_a_widget_from_the_top_windows_place() {
    let attack = Attack { number: "H30", tries: "top.location with a click, to the widget's own page, unsandboxed" };
    let way = Way::clicked("top.location", OWN);
    let gone = ["sandbox", "foreign-page-exit"];
    prove_behind(attack, &gone, &["navigation"], async |build| way.takes_top(build).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h30_a_widgets_page_in_the_top_windows_place_ends_the_app() {
    let attack = Attack { number: "H30", tries: "top.location with a click, to the widget's own page, unsandboxed" };
    let way = Way::clicked("top.location", OWN);
    let run = async |build: &Build| {
        let scene = Scene::new().await;
        let app = way.start(&scene, build).await;
        let lives = became_top(&scene, &app).await;
        assert!(lives || app.ended() == Some(3), "neither the stranger's page nor the end of the app");
        lives
    };
    prove_behind(attack, &["sandbox", "navigation"], &["foreign-page-exit"], run).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h30_nothing_takes_the_top_windows_place_without_a_click() {
    let attack = Attack { number: "H30", tries: "top.location without a click" };
    let way = Way::unasked("top.location", OWN);
    let why = "WebKit lets a frame of another origin move the top window only after a click";
    let gone = ["sandbox", "navigation", "foreign-page-exit", "content-policy"];
    blocked_by_engine(attack, why, &gone, async |build| way.takes_top(build).await).await;
}

/// What the attacker would like the app's own page to read. WebKit asks for no click there.
const QUERY: &str = "?evil#evil";

/// Whether the app's page comes to have this address.
async fn app_page_gets(address: &str, build: &Build) -> bool {
    let scene = Scene::new().await;
    let way = Way { name: "top.location", address: &format!("tauri://localhost/main.html{address}"), click: false };
    scene.attack_with(&way.page());
    let app = scene.start_driven(build).await;
    scene.reported("tried").await;
    until("what became of it", || async {
        let got = app.script("return location.search + location.hash").await == address;
        got.then_some(true).or_else(|| scene.report("still-in-the-frame").map(|_| false))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn h30_the_app_is_not_reloaded_with_a_query_of_the_frames() {
    let attack = Attack { number: "H30", tries: "top.location to the app's own page, without a click" };
    prove(attack, &["sandbox", "navigation"], async |build| app_page_gets(QUERY, build).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h30_the_navigation_guard_alone_keeps_the_app_from_a_reload() {
    let attack = Attack { number: "H30", tries: "top.location to the app's own page, unsandboxed" };
    prove_behind(attack, &["sandbox"], &["navigation"], async |build| app_page_gets(QUERY, build).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h30_the_sandbox_alone_keeps_the_app_from_a_reload() {
    let attack = Attack { number: "H30", tries: "top.location to the app's own page, unguarded" };
    prove_behind(attack, &["navigation"], &["sandbox"], async |build| app_page_gets(QUERY, build).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h30_the_app_gets_no_fragment_from_the_frame() {
    let attack = Attack { number: "H30", tries: "top.location to a fragment of the app's own page" };
    prove(attack, &["sandbox", "navigation"], async |build| app_page_gets("#evil", build).await).await;
}

/// Reports from wherever it runs.
const SCRIPT: &str = "javascript:void fetch('__HOME__/report/script-ran-in-top',{mode:'no-cors'})";

async fn runs_in_top(way: Way<'_>, build: &Build) -> bool {
    let scene = Scene::new().await;
    let app = way.start(&scene, build).await;
    until("what became of it", || async {
        let over = scene.report("still-in-the-frame").is_some() || app.ended().is_some();
        scene.report("script-ran-in-top").map(|_| true).or_else(|| over.then_some(false))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn h30_no_script_of_the_frame_runs_in_the_app() {
    let why = "WebKit runs a javascript: address only in a window of the same origin";
    let gone = ["sandbox", "navigation", "foreign-page-exit", "content-policy"];
    for name in ["top.location", "link to _top", "window.open to _top", "form by GET"] {
        let attack = Attack { number: "H30", tries: "a javascript: address for the top window" };
        let run = async |build: &Build| runs_in_top(Way::clicked(name, SCRIPT), build).await;
        blocked_by_engine(attack, why, &gone, run).await;
    }
}

const STRANGERS_PAGE: &str = "report('stranger-is-framed')";

/// Whether a frame comes to show a page of the stranger, by what the Channels widget's page does.
async fn shows_stranger(way: &str, build: &Build) -> bool {
    let scene = Scene::new().await;
    scene.put_page(&scene.stranger, "/", STRANGERS_PAGE);
    scene.service.faults().stage("/away", Staged::redirect(&format!("{}/", scene.stranger.origin())));
    scene.attack_with(&include_str!("pages/go-elsewhere.js").replace("__WAY__", way));
    let _app = scene.start(build);
    scene.reported("tried").await;
    until("what became of it", || async {
        let shown = scene.report("stranger-is-framed").map(|_| true);
        shown.or_else(|| scene.report("still-here").map(|_| false))
    })
    .await
}

/// Both the content policy and the navigation guard keep the frame where it is, each without the other.
async fn stays_where_it_is(tries: &'static str, way: &str) {
    for (gone, without) in [("navigation", "content-policy"), ("content-policy", "navigation")] {
        let attack = Attack { number: "H31", tries };
        prove_behind(attack, &[gone], &[without], async |build| shows_stranger(way, build).await).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn h31_a_frame_does_not_go_to_another_origin() {
    stays_where_it_is("location of the frame itself", "location").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h31_a_frame_is_not_refreshed_to_another_origin() {
    stays_where_it_is("meta refresh of the frame", "meta refresh").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h31_a_frame_posts_no_form_to_another_origin() {
    stays_where_it_is("a form that posts to another origin", "form").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h31_a_frame_is_not_redirected_to_another_origin() {
    stays_where_it_is("a redirect of the frame", "redirect").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h31_a_frame_in_the_frame_shows_no_other_origin() {
    let attack = Attack { number: "H31", tries: "a nested frame, which the app's content policy does not reach" };
    prove(attack, &["navigation"], async |build| shows_stranger("nested frame", build).await).await;
}

/// Whether the widget's own address leads to the stranger, when that is all that there is of the widget.
async fn is_led_to_stranger(build: &Build) -> bool {
    let scene = Scene::new().await;
    scene.put_page(&scene.stranger, "/", STRANGERS_PAGE);
    let away = Staged::redirect(&format!("{}/", scene.stranger.origin()));
    scene.service.faults().stage(&scene.channels(), away);
    let _app = scene.start(build);
    let asked = async || scene.service.faults().requests().iter().find(|seen| seen.path == scene.channels()).cloned();
    until("the request for the widget", asked).await;
    comes_within(LONG_ENOUGH, async || scene.report("stranger-is-framed")).await.is_some()
}

#[tokio::test(flavor = "multi_thread")]
async fn h31_a_widgets_address_does_not_lead_to_another_origin() {
    for (gone, without) in [("navigation", "content-policy"), ("content-policy", "navigation")] {
        let attack = Attack { number: "H31", tries: "a redirect of the widget's address" };
        prove_behind(attack, &[gone], &[without], is_led_to_stranger).await;
    }
}

/// What a file of the attacker holds.
const MARK: &str = "evil-download-canary";

/// The attacker's files that are on the disk once the page has tried to put one there.
async fn written(way: &str, click: bool, build: &Build) -> Vec<PathBuf> {
    let scene = Scene::new().await;
    for (path, name) in [("/attachment", "evil.sh"), ("/file", "evil.txt")].into_iter().chain(NAMES) {
        let disposition = format!("attachment; filename=\"{name}\"");
        scene.service.faults().stage(path, Staged::script(MARK).with_header("content-disposition", &disposition));
    }
    let page = include_str!("pages/download.js").replace("__WAY__", way);
    scene.attack_with(&page.replace("__CLICK__", if click { "yes" } else { "no" }));
    let app = scene.start(build);
    if click {
        scene.reported("clickable").await;
        app.click_widget().await;
    }
    scene.reported("done").await;
    let (files, hits) = scan(scene.around.home(), &[MARK]);
    assert!(files > 0, "nothing was looked at");
    hits
}

/// Names that would do harm, each with the path that it is given under.
const NAMES: [(&str, &str); 6] = [
    ("/name/0", "../../evil.sh"),
    ("/name/1", "..\\\\..\\\\worse.sh"),
    ("/name/2", "evil.pdf.desktop"),
    ("/name/3", "CON"),
    ("/name/4", "/etc/evil"),
    ("/name/5", ".bashrc"),
];

async fn writes_nothing(tries: &'static str, way: &str, without: &[&str]) {
    for click in [false, true] {
        let attack = Attack { number: "H37", tries };
        prove(attack, without, async |build| !written(way, click, build).await.is_empty()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn h37_a_download_link_writes_nothing() {
    writes_nothing("a link with a download attribute", "link", &["sandbox", "download"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h37_an_attachment_in_the_frame_writes_nothing() {
    writes_nothing("the frame goes to an attachment", "location", &["sandbox", "download"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h37_an_attachment_in_a_nested_frame_writes_nothing() {
    writes_nothing("a nested frame shows an attachment", "frame", &["sandbox", "download"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h37_an_attachment_as_the_answer_to_a_form_writes_nothing() {
    writes_nothing("a form is answered with an attachment", "form", &["sandbox", "download"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h37_a_blob_writes_nothing() {
    let without = ["sandbox", "download", "navigation", "content-policy"];
    writes_nothing("a download link to a blob", "blob", &without).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h37_a_data_address_writes_nothing() {
    let without = ["sandbox", "download", "navigation", "content-policy"];
    writes_nothing("a download link to a data: address", "data", &without).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h37_an_attachment_in_another_window_writes_nothing() {
    let attack = Attack { number: "H37", tries: "window.open of an attachment, with a click" };
    let run = async |build: &Build| !written("window", true, build).await.is_empty();
    prove(attack, &["sandbox", "download", "new-window"], run).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h37_no_name_gets_a_file_written() {
    let attack = Attack { number: "H37", tries: "names with folders, two suffixes, devices, a leading dot" };
    prove(attack, &["sandbox", "download"], async |build| {
        let hits = written("names", false, build).await;
        assert!(hits.is_empty() || hits.len() == NAMES.len(), "only some of the files: {hits:?}");
        !hits.is_empty()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h37_a_name_that_reads_backwards_gets_no_file_written() {
    let attack = Attack { number: "H37", tries: "a right-to-left override in the name" };
    let run = async |build: &Build| !written("turned name", false, build).await.is_empty();
    prove(attack, &["sandbox", "download"], run).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h37_the_sandbox_alone_keeps_files_away() {
    let attack = Attack { number: "H37", tries: "a link with a download attribute, no guard on downloads" };
    let run = async |build: &Build| !written("link", false, build).await.is_empty();
    prove_behind(attack, &["download"], &["sandbox"], run).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h37_the_download_guard_alone_keeps_files_away() {
    let attack = Attack { number: "H37", tries: "a link with a download attribute, unsandboxed" };
    let run = async |build: &Build| !written("link", false, build).await.is_empty();
    prove_behind(attack, &["sandbox"], &["download"], run).await;
}

/// A person who drags from one place of the screen to another.
struct Hand<'a>(&'a Process<'a>);

impl Hand<'_> {
    fn go(&self, (x, y): (i32, i32)) {
        self.0.xdotool(&["mousemove", &x.to_string(), &y.to_string()]);
    }

    /// Moves to and fro at a place until a page says that it noticed.
    async fn move_until(&self, place: (i32, i32), scene: &Scene, name: &str) {
        let mut step = 0;
        until(&format!("the report {name}"), || {
            step = (step + 3) % 30;
            self.go((place.0 + step, place.1 + step));
            async { scene.report(name) }
        })
        .await;
    }

    /// Moves to and fro at a place for a moment. No page of the attacker sees it there.
    async fn linger(&self, place: (i32, i32)) {
        let mut step = 0;
        comes_within(Duration::from_secs(1), || {
            step = (step + 3) % 30;
            self.go((place.0 + step, place.1 + step));
            async { None::<()> }
        })
        .await;
    }

    async fn take(&self, place: (i32, i32), scene: &Scene) {
        self.go(place);
        self.0.xdotool(&["mousedown", "1"]);
        self.move_until(place, scene, "dragged").await;
    }

    async fn drop(&self, scene: &Scene) {
        self.0.xdotool(&["mouseup", "1"]);
        scene.reported("dropped").await;
    }
}

/// What the attacker drags.
fn dragged(address: &str) -> String {
    include_str!("pages/drag-out.js").replace("__ADDRESS__", address)
}

#[tokio::test(flavor = "multi_thread")]
async fn h38_a_link_dragged_out_of_the_frame_does_not_take_the_top_windows_place() {
    let attack = Attack { number: "H38", tries: "a link that a person drags from the frame to the sidebar" };
    let why = "WebKit loads nothing that was dragged from the same page";
    blocked_by_engine(attack, why, &["sandbox", "navigation", "foreign-page-exit"], async |build| {
        let scene = Scene::new().await;
        scene.attack_with(&dragged(&OWN.replace("__CHANNELS__", &scene.channels())));
        let app = scene.start(build);
        scene.reported("clickable").await;
        let hand = Hand(&app);
        hand.take((700, 400), &scene).await;
        hand.linger((120, 600)).await;
        hand.drop(&scene).await;
        comes_within(LONG_ENOUGH, async || scene.report("is-top")).await.is_some()
    })
    .await;
}

/// Drops a link from another program, here another copy of the app, on the widget. Answers whether the app's page had to
/// make room for it, or the app ended over it.
async fn drop_on_widget(scene: &Scene, build: &Build, address: &str) -> bool {
    let elsewhere = Scene::new().await;
    scene.attack_with(include_str!("pages/drop.js"));
    let address = address.replace("__CHANNELS__", &scene.channels());
    elsewhere.service.faults().stage(&elsewhere.channels(), Staged::page(scene.page(&dragged(&address))));
    let app = scene.start(build);
    scene.reported("open").await;
    let other = Process::start_on(scene.around.display(), &elsewhere.around, Path::new(BINARY), &[], &[]);
    scene.reported("clickable").await;
    app.xdotool(&["windowmove", "--sync", &other.main_window().await, "800", "0"]);
    let hand = Hand(&app);
    hand.take((1200, 400), scene).await;
    hand.move_until((500, 400), scene, "dragenter").await;
    hand.drop(scene).await;
    let gone = async || (scene.report("is-top").is_some() || app.ended().is_some()).then_some(());
    comes_within(LONG_ENOUGH, gone).await.is_some()
}

#[tokio::test(flavor = "multi_thread")]
async fn h38_a_strangers_link_dropped_on_the_app_does_not_take_the_top_windows_place() {
    let attack = Attack { number: "H38", tries: "a link to a stranger's page, dragged from another program" };
    prove(attack, &["navigation", "foreign-page-exit"], async |build| {
        let scene = Scene::new().await;
        scene.put_page(&scene.stranger, "/", "report('is-top')");
        drop_on_widget(&scene, build, STRANGERS).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h38_a_widgets_link_dropped_on_the_app_does_not_take_the_top_windows_place() {
    let attack = Attack { number: "H38", tries: "a link to the widget's own page, dragged from another program" };
    prove(attack, &["navigation", "foreign-page-exit"], async |build| {
        let scene = Scene::new().await;
        drop_on_widget(&scene, build, OWN).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h38_a_drag_carries_no_file_out_of_the_frame() {
    let attack = Attack { number: "H38", tries: "a drag that promises a file (DownloadURL, a file: address)" };
    let why = "WebKitGTK offers text and links that a page drags, and never files";
    let gone = ["sandbox", "navigation", "content-policy", "download"];
    blocked_by_engine(attack, why, &gone, async |build| {
        let scene = Scene::new().await;
        drop_on_widget(&scene, build, STRANGERS).await;
        scene.report("files").expect("a drop") != "0"
    })
    .await;
}
