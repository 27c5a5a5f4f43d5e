//! A widget in a window of its own.

use crate::house::{House, STORE};
use widget_core::error::Code;
use widget_core::partition::Partition;
use widget_core::view::PageAction;

#[tokio::test]
async fn its_own_window_shows_that_widget_and_nothing_else() {
    let (house, community, channels) = House::with_channels().await;
    let store = house.added(&community, STORE).await;
    house.app.select_widget(&channels).unwrap();
    assert!(house.app.take_out(&store).unwrap());
    let view = house.app.own_window_view(&store).unwrap();
    let widgets: Vec<&str> =
        view.communities.iter().flat_map(|each| &each.widgets).map(|each| each.id.as_str()).collect();
    assert_eq!((view.alone, view.selected.as_deref(), widgets), (true, Some(store.as_str()), vec![store.as_str()]));
    let main = house.app.main_view();
    let out: Vec<bool> = main.communities[0].widgets.iter().map(|widget| widget.own_window).collect();
    assert_eq!((main.alone, main.selected.as_deref(), out), (false, Some(channels.as_str()), vec![false, true]));
}

#[tokio::test]
async fn a_widget_has_one_window_of_its_own_and_there_are_not_many() {
    let (house, community, channels) = House::with_channels().await;
    assert!(house.app.take_out(&channels).unwrap());
    assert!(!house.app.take_out(&channels).unwrap());
    assert_eq!(house.app.take_out("no-such-widget").unwrap_err().code, Code::UnknownWidget);
    let known = &house.service.community().widgets[STORE].widget_id;
    let mut more = Vec::new();
    for number in 1..=8 {
        let other = format!("65b1f0c2a4d9e8b7c6a5f43{number}");
        let mut form = house.add_form(&community, STORE);
        form.embed_code = form.embed_code.replace(known.as_str(), &other);
        more.push(house.add(form).await.result.unwrap().widget.unwrap());
    }
    for widget in more.iter().take(7) {
        assert!(house.app.take_out(widget).unwrap());
    }
    assert_eq!(house.app.take_out(&more[7]).unwrap_err().code, Code::TooManyWindows);
    house.app.take_back(&channels);
    assert!(house.app.take_out(&more[7]).unwrap());
}

#[tokio::test]
async fn the_end_of_one_window_leaves_the_frames_of_the_others_open() {
    let (house, community, channels) = House::with_channels().await;
    let store = house.added(&community, STORE).await;
    house.app.take_out(&store).unwrap();
    let in_own = house.app.open_frame(&store).await.unwrap();
    let in_main = house.app.open_frame(&channels).await.unwrap();
    house.app.forget_main_frames(Partition::FIRST);
    assert!(house.app.frame_token(&in_own.nonce).await.is_ok());
    assert_eq!(house.app.frame_token(&in_main.nonce).await.unwrap_err().code, Code::FrameClosed);
    let in_main = house.app.open_frame(&channels).await.unwrap();
    house.app.take_back(&store);
    assert_eq!(house.app.frame_token(&in_own.nonce).await.unwrap_err().code, Code::FrameClosed);
    assert!(house.app.frame_token(&in_main.nonce).await.is_ok());
}

#[tokio::test]
async fn a_removed_widget_s_window_has_nothing_left_to_show() {
    let (house, community, _) = House::with_channels().await;
    let store = house.added(&community, STORE).await;
    house.app.take_out(&store).unwrap();
    house.app.remove_widget(&store).await.unwrap();
    assert!(house.app.own_window_view(&store).is_none());
}

#[tokio::test]
async fn keys_act_on_the_window_that_they_were_pressed_in() {
    let (house, community, channels) = House::with_channels().await;
    let store = house.added(&community, STORE).await;
    house.app.select_widget(&channels).unwrap();
    house.app.take_out(&store).unwrap();
    house.app.press(Some(&store), PageAction::Reload);
    house.app.zoom_in(Some(&store));
    assert!(house.app.main_view().presses.is_empty());
    assert_eq!(house.app.own_window_view(&store).unwrap().presses.len(), 1);
    let zooms: Vec<u16> = house.community().widgets.iter().map(|widget| widget.zoom.percent()).collect();
    assert_eq!(zooms, [100, 110]);
}
