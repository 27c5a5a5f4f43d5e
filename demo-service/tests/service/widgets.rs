use std::time::{Duration, Instant};

use demo_service::{Config, DemoService};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json as value};

use crate::client::{AMARA, MISAKI, get, http, json, post, start, token_for};

#[tokio::test]
async fn the_api_refuses_whoever_has_no_token() {
    let service = start().await;
    for (method, path) in [
        (Method::GET, "me"),
        (Method::GET, "channels"),
        (Method::GET, "channels/general/messages"),
        (Method::POST, "channels/general/messages"),
        (Method::GET, "store"),
        (Method::POST, "store/redeem"),
        (Method::GET, "milestones"),
        (Method::POST, "milestones/check-in"),
        (Method::GET, "currency"),
        (Method::GET, "socials"),
        (Method::POST, "socials/cheer"),
    ] {
        let request = || http().request(method.clone(), format!("{}/demo/api/{path}", service.origin()));
        let key = &service.community().api_key;
        for request in [request(), request().bearer_auth("made.up.token"), request().bearer_auth(key)] {
            assert_eq!(request.send().await.unwrap().status(), StatusCode::UNAUTHORIZED, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn a_token_is_refused_once_its_life_is_over() {
    let token_life = Duration::from_millis(400);
    let service = DemoService::start(Config { token_life, ..Config::default() }).await.unwrap();
    let before = Instant::now();
    let token = token_for(&service, AMARA).await;
    while get(&service, &token, "me").await.status() == StatusCode::OK {
        assert!(before.elapsed() < Duration::from_secs(10), "the token never ends");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(get(&service, &token, "me").await.status(), StatusCode::UNAUTHORIZED);
    assert!(before.elapsed() >= token_life);
}

#[tokio::test]
async fn redeeming_costs_coins_takes_stock_and_enters_the_history() {
    let service = start().await;
    let token = token_for(&service, AMARA).await;
    let before = json(get(&service, &token, "store").await).await;
    let mug = item(&before, "mug");

    let reply = post(&service, &token, "store/redeem", value!({ "item": "mug" })).await;
    assert_eq!(reply.status(), StatusCode::OK);

    let after = json(get(&service, &token, "store").await).await;
    let price = mug["price"].as_u64().unwrap();
    assert_eq!(after["balance"].as_u64(), Some(before["balance"].as_u64().unwrap() - price));
    assert_eq!(item(&after, "mug")["stock"].as_u64(), Some(mug["stock"].as_u64().unwrap() - 1));
    let overview = json(get(&service, &token, "currency").await).await;
    assert_eq!(overview["coins"], after["balance"]);
    assert_eq!(overview["history"][0]["what"], "Redeemed: Harbour mug");
    assert_eq!(overview["history"][0]["amount"].as_i64(), Some(-i64::try_from(price).unwrap()));
}

#[tokio::test]
async fn what_is_too_dear_or_sold_out_is_refused_with_the_reason() {
    let service = start().await;
    let token = token_for(&service, AMARA).await;
    for (item, status, code) in [
        ("headset", StatusCode::CONFLICT, "too_poor"),
        ("ferry-weekend", StatusCode::CONFLICT, "sold_out"),
        ("no-such-item", StatusCode::NOT_FOUND, "not_found"),
    ] {
        let reply = post(&service, &token, "store/redeem", value!({ "item": item })).await;
        assert_eq!(reply.status(), status);
        assert_eq!(json(reply).await["error"], code);
    }
}

#[tokio::test]
async fn a_message_is_seen_by_another_member_as_it_was_written() {
    let service = start().await;
    let amara = token_for(&service, AMARA).await;
    let misaki = token_for(&service, MISAKI).await;
    let news = json(get(&service, &misaki, "channels/general/messages").await).await;
    let last = news["messages"].as_array().unwrap().last().unwrap()["id"].clone();

    let text = "<img src=x> مرحبا 你好 & goodbye";
    let reply = post(&service, &amara, "channels/general/messages", value!({ "text": format!("  {text}\n") })).await;
    assert_eq!(reply.status(), StatusCode::OK);

    let news = json(get(&service, &misaki, &format!("channels/general/messages?since={last}")).await).await;
    let messages = news["messages"].as_array().unwrap();
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0]["text"], text);
    assert_eq!(messages[0]["author"], "Amara Okafor");
    assert_eq!(messages[0]["mine"], false);
}

#[tokio::test]
async fn the_longest_message_fits_and_a_longer_one_is_refused() {
    let service = start().await;
    let token = token_for(&service, AMARA).await;
    // Control characters are what JSON makes longest.
    for (text, status) in [
        ("😀".repeat(2_000), StatusCode::OK),
        ("\u{1}".repeat(2_000), StatusCode::OK),
        ("a".repeat(2_001), StatusCode::UNPROCESSABLE_ENTITY),
        (" ".repeat(10), StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let reply = post(&service, &token, "channels/general/messages", value!({ "text": text })).await;
        assert_eq!(reply.status(), status);
    }
}

#[tokio::test]
async fn checking_in_moves_a_milestone_and_reaching_it_pays() {
    let service = start().await;
    let token = token_for(&service, AMARA).await;
    let before = json(get(&service, &token, "milestones").await).await;
    let reply = json(post(&service, &token, "milestones/check-in", value!({})).await).await;
    assert_eq!(reply["paid"], value!([{ "title": "Seven-day streak", "coins": 250 }]));
    let after = json(get(&service, &token, "milestones").await).await;
    assert_eq!(after["balance"].as_u64(), Some(before["balance"].as_u64().unwrap() + 250));
    assert_eq!(after["checked_in_today"], true);
}

#[tokio::test]
async fn members_do_not_share_a_balance() {
    let service = start().await;
    let amara = token_for(&service, AMARA).await;
    let misaki = token_for(&service, MISAKI).await;
    let before = json(get(&service, &misaki, "store").await).await;
    post(&service, &amara, "store/redeem", value!({ "item": "mug" })).await;
    let after = json(get(&service, &misaki, "store").await).await;
    assert_eq!(after["balance"], before["balance"]);
}

#[tokio::test]
async fn whoever_has_the_latest_is_told_so_in_no_bytes() {
    let service = start().await;
    let token = token_for(&service, AMARA).await;
    for path in ["store", "milestones", "currency", "socials"] {
        let revision = json(get(&service, &token, path).await).await["revision"].clone();
        let reply = get(&service, &token, &format!("{path}?revision={revision}")).await;
        assert_eq!(reply.status(), StatusCode::NO_CONTENT);
        assert_eq!(reply.bytes().await.unwrap().len(), 0);
    }
}

#[tokio::test]
async fn a_cheer_counts_once_and_can_be_taken_back() {
    let service = start().await;
    let token = token_for(&service, AMARA).await;
    let cheers = |view: &Value| view["posts"][0]["cheers"].as_u64().unwrap();
    let before = cheers(&json(get(&service, &token, "socials").await).await);
    for expected in [before + 1, before] {
        let view = json(post(&service, &token, "socials/cheer", value!({ "post": 1 })).await).await;
        assert_eq!(cheers(&view), expected);
    }
}

#[tokio::test]
async fn the_leaderboard_is_public_and_in_order() {
    let service = start().await;
    let address = format!("{}/demo/api/leaderboard", service.origin());
    let rows = json(http().get(address).send().await.unwrap()).await;
    let points: Vec<_> = rows.as_array().unwrap().iter().map(|row| row["points"].as_u64().unwrap()).collect();
    assert!(points.len() > 10 && points.is_sorted_by(|better, worse| better > worse));
}

fn item(store: &Value, id: &str) -> Value {
    store["items"].as_array().unwrap().iter().find(|item| item["id"] == id).unwrap().clone()
}
