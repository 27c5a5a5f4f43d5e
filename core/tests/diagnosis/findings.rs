//! What the steps of a diagnosis find, beside whether they passed.

use crate::certificates::{Authority, HOST};
use crate::place::{PARENT, Place, block_on, facts, report, trust, with_own_surroundings};
use crate::proxy::BEHIND_A_PASSWORD;
use crate::tls_server::in_front_of;
use demo_service::{FrameFault, SignInFault, Staged};
use widget_core::diagnosis::check::{Check, Outcome};
use widget_core::diagnosis::fact::{Fact, FrameState, KeyOwner, KeyPlace, ReplyShape, TokenKind, TrustStore};
use widget_core::error::Code;
use widget_core::view::{FrameEvent, FramingRefusal, RefusingHeader};

#[tokio::test]
async fn a_widget_that_works_has_each_step_with_what_it_found() {
    let place = Place::open().await;
    let widget = place.widget(|_| ()).await;
    place
        .frame(&widget, &[FrameEvent::Loaded, FrameEvent::TokenAsked, FrameEvent::TokenHandedOver, FrameEvent::Ready])
        .await;
    let diagnosis = place.diagnose(&widget).await;
    let given = |check| facts(&diagnosis, check);
    let url = format!("{}{}", place.service.origin(), place.service.community().widgets[0].path());
    assert!(given(Check::Configuration).contains(&Fact::Account { email: "a***@***.example".to_owned() }));
    assert!(given(Check::Configuration).contains(&Fact::PageAddress { address: url }));
    let key = [
        Fact::KeyOf { owner: KeyOwner::Community },
        Fact::KeyKept { place: KeyPlace::Keychain },
        Fact::KeyStore { name: "Test Keychain".to_owned() },
    ];
    assert_eq!(given(Check::Keychain), key);
    for check in [Check::Proxy, Check::Name, Check::Tls] {
        assert_eq!(report(&diagnosis, check).outcome, Outcome::NotNeeded, "{check:?}, for a service on this machine");
    }
    let address = place.service.origin().replace("http://", "");
    assert_eq!(given(Check::Connection), [Fact::ConnectedTo { address }]);
    let sign_in = given(Check::SignIn);
    for fact in
        [Fact::Status { status: 200 }, Fact::Reply { shape: ReplyShape::Token }, Fact::Token { kind: TokenKind::Jwt }]
    {
        assert!(sign_in.contains(&fact), "{sign_in:?}");
    }
    let life =
        sign_in.iter().find_map(|fact| if let Fact::TokenLife { seconds } = fact { Some(*seconds) } else { None });
    assert!(matches!(life, Some(290..=300)), "{life:?}");
    let ahead =
        sign_in.iter().find_map(|fact| if let Fact::ClockAhead { seconds } = fact { Some(*seconds) } else { None });
    assert!(matches!(ahead, Some(-2..=2)), "{ahead:?}");
    assert!(given(Check::FramePage).contains(&Fact::Status { status: 200 }));
    assert_eq!(given(Check::FrameLoaded)[0], Fact::Frame { state: FrameState::Open });
    assert_eq!(report(&diagnosis, Check::Ready).outcome, Outcome::Passed);
    assert_eq!(given(Check::Storage), [Fact::StorageOutlivesApp { outlives: false }]);
    let times: Vec<u64> = diagnosis.checks.iter().map(|report| report.started_ms).collect();
    assert!(times.is_sorted(), "{times:?}");
    assert!(diagnosis.checks.iter().all(|report| report.started_ms + report.took_ms <= diagnosis.took_ms + 1));
}

#[tokio::test]
async fn a_public_widget_has_no_key_and_no_sign_in() {
    let place = Place::open().await;
    let cup = place.service.community().widgets[4].clone();
    let widget = place
        .widget(|setting| {
            setting.widget_type = cup.widget_type;
            setting.widget_id = cup.widget_id;
            setting.extra_segment = cup.extra_segment;
        })
        .await;
    let diagnosis = place.diagnose(&widget).await;
    for check in [Check::Keychain, Check::SignIn, Check::TokenAsked, Check::TokenHandedOver] {
        assert_eq!(report(&diagnosis, check).outcome, Outcome::NotNeeded, "{check:?}");
    }
    assert_eq!((diagnosis.cause, place.service.faults().sign_ins()), (None, 0));
}

#[tokio::test]
async fn a_page_that_keeps_the_app_out_comes_with_the_origin_to_let_in() {
    let place = Place::open().await;
    place.service.faults().set_frame(FrameFault::FrameAncestors("https://portal.example".to_owned()));
    let widget = place.widget(|_| ()).await;
    let diagnosis = place.diagnose(&widget).await;
    let expected = FramingRefusal {
        header: RefusingHeader::ContentSecurityPolicy,
        value: "frame-ancestors https://portal.example".to_owned(),
        wanted: format!("frame-ancestors https://portal.example {PARENT}"),
        parent_origin: PARENT.to_owned(),
        page: format!("{}{}", place.service.origin(), place.service.community().widgets[0].path()),
    };
    assert!(facts(&diagnosis, Check::FramePage).contains(&Fact::Framing(expected)));
}

#[tokio::test]
async fn a_service_that_asks_for_a_pause_says_how_long() {
    let place = Place::open().await;
    let body = "{}".to_owned();
    place.service.faults().set(SignInFault::Status { code: 429, retry_after: Some("7".to_owned()), body });
    let widget = place.widget(|_| ()).await;
    let diagnosis = place.diagnose(&widget).await;
    let sign_in = facts(&diagnosis, Check::SignIn);
    assert!(sign_in.contains(&Fact::Status { status: 429 }) && sign_in.contains(&Fact::PauseAsked { ms: 7000 }));
}

