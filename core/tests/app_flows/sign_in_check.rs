//! One sign-in to see whether it works, of which nothing is kept.

use crate::house::House;
use std::sync::Arc;
use widget_core::app::sign_in_check::SignInCheck;
use widget_core::error::Code;
use widget_core::service::api_key::ApiKey;
use widget_core::vault::VaultError;

#[tokio::test]
async fn it_signs_in_once_and_leaves_everything_as_it_was() {
    let (house, community, widget) = House::with_channels().await;
    let (before, session) = (house.sign_ins(), house.session(&widget));
    assert_eq!(house.app.check_sign_in(&widget, None).await, Ok(SignInCheck::SignedIn));
    assert_eq!(house.sign_ins(), before + 1);
    assert_eq!(house.session(&widget), session, "the token is not the app's");

    let wrong = Arc::new(ApiKey::parse("another-key").unwrap());
    let refused = house.app.check_sign_in(&widget, Some(wrong)).await;
    assert_eq!(refused.unwrap_err().code, Code::KeyRefused, "the key that is given goes before the stored one");
    assert_eq!(house.keys.stored(&house.community_key()).as_deref(), Some(house.key()));

    house.app.sign_out(&community).unwrap();
    assert_eq!(house.app.check_sign_in(&widget, None).await.unwrap_err().code, Code::SignedOut);
    assert_eq!(house.app.check_sign_in("unknown", None).await.unwrap_err().code, Code::UnknownWidget);
}

#[tokio::test]
async fn where_the_keychain_gives_none_it_takes_the_key_that_is_given() {
    let (house, _, widget) = House::with_channels().await;
    house.keys.fail(VaultError::Unavailable);
    assert_eq!(house.app.check_sign_in(&widget, None).await.unwrap_err().code, Code::KeychainUnavailable);
    let key = Arc::new(ApiKey::parse(house.key()).unwrap());
    assert_eq!(house.app.check_sign_in(&widget, Some(key)).await, Ok(SignInCheck::SignedIn));
}

#[tokio::test]
async fn a_locked_keychain_asks_nobody() {
    let (house, _, widget) = House::with_channels().await;
    house.keys.lock();
    let asked = house.keys.prompts();
    assert_eq!(house.app.check_sign_in(&widget, None).await.unwrap_err().code, Code::KeychainLocked);
    assert_eq!(house.keys.prompts(), asked);
}
