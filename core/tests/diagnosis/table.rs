//! One thing is wrong at a time, and the verdict is that thing.

use crate::certificates::{Authority, HOST, Shown};
use crate::place::{Place, STRANGER, WRONG_KEY, block_on, nobody, trust, with_own_surroundings};
use crate::proxy::{BEHIND_A_PASSWORD, BEYOND_REACH};
use crate::tls_server::in_front_of;
use demo_service::{FrameFault, SignInFault, Staged};
use rcgen::date_time_ymd;
use std::collections::HashSet;
use std::fmt::Write;
use widget_core::diagnosis::cause::Cause;
use widget_core::view::FrameEvent;

const DOCUMENT: &str = include_str!("../../../docs/diagnosis.md");

/// A name that no name server is asked about: a label has at most 63 characters.
fn impossible_name() -> String {
    format!("https://{}.nowhere", "x".repeat(64))
}

#[derive(Default)]
struct Table(Vec<(&'static str, Option<Cause>, Option<Cause>)>);

impl Table {
    /// Makes something go wrong for a widget, whose id it gives, and notes the verdict.
    async fn row(
        &mut self,
        mode: &'static str,
        expected: impl Into<Option<Cause>>,
        go_wrong: impl AsyncFnOnce(&Place) -> String,
    ) {
        let place = Place::open().await;
        let widget = go_wrong(&place).await;
        let given = place.diagnose(&widget).await.cause;
        self.0.push((mode, expected.into(), given));
    }

    /// As `row`, for a sign-in that fails like this.
    async fn sign_in(&mut self, mode: &'static str, expected: Cause, fault: SignInFault) {
        let go_wrong = async |place: &Place| {
            place.service.faults().set(fault);
            place.widget(|_| ()).await
        };
        self.row(mode, expected, go_wrong).await;
    }

    /// As `row`, for a page that is like this and a frame that did this.
    async fn page(&mut self, mode: &'static str, expected: Cause, fault: FrameFault, events: &[FrameEvent]) {
        let go_wrong = async |place: &Place| {
            place.service.faults().set_frame(fault);
            let widget = place.widget(|_| ()).await;
            place.frame(&widget, events).await;
            place.skip(11);
            widget
        };
        self.row(mode, expected, go_wrong).await;
    }

    /// As `row`, for a service at another address.
    async fn at(&mut self, mode: &'static str, expected: impl Into<Option<Cause>>, origin: String) {
        self.row(mode, expected, async |place| place.widget(|setting| setting.origin = origin).await).await;
    }

    /// As `row`, for a service that shows this certificate.
    async fn shown(&mut self, mode: &'static str, expected: impl Into<Option<Cause>>, shown: Shown) {
        let go_wrong = async |place: &Place| {
            let origin = in_front_of(&place.service, shown).await;
            place.widget(|setting| setting.origin = origin).await
        };
        self.row(mode, expected, go_wrong).await;
    }

    /// As it stands in the document.
    fn text(&self) -> String {
        let name = |cause: &Option<Cause>| match cause {
            Some(cause) => serde_json::to_value(cause).unwrap().as_str().unwrap().to_owned(),
            None => "none".to_owned(),
        };
        let mut text = "| what is wrong | expected verdict | verdict given |\n| --- | --- | --- |\n".to_owned();
        for (mode, expected, given) in &self.0 {
            writeln!(text, "| {mode} | {} | {} |", name(expected), name(given)).unwrap();
        }
        text
    }
}

fn status(code: u16) -> SignInFault {
    SignInFault::Status { code, retry_after: Some("7".to_owned()), body: "{}".to_owned() }
}

const HANDED_OVER: [FrameEvent; 3] = [FrameEvent::Loaded, FrameEvent::TokenAsked, FrameEvent::TokenHandedOver];

#[test]
fn each_thing_that_goes_wrong_is_called_by_its_name() {
    with_own_surroundings(|| {
        block_on(async {
            let mut table = Table::default();
            what_is_configured(&mut table).await;
            the_way(&mut table).await;
            what_the_service_answers(&mut table).await;
            the_page_and_the_frame(&mut table).await;
            let text = table.text();
            for (mode, expected, given) in &table.0 {
                assert_eq!(expected, given, "{mode}");
            }
            let tried: HashSet<Cause> = table.0.iter().filter_map(|(_, expected, _)| *expected).collect();
            // That one is for what has no name, so nothing is known that leads there.
            let untried: Vec<Cause> =
                Cause::ALL.into_iter().filter(|cause| *cause != Cause::Other && !tried.contains(cause)).collect();
            assert_eq!(untried, []);
            assert!(DOCUMENT.contains(&text), "docs/diagnosis.md has another table than this:\n{text}");
        });
    });
    println!("{DOCUMENT}");
}

async fn what_is_configured(table: &mut Table) {
    table.row("nothing is wrong", None, async |place| place.widget(|_| ()).await).await;
    let wrong_id = async |place: &Place| {
        place.widget(|setting| setting.community_id = "64f0c2a91b7e5d38a4c60e13".to_owned()).await
    };
    table.row("wrong community ID", Cause::WrongCommunityId, wrong_id).await;
    let wrong_key = async |place: &Place| place.widget(|setting| setting.key = WRONG_KEY.to_owned()).await;
    table.row("wrong key", Cause::WrongKey, wrong_key).await;
    let own_key = async |place: &Place| {
        let widget = place.widget(|_| ()).await;
        place.own_key(&widget, WRONG_KEY).await;
        widget
    };
    table.row("wrong key of a widget's own", Cause::WrongKey, own_key).await;
    let of_another = async |place: &Place| {
        place.service.faults().set(SignInFault::KeyOfAnotherFeature(WRONG_KEY.to_owned()));
        let widget = place.widget(|_| ()).await;
        place.own_key(&widget, WRONG_KEY).await;
        widget
    };
    table.row("key of another feature, refused", Cause::KeyOfAnotherFeature, of_another).await;
    let of_another_s = async |place: &Place| {
        let other_key = place.service.community().api_key.clone();
        place.service.faults().set(SignInFault::KeyOfAnotherFeature(WRONG_KEY.to_owned()));
        let widget = place.widget(|setting| setting.key = WRONG_KEY.to_owned()).await;
        place.own_key(&place.other(), &other_key).await;
        widget
    };
    table.row("key of another feature, as the community's", Cause::KeyOfAnotherFeature, of_another_s).await;
    let taken = async |place: &Place| {
        let widget = place.widget(|_| ()).await;
        place.frame(&place.other(), &[&HANDED_OVER[..], &[FrameEvent::Ready]].concat()).await;
        place.frame(&widget, &[&HANDED_OVER[..], &[FrameEvent::Error]].concat()).await;
        widget
    };
    table.row("key of another feature, taken", Cause::KeyOfAnotherFeature, taken).await;
    let unknown_email = async |place: &Place| place.widget(|setting| setting.email = STRANGER.to_owned()).await;
    table.row("unknown email", Cause::UnknownEmail, unknown_email).await;
    let with_both = async |place: &Place| {
        let widget = place.widget(|setting| setting.email = STRANGER.to_owned()).await;
        let key = place.service.community().api_key.clone();
        place.own_key(&place.other(), &key).await;
        place.own_key(&widget, &key).await;
        widget
    };
    table.row("unknown email, with keys of widgets' own", Cause::UnknownEmail, with_both).await;
    let wrong_type =
        async |place: &Place| place.widget(|setting| setting.widget_type = "chanel-widget".to_owned()).await;
    table.row("wrong widget type", Cause::WrongWidgetType, wrong_type).await;
    let wrong_id = async |place: &Place| place.widget(|setting| setting.widget_id = "NjRmMGMyYTkx".to_owned()).await;
    table.row("wrong widget ID", Cause::WrongWidgetId, wrong_id).await;
    let of_a_type = async |place: &Place| {
        place.service.faults().stage("/raffle-widget", Staged::page("<title>Which raffle?</title>"));
        place.widget(|setting| setting.widget_type = "raffle-widget".to_owned()).await
    };
    table.row("wrong widget ID of a type that only the service knows", Cause::WrongWidgetId, of_a_type).await;
    let signed_out = async |place: &Place| {
        let widget = place.widget(|_| ()).await;
        place.app.sign_out(&place.community().id).unwrap();
        widget
    };
    table.row("signed out", Cause::SignedOut, signed_out).await;
    let no_key = async |place: &Place| {
        let widget = place.widget(|_| ()).await;
        place.forget_key().await;
        widget
    };
    table.row("no key", Cause::KeyMissing, no_key).await;
    let locked = async |place: &Place| {
        let widget = place.widget(|_| ()).await;
        place.lock_keychain();
        widget
    };
    table.row("keychain locked", Cause::KeychainShut, locked).await;
}

async fn the_way(table: &mut Table) {
    let authority = Authority::new("Test Authority");
    trust(&authority.pem());
    let (_socket, closed) = nobody();
    let offline = async |place: &Place| {
        place.app.network_changed(false);
        place.widget(|setting| setting.origin.clone_from(&closed)).await
    };
    table.row("offline", Cause::Offline, offline).await;
    table.at("nobody at the address", Cause::Unreachable, closed.clone()).await;
    table.at("no such name", Cause::NameNotFound, impossible_name()).await;
    table.at("proxy needs a password", Cause::ProxyNeedsPassword, BEHIND_A_PASSWORD.to_owned()).await;
    table.at("proxy fails", Cause::ProxyFailed, BEYOND_REACH.to_owned()).await;
    table.shown("a trusted certificate", None, authority.issue(&[HOST])).await;
    table.shown("TLS intercepted", Cause::TlsIntercepted, Authority::new("Example Filter").issue(&[HOST])).await;
    table.shown("TLS self-signed", Cause::TlsIntercepted, Shown::self_signed(&[HOST], |_| ())).await;
    let over = authority.issue_with(&[HOST], |params| params.not_after = date_time_ymd(2020, 1, 1));
    table.shown("certificate expired", Cause::CertificateRefused, over).await;
    table.shown("certificate of another host", Cause::CertificateRefused, authority.issue(&["other.example"])).await;
    let early = authority.issue_with(&[HOST], |params| params.not_before = date_time_ymd(2999, 1, 1));
    table.shown("clock wrong, by the certificate", Cause::ClockWrong, early).await;
}

async fn what_the_service_answers(table: &mut Table) {
    table.sign_in("service down", Cause::ServiceDown, status(503)).await;
    table.sign_in("rate-limited", Cause::RateLimited, status(429)).await;
    let page = SignInFault::RawBody { content_type: "text/html".to_owned(), body: b"<title>Hotel Wi-Fi".to_vec() };
    table.sign_in("captive portal", Cause::CaptivePortal, page).await;
    table.sign_in("captive portal, by its status", Cause::CaptivePortal, status(511)).await;
    table.sign_in("clock wrong, ahead", Cause::ClockWrong, SignInFault::ClockAhead(-3600)).await;
    table.sign_in("clock wrong, behind", Cause::ClockWrong, SignInFault::ClockAhead(3600)).await;
    let no_token = SignInFault::RawBody { content_type: "application/json".to_owned(), body: b"{}".to_vec() };
    table.sign_in("no token in the reply", Cause::UnexpectedAnswer, no_token).await;
    table.sign_in("connection lost", Cause::Unreachable, SignInFault::DropConnection).await;
    let moved = SignInFault::Redirect { code: 302, location: "https://elsewhere.example/".to_owned() };
    table.sign_in("sign-in elsewhere", Cause::UnexpectedAnswer, moved).await;
}

async fn the_page_and_the_frame(table: &mut Table) {
    let ancestors = FrameFault::FrameAncestors("https://portal.example".to_owned());
    table.page("blocked by allow-list", Cause::BlockedByAllowList, ancestors, &[FrameEvent::Loaded]).await;
    table.page("blocked by X-Frame-Options", Cause::BlockedByAllowList, FrameFault::XFrameOptions, &[]).await;
    table.page("page refused", Cause::PageRefused, FrameFault::Status(403), &[]).await;
    table.page("page down", Cause::ServiceDown, FrameFault::Status(500), &[]).await;
    table.page("no page", Cause::NotAPage, FrameFault::WrongContentType, &[]).await;
    let elsewhere = FrameFault::Redirect("https://elsewhere.example/".to_owned());
    table.page("page elsewhere", Cause::NotAPage, elsewhere, &[]).await;
    table.page("never asked", Cause::NeverAsked, FrameFault::NeverAsks, &[FrameEvent::Loaded]).await;
    let never_ready = FrameFault::AsksButNeverReady;
    table.page("asked but never ready", Cause::AskedButNeverReady, never_ready, &HANDED_OVER).await;
    let failed = [&HANDED_OVER[..], &[FrameEvent::Ready, FrameEvent::Error]].concat();
    table.page("widget failed", Cause::WidgetFailed, FrameFault::ReadyThenError, &failed).await;
    let works = async |place: &Place| {
        let widget = place.widget(|_| ()).await;
        place.frame(&widget, &[&HANDED_OVER[..], &[FrameEvent::Ready]].concat()).await;
        place.skip(11);
        widget
    };
    table.row("the widget works", None, works).await;
}
