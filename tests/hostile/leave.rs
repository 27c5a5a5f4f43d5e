//! Out of the frame: the top window, other windows, links, downloads.

use crate::harness::until;
use crate::proof::{Attack, prove};
use crate::scene::Scene;

#[tokio::test(flavor = "multi_thread")]
async fn h30_a_click_does_not_let_the_frame_take_the_top_windows_place() {
    let attack = Attack { number: "H30", tries: "top.location with a click" };
    prove(attack, &["sandbox", "navigation", "foreign-page-exit", "content-policy"], async |build| {
        let scene = Scene::new().await;
        scene.attack_with(include_str!("pages/top-location.js"));
        let app = scene.start(build);
        scene.reported("clickable").await;
        app.click_widget().await;
        scene.reported("tried").await;
        until("what became of it", || async { scene.report("is-top").or_else(|| scene.report("refused")) }).await;
        scene.report("is-top").is_some()
    })
    .await;
}
