//! How large a widget is drawn.

use crate::house::{House, STORE};

fn percents(house: &House) -> Vec<u16> {
    house.community().widgets.into_iter().map(|widget| widget.zoom.percent()).collect()
}

#[tokio::test]
async fn a_widget_keeps_its_size_over_a_restart_and_the_others_keep_theirs() {
    let (mut house, community, channels) = House::with_channels().await;
    let store = house.added(&community, STORE).await;
    house.app.select_widget(&channels).unwrap();
    house.app.zoom_in(None);
    house.app.zoom_in(None);
    assert_eq!(percents(&house), [125, 100]);
    house.app.select_widget(&store).unwrap();
    house.app.zoom_out(None);
    assert_eq!(percents(&house), [125, 90]);
    house.start_again();
    assert_eq!(percents(&house), [125, 90]);
}

#[tokio::test]
async fn a_size_ends_at_the_bounds_and_goes_back_to_the_usual_one() {
    let (house, ..) = House::with_channels().await;
    for _ in 0..20 {
        house.app.zoom_in(None);
    }
    assert_eq!(percents(&house), [300]);
    for _ in 0..20 {
        house.app.zoom_out(None);
    }
    assert_eq!(percents(&house), [50]);
    house.app.zoom_reset(None);
    assert_eq!(percents(&house), [100]);
}

#[tokio::test]
async fn zooming_leaves_open_frames_alone() {
    let (house, _, channels) = House::with_channels().await;
    let frame = house.frame(&channels).await;
    house.app.zoom_in(None);
    house.token(&frame).await;
    assert_eq!(house.sign_ins(), 1);
}

#[tokio::test]
async fn without_a_widget_there_is_nothing_to_zoom() {
    let house = House::open().await;
    let written = house.settings_text();
    house.app.zoom_in(None);
    house.app.zoom_out(None);
    house.app.zoom_reset(None);
    assert_eq!(house.settings_text(), written);
}
