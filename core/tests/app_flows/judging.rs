//! What is said of a frame that does not come to life (F47).

use crate::house::{AMARA, House, LEADERBOARD, in_time, nobody};
use demo_service::{FrameFault, SeenRequest};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use widget_core::error::{AppError, Code};
use widget_core::service::api_key::ApiKey;
use widget_core::service::email::Email;
use widget_core::service::framing::Parent;
use widget_core::service::identifiers::CommunityId;
use widget_core::service::origin::Origin;
use widget_core::view::{FrameVerdict, FramingRefusal, OpenFrame, RefusingHeader};

const PARENT: &str = "tauri://localhost";

async fn judged(house: &House, frame: &OpenFrame) -> Result<FrameVerdict, AppError> {
    let parent = Parent::parse(PARENT).unwrap();
    in_time(house.app.judge_frame(&frame.nonce, &parent)).await
}

async fn code(house: &House, frame: &OpenFrame) -> Option<Code> {
    judged(house, frame).await.unwrap().error.map(|error| error.code)
}

/// The reads of a frame's page so far.
fn reads(house: &House, frame: &OpenFrame) -> Vec<SeenRequest> {
    let path = frame.url.strip_prefix(house.service.origin()).unwrap();
    house.service.faults().requests().into_iter().filter(|request| request.path == path).collect()
}

/// A frame whose page is at another origin.
async fn frame_at(house: &House, origin: &str) -> OpenFrame {
    let (key, email) = (ApiKey::parse(house.key()).unwrap(), Email::parse(AMARA).unwrap());
    let (origin, id) = (Origin::parse(origin).unwrap(), CommunityId::parse("elsewhere").unwrap());
    let widgets = vec![("Cup".to_owned(), house.path(LEADERBOARD))];
    house.app.put_community("Elsewhere", &origin, &id, &key, &email, widgets).unwrap();
    let communities = house.app.main_view().communities;
    let widget = communities.iter().find(|community| community.name == "Elsewhere").unwrap().widgets[0].id.clone();
    in_time(house.app.open_frame(&widget)).await.unwrap()
}

#[tokio::test]
async fn f47_each_fault_of_a_page_has_its_code() {
    let (house, _, widget) = House::with_channels().await;
    for (fault, expected) in [
        (FrameFault::Status(404), Code::PageNotFound),
        (FrameFault::Status(410), Code::PageNotFound),
        (FrameFault::Status(401), Code::PageRefused),
        (FrameFault::Status(403), Code::PageRefused),
        (FrameFault::Status(500), Code::ServiceDown),
        (FrameFault::Status(302), Code::Redirected),
        (FrameFault::WrongContentType, Code::PageNotHtml),
        (FrameFault::XFrameOptions, Code::FramingRefused),
        (FrameFault::FrameAncestors("'none'".to_owned()), Code::FramingRefused),
        (FrameFault::FrameAncestors(PARENT.to_owned()), Code::FrameTimedOut),
        (FrameFault::NeverAsks, Code::FrameTimedOut),
    ] {
        house.service.faults().set_frame(fault.clone());
        let frame = house.frame(&widget).await;
        assert_eq!(code(&house, &frame).await, Some(expected), "{fault:?}");
    }
}

#[tokio::test]
async fn f47_a_page_that_may_not_be_shown_comes_with_all_that_the_service_has_to_change() {
    let (house, _, widget) = House::with_channels().await;
    house.service.faults().set_frame(FrameFault::FrameAncestors("'self' https://crm.example".to_owned()));
    let frame = house.frame(&widget).await;
    let refusal = judged(&house, &frame).await.unwrap().refusal.unwrap();
    let expected = FramingRefusal {
        header: RefusingHeader::ContentSecurityPolicy,
        value: "frame-ancestors 'self' https://crm.example".to_owned(),
        wanted: format!("frame-ancestors 'self' https://crm.example {PARENT}"),
        parent_origin: PARENT.to_owned(),
        page: frame.url,
    };
    assert_eq!(refusal, expected);
    // What is asked for is what helps.
    let sources = expected.wanted.strip_prefix("frame-ancestors ").unwrap().to_owned();
    house.service.faults().set_frame(FrameFault::FrameAncestors(sources));
    let frame = house.frame(&widget).await;
    assert_eq!(judged(&house, &frame).await.unwrap().refusal, None);
}

#[tokio::test]
async fn f47_the_page_is_asked_for_once_with_nothing_that_says_who_asks() {
    let (house, _, widget) = House::with_channels().await;
    let frame = house.frame(&widget).await;
    let verdicts = asked_at_once(&house, &frame, 100).await;
    assert!(verdicts.iter().all(|verdict| *verdict == verdicts[0]));
    let reads = reads(&house, &frame);
    assert_eq!(reads.len(), 1, "one request for a hundred who ask");
    assert_eq!((reads[0].method.as_str(), reads[0].body_len), ("GET", 0));
    let mut names: Vec<&str> = reads[0].headers.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["accept", "host", "sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site", "user-agent"]);
}

