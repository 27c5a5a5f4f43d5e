//! Two widgets side by side.

use crate::house::{House, STORE};
use widget_core::error::Code;
use widget_core::split::Side;

/// The selected widget, the one beside it, the selected one's side, and the share of the pane where lines start.
fn panes(house: &House) -> (Option<String>, Option<(String, Side, u8)>) {
    let view = house.app.main_view();
    let beside = view.beside.map(|beside| (beside.widget, beside.selected_on, view.share.percent()));
    (view.selected, beside)
}

#[tokio::test]
async fn the_divider_and_both_widgets_are_where_they_were_after_a_restart() {
    let (mut house, community, channels) = House::with_channels().await;
    let store = house.added(&community, STORE).await;
    house.app.select_widget(&channels).unwrap();
    house.app.show_beside(Some(&store), 35).unwrap();
    house.app.select_widget(&store).unwrap();
    let shown = (Some(store), Some((channels, Side::End, 35)));
    assert_eq!(panes(&house), shown);
    house.app.remember_selection();
    house.start_again();
    assert_eq!(panes(&house), shown);
}

#[tokio::test]
async fn nothing_is_written_before_the_app_ends() {
    let (mut house, community, channels) = House::with_channels().await;
    let store = house.added(&community, STORE).await;
    house.app.select_widget(&channels).unwrap();
    house.app.show_beside(Some(&store), 35).unwrap();
    house.start_again();
    assert_eq!(panes(&house).1, None);
}

#[tokio::test]
async fn only_a_widget_that_is_there_and_not_selected_is_shown_beside() {
    let (house, _, channels) = House::with_channels().await;
    for widget in [channels.as_str(), "no-such-widget"] {
        assert_eq!(house.app.show_beside(Some(widget), 50).unwrap_err().code, Code::UnknownWidget);
    }
    assert_eq!(panes(&house), (Some(channels), None));
}

#[tokio::test]
async fn a_widget_that_is_removed_leaves_the_window_to_the_other_one() {
    let (house, community, channels) = House::with_channels().await;
    let store = house.added(&community, STORE).await;
    house.app.select_widget(&channels).unwrap();
    house.app.show_beside(Some(&store), 50).unwrap();
    house.app.remove_widget(&store).await.unwrap();
    assert_eq!(panes(&house), (Some(channels), None));
}

#[tokio::test]
async fn the_share_is_kept_while_nothing_is_divided() {
    let (house, community, channels) = House::with_channels().await;
    let store = house.added(&community, STORE).await;
    house.app.select_widget(&channels).unwrap();
    house.app.show_beside(Some(&store), 70).unwrap();
    house.app.show_beside(None, 70).unwrap();
    assert_eq!(panes(&house), (Some(channels), None));
    assert_eq!(house.app.main_view().share.percent(), 70);
}
