//! What widgets stored is gone before the next account's widgets are there.

use crate::house::{AMARA, CHANNELS, House, LEADERBOARD, LUCIA, in_time};
use std::sync::Arc;
use tokio::task::JoinHandle;
use widget_core::error::AppError;
use widget_core::partition::Partition;
use widget_core::view::OpenFrame;

/// The page asks for a frame, and goes on.
fn opening(house: &House, widget: &str) -> JoinHandle<Result<OpenFrame, AppError>> {
    let (app, widget) = (Arc::clone(&house.app), widget.to_owned());
    tokio::spawn(async move { app.open_frame(&widget).await })
}

/// Everything that is ready has run.
async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_frame_of_the_next_account_waits_until_the_old_ones_are_gone_and_the_storage_is_clear() {
    let (house, community, widget) = House::with_channels().await;
    let leaderboard = house.added(&community, LEADERBOARD).await;
    house.frame(&widget).await;
    house.frame(&leaderboard).await;
    let clearing = house.storage.hold();
    house.sign_in(&community, LUCIA).await.result.unwrap();

    let next = opening(&house, &widget);
    settle().await;
    assert!(!next.is_finished(), "it waits for the page to let go of the old frames");
    house.let_go_of_frames(None);
    settle().await;
    assert!(!next.is_finished() && house.storage.cleared() == 0, "it waits for the clearing");
    drop(clearing);
    in_time(next).await.unwrap().unwrap();
    assert_eq!(house.storage.cleared(), 1);
}

#[tokio::test]
async fn each_end_of_an_account_clears_the_storage() {
    let (house, community, widget) = House::with_channels().await;
    house.app.sign_out(&community).unwrap();
    house.sign_in(&community, AMARA).await.result.unwrap();
    house.frame(&widget).await;
    assert_eq!(house.storage.cleared(), 1);

    let mut form = house.form(CHANNELS);
    form.email = LUCIA.to_owned();
    house.connect(form).await.result.unwrap();
    house.frame(&widget).await;
    assert_eq!(house.storage.cleared(), 2);

    house.app.forget_account(&community, LUCIA).unwrap();
    house.sign_in(&community, AMARA).await.result.unwrap();
    house.frame(&widget).await;
    assert_eq!(house.storage.cleared(), 3);

    // Signing in again as the same account leaves it.
    house.sign_in(&community, AMARA).await.result.unwrap();
    house.frame(&widget).await;
    assert_eq!(house.storage.cleared(), 3);

    house.let_go_of_frames(None);
    house.app.remove_community(&community).await.unwrap();
    let (_, widget) = house.connected(CHANNELS).await;
    house.frame(&widget).await;
    assert_eq!(house.storage.cleared(), 4);
}

#[tokio::test]
async fn a_page_that_is_gone_holds_nothing_back() {
    let (house, community, widget) = House::with_channels().await;
    let (app, old) = (Arc::clone(&house.app), house.frame(&widget).await);
    house.sign_in(&community, LUCIA).await.result.unwrap();
    let next = opening(&house, &widget);
    settle().await;
    assert!(!next.is_finished());
    app.forget_main_frames(Partition::FIRST);
    in_time(next).await.unwrap().unwrap();
    assert!(app.frame_token(&old.nonce).await.is_err());
}
