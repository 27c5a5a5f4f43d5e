//! What was typed is looked at before anything is sent.

use crate::house::{CHANNELS, House};
use widget_core::app::connect::read_embed_code;
use widget_core::error::Code;
use widget_core::view::{ConnectForm, TypedKey, WidgetKind};

#[tokio::test]
async fn what_is_not_well_formed_is_said_at_its_field_and_nothing_is_sent() {
    let house = House::open().await;
    let form = || house.form(CHANNELS);
    let code = |text: &str| ConnectForm { embed_code: text.to_owned(), ..form() };
    let origin = |text: &str| ConnectForm { origin: text.to_owned(), ..form() };
    let id = |text: &str| ConnectForm { community_id: text.to_owned(), ..form() };
    let key = |text: &str| ConnectForm { key: Some(TypedKey::from(text)), ..form() };
    let email = |text: &str| ConnectForm { email: text.to_owned(), ..form() };
    for (form, end) in [
        (code(" "), "embed_empty at embed_code"),
        (code("hello"), "embed_unreadable at embed_code"),
        (code("https://a.example"), "embed_no_type at embed_code"),
        (code("https://a.example/store"), "embed_no_id at embed_code"),
        (code("http://a.example/store/x"), "origin_not_https at embed_code"),
        (origin("http://a.example"), "origin_not_https at origin"),
        (origin("https://a.example/path"), "origin_invalid at origin"),
        (id(""), "community_id_invalid at community_id"),
        (id(".."), "community_id_invalid at community_id"),
        (key("  "), "key_empty at key"),
        (key("two words"), "key_invalid at key"),
        (key("ключ"), "key_invalid at key"),
        (email(""), "email_invalid at email"),
        (email("amara"), "email_invalid at email"),
        (email("amara@demo.example\r\nx-evil: 1"), "email_invalid at email"),
        (email("jürgen@demo.example"), "email_not_ascii at email"),
        (house.form_without_key(CHANNELS), "key_missing at key"),
    ] {
        let outcome = house.connect(form).await;
        assert_eq!(outcome.steps, ["check_input running".to_owned(), format!("check_input failed: {end}")]);
    }
    house.assert_nothing_saved();
    assert_eq!(house.service.faults().requests(), []);
}

#[tokio::test]
async fn a_service_address_that_was_corrected_by_hand_is_the_one_that_is_used() {
    let house = House::open().await;
    let elsewhere = House::open().await;
    let form = ConnectForm { origin: format!(" {}/ ", house.service.origin()), ..elsewhere.form(CHANNELS) };
    let form = ConnectForm { key: Some(TypedKey::from(house.key())), ..form };
    house.connect(form).await.result.unwrap();
    assert_eq!(house.setup().origin, house.service.origin());
    assert_eq!(elsewhere.service.faults().requests(), []);
}

#[test]
fn an_embed_code_fills_the_form() {
    let view =
        read_embed_code(r#"<iframe src="https://a.example/custom-leaderboards/64b7/cup?x=1"></iframe>"#).unwrap();
    assert_eq!((view.origin.as_str(), view.widget_type.as_str()), ("https://a.example", "custom-leaderboards"));
    assert_eq!((view.widget_id.as_str(), view.extra_segment.as_deref()), ("64b7", Some("cup")));
    assert_eq!((view.kind, view.public, view.community_id.as_deref()), (WidgetKind::Leaderboard, true, Some("64b7")));
    let view = read_embed_code("https://a.example/store-widget/NjRi").unwrap();
    assert_eq!((view.kind, view.public, view.community_id), (WidgetKind::Store, false, None));
    assert_eq!(read_embed_code("").unwrap_err().code, Code::EmbedEmpty);
}
