//! Links from elsewhere.

use crate::house::{House, STORE};
use widget_core::error::Code;

fn link(house: &House, widget: usize) -> String {
    let (_, community) = house.place();
    format!("returning-widgets://open/{}/{}", community.as_str(), house.path(widget).widget_type.as_str())
}

fn notice(house: &House) -> Option<Code> {
    house.app.main_view().notice.map(|notice| notice.code)
}

#[tokio::test]
async fn a_link_turns_to_the_widget_that_it_names_and_writes_nothing() {
    let (house, community, channels) = House::with_channels().await;
    let store = house.added(&community, STORE).await;
    house.app.select_widget(&channels).unwrap();
    let written = house.settings_text();
    assert!(house.app.follow_deep_link(&link(&house, STORE)));
    assert_eq!(house.app.main_view().selected.as_ref(), Some(&store));
    assert_eq!(notice(&house), None);
    assert_eq!(house.settings_text(), written);
}

#[tokio::test]
async fn a_link_that_is_not_followed_is_told_until_the_person_turns_to_a_widget() {
    let (house, _, channels) = House::with_channels().await;
    let written = house.settings_text();
    for (text, code) in [
        (link(&house, STORE), Code::DeepLinkUnknown),
        (format!("{}?key=secret-of-somebody", link(&house, STORE)), Code::DeepLinkUnreadable),
        ("returning-widgets://connect/64b7/NjRi".to_owned(), Code::DeepLinkUnreadable),
    ] {
        assert!(!house.app.follow_deep_link(&text), "{text}");
        assert_eq!(notice(&house), Some(code), "{text}");
        assert_eq!(house.app.setup_view(widget_core::view::SetupPage::Start, 0).notice.map(|it| it.code), Some(code));
    }
    assert_eq!(house.app.main_view().selected.as_ref(), Some(&channels));
    assert_eq!(house.settings_text(), written);
    house.app.select_widget(&channels).unwrap();
    assert_eq!(notice(&house), None);
}
