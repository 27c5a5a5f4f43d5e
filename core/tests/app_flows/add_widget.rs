//! *Add widget*: one more for a community that is there.

use crate::house::{CHANNELS, House, LEADERBOARD, STORE};
use widget_core::error::Code;
use widget_core::view::{AddWidgetForm, SessionView, TypedKey};

#[tokio::test]
async fn an_added_widget_shares_key_account_and_token() {
    let (house, community, first) = House::with_channels().await;
    let outcome = house.add(house.add_form(&community, STORE)).await;
    assert_eq!(outcome.steps, ["check_input running", "check_input passed", "save running", "save passed"]);
    let store = outcome.result.unwrap().widget.unwrap();
    assert_eq!((house.widget(&store).name.as_str(), house.session(&store)), ("Store", SessionView::SignedIn));
    assert_eq!(house.app.main_view().selected.as_ref(), Some(&store));
    assert_eq!(house.token(&house.frame(&store).await).await, house.token(&house.frame(&first).await).await);
    assert_eq!(house.sign_ins(), 1);
}

#[tokio::test]
async fn an_added_widget_has_the_name_that_it_was_given() {
    let (house, community, _) = House::with_channels().await;
    let form = AddWidgetForm { name: "  The\u{7} shop ".to_owned(), ..house.add_form(&community, STORE) };
    let store = house.add(form).await.result.unwrap().widget.unwrap();
    assert_eq!(house.widget(&store).name, "The shop");
}

#[tokio::test]
async fn what_can_t_be_added_is_said_beside_the_code() {
    let (house, community, _) = House::with_channels().await;
    let elsewhere = House::open().await;
    let code = |text: String| AddWidgetForm { embed_code: text, ..house.add_form(&community, STORE) };
    for (form, end) in [
        (code(elsewhere.embed_code(STORE)), "origin_mismatch"),
        (code("https://a.example/store/x".to_owned()), "origin_mismatch"),
        (code(house.embed_code(CHANNELS)), "widget_exists"),
        (code(String::new()), "embed_empty"),
        (code("hello".to_owned()), "embed_unreadable"),
    ] {
        let end = format!("check_input failed: {end} at embed_code");
        assert_eq!(house.add(form).await.steps, ["check_input running".to_owned(), end]);
    }
    let key = AddWidgetForm { own_key: Some(TypedKey::from("two words")), ..house.add_form(&community, STORE) };
    assert_eq!(house.add(key).await.end(), "check_input failed: key_invalid at key");
    let unknown = house.add(house.add_form("unknown", STORE)).await;
    assert_eq!((unknown.code(), unknown.steps.len()), (Code::UnknownCommunity, 0));
    assert_eq!(house.community().widgets.len(), 1);
    assert_eq!(elsewhere.service.faults().requests(), []);
}

#[tokio::test]
async fn a_leaderboard_takes_no_key() {
    let (house, community, _) = House::with_channels().await;
    let form = AddWidgetForm { own_key: Some(TypedKey::from("own-key")), ..house.add_form(&community, LEADERBOARD) };
    let leaderboard = house.add(form).await.result.unwrap().widget.unwrap();
    assert_eq!((house.own_key(&leaderboard), house.session(&leaderboard)), (None, SessionView::NotNeeded));
    assert_eq!(house.keys.stored(&house.widget_key(LEADERBOARD)), None);
    assert_eq!(house.sign_ins(), 1);
}

#[tokio::test]
async fn a_widget_can_be_added_while_nobody_is_signed_in() {
    let (house, community, _) = House::with_channels().await;
    house.app.sign_out(&community).unwrap();
    let store = house.added(&community, STORE).await;
    assert_eq!(house.session(&store), SessionView::SignedOut);
    assert_eq!(house.community().account, None);
}
