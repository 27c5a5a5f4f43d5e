//! What a page has to ask for: all of it refused, and the person is asked nothing.

use crate::proof::{Attack, Build, blocked_by_engine, prove};
use crate::scene::Scene;

/// Left over from what the sandbox, the frame's `allow` and the refusal of every request keep back: the web engine has
/// none of these, or refuses them to a frame.
const ENGINE: &[&str] = &[
    "notifications",
    "push",
    "midi",
    "usb",
    "hid",
    "serial",
    "bluetooth",
    "nfc",
    "accelerometer",
    "gyroscope",
    "magnetometer",
    "ambient-light",
    "motion",
    "orientation",
    "orientation-lock",
    "idle",
    "fonts",
    "payment",
    "passkey",
    "speech",
    "vr",
    "key-system",
    "lasting-storage",
    "files-to-open",
    "files-to-save",
    "eyedropper",
    "contacts",
    "screens",
    "gamepads",
];

/// Any title of a window.
const ANY: &str = ".*";

/// Whether a page that wants these is granted them: all of them, or none.
async fn granted(build: &Build, wanted: &[&str]) -> bool {
    let scene = Scene::new().await;
    scene.attack_with(&include_str!("pages/wants.js").replace("__WANTED__", &wanted.join(" ")));
    let app = scene.start(build);
    scene.reported("clickable").await;
    let before = app.windows(ANY);
    app.click_widget().await;
    scene.reported("tried").await;
    let asked = app.windows(ANY) != before;
    let outcomes: Vec<String> =
        wanted.iter().map(|name| format!("{name} {}", scene.report(name).expect("an outcome"))).collect();
    let granted = wanted.iter().filter(|name| scene.report(name).expect("an outcome").starts_with("ok")).count();
    if granted == 0 {
        assert!(!asked, "the person was asked something");
        return false;
    }
    assert_eq!(granted, wanted.len(), "{outcomes:#?}");
    true
}

#[tokio::test(flavor = "multi_thread")]
async fn h53_no_camera_microphone_or_screen() {
    let attack = Attack { number: "H53", tries: "camera, microphone, screen and the list of devices" };
    let wanted = ["camera", "microphone", "screen", "devices"];
    prove(attack, &["allow", "permissions"], async |build| granted(build, &wanted).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h53_no_place() {
    let attack = Attack { number: "H53", tries: "the place" };
    prove(attack, &["allow", "permissions"], async |build| granted(build, &["place"]).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h53_no_look_into_the_clipboard() {
    let attack = Attack { number: "H53", tries: "reading the clipboard, and pasting" };
    let wanted = ["clipboard-text", "clipboard", "paste"];
    prove(attack, &["permissions"], async |build| granted(build, &wanted).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h53_no_full_screen() {
    let attack = Attack { number: "H53", tries: "full screen" };
    prove(attack, &["allow"], async |build| granted(build, &["fullscreen"]).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h53_no_hold_of_the_pointer() {
    let attack = Attack { number: "H53", tries: "pointer lock" };
    prove(attack, &["sandbox", "permissions"], async |build| granted(build, &["pointer-lock"]).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h53_no_access_to_storage_across_sites() {
    let attack = Attack { number: "H53", tries: "storage access" };
    prove(attack, &["sandbox"], async |build| granted(build, &["storage-access"]).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h53_no_lock_that_keeps_the_machine_awake() {
    let attack = Attack { number: "H53", tries: "wake lock" };
    prove(attack, &["allow"], async |build| granted(build, &["wake-lock"]).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h53_nothing_else_that_a_page_can_ask_for() {
    let attack = Attack { number: "H53", tries: "notifications, MIDI, USB, sensors, fonts, payment and the like" };
    let why = "WebKitGTK keeps notifications from frames, has no motion sensor or game pad to report, and no such interface for the rest";
    blocked_by_engine(attack, why, &["sandbox", "allow", "permissions"], async |build| granted(build, ENGINE).await)
        .await;
}
