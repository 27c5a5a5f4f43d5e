//! The network goes and comes back (F01 to F03). Each test runs again in a network of its own, which needs root or a
//! system that lets everybody make user namespaces.

use crate::again::again;
use crate::harness::community::{member_name, start_service};
use crate::harness::{App, Furnished, Keyring, Surroundings, until};
use crate::survived::Fault;
use demo_service::DemoService;
use std::process::Command;
use std::time::{Duration, Instant};

/// Run by a shell in the new namespace; then the test takes its place. Rules of the test's own come before those for
/// this machine's own addresses.
const FURNISH: &str = r#"
ip link set lo up
ip link add here type veth peer name there
ip addr add 10.99.0.2/24 dev here
ip link set here up
ip link set there up
ip route add default via 10.99.0.1
ip rule add pref 10 lookup local
ip rule del pref 0
exec "$@"
"#;

const BANNER: &str = "[data-offline]";

/// How soon all must work again.
const BACK: Duration = Duration::from_secs(5);

/// Counts how often the page says that it is offline.
const COUNT_BANNERS: &str = "window.banners = 0; new MutationObserver((changes) => { \
    for (const change of changes) for (const node of change.addedNodes) \
    if (node.matches?.('[data-offline]')) window.banners += 1; \
}).observe(document.body, { childList: true, subtree: true }); return 0";

/// The closure has to stand in the test itself: by it the test is found again.
fn in_an_own_network(inside: impl FnOnce()) {
    again(
        |again| {
            let surround = |command: &mut Command| {
                let mut unshare = Command::new("unshare");
                unshare.args(["--net", "sh", "-euc", FURNISH, "sh"]);
                unshare.arg(command.get_program()).args(command.get_args());
                *command = unshare;
            };
            again.prepare(surround).run();
        },
        inside,
    );
}

fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime").block_on(test);
}

fn ip(arguments: &str) {
    let done = Command::new("ip").args(arguments.split(' ')).status().expect("ip runs");
    assert!(done.success(), "ip {arguments}");
}

/// The way from the app to a service, and this machine's link to the world.
struct Link {
    port: String,
}

impl Link {
    fn to(service: &DemoService) -> Self {
        Self { port: service.origin().rsplit(':').next().expect("a port").to_owned() }
    }

    fn down(&self) {
        ip(&format!("rule add pref 5 ipproto tcp dport {} unreachable", self.port));
        ip("link set here down");
    }

    fn up(&self) {
        ip("rule del pref 5");
        ip("link set here up");
        ip("route add default via 10.99.0.1");
    }
}

async fn banners(app: &App<'_>) -> u64 {
    app.script("return window.banners").await.as_u64().expect("a number")
}

#[test]
fn f02_a_start_without_a_network_says_so_once_and_goes_on_by_itself() {
    in_an_own_network(|| {
        run(async {
            let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
            around.furnish(&[Furnished::with_first_member(&service)]);
            let link = Link::to(&service);
            link.down();
            let app = App::start(&around, &[]).await;
            app.in_window("main.html").await;
            let window = Instant::now();
            app.find("nav[aria-label=Widgets] button").await;
            let usable = window.elapsed();
            assert!(usable < Duration::from_secs(1), "usable after {usable:?}");
            app.find(BANNER).await;
            app.shows("[data-state=offline] h2", "Channels").await;
            assert!(!app.is_there("[role=alert]").await, "more than one thing said");
            assert_eq!(service.faults().requests().len(), 0);
            link.up();
            let back = Instant::now();
            app.gone(BANNER).await;
            app.in_frame("Channels").await;
            app.shows("[data-testid=member-name]", member_name(&service, 0)).await;
            let took = back.elapsed();
            assert!(took < BACK, "back after {took:?}");
            assert_eq!(service.faults().sign_ins(), 1);
            app.quit().await;
            Fault { number: "F02", fault: "offline at the start", injected: "no route to the service, no link" }
                .survived("window usable, one banner, the widget loads without a click", Some(took));
        });
    });
}

#[test]
fn f01_a_network_that_goes_leaves_the_widget_and_is_missed_quietly() {
    in_an_own_network(|| {
        run(async {
            let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
            around.furnish(&[Furnished::with_first_member(&service)]);
            let link = Link::to(&service);
            let app = App::start(&around, &[]).await;
            app.in_window("main.html").await;
            app.in_frame("Channels").await;
            app.text("[data-testid=message]").await;
            app.type_into("#message-input", "half a thought").await;
            app.out_of_frame().await;
            app.script(COUNT_BANNERS).await;
            link.down();
            app.find(BANNER).await;
            assert!(!app.is_there("[role=alert]").await);
            app.in_frame("Channels").await;
            assert_eq!(app.script("return document.querySelector('#message-input').value").await, "half a thought");
            app.out_of_frame().await;
            service.faults().expire_all_tokens();
            link.up();
            let back = Instant::now();
            app.gone(BANNER).await;
            app.in_frame("Channels").await;
            app.click("#send-button").await;
            app.shows("[data-testid=message]", "half a thought").await;
            let took = back.elapsed();
            assert!(took < BACK, "back after {took:?}");
            app.out_of_frame().await;
            assert_eq!(banners(&app).await, 1);
            app.quit().await;
            Fault { number: "F01", fault: "the network goes while a widget is open", injected: "no route, no link" }
                .survived("one banner, the widget and what was typed stay", Some(took));
        });
    });
}

#[test]
fn f03_a_link_that_flaps_two_hundred_times_costs_few_sign_ins_and_no_flicker() {
    in_an_own_network(|| {
        run(async {
            let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
            around.furnish(&[Furnished::with_first_member(&service)]);
            let link = Link::to(&service);
            let app = App::start(&around, &[]).await;
            app.in_window("main.html").await;
            app.in_frame("Channels").await;
            app.text("[data-testid=message]").await;
            app.out_of_frame().await;
            app.script(COUNT_BANNERS).await;
            service.faults().expire_all_tokens();
            service.faults().forget_requests();
            let began = Instant::now();
            for _ in 0..200 {
                link.down();
                link.up();
            }
            let flapped = began.elapsed();
            let back = Instant::now();
            app.gone(BANNER).await;
            app.in_frame("Channels").await;
            app.type_into("#message-input", "after the storm").await;
            app.click("#send-button").await;
            app.shows("[data-testid=message]", "after the storm").await;
            let took = back.elapsed();
            assert!(took < BACK, "back after {took:?}");
            app.out_of_frame().await;
            let most = 1 + flapped.as_secs() / 10;
            let banners = banners(&app).await;
            assert!(banners <= most, "{banners} banners in {flapped:?}");
            let sign_ins = service.faults().sign_ins();
            assert!((1..=6).contains(&sign_ins), "{sign_ins} sign-ins");
            until("a quiet page", || async { (!app.is_there(BANNER).await).then_some(()) }).await;
            app.quit().await;
            Fault { number: "F03", fault: "a link that flaps", injected: "200 times down and up" }
                .survived("at most six sign-ins, no flicker", Some(took));
        });
    });
}
