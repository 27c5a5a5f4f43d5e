//! Living with it: switching, expiry, accounts, restarts.

use crate::harness::{App, Keyring, Surroundings};

#[tokio::test]
async fn the_demo_opens_signed_in() {
    let around = Surroundings::new(Keyring::Missing);
    let app = App::start(&around, "demo", &["--demo"]).await;
    app.in_window("main.html").await;
    app.in_frame("Channels").await;
    app.shows("[data-testid=member-name]", "Amara").await;
    app.quit().await;
}
