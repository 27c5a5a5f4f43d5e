//! A client as the tests need it.

use demo_service::{Config, DemoService};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde_json::Value;

pub const AMARA: &str = "amara@demo.example";
pub const MISAKI: &str = "misaki@demo.example";

pub async fn start() -> DemoService {
    DemoService::start(Config::default()).await.unwrap()
}

/// Never through a proxy, and never to where a redirect points.
pub fn http() -> Client {
    Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// A sign-in of protocol.md 1.1, not sent yet.
pub fn sign_in_as(service: &DemoService, email: &str) -> RequestBuilder {
    let community = service.community();
    http()
        .post(format!("{}/widget/{}/signin", service.origin(), community.community_id))
        .header("returningai-api-key", &community.api_key)
        .header("email", email)
        .header("content-type", "application/json")
}

pub async fn token_for(service: &DemoService, email: &str) -> String {
    let reply = sign_in_as(service, email).send().await.unwrap();
    assert_eq!(reply.status(), StatusCode::OK);
    json(reply).await["token"].as_str().unwrap().to_owned()
}

pub async fn get(service: &DemoService, token: &str, path: &str) -> Response {
    http().get(format!("{}/demo/api/{path}", service.origin())).bearer_auth(token).send().await.unwrap()
}

pub async fn post(service: &DemoService, token: &str, path: &str, body: Value) -> Response {
    let request = http().post(format!("{}/demo/api/{path}", service.origin())).bearer_auth(token);
    request.body(body.to_string()).send().await.unwrap()
}

pub async fn json(reply: Response) -> Value {
    serde_json::from_str(&reply.text().await.unwrap()).unwrap()
}
