//! What is served: the content policy of each window, as the web engine has it in force.

use crate::harness::{App, until};
use crate::scene::Scene;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

type Policy = BTreeMap<String, BTreeSet<String>>;

/// Has the page break its policy with an image, and keeps the policy that the engine then names.
const BREAK_THE_POLICY: &str = "document.addEventListener('securitypolicyviolation', (event) => { \
    window.brokenPolicy = event.originalPolicy; }, { once: true }); \
    new Image().src = 'https://elsewhere.invalid/'; return 0";

fn policy<'a>(directives: impl Iterator<Item = &'a str>) -> Policy {
    let mut policy = Policy::new();
    for directive in directives.map(str::trim).filter(|directive| !directive.is_empty()) {
        let mut words = directive.split_whitespace().map(str::to_owned);
        let name = words.next().expect("a name");
        assert!(policy.insert(name, words.collect()).is_none(), "{directive}: a second of its name has no effect");
    }
    policy
}

async fn policy_in_force(app: &App<'_>) -> Policy {
    app.script(BREAK_THE_POLICY).await;
    let named = until("the policy that was broken", || async {
        app.script("return window.brokenPolicy ?? null").await.as_str().map(str::to_owned)
    })
    .await;
    policy(named.split(';'))
}

/// The shipped policy, with the hashes of our own scripts, which Tauri adds, and these frames.
fn expected(frames: &str) -> Policy {
    let mut expected = policy(include_str!("../golden/content-policy.txt").lines());
    expected.get_mut("script-src").expect("a directive for scripts").extend(hashes_of_scripts());
    expected.insert("frame-src".to_owned(), BTreeSet::from([frames.to_owned()]));
    expected
}

fn hashes_of_scripts() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/dist/assets");
    let files = std::fs::read_dir(folder).expect("a built UI").map(|entry| entry.expect("a file").path());
    let scripts = files.filter(|path| path.extension().is_some_and(|extension| extension == "js"));
    scripts
        .map(|path| {
            let hash = Sha256::digest(std::fs::read(path).expect("a script"));
            format!("'sha256-{}'", BASE64_STANDARD.encode(hash))
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_window_is_served_the_shipped_policy_and_only_main_may_hold_frames_of_the_service() {
    let scene = Scene::new().await;
    let app = App::start(&scene.around, &[]).await;
    app.in_window("main.html").await;
    assert_eq!(policy_in_force(&app).await, expected(scene.service.origin()));
    app.press("Switch account").await;
    app.in_window("setup.html").await;
    assert_eq!(policy_in_force(&app).await, expected("'none'"));
    app.quit().await;
}
