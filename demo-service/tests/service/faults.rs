use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant, SystemTime};

use demo_service::{DemoService, FrameFault, SignInFault, Staged};
use reqwest::StatusCode;

use crate::client::{AMARA, get, http, json, sign_in_as, start, token_for};

fn status(code: u16) -> SignInFault {
    SignInFault::Status { code, retry_after: None, body: "{}".to_owned() }
}

async fn sign_in_status(service: &DemoService) -> StatusCode {
    sign_in_as(service, AMARA).send().await.unwrap().status()
}

#[tokio::test]
async fn a_fault_lasts_until_it_is_cleared() {
    let service = start().await;
    service.faults().set(status(503));
    assert_eq!(sign_in_status(&service).await, 503);
    assert_eq!(sign_in_status(&service).await, 503);
    service.faults().clear();
    assert_eq!(sign_in_status(&service).await, 200);
    assert_eq!(service.faults().sign_ins(), 3);
}

#[tokio::test]
async fn faults_for_the_next_sign_ins_come_in_turn_and_then_end() {
    let service = start().await;
    service.faults().set_next(2, status(500));
    service.faults().set_next(1, status(599));
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(sign_in_status(&service).await.as_u16());
    }
    assert_eq!(seen, [500, 500, 599, 200]);
}

#[tokio::test]
async fn a_clock_that_is_wrong_shows_in_an_answer_that_is_good() {
    let service = start().await;
    for ahead in [3600, -3600] {
        service.faults().set_next(1, SignInFault::ClockAhead(ahead));
        let reply = sign_in_as(&service, AMARA).send().await.unwrap();
        assert_eq!(reply.status(), 200);
        let date = httpdate::parse_http_date(reply.headers()["date"].to_str().unwrap()).unwrap();
        let now = SystemTime::now();
        let apart = if ahead > 0 { date.duration_since(now) } else { now.duration_since(date) }.unwrap();
        assert!(apart.as_secs().abs_diff(3600) < 10, "{apart:?}");
    }
}

#[tokio::test]
async fn a_key_of_another_feature_is_refused_and_no_other() {
    let service = start().await;
    service.faults().set(SignInFault::KeyOfAnotherFeature("another".to_owned()));
    assert_eq!(sign_in_status(&service).await, 200);
    service.faults().set(SignInFault::KeyOfAnotherFeature(service.community().api_key.clone()));
    assert_eq!(sign_in_status(&service).await, 403);
}

#[tokio::test]
async fn a_scripted_answer_is_what_was_asked_for() {
    let service = start().await;
    let body = r#"{"error":"slow down"}"#.to_owned();
    service
        .faults()
        .set_next(1, SignInFault::Status { code: 429, retry_after: Some("10".to_owned()), body: body.clone() });
    let reply = sign_in_as(&service, AMARA).send().await.unwrap();
    assert_eq!((reply.status().as_u16(), &reply.headers()["retry-after"]), (429, &"10".parse().unwrap()));
    assert_eq!(reply.headers()["x-demo-fault"], "DEMO-SERVICE-FAULTS");
    assert_eq!(reply.text().await.unwrap(), body);

    let location = "http://127.0.0.1:1/elsewhere".to_owned();
    service.faults().set_next(1, SignInFault::Redirect { code: 307, location: location.clone() });
    let reply = sign_in_as(&service, AMARA).send().await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.headers()["location"].to_str().unwrap()), (307, location.as_str()));

    let body = b"<html>Hotel Wi-Fi\xff</html>".to_vec();
    service.faults().set_next(1, SignInFault::RawBody { content_type: "text/html".to_owned(), body: body.clone() });
    let reply = sign_in_as(&service, AMARA).send().await.unwrap();
    assert_eq!((reply.status().as_u16(), &reply.headers()["content-type"]), (200, &"text/html".parse().unwrap()));
    assert_eq!(reply.bytes().await.unwrap(), body);
}

