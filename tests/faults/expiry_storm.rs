//! A page that asks for a token ten thousand times in a second (F23).

use crate::harness::community::{start_service, widget};
use crate::harness::{App, Furnished, Keyring, Surroundings};
use crate::survived::Fault;
use demo_service::Staged;
use std::time::Duration;

const STORM: &str = "<!doctype html><body><p id=said></p><script>
let asked = 0, answered = 0;
addEventListener('message', ({ data }) => { if (data?.type === 'RETURNINGAI_WIDGET_TOKEN') answered += 1; });
const began = performance.now();
const asking = setInterval(() => {
  for (let n = 0; n < 150; n += 1, asked += 1) parent.postMessage({ type: 'RETURNINGAI_WIDGET_REQUEST_TOKEN' }, '*');
  if (asked < 10_000) return;
  clearInterval(asking);
  const took = Math.round(performance.now() - began);
  // Whoever asked last waits for an answer, too.
  setTimeout(() => { said.textContent = JSON.stringify({ asked, answered, took }); }, 500);
}, 10);
</script>";

/// Notes how long the window's page was held up at the longest, in milliseconds.
const NOTE_STALLS: &str = "let before = performance.now(); window.longest = 0; setInterval(() => { \
    const now = performance.now(); window.longest = Math.max(window.longest, now - before - 10); before = now; \
}, 10); return 0";

#[tokio::test(flavor = "multi_thread")]
async fn f23_a_page_that_asks_ten_thousand_times_costs_one_sign_in_a_second_and_no_stall() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish(&[Furnished::with_first_member(&service)]);
    service.faults().stage(&widget(&service, "Store").path(), Staged::page(STORM));
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.in_frame("Channels").await;
    app.text("[data-testid=message]").await;
    app.out_of_frame().await;
    app.script(NOTE_STALLS).await;
    let before = service.faults().sign_ins();
    app.press("Store").await;
    app.in_frame("Store").await;
    app.shows("#said", "asked").await;
    let said: serde_json::Value = serde_json::from_str(&app.text("#said").await).expect("what the page counted");
    app.out_of_frame().await;
    let longest = app.script("return window.longest").await.as_f64().expect("a number");
    println!("{said}; the page was held up for {longest} ms at the longest");
    assert!(said["asked"].as_u64() >= Some(10_000));
    assert!(said["answered"].as_u64() >= Some(1));
    // A slow machine takes longer than a second for so many messages, and a token is young for a second.
    let seconds = said["took"].as_u64().expect("a time").div_ceil(1000);
    let sign_ins = u64::try_from(service.faults().sign_ins() - before).expect("a number");
    assert!(sign_ins <= seconds, "{sign_ins} sign-ins in {seconds} s");
    assert!(longest < 500.0, "the page was held up for {longest} ms");
    app.quit().await;
    let stall = Duration::from_secs_f64(longest / 1000.0);
    Fault { number: "F23", fault: "a storm of requests for tokens", injected: "10,000 by a widget within a second" }
        .survived(
            "one sign-in for each second of it; the time given is the longest that the window stood still",
            Some(stall),
        );
}
