use reqwest::StatusCode;

use crate::client::{http, start};

/// The address between the quotes of `src`.
fn address(embed_code: &str) -> &str {
    embed_code.split_once("src=\"").unwrap().1.split_once('"').unwrap().0
}

#[tokio::test]
async fn every_embed_code_leads_to_a_page_that_may_run_its_own_files_only() {
    let service = start().await;
    let community = service.community();
    for widget in community.widgets.iter().chain(&community.more_widgets) {
        let reply = http().get(address(&service.embed_code(widget))).send().await.unwrap();
        assert_eq!(reply.status(), StatusCode::OK, "{}", widget.name);
        assert_eq!(reply.headers()["content-type"], "text/html; charset=utf-8");
        let policy = reply.headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"));
        assert!(!policy.contains("unsafe") && !policy.contains("frame-ancestors"));
        assert!(!reply.headers().contains_key("x-frame-options"));
        let page = reply.text().await.unwrap();
        for reference in page.split(['"']).filter(|text| text.starts_with("/demo/assets/")) {
            let asset = http().get(format!("{}{reference}", service.origin())).send().await.unwrap();
            assert_eq!(asset.status(), StatusCode::OK, "{reference}");
            let expected = if reference.ends_with(".css") { "text/css" } else { "text/javascript" };
            assert!(asset.headers()["content-type"].to_str().unwrap().starts_with(expected));
        }
        assert!(!page.contains('{'), "a placeholder is left in {}", widget.name);
        assert!(!page.contains(&community.api_key));
    }
}

#[tokio::test]
async fn an_unknown_widget_is_not_found() {
    let service = start().await;
    let id = &service.community().widgets[0].widget_id;
    for path in [
        "/channel-widget/000000000000000000000000".to_owned(),
        format!("/no-such-widget/{id}"),
        format!("/channel-widget/{id}/extra"),
        format!("/custom-leaderboards/{}", service.community().community_id),
        "/demo/assets/page.html".to_owned(),
        "/demo/assets/..%2Fpage.html".to_owned(),
        "/".to_owned(),
    ] {
        let reply = http().get(format!("{}{path}", service.origin())).send().await.unwrap();
        assert_eq!(reply.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_colour_of_a_page_is_what_the_address_says_or_the_systems() {
    let service = start().await;
    let address = address(&service.embed_code(&service.community().widgets[0])).to_owned();
    for (query, expected) in
        [("", "system"), ("?color=light", "light"), ("?color=dark", "dark"), ("?color=%22", "system")]
    {
        let page = http().get(format!("{address}{query}")).send().await.unwrap().text().await.unwrap();
        assert!(page.contains(&format!(r#"<html lang="en" data-color="{expected}">"#)), "{query}");
    }
}

#[tokio::test]
async fn both_dialects_and_both_ways_to_be_ready_occur() {
    let service = start().await;
    let community = service.community();
    for (position, dialect, ready) in [
        (0, "value", "object"),
        (1, "token", "object"),
        (2, "value", "object"),
        (3, "token", "string"),
        (4, "none", "nothing"),
    ] {
        let embed_code = service.embed_code(&community.widgets[position]);
        let page = http().get(address(&embed_code)).send().await.unwrap().text().await.unwrap();
        assert!(page.contains(&format!(r#"data-dialect="{dialect}""#)));
        assert!(page.contains(&format!(r#"data-ready="{ready}""#)));
    }
}
