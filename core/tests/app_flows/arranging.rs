//! The order of communities and widgets, and what a community is called.

use crate::house::{House, LEADERBOARD, STORE};
use widget_core::error::Code;
use widget_core::settings::colour::Colour;

fn order(house: &House) -> Vec<String> {
    house.community().widgets.into_iter().map(|widget| widget.id).collect()
}

#[tokio::test]
async fn a_community_has_the_colour_that_it_was_given_until_it_is_taken_away() {
    let (mut house, community, _) = House::with_channels().await;
    for colour in [Some(Colour::Violet), None] {
        house.app.decorate_community(&community, colour).unwrap();
        house.start_again();
        assert_eq!((house.community().colour, house.setup().colour), (colour, colour));
    }
    assert_eq!(house.app.decorate_community("unknown", None).unwrap_err().code, Code::UnknownCommunity);
}

#[tokio::test]
async fn a_reordered_widget_stays_where_it_was_put() {
    let (mut house, community, channels) = House::with_channels().await;
    let store = house.added(&community, STORE).await;
    let board = house.added(&community, LEADERBOARD).await;
    house.app.move_widget(&board, Some(&channels)).unwrap();
    assert_eq!(order(&house), [&board, &channels, &store].map(String::clone));
    house.app.move_widget(&channels, None).unwrap();
    let put = [&board, &store, &channels].map(String::clone);
    assert_eq!(order(&house), put);
    house.start_again();
    assert_eq!(order(&house), put);
}

#[tokio::test]
async fn a_move_to_or_of_what_is_not_there_changes_nothing() {
    let (house, community, channels) = House::with_channels().await;
    house.added(&community, STORE).await;
    let written = house.settings_text();
    for (widget, before) in [("unknown", Some(channels.as_str())), ("unknown", None), (&channels, Some("unknown"))] {
        assert_eq!(house.app.move_widget(widget, before).unwrap_err().code, Code::UnknownWidget);
    }
    for (moved, before) in [("unknown", Some(community.as_str())), ("unknown", None), (&community, Some("unknown"))] {
        assert_eq!(house.app.move_community(moved, before).unwrap_err().code, Code::UnknownCommunity);
    }
    assert_eq!(house.settings_text(), written);
}

#[tokio::test]
async fn moving_and_renaming_leave_open_frames_alone() {
    let (house, community, channels) = House::with_channels().await;
    house.added(&community, STORE).await;
    let frame = house.frame(&channels).await;
    house.app.move_widget(&channels, None).unwrap();
    house.app.move_community(&community, None).unwrap();
    house.app.rename_community(&community, "Harbour").unwrap();
    house.token(&frame).await;
    assert_eq!(house.sign_ins(), 1);
}

#[tokio::test]
async fn a_community_is_called_what_the_person_calls_it() {
    let (mut house, community, _) = House::with_channels().await;
    let host = house.place().0.host().to_owned();
    for (typed, shown) in [("  Harbour ", "Harbour"), ("a\u{0}b", "ab"), (" \n ", host.as_str()), ("港", "港")] {
        house.app.rename_community(&community, typed).unwrap();
        assert_eq!(house.community().name, shown);
    }
    assert_eq!(house.app.rename_community("unknown", "x").unwrap_err().code, Code::UnknownCommunity);
    house.start_again();
    assert_eq!(house.community().name, "港");
}
