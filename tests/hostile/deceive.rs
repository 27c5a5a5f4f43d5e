//! Deceived people: what looks like the app's own, and what takes the screen, the pointer, the keys, the clipboard.

use crate::harness::{BINARY, LONG_ENOUGH, MAIN_TITLE, Process, comes_within, until};
use crate::proof::{Attack, Build, blocked_by_engine, prove, prove_behind};
use crate::scene::Scene;
use std::path::Path;

const WIDTH: usize = 1280;
const HEIGHT: usize = 800;
/// How much of the window is the app's own: the sidebar and the origin bar (`ui/src/shell/tokens.css`).
const SIDEBAR: usize = 244;
const BAR: usize = 52;

/// What the main window shows.
struct Picture(Vec<u8>);

impl Picture {
    async fn of(app: &Process<'_>) -> Self {
        let points = app.picture(&app.main_window().await);
        assert_eq!(points.len(), WIDTH * HEIGHT * 3, "a picture of the whole window");
        Self(points)
    }

    fn point(&self, x: usize, y: usize) -> &[u8] {
        let start = (y * WIDTH + x) * 3;
        &self.0[start..start + 3]
    }

    /// All that the app draws around the widget.
    fn of_the_app(&self) -> Vec<&[u8]> {
        let rows = self.0.chunks(WIDTH * 3).enumerate();
        rows.map(|(y, row)| if y < BAR { row } else { &row[..SIDEBAR * 3] }).collect()
    }
}

/// Whether anything that the app draws around the widget changes when the widget's page acts.
async fn changes_the_app(acts: &str, build: &Build) -> bool {
    let scene = Scene::new().await;
    scene.attack_with(&include_str!("pages/cover.js").replace("__ACTS__", acts));
    let app = scene.start(build);
    scene.reported("clickable").await;
    let before = until("a picture that stays", || async {
        let picture = Picture::of(&app).await;
        let still = picture.point(760, 450) == CRIMSON && picture.0 == Picture::of(&app).await.0;
        still.then_some(picture)
    })
    .await;
    app.click_widget().await;
    scene.reported("painted").await;
    until("the paint", || async { (Picture::of(&app).await.point(760, 450) == PAINT).then_some(()) }).await;
    let changed = async || (Picture::of(&app).await.of_the_app() != before.of_the_app()).then_some(());
    comes_within(LONG_ENOUGH, changed).await.is_some()
}

/// A page before it acts, and afterwards.
const CRIMSON: [u8; 3] = [0xdc, 0x14, 0x3c];
const PAINT: [u8; 3] = [0xff, 0x00, 0xff];

