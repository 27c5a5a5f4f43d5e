//! What keeps the setup window's commands from a frame that has the key: the permissions that keep the two rooms apart.
//!
//! Commands whose effects leave each other alone are attacked in groups, in one start of the app.

use super::{FOLLOWS_WITHIN, GIVEN, House, REPORT_TITLE, SETUP_TITLE, TRANSFER_TITLE, add_widget_form};
use crate::harness::community::member_email;
use crate::harness::{PATIENCE, Process, comes_within, until};
use crate::proof::{Attack, Build, prove_all_behind, prove_behind};
use serde_json::{Value, json};

/// The defence that is tried here.
const ROOMS: &str = "rooms";

/// A call of one of the setup window's commands whose effect is seen from outside.
pub struct Reach {
    pub command: &'static str,
    /// The call, and before it those without which it has no effect.
    calls: fn(&House) -> Vec<Value>,
    effect: fn(&House, &Process<'_>) -> bool,
}

/// Every command that is attacked in a group. In each of them, no effect is there before its own call.
pub const GROUPS: [&[Reach]; 7] =
    [&ARRANGING, &OF_THE_APP, &KEYS_AND_ACCOUNTS, &CONNECTING, &SIGNING_IN, &USING_AN_ACCOUNT, &OPENING_THE_DEMO];

const ARRANGING: [Reach; 9] = [
    Reach {
        command: "add_widget",
        calls: |house| vec![json!(["add_widget", {"form": add_widget_form(house), "steps": "__CHANNEL__:1"}])],
        effect: |house, _| house.community(&house.first())["widgets"].as_array().map(Vec::len) == Some(6),
    },
    Reach {
        command: "rename_widget",
        calls: |house| vec![json!(["rename_widget", {"widget": chat(house), "name": "evil"}])],
        effect: |house, _| has_named(house, "evil"),
    },
    Reach {
        command: "pin_widget",
        calls: |house| vec![json!(["pin_widget", {"widget": store(house), "pinned": true}])],
        effect: |house, _| widgets(house).iter().any(|widget| widget["pinned"] == true),
    },
    Reach {
        command: "move_widget",
        calls: |house| vec![json!(["move_widget", {"widget": chat(house), "before": null}])],
        effect: |house, _| widgets(house).last().is_some_and(|widget| widget["id"] == chat(house)),
    },
    Reach {
        command: "rename_community",
        calls: |house| vec![json!(["rename_community", {"community": house.second().community(), "name": "evil"}])],
        effect: |house, _| house.community(&house.second())["name"] == "evil",
    },
    Reach {
        command: "decorate_community",
        calls: |house| vec![json!(["decorate_community", {"community": house.second().community(), "colour": "pink"}])],
        effect: |house, _| house.community(&house.second())["colour"] == "pink",
    },
    Reach {
        command: "move_community",
        calls: |house| {
            let (moved, before) = (house.second().community(), house.first().community());
            vec![json!(["move_community", {"community": moved, "before": before}])]
        },
        effect: |house, _| house.settings()["communities"][0]["id"] == house.second().community().as_str(),
    },
    Reach {
        command: "remove_widget",
        calls: |house| vec![json!(["remove_widget", {"widget": store(house)}])],
        effect: |house, _| !has_named(house, "Store"),
    },
    Reach {
        command: "remove_community",
        calls: |house| vec![json!(["remove_community", {"community": house.second().community()}])],
        effect: |house, _| house.community(&house.second()).is_null(),
    },
];

const OF_THE_APP: [Reach; 8] = [
    Reach {
        command: "diagnose",
        calls: |house| vec![diagnosis_of_other(house)],
        // Of a widget whose account nothing else signs in.
        effect: |house, _| house.other.faults().sign_ins() > 0,
    },
    Reach {
        command: "open_in_browser",
        calls: |house| vec![json!(["open_in_browser", {"widget": store(house)}])],
        effect: |house, _| house.scene.around.opened_links().iter().any(|link| link.starts_with(house.other.origin())),
    },
    Reach {
        command: "open_log_folder",
        calls: |_| vec![json!(["open_log_folder", {}])],
        effect: |house, _| house.scene.around.opened_links().iter().any(|link| !link.starts_with("http")),
    },
    Reach {
        command: "set_preferences",
        calls: |_| vec![json!(["set_preferences", {"preferences": {"theme": "high_contrast"}}])],
        effect: |house, _| house.settings()["preferences"]["theme"] == "high_contrast",
    },
    Reach {
        command: "set_autostart",
        calls: |_| vec![json!(["set_autostart", {"on": true}])],
        effect: |house, _| house.scene.around.home().join("config/autostart/returning-widgets.desktop").exists(),
    },
    Reach {
        command: "log_verbosely",
        calls: |_| vec![json!(["log_verbosely", {"on": true}])],
        effect: |house, _| house.scene.around.log().contains("says more for ten minutes"),
    },
    Reach {
        command: "take_import",
        calls: |_| vec![json!(["take_import", {"plan": "guessed"}])],
        // A plan has a name that is no more to be guessed than a frame's, so what shows is that the guess was looked at.
        effect: |_, app| app.printed().contains("an import was asked for that was not shown"),
    },
    Reach {
        command: "export_settings",
        calls: |_| vec![json!(["export_settings", {}])],
        effect: |_, app| !app.windows(TRANSFER_TITLE).is_empty(),
    },
];

const KEYS_AND_ACCOUNTS: [Reach; 7] = [
    Reach {
        command: "plan_import",
        calls: |_| vec![json!(["plan_import", {}])],
        effect: |_, app| !app.windows(TRANSFER_TITLE).is_empty(),
    },
    Reach {
        command: "save_report",
        calls: |house| vec![diagnosis_of_other(house), json!(["save_report", {"widget": store(house)}])],
        effect: |_, app| !app.windows(REPORT_TITLE).is_empty(),
    },
    Reach {
        command: "undo_removal",
        calls: |house| {
            vec![
                json!(["remove_widget", {"widget": store(house)}]),
                json!(["move_widget", {"widget": chat(house), "before": null}]),
                json!(["undo_removal", {}]),
            ]
        },
        // It comes back in the second place, where it would not be by the move alone.
        effect: |house, _| {
            let widgets = widgets(house);
            let is_at = |place: Option<&Value>, id: String| place.is_some_and(|widget| widget["id"] == id);
            is_at(widgets.get(1), store(house)) && is_at(widgets.last(), chat(house))
        },
    },
    Reach {
        command: "remove_key",
        calls: |house| vec![json!(["remove_key", {"community": house.second().community(), "widget": null}])],
        effect: |house, _| !house.scene.around.keyring_listing().contains(&house.other.community().api_key),
    },
    Reach {
        command: "set_key",
        calls: |house| {
            let community = house.second().community();
            let key = "key-of-the-attacker";
            vec![json!(["set_key", {"community": community, "widget": null, "key": key, "keep": "keychain"}])]
        },
        effect: |house, _| house.scene.around.keyring_listing().contains("key-of-the-attacker"),
    },
    Reach {
        command: "sign_out",
        calls: |house| vec![json!(["sign_out", {"community": house.second().community()}])],
        effect: |house, _| house.account(&house.second()).is_none(),
    },
    Reach {
        command: "forget_account",
        calls: |house| {
            let email = member_email(&house.other, 2);
            vec![json!(["forget_account", {"community": house.second().community(), "email": email}])]
        },
        effect: |house, _| house.community(&house.second())["accounts"].as_array().is_some_and(Vec::is_empty),
    },
];

/// Takes the frame's own page away, as each of those below does.
const CONNECTING: [Reach; 1] = [Reach {
    command: "connect",
    calls: |house| {
        let stranger = &house.scene.stranger;
        let form = json!({
            "community_name": "evil", "embed_code": stranger.embed_code(&stranger.community().widgets[0]),
            "origin": stranger.origin(), "community_id": stranger.community().community_id,
            "key": stranger.community().api_key, "email": member_email(stranger, 0), "keep_key": "this_session",
        });
        vec![json!(["connect", {"form": form, "steps": "__CHANNEL__:1"}])]
    },
    effect: |house, _| house.settings()["communities"].as_array().map(Vec::len) == Some(3),
}];

const SIGNING_IN: [Reach; 1] = [Reach {
    command: "sign_in",
    calls: |house| {
        let email = member_email(&house.scene.service, 1);
        vec![json!(["sign_in", {"community": house.first().community(), "email": email, "steps": "__CHANNEL__:1"}])]
    },
    effect: other_account_signed_in,
}];

const USING_AN_ACCOUNT: [Reach; 1] = [Reach {
    command: "use_account",
    calls: |house| {
        let email = member_email(&house.scene.service, 1);
        vec![json!(["use_account", {"community": house.first().community(), "email": email}])]
    },
    effect: other_account_signed_in,
}];

const OPENING_THE_DEMO: [Reach; 1] = [Reach {
    command: "open_demo",
    calls: |_| vec![json!(["open_demo", {}])],
    // The demo has a service of its own, which listens.
    effect: |_, app| listens(app.id()),
}];

fn chat(house: &House) -> String {
    house.second().widget("channel-widget")
}

fn store(house: &House) -> String {
    house.second().widget("store-widget")
}

/// The second community's widgets as the settings have them.
fn widgets(house: &House) -> Vec<Value> {
    house.community(&house.second())["widgets"].as_array().cloned().unwrap_or_default()
}

fn has_named(house: &House, name: &str) -> bool {
    widgets(house).iter().any(|widget| widget["name"] == name)
}

/// Whether the attacker's community has its other remembered account signed in.
fn other_account_signed_in(house: &House, _: &Process<'_>) -> bool {
    house.account(&house.first()).as_deref() == Some(member_email(&house.scene.service, 1))
}

fn diagnosis_of_other(house: &House) -> Value {
    json!(["diagnose", {"widget": store(house), "checks": "__CHANNEL__:1"}])
}

/// Whether a process listens on a port.
fn listens(process: u32) -> bool {
    let sockets: Vec<String> = std::fs::read_dir(format!("/proc/{process}/fd"))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| std::fs::read_link(entry.path()).ok()?.into_os_string().into_string().ok())
        .filter_map(|link| Some(link.strip_prefix("socket:[")?.trim_end_matches(']').to_owned()))
        .collect();
    let table = std::fs::read_to_string("/proc/net/tcp").expect("a table of sockets");
    table.lines().any(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        // The fourth field is the state, and `0A` is to listen; the tenth names the socket.
        fields.get(3) == Some(&"0A") && fields.get(9).is_some_and(|socket| sockets.iter().any(|own| own == socket))
    })
}

