//! Clocks that jump, and machines that sleep (F25, F39, F40).

use crate::exchange::{Clocks, Exchange};
use crate::survived::Fault;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use widget_core::app::{App, Parts};
use widget_core::error::AppError;
use widget_core::service::api_key::ApiKey;
use widget_core::service::email::Email;
use widget_core::service::frame_url::WidgetPath;
use widget_core::service::identifiers::{CommunityId, WidgetId, WidgetType};
use widget_core::service::origin::Origin;
use widget_core::session::clock::{Clock, SystemRandomness};
use widget_core::settings::file::{MemorySlots, SettingsFile};
use widget_core::vault::Vault;
use widget_core::view::FrameToken;

const EIGHT_HOURS: Duration = Duration::from_secs(8 * 3600);
const TEN_YEARS: i64 = 10 * 365 * 24 * 3600;
/// How an answer of the service goes: see [`Exchange::answer`].
const TOKEN: u32 = 0;
const ASKS_FOR_A_PAUSE: u32 = 6;

/// An app whose accounts each have an open frame.
struct House {
    app: Arc<App>,
    network: Arc<Exchange>,
    clocks: Arc<Clocks>,
    frames: Vec<String>,
}

impl House {
    async fn with_accounts(number: usize) -> Self {
        let clocks = Arc::new(Clocks::start());
        let network = Arc::new(Exchange::new(Arc::clone(&clocks)));
        let app = Arc::new(App::new(Parts {
            settings: SettingsFile::open(Box::new(MemorySlots::default())),
            vault: Vault::in_memory(),
            network: network.clone(),
            pages: network.clone(),
            clock: clocks.clone(),
            randomness: Arc::new(SystemRandomness),
            clear_frame_storage: Arc::new(|_| Box::pin(async {})),
            system_language: widget_core::language::Language::English,
            notice: None,
            demo: false,
        }));
        for number in 0..number {
            let path = WidgetPath {
                widget_type: WidgetType::parse("store").unwrap(),
                widget_id: WidgetId::parse("w1").unwrap(),
                extra_segment: None,
            };
            let id = CommunityId::parse(&format!("c{number}")).unwrap();
            let (origin, key) = (Origin::parse("https://a.example").unwrap(), ApiKey::parse("k").unwrap());
            let email = Email::parse("ada@example.com").unwrap();
            app.put_community("club", &origin, &id, &key, &email, vec![("Store".to_owned(), path)]).unwrap();
        }
        let mut frames = Vec::new();
        for community in app.main_view().communities {
            frames.push(app.open_frame(&community.widgets[0].id).await.unwrap().nonce);
        }
        Self { app, network, clocks, frames }
    }

    fn ask(&self, frame: usize) -> JoinHandle<Result<FrameToken, AppError>> {
        let (app, nonce) = (Arc::clone(&self.app), self.frames[frame].clone());
        tokio::spawn(async move { app.frame_token(&nonce).await })
    }

    /// Lets the time go by until a sign-in is under way, and answers it.
    async fn answer(&self, outcome: u32) {
        for _ in 0..2_000 {
            if self.network.waiting() > 0 {
                return self.network.answer(0, outcome, 300);
            }
            tokio::time::advance(Duration::from_millis(10)).await;
            tokio::task::yield_now().await;
        }
        panic!("no sign-in within twenty seconds");
    }

    /// Each frame gets its first token.
    async fn all_signed_in(&self) {
        let asking: Vec<_> = (0..self.frames.len()).map(|frame| self.ask(frame)).collect();
        for _ in &asking {
            self.answer(TOKEN).await;
        }
        for asking in asking {
            asking.await.unwrap().unwrap();
        }
    }
}

