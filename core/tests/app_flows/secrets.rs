//! No key and no token is in anything that a window is shown or that is remembered.

use crate::house::{AMARA, CHANNELS, House, MILESTONES, STORE};
use serde_json::Map;
use std::fmt::Debug;
use std::sync::Arc;
use widget_core::error::Code;
use widget_core::service::api_key::ApiKey;
use widget_core::service::email::Email;
use widget_core::service::sign_in::SignInRequest;
use widget_core::service::token::Token;
use widget_core::session::clock::Moment;
use widget_core::session::lifetime::{Answer, TokenLifetime};
use widget_core::session::sessions::SessionId;
use widget_core::settings::model::Account;
use widget_core::vault::{StoredKey, VaultError};
use widget_core::view::{AddWidgetForm, ConnectForm, FrameToken, KeepKey, SetupPage, TypedKey};

const TOKEN: &str = "canary-token-4d2a";
const OWN_KEY: &str = "canary-own-key-77";
const SESSION_KEY: &str = "canary-session-key-31";

/// All that the windows can be shown, and all that is remembered.
fn everything(house: &House) -> String {
    let (main, setup) = (house.app.main_view(), house.app.setup_view(SetupPage::Connect, 1));
    let json = [serde_json::to_string(&main).unwrap(), serde_json::to_string(&setup).unwrap()].concat();
    format!("{json}{main:?}{setup:?}{}", house.settings_text())
}

fn assert_nothing_secret(house: &House, more: &str) {
    let text = everything(house) + more;
    for secret in [house.key(), OWN_KEY, SESSION_KEY, TOKEN, "canary"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    // The look was at something: an account is no secret here.
    assert!(text.contains(AMARA));
}

#[tokio::test]
async fn no_view_and_no_setting_carries_a_key_or_a_token() {
    let house = House::open().await;
    house.accept_anything(TOKEN);
    let outcome = house.connect(house.form(CHANNELS)).await;
    let community = outcome.result.as_ref().unwrap().community.clone();
    let channels = outcome.result.as_ref().unwrap().widget.clone().unwrap();
    let reports = serde_json::to_string(&outcome.reports).unwrap();
    assert_nothing_secret(&house, &format!("{reports}{:?}{:?}", outcome.reports, outcome.result));

    house.accept_anything(TOKEN);
    let own = AddWidgetForm { own_key: Some(TypedKey::from(OWN_KEY)), ..house.add_form(&community, STORE) };
    let outcome = house.add(own).await;
    assert_nothing_secret(&house, &format!("{:?}{:?}", outcome.reports, outcome.result));

    let frame = house.frame(&channels).await;
    assert_nothing_secret(&house, &serde_json::to_string(&frame).unwrap());
    let token = house.app.frame_token(&frame.nonce).await.unwrap();
    // The one way out, to the frame that asked, and not into a log.
    assert_eq!(serde_json::to_string(&token).unwrap(), format!(r#"{{"token":"{TOKEN}"}}"#));
    assert_nothing_secret(&house, &format!("{token:?}{frame:?}"));

    let key = TypedKey::from(SESSION_KEY);
    assert_nothing_secret(&house, &format!("{key:?}"));
    house.app.set_key(&community, None, &key, KeepKey::ThisSession).await.unwrap();
    assert_nothing_secret(&house, "");
}

#[tokio::test]
async fn no_failure_carries_a_key_or_a_token() {
    let (house, community, widget) = House::with_channels().await;
    let key = house.key().to_owned();
    let echo = format!(r#"{{"error":"{key} {SESSION_KEY} {TOKEN}","token":5}}"#);
    for code in [200, 400, 401, 403, 404, 429, 500] {
        let fault = demo_service::SignInFault::Status { code, retry_after: Some("1".to_owned()), body: echo.clone() };
        house.service.faults().set_next(1, fault);
        let form = ConnectForm { key: Some(TypedKey::from(SESSION_KEY)), ..house.form(MILESTONES) };
        let outcome = house.connect(form).await;
        let reports = serde_json::to_string(&outcome.reports).unwrap();
        assert_nothing_secret(&house, &format!("{reports}{:?}", outcome.result.unwrap_err()));
    }
    house.keys.fail_to_write(VaultError::Denied);
    let kept = house.app.set_key(&community, None, &TypedKey::from(SESSION_KEY), KeepKey::Keychain).await;
    assert_nothing_secret(&house, &format!("{:?}", kept.unwrap_err()));

    // A session that failed shows its error, and the error shows nothing.
    let frame = house.frame(&widget).await;
    house.token(&frame).await;
    let fault = demo_service::SignInFault::Status { code: 403, retry_after: None, body: echo };
    house.service.faults().set_next(1, fault);
    let asking = house.asking(&frame);
    house.until(|house| format!("{:?}", house.session(&widget)).contains("SignInForbidden")).await;
    assert_nothing_secret(&house, "");
    house.app.close_frame(&frame.nonce);
    assert_eq!(asking.await.unwrap().unwrap_err().code, Code::FrameClosed);
}

#[tokio::test]
async fn debug_output_hides_what_every_holder_of_a_secret_holds() {
    let (house, ..) = House::with_channels().await;
    let (origin, community_id) = house.place();
    let email = Email::parse("canary@demo.example").unwrap();
    let key = Arc::new(ApiKey::parse("canary-key").unwrap());
    let token = || Token::parse(TOKEN).unwrap();
    let typed = || Some(TypedKey::from(OWN_KEY));

    let mut lifetime = TokenLifetime::default();
    let grant = lifetime.signed_in(Moment::START, token(), None);
    let session = SessionId {
        origin: origin.clone(),
        community_id: community_id.clone(),
        key: house.community_key(),
        email: email.clone(),
    };
    let holders: [&dyn Debug; 14] = [
        &typed().unwrap(),
        &ConnectForm { key: typed(), email: "canary@demo.example".to_owned(), ..house.form(CHANNELS) },
        &AddWidgetForm { own_key: typed(), name: "canary".to_owned(), ..house.add_form("community", STORE) },
        &StoredKey { key: Arc::clone(&key), this_session_only: false },
        &SignInRequest { origin, community_id, key: Arc::clone(&key), email: email.clone() },
        &key,
        &session,
        &Account { email: email.clone(), signed_in: true, unknown: Map::new() },
        &email,
        &lifetime,
        &Answer::Take(grant.clone()),
        &FrameToken { token: Arc::clone(&grant.token) },
        &grant,
        &token(),
    ];
    for holder in holders {
        for text in [format!("{holder:?}"), format!("{holder:#?}")] {
            assert!(!text.contains("canary"), "{text}");
        }
    }
}