/// Has the frame make the calls of a group, one command after the other. The commands that had their effect.
async fn reached(build: &Build, group: &[Reach]) -> Vec<&'static str> {
    let house = House::new().await;
    let gated = |(nth, reach): (usize, &Reach)| {
        let gate = json!(["until", format!("/go-on-{nth}")]);
        let told = json!(["tell", format!("called-{nth}")]);
        [vec![gate], (reach.calls)(&house), vec![told]].concat()
    };
    let calls: Vec<Value> = group.iter().enumerate().flat_map(gated).collect();
    house.call(&json!(calls));
    let app = house.scene.start(build);
    house.scene.reported("key").await;
    let mut reached = Vec::new();
    for (nth, reach) in group.iter().enumerate() {
        let effect = async || (reach.effect)(&house, &app).then_some(());
        assert!(effect().await.is_none(), "{}: the effect is not there before", reach.command);
        house.open_gate(&format!("/go-on-{nth}"));
        if build.lacks(ROOMS) {
            // A later command may undo it, so it is waited for here.
            reached.extend(comes_within(PATIENCE, effect).await.map(|()| reach.command));
        } else {
            house.scene.reported(&format!("called-{nth}")).await;
        }
    }
    if !build.lacks(ROOMS) {
        house.scene.reported("waited").await;
        reached.extend(group.iter().filter(|reach| (reach.effect)(&house, &app)).map(|reach| reach.command));
    }
    reached
}

