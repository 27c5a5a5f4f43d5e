//! A redirect would send the key on to whatever host it names.

use crate::desk::{AMARA, Desk};
use demo_service::{Config, DemoService, SignInFault};
use widget_core::error::{AppError, Code};

const STATUSES: [u16; 5] = [301, 302, 303, 307, 308];

const fn redirect(code: u16, location: String) -> SignInFault {
    SignInFault::Redirect { code, location }
}

fn assert_redirected(error: &AppError, status: u16) {
    assert_eq!((error.code, error.retryable), (Code::Redirected, false), "{status}");
}

#[tokio::test]
async fn nobody_else_ever_sees_the_key() {
    let desk = Desk::open().await;
    let elsewhere = DemoService::start(Config::default()).await.unwrap();
    let path = format!("/widget/{}/signin", elsewhere.community().community_id);
    for status in STATUSES {
        let error = desk.refused_with(redirect(status, format!("{}{path}", elsewhere.origin()))).await;
        assert_redirected(&error, status);
    }
    assert_eq!(desk.service.faults().sign_ins(), STATUSES.len());
    assert_eq!(elsewhere.faults().requests(), []);
}

#[tokio::test]
async fn a_redirect_to_the_service_itself_is_refused_as_well() {
    let desk = Desk::open().await;
    let path = format!("/widget/{}/signin", desk.service.community().community_id);
    for (number, status) in STATUSES.into_iter().enumerate() {
        for location in [path.clone(), format!("{}{path}/", desk.service.origin())] {
            assert_redirected(&desk.refused_with(redirect(status, location)).await, status);
        }
        assert_eq!(desk.service.faults().requests().len(), 2 * (number + 1));
    }
}

#[tokio::test]
async fn a_redirect_that_names_the_key_gives_nothing_away() {
    let desk = Desk::open().await;
    for location in [format!("/?key={}&email={AMARA}", desk.key()), "http://".to_owned(), String::new()] {
        assert_redirected(&desk.refused_with(redirect(302, location)).await, 302);
    }
}
