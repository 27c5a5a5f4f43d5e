//! Everything but secrets, to a file and from one.

use crate::house::{AMARA, House, LEADERBOARD, STORE};
use serde_json::{Value, json};
use widget_core::app::transfer::{ImportPlan, Taking};
use widget_core::error::Code;
use widget_core::language::Language;
use widget_core::settings::preferences::{Preferences, Theme};
use widget_core::transfer::difference::{Difference, Item};

fn exported(house: &House) -> Value {
    serde_json::from_str(&house.app.export().unwrap()).unwrap()
}

fn plan(house: &House, document: &Value) -> ImportPlan {
    house.app.plan_import(document.to_string().as_bytes()).unwrap()
}

fn refusal(house: &House, document: &Value) -> Code {
    house.app.plan_import(document.to_string().as_bytes()).unwrap_err().code
}

/// Takes a plan as a person does who agrees to whatever is asked; says which addresses the question named.
fn take(house: &House, plan: &ImportPlan) -> Vec<String> {
    match house.app.take_import(&plan.plan).unwrap() {
        Taking::Taken => Vec::new(),
        Taking::Ask(question) => {
            let addresses = question.addresses().iter().map(|origin| origin.as_str().to_owned()).collect();
            house.app.take_agreed(question).unwrap();
            addresses
        }
    }
}

fn prefer(house: &House, theme: Theme, language: Option<Language>) {
    house.app.set_preferences(&Preferences { theme, language, ..Preferences::default() });
}

/// A house with three widgets of which each is different.
async fn furnished() -> House {
    let (house, community, channels) = House::with_channels().await;
    let store = house.added(&community, STORE).await;
    house.added(&community, LEADERBOARD).await;
    house.app.rename_widget(&channels, "Chat").unwrap();
    house.app.move_widget(&store, Some(&channels)).unwrap();
    house.app.select_widget(&channels).unwrap();
    house.app.zoom_in(None);
    prefer(&house, Theme::Dark, Some(Language::Thai));
    house
}

#[tokio::test]
async fn what_one_computer_exports_is_the_same_on_another_one_that_takes_it() {
    let (old, new) = (furnished().await, House::open().await);
    let file = exported(&old);
    let plan = plan(&new, &file);
    assert_eq!(plan.difference.added.len(), 1 + 3 + 1);
    assert_eq!(take(&new, &plan), [old.service.origin()]);
    assert_eq!(exported(&new), file);
    let shown: Vec<String> = new.community().widgets.iter().map(|widget| widget.name.clone()).collect();
    assert_eq!(shown, ["Store", "Chat", "Leaderboard"]);
    let community = new.community();
    assert_eq!((community.account, community.account_count), (None, 1));
}

#[tokio::test]
async fn a_community_that_came_by_file_works_once_its_key_is_entered() {
    let (old, new) = (furnished().await, House::open().await);
    let found = plan(&new, &exported(&old));
    take(&new, &found);
    let id = new.community().id;
    assert_eq!(new.sign_in(&id, AMARA).await.code(), Code::KeyMissing);
    new.app.set_key(&id, None, &old.key().into(), widget_core::view::KeepKey::Keychain).await.unwrap();
    new.sign_in(&id, AMARA).await.result.unwrap();
    let chat = new.community().widgets[1].id.clone();
    let frame = new.frame(&chat).await;
    new.token(&frame).await;
}

#[tokio::test]
async fn no_secret_and_nothing_that_this_version_does_not_know_is_exported() {
    let mut house = furnished().await;
    house.plant("canary");
    house.start_again();
    assert!(house.settings_text().contains("canary"), "it was planted");
    let id = house.community().widgets[1].id.clone();
    let frame = house.frame(&id).await;
    let token = house.token(&frame).await;
    let text = house.app.export().unwrap();
    for secret in ["canary", house.key(), &token, &frame.nonce] {
        assert!(!text.contains(secret), "{secret}");
    }
    // The names that this app has for things are this computer's own.
    assert!(!text.contains(&id));
}