#[tokio::test]
async fn a_token_that_is_no_jwt_is_said_to_be_none() {
    let place = Place::open().await;
    place.service.faults().set(SignInFault::Token("opaque-text".to_owned()));
    let widget = place.widget(|_| ()).await;
    let diagnosis = place.diagnose(&widget).await;
    assert!(facts(&diagnosis, Check::SignIn).contains(&Fact::Token { kind: TokenKind::Opaque }));
    assert!(!serde_json::to_string(&diagnosis).unwrap().contains("opaque-text"));
}

#[tokio::test]
async fn what_a_frame_did_is_known_when_it_is_closed() {
    let place = Place::open().await;
    let widget = place.widget(|_| ()).await;
    assert_eq!(
        facts(&place.diagnose(&widget).await, Check::FrameLoaded),
        [Fact::Frame { state: FrameState::NeverOpened }]
    );
    let frame = place.app.open_frame(&widget).await.unwrap();
    for (event, seconds) in [(FrameEvent::Loaded, 2), (FrameEvent::TokenAsked, 3), (FrameEvent::TokenAsked, 0)] {
        place.skip(seconds);
        place.app.frame_event(&frame.nonce, event);
    }
    place.app.close_frame(&frame.nonce);
    let diagnosis = place.diagnose(&widget).await;
    assert_eq!(facts(&diagnosis, Check::FrameLoaded)[0], Fact::Frame { state: FrameState::Closed });
    let asked = facts(&diagnosis, Check::TokenAsked);
    assert!(matches!(asked[0], Fact::AfterOpening { ms: 5000..6000 }), "{asked:?}");
    assert_eq!(asked[1], Fact::TimesAsked { count: 2 });
}

#[test]
fn who_issued_a_certificate_is_told_of_one_that_is_refused_too() {
    with_own_surroundings(|| {
        block_on(async {
            let (trusted, filter) = (Authority::new("Test Authority"), Authority::new("Example Filter"));
            trust(&trusted.pem());
            for (authority, issuer, passed) in [(&trusted, "Test Authority", true), (&filter, "Example Filter", false)]
            {
                let place = Place::open().await;
                let origin = in_front_of(&place.service, authority.issue(&[HOST])).await;
                let widget = place.widget(|setting| setting.origin = origin).await;
                let diagnosis = place.diagnose(&widget).await;
                let tls = facts(&diagnosis, Check::Tls);
                assert!(
                    matches!(&tls[0], Fact::Certificate { issuer: name, .. } if name.starts_with(issuer)),
                    "{tls:?}"
                );
                assert_eq!(tls[1], Fact::TrustStore { store: TrustStore::Named });
                assert_eq!(report(&diagnosis, Check::Tls).outcome == Outcome::Passed, passed);
                assert_eq!(facts(&diagnosis, Check::Proxy), [Fact::NoProxy]);
            }
        });
    });
}

#[test]
fn a_proxy_is_named_without_its_password() {
    with_own_surroundings(|| {
        block_on(async {
            trust(&Authority::new("Test Authority").pem());
            let place = Place::open().await;
            let widget = place.widget(|setting| setting.origin = BEHIND_A_PASSWORD.to_owned()).await;
            let diagnosis = place.diagnose(&widget).await;
            let proxy = facts(&diagnosis, Check::Proxy);
            assert!(matches!(&proxy[0], Fact::ProxyAddress { address } if address.starts_with("http://127.0.0.1:")));
            assert_eq!(proxy[1], Fact::ProxyHasPassword);
            for check in [Check::Tls, Check::SignIn, Check::FramePage] {
                assert_eq!(report(&diagnosis, check).outcome, Outcome::NotReached, "{check:?}");
            }
        });
    });
}

#[tokio::test]
async fn diagnoses_sign_in_six_times_a_minute_at_the_most() {
    let place = Place::open().await;
    let widget = place.widget(|_| ()).await;
    for _ in 0..6 {
        place.diagnose(&widget).await;
    }
    let before = place.service.faults().sign_ins();
    let refused = place.try_to_diagnose(&widget).await.unwrap_err();
    assert_eq!(refused.code, Code::DiagnosedTooOften);
    assert!(refused.retry_after_ms.is_some_and(|pause| (1..=60_000).contains(&pause)));
    assert_eq!(place.service.faults().sign_ins(), before);
}

#[tokio::test]
async fn a_service_that_repeats_key_and_email_in_its_page_s_head_has_them_told_nowhere() {
    let place = Place::open().await;
    let widget = place.widget(|_| ()).await;
    let community = place.service.community();
    let told = format!("{};{}", community.api_key, community.members[0].email);
    let policy = format!("frame-ancestors https://{told}");
    let page = Staged { headers: vec![("content-type".to_owned(), format!("x/{told}"))], ..Staged::page("") };
    place.service.faults().stage(&community.widgets[0].path(), page.with_header("content-security-policy", &policy));
    // The place looks for what is secret in all that a diagnosis says.
    let diagnosis = place.diagnose(&widget).await;
    let content_type = Fact::ContentType { value: "x/[hidden];[hidden]".to_owned() };
    assert!(facts(&diagnosis, Check::FramePage).contains(&content_type), "{:?}", facts(&diagnosis, Check::FramePage));
}