#[tokio::test(start_paused = true)]
async fn f25_fifty_accounts_that_resume_at_once_are_spread_out() {
    let house = House::with_accounts(50).await;
    house.all_signed_in().await;
    let before = house.network.begun().len();
    house.clocks.sleep(EIGHT_HOURS);
    house.app.woke_up();
    let asking: Vec<_> = (0..50).map(|frame| house.ask(frame)).collect();
    for _ in &asking {
        house.answer(TOKEN).await;
    }
    for asking in asking {
        asking.await.unwrap().unwrap();
    }
    let begun = house.network.begun();
    let resumed = &begun[before..];
    assert_eq!(resumed.len(), 50, "one request an account");
    let spread = resumed.last().unwrap().since(resumed[0]);
    assert!(spread >= Duration::from_secs(10), "all within {spread:?}");
    assert!(house.network.most_at_once() <= 4, "{} at once", house.network.most_at_once());
    Fault { number: "F25", fault: "50 accounts resume at once", injected: "a clock that jumps by eight hours" }
        .survived("one sign-in each, four at once at the most, spread over the time given", Some(spread));
}

#[tokio::test(start_paused = true)]
async fn f39_a_wall_clock_that_jumps_by_ten_years_costs_one_sign_in() {
    for jump in [TEN_YEARS, -TEN_YEARS] {
        let house = House::with_accounts(1).await;
        house.all_signed_in().await;
        house.clocks.move_wall(jump);
        // The token that is held is as good as before: its age is no matter of the wall clock.
        house.app.woke_up();
        tokio::time::advance(Duration::from_secs(120)).await;
        assert_eq!(house.network.begun().len(), 1);
        // One that comes while the clock is wrong is used by its age.
        tokio::time::advance(Duration::from_secs(200)).await;
        let asking = house.ask(0);
        house.answer(TOKEN).await;
        asking.await.unwrap().unwrap();
        tokio::time::advance(Duration::from_secs(60)).await;
        assert_eq!(house.network.begun().len(), 2);
        // Nor does setting it right bring a storm.
        house.clocks.move_wall(0);
        house.app.woke_up();
        tokio::time::advance(Duration::from_secs(30)).await;
        assert_eq!(house.network.begun().len(), 2);
    }
    Fault { number: "F39", fault: "the wall clock jumps", injected: "ten years forward and back" }
        .survived("no sign-in but those that are due", None);
}

#[tokio::test(start_paused = true)]
async fn f40_a_pause_that_ended_during_a_sleep_is_over_on_waking() {
    let house = House::with_accounts(1).await;
    house.all_signed_in().await;
    let asking = {
        tokio::time::advance(Duration::from_secs(300)).await;
        house.ask(0)
    };
    house.answer(ASKS_FOR_A_PAUSE).await;
    tokio::task::yield_now().await;
    house.clocks.sleep(EIGHT_HOURS);
    let woke = house.clocks.now();
    house.app.woke_up();
    house.answer(TOKEN).await;
    asking.await.unwrap().unwrap();
    let took = house.clocks.now().since(woke);
    assert!(took < Duration::from_secs(5), "live after {took:?}");
    assert_eq!(house.network.begun().len(), 3, "one request after the sleep");
    Fault { number: "F40", fault: "the machine sleeps", injected: "eight hours, timers stand still meanwhile" }
        .survived("one sign-in on waking, although a pause of minutes was under way", Some(took));
}

#[tokio::test(start_paused = true)]
async fn f40_a_token_ages_while_the_machine_sleeps() {
    let house = House::with_accounts(1).await;
    house.all_signed_in().await;
    house.clocks.sleep(EIGHT_HOURS);
    house.app.woke_up();
    // Another load of the widget, which has not had the old token.
    let widget = house.app.main_view().communities[0].widgets[0].id.clone();
    let nonce = house.app.open_frame(&widget).await.unwrap().nonce;
    let app = Arc::clone(&house.app);
    let asking = tokio::spawn(async move { app.frame_token(&nonce).await });
    house.answer(TOKEN).await;
    asking.await.unwrap().unwrap();
    assert_eq!(house.network.begun().len(), 2, "the old token was not handed out");
}