#[tokio::test]
async fn a_plan_takes_nothing_and_shows_each_thing_that_it_would_change() {
    let house = furnished().await;
    let mut file = exported(&house);
    let here = &mut file["communities"][0];
    let (name, address) = ("Lantern Bay", house.service.origin());
    here["name"] = json!("Harbour");
    here["accounts"].as_array_mut().unwrap().push(json!("lin@example.com"));
    here["widgets"][1]["zoom_percent"] = json!(50);
    here["widgets"][0]["name"] = json!("Shop");
    here["widgets"].as_array_mut().unwrap().swap(0, 1);
    let added = json!({"name": "Map", "widget_type": "map", "widget_id": "m", "own_key": false, "zoom_percent": 100});
    here["widgets"].as_array_mut().unwrap().push(added);
    let other =
        json!({"name": "Club", "origin": "https://a.example", "community_id": "c", "accounts": [], "widgets": []});
    file["communities"].as_array_mut().unwrap().push(other);
    file["preferences"] = json!({"theme": "light"});
    let written = house.settings_text();
    let shown = plan(&house, &file);
    let harbour = || "Harbour".to_owned();
    let expected = Difference {
        added: vec![
            Item::Account { email: "lin@example.com".to_owned(), community: harbour() },
            Item::Widget { name: "Map".to_owned(), community: harbour() },
            Item::Community { name: "Club".to_owned(), address: "https://a.example".to_owned() },
        ],
        changed: vec![
            Item::Theme { from: Theme::Dark, to: Theme::Light },
            Item::Renamed { from: name.to_owned(), to: harbour() },
            Item::Zoom { widget: "Chat".to_owned(), from: 110, to: 50 },
            Item::Renamed { from: "Store".to_owned(), to: "Shop".to_owned() },
        ],
        same: vec![
            Item::Account { email: AMARA.to_owned(), community: harbour() },
            Item::Widget { name: "Leaderboard".to_owned(), community: harbour() },
        ],
        kept: vec![Item::Order { community: Some(harbour()) }],
    };
    assert_eq!(shown.difference, expected);
    assert_eq!(house.settings_text(), written);
    assert_eq!(take(&house, &shown), ["https://a.example"], "{address} is known");
    let again = plan(&house, &file).difference;
    assert_eq!((again.added, again.changed), (vec![], vec![]));
}

#[tokio::test]
async fn taking_a_file_removes_nothing_and_leaves_who_is_signed_in_and_the_open_frames_alone() {
    let house = furnished().await;
    let (before, id) = (exported(&house), house.community().widgets[1].id.clone());
    let frame = house.frame(&id).await;
    let empty = json!({"schema": "returning-widgets/settings", "version": 1, "preferences": {}, "communities": []});
    let nothing = plan(&house, &empty);
    assert!(nothing.difference.is_empty());
    take(&house, &nothing);
    assert_eq!(exported(&house), before);
    let mut fewer = before.clone();
    fewer["communities"][0]["widgets"] = json!([]);
    fewer["communities"][0]["accounts"] = json!([]);
    fewer["communities"][0]["name"] = json!("Harbour");
    let renamed = plan(&house, &fewer);
    take(&house, &renamed);
    let community = house.community();
    assert_eq!((community.name.as_str(), community.widgets.len()), ("Harbour", 3));
    assert_eq!(community.account.as_deref(), Some(AMARA));
    house.token(&frame).await;
}

