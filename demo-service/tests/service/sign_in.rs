use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use demo_service::{Config, DemoService};
use reqwest::StatusCode;

use crate::client::{AMARA, get, http, json, sign_in_as, start, token_for};

#[tokio::test]
async fn a_right_key_and_a_known_email_get_a_token_and_nothing_else() {
    let service = start().await;
    let reply = json(sign_in_as(&service, AMARA).send().await.unwrap()).await;
    assert_eq!(reply.as_object().unwrap().len(), 1);
    let token = reply["token"].as_str().unwrap();
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    let claims: serde_json::Value = serde_json::from_slice(&payload).unwrap();
    assert_eq!(claims["email"], AMARA);
    assert_eq!(claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(), 300);
}

#[tokio::test]
async fn every_member_can_sign_in_and_is_called_by_name() {
    let service = start().await;
    for member in &service.community().members {
        let token = token_for(&service, &member.email).await;
        assert_eq!(json(get(&service, &token, "me").await).await["name"], member.name.as_str());
    }
}

#[tokio::test]
async fn each_refusal_has_its_own_status_and_never_repeats_the_key() {
    let service = start().await;
    let origin = service.origin();
    let community = service.community();
    let key = community.api_key.as_str();
    let address = format!("{origin}/widget/{}/signin", community.community_id);
    let elsewhere = format!("{origin}/widget/000000000000000000000000/signin");
    let wrong = "wrong-key-0123456789";
    let sign_in = |address: &str, key: &str, email: &str| {
        http().post(address).header("returningai-api-key", key).header("email", email)
    };
    for (request, status, code) in [
        (sign_in(&address, wrong, AMARA), StatusCode::UNAUTHORIZED, "wrong_key"),
        (http().post(&address).header("email", AMARA), StatusCode::UNAUTHORIZED, "wrong_key"),
        (sign_in(&address, key, "nobody@demo.example"), StatusCode::FORBIDDEN, "unknown_email"),
        (http().post(&address).header("returningai-api-key", key), StatusCode::FORBIDDEN, "unknown_email"),
        (sign_in(&elsewhere, key, AMARA), StatusCode::NOT_FOUND, "unknown_community"),
        (http().get(&address), StatusCode::METHOD_NOT_ALLOWED, "wrong_method"),
    ] {
        let reply = request.send().await.unwrap();
        assert_eq!(reply.status(), status);
        let body = reply.text().await.unwrap();
        assert!(body.contains(&format!(r#""error":"{code}""#)), "{body}");
        assert!(!body.contains(key) && !body.contains(wrong), "{body}");
    }
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused() {
    let service = start().await;
    let reply = sign_in_as(&service, AMARA).body(vec![b' '; 200 * 1024]).send().await.unwrap();
    assert_eq!(reply.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_sign_in_takes_as_long_as_configured() {
    let delay = Duration::from_millis(300);
    let service = DemoService::start(Config { sign_in_delay: delay, ..Config::default() }).await.unwrap();
    let before = Instant::now();
    token_for(&service, AMARA).await;
    assert!(before.elapsed() >= delay);
}