#[tokio::test(flavor = "multi_thread")]
async fn h39_a_page_that_paints_everything_covers_nothing_of_the_app() {
    let attack = Attack { number: "H39", tries: "a fake sign-in over the origin bar and the sidebar" };
    prove(attack, &["frame-place"], async |build| changes_the_app("paint grow", build).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h45_a_huge_height_changes_nothing_of_the_app() {
    let attack = Attack { number: "H45", tries: "heights from less than none to a billion" };
    prove(attack, &["frame-place"], async |build| changes_the_app("grow", build).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h45_a_frame_does_not_scroll_the_app_away() {
    let attack = Attack { number: "H45", tries: "a huge height, then scrolling from within" };
    prove(attack, &["frame-height"], async |build| changes_the_app("grow scroll", build).await).await;
}

/// The text of the origin bar before and after the page named itself.
async fn bar_texts(scene: &Scene, build: &Build) -> (String, String) {
    scene.attack_with("report('open')");
    let app = scene.start_driven(build).await;
    scene.reported("open").await;
    app.shows("[data-origin-bar]", scene.service.origin().trim_start_matches("http://")).await;
    let before = app.text("[data-origin-bar]").await;
    scene.attack_with(include_str!("pages/title.js"));
    app.in_frame("Channels").await;
    app.script("location.reload()").await;
    scene.reported("named").await;
    app.out_of_frame().await;
    let other = async || Some(app.text("[data-origin-bar]").await).filter(|text| *text != before);
    let after = comes_within(LONG_ENOUGH, other).await;
    (before.clone(), after.unwrap_or(before))
}

#[tokio::test(flavor = "multi_thread")]
async fn h39_no_service_chooses_what_the_origin_bar_says() {
    let attack = Attack { number: "H39", tries: "names for the origin bar" };
    prove(attack, &["frame-name"], async |build| {
        let scene = Scene::new().await;
        let (before, after) = bar_texts(&scene, build).await;
        let community = scene.service.community();
        for fact in [&community.name, &community.members[0].email, "Channels"] {
            assert!(before.contains(fact), "no {fact} in {before:?}");
        }
        before != after
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h40_a_frame_does_not_get_the_whole_screen() {
    let attack = Attack { number: "H40", tries: "full screen, with a click" };
    prove(attack, &["frame-allow"], async |build| {
        let scene = Scene::new().await;
        scene.attack_with(include_str!("pages/full-screen.js"));
        let app = scene.start(build);
        scene.reported("clickable").await;
        app.click_widget().await;
        scene.reported("tried").await;
        comes_within(LONG_ENOUGH, async || scene.report("full-screen")).await.is_some()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h40_a_frame_does_not_get_the_pointer() {
    for (gone, without) in [("sandbox", "permissions"), ("permissions", "sandbox")] {
        let attack = Attack { number: "H40", tries: "pointer lock, with a click" };
        prove_behind(attack, &[gone], &[without], locks_pointer).await;
    }
}

async fn locks_pointer(build: &Build) -> bool {
    let scene = Scene::new().await;
    scene.attack_with(include_str!("pages/pointer-lock.js"));
    let app = scene.start(build);
    scene.reported("clickable").await;
    app.click_widget().await;
    let became = async || scene.report("locked").map(|_| true).or_else(|| scene.report("refused").map(|_| false));
    until("what became of it", became).await
}

/// Whether the page, and the app with it, is held up.
async fn holds_up(modal: &str, click: bool, build: &Build) -> bool {
    let scene = Scene::new().await;
    let page = include_str!("pages/modals.js").replace("__MODAL__", modal);
    scene.attack_with(&page.replace("__CLICK__", if click { "yes" } else { "no" }));
    let app = scene.start(build);
    if click {
        scene.reported("clickable").await;
        app.click_widget().await;
    }
    scene.reported("tried").await;
    let asked = async || (!app.windows("^Print$").is_empty()).then_some(true);
    let free = async || scene.report("free-after").map(|_| false);
    let became = match modal {
        // It comes by and by.
        "print" => comes_within(LONG_ENOUGH, asked).await.unwrap_or(false),
        _ => comes_within(LONG_ENOUGH, free).await.unwrap_or(true),
    };
    assert!(became || scene.report("free-after").is_some(), "neither held up nor free");
    became
}

#[tokio::test(flavor = "multi_thread")]
async fn h41_no_dialog_of_a_page_holds_up_the_app() {
    for modal in ["alert", "confirm", "prompt", "print"] {
        for click in [false, true] {
            let attack = Attack { number: "H41", tries: "alert, confirm, prompt and print, a thousand times" };
            prove(attack, &["sandbox"], async |build| holds_up(modal, click, build).await).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn h41_a_page_cannot_ask_to_stay() {
    let attack = Attack { number: "H41", tries: "beforeunload, after a click" };
    prove(attack, &["sandbox"], async |build| {
        let scene = Scene::new().await;
        scene.attack_with(include_str!("pages/hold-back.js"));
        let app = scene.start(build);
        scene.reported("clickable").await;
        app.click_widget().await;
        scene.reported("held-back").await;
        comes_within(LONG_ENOUGH, async || scene.report("gone-on")).await.is_none()
    })
    .await;
}

/// An app whose widget takes the focus all the time, clicked or not.
async fn start_beset<'a>(scene: &'a Scene, build: &Build, click: bool) -> Process<'a> {
    scene.attack_with(include_str!("pages/keep-focus.js"));
    let app = scene.start(build);
    scene.reported("clickable").await;
    if click {
        app.click_widget().await;
        scene.reported("clicked").await;
    }
    scene.reported("tried").await;
    app
}

#[tokio::test(flavor = "multi_thread")]
async fn h42_a_frame_gets_no_keys_that_were_not_meant_for_it() {
    let attack = Attack { number: "H42", tries: "focus(), a hundred times a second, before any click" };
    let why = "WebKit gives the focus to a frame only once the person has clicked there";
    blocked_by_engine(attack, why, &["sandbox", "frame-allow", "permissions"], async |build| {
        let scene = Scene::new().await;
        let _manager = scene.around.start_window_manager();
        let app = start_beset(&scene, build, false).await;
        app.xdotool(&["key", "x"]);
        comes_within(LONG_ENOUGH, async || scene.report("key").or_else(|| scene.report("focused"))).await.is_some()
    })
    .await;
}

/// Where the sidebar has its Settings.
const SETTINGS: (i32, i32) = (60, 655);
const SETUP_TITLE: &str = "Set up Returning Widgets";

#[tokio::test(flavor = "multi_thread")]
async fn h42_a_frame_that_has_the_focus_leaves_the_sidebar_to_the_person() {
    let attack = Attack { number: "H42", tries: "focus() all the time, after a click, and no key gets away" };
    prove(attack, &["frame-place"], async |build| {
        let scene = Scene::new().await;
        let _manager = scene.around.start_window_manager();
        let app = start_beset(&scene, build, true).await;
        app.click(SETTINGS.0, SETTINGS.1).await;
        comes_within(LONG_ENOUGH, async || app.windows(SETUP_TITLE).pop()).await.is_none()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h42_a_frame_hears_nothing_of_what_is_typed_in_the_setup_window() {
    let attack = Attack { number: "H42", tries: "focus() all the time, while the person types in the setup window" };
    let why = "the setup window is another window of the system, with a page of its own";
    blocked_by_engine(attack, why, &["sandbox", "frame-allow", "permissions"], async |build| {
        let scene = Scene::new().await;
        let _manager = scene.around.start_window_manager();
        let app = start_beset(&scene, build, true).await;
        app.click(SETTINGS.0, SETTINGS.1).await;
        let setup = until("the setup window", || async { app.windows(SETUP_TITLE).pop() }).await;
        let before = until("a picture that stays", || async {
            let picture = app.picture(&setup);
            (picture == app.picture(&setup)).then_some(picture)
        })
        .await;
        // The key moves the ring around what has the focus there, or else it goes to the frame.
        until("where the key went", || async {
            app.xdotool(&["key", "Tab"]);
            (app.picture(&setup) != before || scene.report("key").is_some()).then_some(())
        })
        .await;
        comes_within(LONG_ENOUGH, async || scene.report("key")).await.is_some()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h43_the_window_is_never_called_what_a_frame_is_called() {
    let attack = Attack { number: "H43", tries: "a title with bidi, zero width, escapes, 500 kB" };
    let why = "a window's page has a title of its own, which no frame can set";
    blocked_by_engine(attack, why, &["window-title", "sandbox"], async |build| {
        let scene = Scene::new().await;
        scene.attack_with(include_str!("pages/title.js"));
        let app = scene.start(build);
        let window = app.main_window().await;
        scene.reported("named").await;
        comes_within(LONG_ENOUGH, async || (app.title(&window) != MAIN_TITLE).then_some(())).await.is_some()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h44_a_frame_sends_no_notification_and_marks_nothing() {
    let attack = Attack { number: "H44", tries: "a thousand notifications, and a badge" };
    let why = "WebKit lets no frame of another origin ask for notifications, and WebKitGTK has no badges";
    blocked_by_engine(attack, why, &["permissions", "sandbox", "frame-allow"], async |build| {
        let scene = Scene::new().await;
        scene.attack_with(include_str!("pages/notify.js"));
        let app = scene.start(build);
        scene.reported("clickable").await;
        app.click_widget().await;
        scene.reported("tried").await;
        let allowed = ["permission", "badge"].iter().any(|name| {
            let outcome = scene.report(name).expect("an outcome");
            outcome.starts_with("ok") && outcome != "ok: denied"
        });
        allowed || scene.report("shown").is_some()
    })
    .await;
}

/// Another program, here another copy of the app, in which the person copies this text.
async fn copy_elsewhere<'a>(elsewhere: &'a Scene, scene: &Scene, text: &str) -> Process<'a> {
    elsewhere
        .attack_with(&format!("onClick(() => navigator.clipboard.writeText('{text}').then(() => report('copied')))"));
    let program = Process::start_on(scene.around.display(), &elsewhere.around, Path::new(BINARY), &[], &[]);
    elsewhere.reported("clickable").await;
    program.click_widget().await;
    elsewhere.reported("copied").await;
    program
}

#[tokio::test(flavor = "multi_thread")]
async fn h46_a_frame_does_not_read_what_the_person_copied() {
    let attack = Attack { number: "H46", tries: "the clipboard read in each way, without a click and with one" };
    prove(attack, &["clipboard"], async |build| {
        let (scene, elsewhere) = (Scene::new().await, Scene::new().await);
        let _other = copy_elsewhere(&elsewhere, &scene, "of the person").await;
        scene.attack_with(include_str!("pages/clipboard-read.js"));
        let app = scene.start(build);
        scene.reported("tried-without").await;
        scene.reported("clickable").await;
        app.click_widget().await;
        scene.reported("tried").await;
        scene.report("read").is_some()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h46_a_frame_does_not_change_the_clipboard_without_a_click() {
    let attack = Attack { number: "H46", tries: "the clipboard written in each way, without a click" };
    prove(attack, &["clipboard"], async |build| {
        let (scene, elsewhere) = (Scene::new().await, Scene::new().await);
        let _manager = scene.around.start_window_manager();
        let _other = copy_elsewhere(&elsewhere, &scene, "of the person").await;
        scene.attack_with(include_str!("pages/clipboard-write.js"));
        let app = scene.start(build);
        scene.reported("clickable").await;
        app.click_widget().await;
        scene.reported("tried").await;
        app.xdotool(&["key", "ctrl+v"]);
        scene.reported("pasted").await != "of the person"
    })
    .await;
}
