//! Selecting and naming.

use crate::house::{House, STORE};
use widget_core::error::Code;

#[tokio::test]
async fn a_widget_is_called_what_the_person_calls_it() {
    let (mut house, _, widget) = House::with_channels().await;
    let (long, cut) = ("n".repeat(200), "n".repeat(80));
    for (typed, shown) in [
        ("  Talk ", "Talk"),
        ("a\u{0}b\u{1b}c", "abc"),
        ("<b>Talk</b>", "<b>Talk</b>"),
        (&long, &cut),
        (" \n ", "Channels"),
        ("話", "話"),
    ] {
        house.app.rename_widget(&widget, typed).unwrap();
        assert_eq!(house.widget(&widget).name, shown);
        assert_eq!(house.frame(&widget).await.title, shown);
    }
    assert_eq!(house.app.rename_widget("unknown", "x").unwrap_err().code, Code::UnknownWidget);
    house.start_again();
    assert_eq!(house.widget(&widget).name, "話");
}

#[tokio::test]
async fn selecting_writes_nothing_until_the_person_closes_the_app() {
    let (mut house, community, channels) = House::with_channels().await;
    house.added(&community, STORE).await;
    let written = house.settings_text();
    house.app.select_widget(&channels).unwrap();
    assert_eq!(house.app.select_widget("unknown").unwrap_err().code, Code::UnknownWidget);
    assert_eq!(house.app.main_view().selected.as_ref(), Some(&channels));
    assert_eq!(house.settings_text(), written);
    house.app.remember_selection();
    house.start_again();
    assert_eq!(house.app.main_view().selected.as_ref(), Some(&channels));
}

#[tokio::test]
async fn what_was_just_connected_is_selected_whatever_was_before() {
    let (house, community, channels) = House::with_channels().await;
    house.app.select_widget(&channels).unwrap();
    let store = house.added(&community, STORE).await;
    assert_eq!(house.app.main_view().selected.as_ref(), Some(&store));
}

#[tokio::test]
async fn a_pinned_widget_stays_pinned_until_the_person_says_otherwise() {
    let (mut house, _, widget) = House::with_channels().await;
    house.app.pin_widget(&widget, true).unwrap();
    house.start_again();
    assert!(house.widget(&widget).pinned);
    house.app.pin_widget(&widget, false).unwrap();
    assert!(!house.widget(&widget).pinned);
    assert_eq!(house.app.pin_widget("unknown", true).unwrap_err().code, Code::UnknownWidget);
}

#[tokio::test]
async fn a_hidden_window_s_page_is_told_once() {
    let (house, ..) = House::with_channels().await;
    let mut changes = house.app.changes();
    for hidden in [true, false] {
        changes.mark_unchanged();
        house.app.set_hidden(hidden);
        assert!(changes.has_changed().unwrap());
        assert_eq!(house.app.main_view().hidden, hidden);
        changes.mark_unchanged();
        house.app.set_hidden(hidden);
        assert!(!changes.has_changed().unwrap());
    }
}
