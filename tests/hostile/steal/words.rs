//! Text of a service that would like to be more than text.

use super::secrets::{answers_with, show_answers, start_refused};
use crate::harness::community::{fill_connect_form, member_email};
use crate::harness::until;
use crate::proof::{Attack, observed};
use crate::scene::Scene;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const MARK: &str = "h57-forged";

/// Everything in what the app printed that is not a plain line of its own.
fn forged(printed: &str) -> bool {
    printed.contains(MARK) || printed.chars().any(|c| c.is_control() && c != '\n')
}

#[tokio::test(flavor = "multi_thread")]
async fn h57_markup_and_control_characters_of_an_answer_reach_neither_page_nor_log() {
    let attack = Attack { number: "H57", tries: "line breaks, terminal codes and HTML in the answer of a sign-in" };
    let shown_by = "every answer is shown or logged by its code, and the page that does the same reports that it did";
    observed(attack, shown_by, async |build| {
        let scene = Scene::new().await;
        scene.attack_with(include_str!("../pages/loud.js"));
        let markup = format!("<b id={MARK}>{MARK}</b>");
        let controls = format!("\r\n{MARK}\u{1b}[31m\u{9b}32m\u{202e}\0<b id={MARK}>");
        let app = start_refused(&scene, build, &controls).await;
        scene.reported("loud").await;
        // The text of a header has to be printable; a body may hold anything.
        let answers = [answers_with(&markup), answers_with(&controls)].concat();
        let seen = show_answers(&app, &scene.service, answers).await;
        let printed = app.printed();
        app.quit().await;
        seen.contains(MARK) || forged(&printed)
    })
    .await;
}

/// What no HTTP library would send.
const RAW_ANSWERS: [&[u8]; 6] = [
    b"HTTP/1.1 500 \x1b[31mh57-forged\r\ncontent-length: 0\r\n\r\n",
    b"HTTP/1.1 429 No\r\nretry-after: \x1b]0;h57-forged\x07\r\ncontent-length: 0\r\n\r\n",
    b"HTTP/1.1 503 No\r\nretry-after: \x9b31mh57-forged\r\ncontent-length: 0\r\n\r\n",
    b"HTTP/1.1 200 Yes\r\nh57-forged\x1b[2J: 1\r\ncontent-length: 2\r\n\r\n{}",
    b"HTTP/1.1 302 There\r\nlocation: \x1b[31mh57-forged\r\n\r\n",
    b"\x1b]0;h57-forged\x07\r\n<b id=h57-forged>no HTTP at all</b>",
];

/// A service that gives each of the answers in turn. Gives its origin and how many were given.
async fn raw_service() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    let given = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&given);
    tokio::spawn(async move {
        for answer in RAW_ANSWERS {
            let (mut stream, _) = listener.accept().await.expect("a connection");
            let mut request = [0; 4096];
            // The whole request comes at once: it has no body.
            assert!(stream.read(&mut request).await.expect("a request") > 0);
            stream.write_all(answer).await.expect("an answer");
            counter.fetch_add(1, Ordering::SeqCst);
        }
    });
    (origin, given)
}

#[tokio::test(flavor = "multi_thread")]
async fn h57_an_answer_that_is_no_http_reaches_neither_page_nor_log() {
    let attack = Attack { number: "H57", tries: "terminal codes in status lines and headers" };
    observed(attack, "every answer is given, and an error is shown for it", async |build| {
        let scene = Scene::bare().await;
        let (origin, given) = raw_service().await;
        let key = &scene.service.community().api_key;
        let app = scene.start_driven(build).await;
        app.in_window("setup.html").await;
        app.press("Connect your community").await;
        let email = member_email(&scene.service, 0);
        fill_connect_form(&app, &scene.service, "Channels", key, email).await;
        app.fill("Service address", &origin).await;
        let mut forged_text = false;
        for count in 1..=RAW_ANSWERS.len() {
            app.fill("Widget API key", key).await;
            app.press("Connect").await;
            until("the answer", || async { (given.load(Ordering::SeqCst) == count).then_some(()) }).await;
            app.find("[role=alert]").await;
            let page = app.script("return document.documentElement.outerHTML").await;
            forged_text |= page.as_str().expect("a text").contains(MARK);
        }
        let printed = app.printed();
        app.quit().await;
        forged_text || forged(&printed)
    })
    .await;
}