/// Shows that calls with the key have no effect, but for the permissions that keep the two rooms apart.
async fn prove_rooms(group: &[Reach]) {
    let commands: Vec<&'static str> = group.iter().map(|reach| reach.command).collect();
    prove_all_behind("H11", &commands, &GIVEN, &[ROOMS], async |build| reached(build, group).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_arranging_communities_and_widgets_is_out_of_reach() {
    prove_rooms(&ARRANGING).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_what_the_app_does_outside_its_windows_is_out_of_reach() {
    prove_rooms(&OF_THE_APP).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_keys_and_accounts_are_out_of_reach() {
    prove_rooms(&KEYS_AND_ACCOUNTS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_connect_is_out_of_reach() {
    prove_rooms(&CONNECTING).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_sign_in_is_out_of_reach() {
    prove_rooms(&SIGNING_IN).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_use_account_is_out_of_reach() {
    prove_rooms(&USING_AN_ACCOUNT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_open_demo_is_out_of_reach() {
    prove_rooms(&OPENING_THE_DEMO).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_the_setup_window_s_view_is_out_of_reach() {
    let attack =
        Attack { number: "H11", tries: "watch_setup with the key, to take the view away from the setup window" };
    prove_behind(attack, &GIVEN, &["rooms", "first-watch"], async |build| {
        let house = House::new().await;
        house.call(&json!([["until", "/go-on"], ["watch_setup", {"channel": "__CHANNEL__:1"}]]));
        let app = house.scene.start_driven(build).await;
        app.in_window("main.html").await;
        house.scene.reported("key").await;
        app.press("Sign out").await;
        app.in_window("setup.html").await;
        app.shows("h1", "Accounts").await;
        house.go_on();
        house.called().await;
        app.in_window("main.html").await;
        app.press("Add widget").await;
        app.in_window("setup.html").await;
        let follows = tokio::time::timeout(FOLLOWS_WITHIN, app.shows("h1", "Add widget")).await.is_ok();
        app.quit().await;
        !follows
    })
    .await;
}

/// Shows that the setup window, once it is open, is not closed by this call.
async fn prove_setup_stays_open(command: &'static str, payload: Value) {
    let attack = Attack { number: "H11", tries: command };
    prove_behind(attack, &GIVEN, &["rooms"], async |build| {
        let house = House::new().await;
        let open = json!(["open_setup", {"page": {"page": "start"}}]);
        house.call(&json!([open, ["until", "/go-on"], [command, payload]]));
        let app = house.scene.start(build);
        until("the setup window", || async { app.windows(SETUP_TITLE).pop() }).await;
        house.go_on();
        until("the end of the setup window, or of the page's patience", || async {
            let waited = house.scene.report("waited").is_some();
            let closed = app.windows(SETUP_TITLE).is_empty();
            (closed || waited).then_some(closed)
        })
        .await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_leave_demo_is_out_of_reach() {
    prove_setup_stays_open("leave_demo", json!({})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h11_show_main_is_out_of_reach() {
    prove_setup_stays_open("show_main", json!({"widget": null})).await;
}