#[tokio::test]
async fn what_is_taken_is_what_was_shown_and_only_once() {
    let house = furnished().await;
    let mut file = exported(&house);
    file["communities"][0]["name"] = json!("Harbour");
    let first = plan(&house, &file);
    file["communities"][0]["name"] = json!("Bay");
    let second = plan(&house, &file);
    let outdated = |plan: &str| house.app.take_import(plan).err().map(|error| error.code);
    assert_eq!(outdated(&first.plan), Some(Code::ImportOutdated), "another file was shown since");
    assert_eq!(outdated(""), Some(Code::ImportOutdated));
    take(&house, &second);
    assert_eq!(house.community().name, "Bay");
    assert_eq!(outdated(&second.plan), Some(Code::ImportOutdated), "it was taken");
    let third = plan(
        &house,
        &json!({
            "schema": "returning-widgets/settings", "version": 1, "preferences": {"theme": "light"}, "communities": [],
        }),
    );
    prefer(&house, Theme::HighContrast, None);
    assert_eq!(outdated(&third.plan), Some(Code::ImportOutdated), "something was changed since");
    assert_eq!(exported(&house)["preferences"]["theme"], "high_contrast");
}

#[tokio::test]
async fn a_community_is_added_only_after_the_person_agreed_and_a_refusal_leaves_the_plan() {
    let (old, new) = (furnished().await, House::open().await);
    let found = plan(&new, &exported(&old));
    let Taking::Ask(question) = new.app.take_import(&found.plan).unwrap() else { panic!("nobody was asked") };
    new.assert_nothing_saved();
    new.app.keep_declined(question);
    new.assert_nothing_saved();
    take(&new, &found);
    assert_eq!(new.community().name, "Lantern Bay");
}

#[tokio::test]
async fn a_question_that_is_agreed_to_too_late_takes_nothing() {
    let (old, new) = (furnished().await, House::open().await);
    let found = plan(&new, &exported(&old));
    let Taking::Ask(question) = new.app.take_import(&found.plan).unwrap() else { panic!("nobody was asked") };
    prefer(&new, Theme::Light, None);
    assert_eq!(new.app.take_agreed(question).unwrap_err().code, Code::ImportOutdated);
    assert_eq!(exported(&new)["communities"], json!([]));
}

#[tokio::test]
async fn a_community_of_another_address_is_another_community() {
    let house = furnished().await;
    let mut file = exported(&house);
    file["communities"][0]["origin"] = json!("https://evil.example");
    let found = plan(&house, &file);
    assert_eq!(take(&house, &found), ["https://evil.example"]);
    let written: Value = serde_json::from_str(&house.app.export().unwrap()).unwrap();
    let origins: Vec<&Value> = written["communities"].as_array().unwrap().iter().map(|each| &each["origin"]).collect();
    assert_eq!(origins, [house.service.origin(), "https://evil.example"]);
    // The key is bound to the address that it was entered for.
    let evil = house.app.setup_view(widget_core::view::SetupPage::Start, 0).communities.pop().unwrap();
    assert_eq!(house.sign_in(&evil.id, AMARA).await.code(), Code::KeyMissing);
}

#[tokio::test]
async fn a_file_that_names_more_addresses_than_a_person_can_read_is_refused() {
    let house = House::open().await;
    let community = |number: usize| {
        json!({
            "name": "Club", "origin": format!("https://a{number}.example"), "community_id": "c", "accounts": [], "widgets": [],
        })
    };
    let of = |count| {
        json!({
            "schema": "returning-widgets/settings", "version": 1, "preferences": {},
            "communities": (0..count).map(community).collect::<Vec<_>>(),
        })
    };
    assert_eq!(refusal(&house, &of(13)), Code::ImportInvalid);
    assert_eq!(plan(&house, &of(12)).difference.added.len(), 12);
}

#[tokio::test]
async fn a_file_that_is_refused_ends_the_plan_of_before() {
    let house = furnished().await;
    let file = exported(&house);
    let shown = plan(&house, &file);
    let mut newer = file;
    newer["version"] = json!(2);
    assert_eq!(refusal(&house, &newer), Code::ImportOtherVersion);
    assert!(house.app.take_import(&shown.plan).is_err_and(|error| error.code == Code::ImportOutdated));
}
