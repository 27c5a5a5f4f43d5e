//! Communities on one origin, each in a page with a storage of its own.

use crate::house::{AMARA, CHANNELS, House, LUCIA, STORE, in_time};
use widget_core::app::frames::FramePage;
use widget_core::error::Code;
use widget_core::partition::Partition;
use widget_core::service::api_key::ApiKey;
use widget_core::service::email::Email;
use widget_core::service::identifiers::CommunityId;

const OTHER: &str = "64b7f0a1c2d3e4f5a6b7c8e1";

fn second() -> Partition {
    Partition::parse("1").unwrap()
}

/// A second community on the origin of the first; gives its widget's id.
fn put_other(house: &House) -> String {
    let (origin, _) = house.place();
    let (id, key) = (CommunityId::parse(OTHER).unwrap(), ApiKey::parse(house.key()).unwrap());
    let widgets = vec![("Store".to_owned(), house.path(STORE))];
    house.app.put_community("Harbour", &origin, &id, &key, &Email::parse(AMARA).unwrap(), widgets).unwrap();
    house.app.main_view().communities[1].widgets[0].id.clone()
}

#[tokio::test]
async fn the_page_of_the_selected_widget_is_in_front_and_shows_its_own_community_only() {
    let (house, _, channels) = House::with_channels().await;
    let store = put_other(&house);
    for (selected, front, behind) in [(&channels, Partition::FIRST, second()), (&store, second(), Partition::FIRST)] {
        house.app.select_widget(selected).unwrap();
        assert_eq!(house.app.front_partition(), front);
        let (shown, hidden) = (house.app.partition_view(front), house.app.partition_view(behind));
        assert!(shown.in_front && !hidden.in_front);
        let elsewhere = |community: &widget_core::view::CommunityView| community.elsewhere;
        let shown_elsewhere: Vec<bool> = shown.communities.iter().map(elsewhere).collect();
        let hidden_elsewhere: Vec<bool> = hidden.communities.iter().map(|community| !elsewhere(community)).collect();
        assert_eq!(shown_elsewhere, [front != Partition::FIRST, front == Partition::FIRST]);
        assert_eq!(shown_elsewhere, hidden_elsewhere);
        assert_eq!(hidden.selected.as_ref(), Some(selected), "each page's sidebar says where the person is");
    }
}

#[tokio::test]
async fn a_page_opens_frames_of_its_own_partition_only() {
    let (house, _, channels) = House::with_channels().await;
    let store = put_other(&house);
    let (first, other) = (FramePage::Main(Partition::FIRST), FramePage::Main(second()));
    assert!(house.app.belongs_in(&channels, &first) && !house.app.belongs_in(&channels, &other));
    assert!(house.app.belongs_in(&store, &other) && !house.app.belongs_in(&store, &first));
    house.app.take_out(&store).unwrap();
    assert!(!house.app.belongs_in(&store, &other));
    assert!(house.app.belongs_in(&store, &FramePage::OwnWindow(store.clone())));
    assert!(!house.app.belongs_in("gone", &first));
}

#[tokio::test]
async fn a_page_is_needed_while_it_is_in_front_or_has_a_frame() {
    let (house, _, channels) = House::with_channels().await;
    let store = put_other(&house);
    house.app.select_widget(&store).unwrap();
    assert!(house.app.uses_partition(second()));
    let frame = in_time(house.app.open_frame(&store)).await.unwrap();
    house.app.select_widget(&channels).unwrap();
    assert!(house.app.uses_partition(second()));
    assert_eq!(house.app.partition_view(Partition::FIRST).frames_elsewhere, 1);
    assert_eq!(house.app.partition_view(second()).frames_elsewhere, 0);
    house.app.close_frame(&frame.nonce);
    assert!(!house.app.uses_partition(second()));
    assert_eq!(house.app.partition_view(Partition::FIRST).frames_elsewhere, 0);
}

#[tokio::test]
async fn the_end_of_one_page_leaves_the_frames_of_the_other() {
    let (house, _, channels) = House::with_channels().await;
    let store = put_other(&house);
    let (kept, gone) = (house.frame(&channels).await, in_time(house.app.open_frame(&store)).await.unwrap());
    house.app.forget_main_frames(second());
    assert!(house.app.frame_token(&kept.nonce).await.is_ok());
    assert_eq!(house.app.frame_token(&gone.nonce).await.unwrap_err().code, Code::FrameClosed);
}

#[tokio::test]
async fn only_what_shares_a_page_is_shown_side_by_side() {
    let (house, community, channels) = House::with_channels().await;
    let near = house.added(&community, STORE).await;
    let far = put_other(&house);
    house.app.select_widget(&channels).unwrap();
    assert_eq!(house.app.show_beside(Some(&far), 50).unwrap_err().code, Code::UnknownWidget);
    house.app.show_beside(Some(&near), 50).unwrap();
    house.app.select_widget(&far).unwrap();
    assert_eq!(house.app.main_view().beside, None);
    house.app.select_widget(&channels).unwrap();
    assert_eq!(house.app.main_view().beside.map(|beside| beside.widget), Some(near), "it is there again");
}

#[tokio::test]
async fn another_account_clears_the_storage_of_its_own_community_and_no_other() {
    let (house, community, channels) = House::with_channels().await;
    put_other(&house);
    house.sign_in(&community, LUCIA).await.result.unwrap();
    house.frame(&channels).await;
    assert_eq!(house.storage.partitions(), [Partition::FIRST]);
    let other = house.app.main_view().communities[1].id.clone();
    house.app.sign_out(&other).unwrap();
    in_time(house.app.open_frame(&channels)).await.unwrap();
    assert_eq!(house.storage.partitions(), [Partition::FIRST, second()]);
}

#[tokio::test]
async fn a_community_has_its_partition_after_a_restart() {
    let (mut house, _, _) = House::with_channels().await;
    let store = put_other(&house);
    house.connected(CHANNELS).await;
    house.app.remember_selection();
    house.start_again();
    assert_eq!(house.app.partition_of(&store), Some(second()));
}