#[tokio::test]
async fn a_token_of_any_text_is_handed_out_and_works() {
    let service = start().await;
    service.faults().set_next(1, SignInFault::Token("not a jwt".to_owned()));
    let token = token_for(&service, AMARA).await;
    assert_eq!(token, "not a jwt");
    assert_eq!(get(&service, &token, "me").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_dropped_connection_gives_no_answer() {
    let service = start().await;
    service.faults().set_next(1, SignInFault::DropConnection);
    let error = sign_in_as(&service, AMARA).send().await.unwrap_err();
    assert!(!error.is_timeout());
    assert_eq!(sign_in_status(&service).await, 200);
}

#[tokio::test]
async fn a_delay_delays_and_nothing_more() {
    let service = start().await;
    let delay = Duration::from_millis(300);
    service.faults().set_next(1, SignInFault::Delay(delay));
    let before = Instant::now();
    assert_eq!(sign_in_status(&service).await, 200);
    assert!(before.elapsed() >= delay);
}

/// Sends a sign-in over a bare socket.
fn raw_sign_in(service: &DemoService) -> TcpStream {
    let address = service.origin().strip_prefix("http://").unwrap();
    let mut socket = TcpStream::connect(address).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let path = format!("/widget/{}/signin", service.community().community_id);
    write!(socket, "POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-length: 0\r\n\r\n").unwrap();
    socket
}

/// Reads up to and with the empty line.
fn read_head(socket: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        assert_eq!(socket.read(&mut byte).unwrap(), 1);
        head.extend(byte);
    }
    String::from_utf8(head).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_headers_come_at_one_byte_a_second() {
    let service = start().await;
    service.faults().set(SignInFault::SlowHeaders);
    let mut socket = raw_sign_in(&service);
    let mut buffer = [0; 64];
    assert_eq!(socket.read(&mut buffer).unwrap(), 1);
    let first = Instant::now();
    assert_eq!(socket.read(&mut buffer).unwrap(), 1);
    assert!(first.elapsed() > Duration::from_millis(800));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_body_comes_after_fast_headers_at_one_byte_a_second() {
    let service = start().await;
    service.faults().set(SignInFault::SlowBody);
    let mut socket = raw_sign_in(&service);
    let before = Instant::now();
    assert!(read_head(&mut socket).starts_with("HTTP/1.1 200"));
    assert!(before.elapsed() < Duration::from_secs(5));
    // Chunked: a length, a byte and two line ends a second.
    let mut body: Vec<u8> = Vec::new();
    while body.len() < 18 {
        let mut buffer = [0; 64];
        let read = socket.read(&mut buffer).unwrap();
        body.extend(&buffer[..read]);
    }
    assert_eq!(&body[..18], b"1\r\n{\r\n1\r\n\"\r\n1\r\nt\r\n");
    assert!(before.elapsed() > Duration::from_millis(1_500));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_without_end_go_on_beyond_any_reply() {
    let service = start().await;
    for (fault, length) in [(SignInFault::EndlessBody, None), (SignInFault::HugeContentLength, Some("10000000000"))] {
        service.faults().set(fault);
        let mut socket = raw_sign_in(&service);
        let head = read_head(&mut socket);
        let announced = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        assert_eq!(announced, length);
        let mut read = 0;
        let mut buffer = vec![0; 64 * 1024];
        while read < 4 * 1024 * 1024 {
            let more = socket.read(&mut buffer).unwrap();
            assert_ne!(more, 0, "the body ended after {read} bytes");
            read += more;
        }
    }
    let before = Instant::now();
    service.stop().await;
    assert!(before.elapsed() < Duration::from_secs(10), "an endless body keeps the service from stopping");
}

#[tokio::test]
async fn every_request_is_seen_as_it_was_sent() {
    let service = start().await;
    sign_in_as(&service, AMARA).body("four").send().await.unwrap();
    http().get(format!("{}/no/such/page?with=query", service.origin())).send().await.unwrap();
    let requests = service.faults().requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].method, "POST");
    assert_eq!(requests[0].path, format!("/widget/{}/signin", service.community().community_id));
    assert_eq!(requests[0].header("email"), Some(AMARA));
    assert_eq!(requests[0].header("returningai-api-key"), Some(service.community().api_key.as_str()));
    assert_eq!(requests[0].body_len, 4);
    assert_eq!((requests[1].method.as_str(), requests[1].path.as_str()), ("GET", "/no/such/page?with=query"));
    service.faults().forget_requests();
    assert_eq!(service.faults().requests(), []);
    assert_eq!(service.faults().sign_ins(), 0);
}

#[tokio::test]
async fn expired_tokens_are_refused_and_new_ones_are_not() {
    let service = start().await;
    let old = token_for(&service, AMARA).await;
    service.faults().expire_all_tokens();
    let new = token_for(&service, AMARA).await;
    assert_eq!(get(&service, &old, "me").await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(get(&service, &new, "me").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_changed_token_life_holds_for_new_tokens_only() {
    let service = start().await;
    let old = token_for(&service, AMARA).await;
    service.faults().set_token_life(Duration::ZERO);
    let new = token_for(&service, AMARA).await;
    assert_eq!(get(&service, &old, "me").await.status(), StatusCode::OK);
    assert_eq!(get(&service, &new, "me").await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn pages_go_wrong_as_scripted_and_then_work_again() {
    let service = start().await;
    let widget = &service.community().widgets[0];
    let address = format!("{}/{}/{}", service.origin(), widget.widget_type, widget.widget_id);
    let page = || async { http().get(&address).send().await.unwrap() };

    service.faults().set_frame(FrameFault::Status(502));
    let failing = page().await;
    assert_eq!(failing.status(), 502);
    assert!(!failing.text().await.unwrap().contains("<script"), "an error page is no widget");
    service.faults().set_frame(FrameFault::Redirect("/elsewhere".to_owned()));
    let redirect = page().await;
    assert_eq!(
        (redirect.status(), &redirect.headers()["location"]),
        (StatusCode::FOUND, &"/elsewhere".parse().unwrap())
    );
    service.faults().set_frame(FrameFault::Delay(Duration::from_millis(300)));
    let began = Instant::now();
    assert!(page().await.text().await.unwrap().contains("<script"));
    assert!(began.elapsed() >= Duration::from_millis(300));
    service.faults().set_frame(FrameFault::XFrameOptions);
    assert_eq!(page().await.headers()["x-frame-options"], "DENY");
    service.faults().set_frame(FrameFault::FrameAncestors("https://portal.example".to_owned()));
    let policy = page().await.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.ends_with("; frame-ancestors https://portal.example"));
    service.faults().set_frame(FrameFault::WrongContentType);
    assert_eq!(page().await.headers()["content-type"], "text/plain");
    service.faults().set_frame(FrameFault::NeverAsks);
    assert!(!page().await.text().await.unwrap().contains("<script"));
    for (fault, script) in
        [(FrameFault::AsksButNeverReady, "asks-never-ready.js"), (FrameFault::ReadyThenError, "ready-then-error.js")]
    {
        service.faults().set_frame(fault);
        assert!(page().await.text().await.unwrap().contains(script));
        let asset = format!("{}/demo/assets/{script}", service.origin());
        assert_eq!(http().get(asset).send().await.unwrap().status(), StatusCode::OK);
    }

    service.faults().clear_frame();
    assert!(!page().await.headers().contains_key("x-demo-fault"));
    assert!(json(sign_in_as(&service, AMARA).send().await.unwrap()).await["token"].is_string());
}

#[tokio::test]
async fn a_staged_page_takes_the_place_of_the_services_own() {
    let service = start().await;
    let path = service.community().widgets[0].path();
    service.faults().stage(&path, Staged::page("<p>staged").with_header("x-own", "yes"));
    let reply = http().get(format!("{}{path}?color=dark", service.origin())).send().await.unwrap();
    assert_eq!(reply.headers()["x-own"], "yes");
    assert!(!reply.headers().contains_key("content-security-policy"));
    assert_eq!(reply.text().await.unwrap(), "<p>staged");
    service.faults().stage("/away", Staged::redirect("http://127.0.0.1:1/"));
    let reply = http().get(format!("{}/away", service.origin())).send().await.unwrap();
    assert_eq!((reply.status().as_u16(), &reply.headers()["location"]), (302, &"http://127.0.0.1:1/".parse().unwrap()));
}