/// That many ask about a frame at once.
async fn asked_at_once(house: &House, frame: &OpenFrame, times: usize) -> Vec<FrameVerdict> {
    let asking: Vec<_> = (0..times)
        .map(|_| {
            let (app, nonce) = (Arc::clone(&house.app), frame.nonce.clone());
            tokio::spawn(async move { app.judge_frame(&nonce, &Parent::parse(PARENT).unwrap()).await })
        })
        .collect();
    let mut verdicts = Vec::new();
    for answer in asking {
        verdicts.push(in_time(answer).await.unwrap().unwrap());
    }
    verdicts
}

#[tokio::test]
async fn f47_however_many_frames_are_opened_few_pages_are_read() {
    let (house, _, widget) = House::with_channels().await;
    house.service.faults().set_frame(FrameFault::Status(404));
    let mut codes = Vec::new();
    let mut frames = Vec::new();
    for _ in 0..30 {
        let frame = house.frame(&widget).await;
        codes.push(code(&house, &frame).await.unwrap());
        frames.push(frame);
    }
    assert_eq!(reads(&house, &frames[0]).len(), 12);
    assert_eq!(codes[..12], [Code::PageNotFound; 12]);
    assert_eq!(codes[12..], [Code::FrameTimedOut; 18], "silence is all that is known of the others");
}

#[tokio::test]
async fn f47_no_page_is_read_for_a_nonce_that_names_no_frame() {
    let (house, _, widget) = House::with_channels().await;
    let frame = house.frame(&widget).await;
    house.app.close_frame(&frame.nonce);
    let parent = Parent::parse(PARENT).unwrap();
    for nonce in ["", "0", "00000000000000000000000000000000", frame.nonce.as_str()] {
        assert_eq!(house.app.judge_frame(nonce, &parent).await.unwrap_err().code, Code::FrameClosed);
    }
    assert_eq!(reads(&house, &frame).len(), 0);
}

#[tokio::test]
async fn f47_a_public_page_that_is_in_order_has_nothing_to_say() {
    let (house, community, _) = House::with_channels().await;
    let leaderboard = house.added(&community, LEADERBOARD).await;
    let frame = house.frame(&leaderboard).await;
    assert_eq!(code(&house, &frame).await, None);
    house.service.faults().set_frame(FrameFault::Status(404));
    let frame = house.frame(&leaderboard).await;
    assert_eq!(code(&house, &frame).await, Some(Code::PageNotFound));
}

#[tokio::test]
async fn f47_where_nothing_answers_the_network_s_own_code_is_told() {
    let (house, ..) = House::with_channels().await;
    let (_socket, address) = nobody();
    let frame = frame_at(&house, &format!("http://{address}")).await;
    assert_eq!(code(&house, &frame).await, Some(Code::Unreachable));
}

#[tokio::test]
async fn f47_a_page_that_does_not_answer_is_given_up_after_four_seconds_or_with_its_frame() {
    let (house, ..) = House::with_channels().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let frame = frame_at(&house, &format!("http://{}", listener.local_addr().unwrap())).await;
    let began = Instant::now();
    assert_eq!(code(&house, &frame).await, Some(Code::TimedOut));
    let took = began.elapsed();
    assert!(took > Duration::from_millis(3900) && took < Duration::from_secs(5), "{took:?}");
    let frame = frame_at(&house, &format!("http://{}", listener.local_addr().unwrap())).await;
    let (verdict, ()) = tokio::join!(judged(&house, &frame), async {
        listener.accept().await.unwrap();
        listener.accept().await.unwrap();
        house.app.close_frame(&frame.nonce);
    });
    assert_eq!(verdict.unwrap_err().code, Code::FrameClosed);
}

#[tokio::test]
async fn f47_no_more_than_the_head_is_waited_for() {
    let (house, ..) = House::with_channels().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let frame = frame_at(&house, &format!("http://{}", listener.local_addr().unwrap())).await;
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 10000000000\r\n\r\n";
    let (verdict, _connection) = tokio::join!(code(&house, &frame), async {
        let (connection, _) = listener.accept().await.unwrap();
        // An answer that comes before its request counts as none.
        while connection.try_read(&mut [0; 4096]).is_err() {
            connection.readable().await.unwrap();
        }
        assert_eq!(connection.try_write(head).unwrap(), head.len());
        connection
    });
    assert_eq!(verdict, None);
}
