//! What is scripted, and the answers it makes.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::bodies::{Endless, Trickle};
use super::log::Log;
use super::stage::Stage;
use super::wire::Wire;
use super::{FrameFault, MARKER, SignInFault, pages};
use crate::shared::lock;

/// The length that [`SignInFault::HugeContentLength`] announces.
const HUGE: &str = "10000000000";

/// What becomes of one sign-in.
pub(crate) enum Answer {
    Normal,
    WithToken(String),
    WithDate(HeaderValue),
    Instead(Response),
}

#[derive(Default)]
struct SignIns {
    next: VecDeque<SignInFault>,
    always: Option<SignInFault>,
}

#[derive(Default)]
pub(crate) struct Script {
    pub(super) log: Log,
    pub(super) stage: Stage,
    count: AtomicUsize,
    sign_ins: Mutex<SignIns>,
    frame: Mutex<Option<FrameFault>>,
}

impl Script {
    pub(super) fn set(&self, fault: SignInFault) {
        lock(&self.sign_ins).always = Some(fault);
    }

    pub(super) fn set_next(&self, times: usize, fault: SignInFault) {
        lock(&self.sign_ins).next.extend(std::iter::repeat_n(fault, times));
    }

    pub(super) fn clear(&self) {
        *lock(&self.sign_ins) = SignIns::default();
    }

    pub(super) fn set_frame(&self, fault: Option<FrameFault>) {
        *lock(&self.frame) = fault;
    }

    pub(super) fn sign_ins(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }

    pub(super) fn forget(&self) {
        self.log.forget();
        self.count.store(0, Ordering::SeqCst);
    }

    pub(crate) async fn answer_sign_in(&self, wire: &Wire, headers: &HeaderMap) -> Answer {
        self.count.fetch_add(1, Ordering::SeqCst);
        let fault = {
            let mut sign_ins = lock(&self.sign_ins);
            sign_ins.next.pop_front().or_else(|| sign_ins.always.clone())
        };
        let response = match fault {
            None => return Answer::Normal,
            Some(SignInFault::Token(text)) => return Answer::WithToken(text),
            Some(SignInFault::ClockAhead(seconds)) => return Answer::WithDate(date(seconds)),
            Some(SignInFault::KeyOfAnotherFeature(key)) => {
                if headers.get("returningai-api-key").is_none_or(|sent| sent.as_bytes() != key.as_bytes()) {
                    return Answer::Normal;
                }
                StatusCode::FORBIDDEN.into_response()
            }
            Some(SignInFault::Delay(delay)) => {
                tokio::time::sleep(delay).await;
                return Answer::Normal;
            }
            Some(SignInFault::Status { code, retry_after, body }) => {
                let mut response = with_type("application/json", Body::from(body));
                *response.status_mut() = status(code);
                if let Some(text) = retry_after {
                    response.headers_mut().insert(header::RETRY_AFTER, value(&text));
                }
                response
            }
            Some(SignInFault::Redirect { code, location }) => {
                (status(code), [(header::LOCATION, value(&location))]).into_response()
            }
            Some(SignInFault::RawBody { content_type, body }) => with_type(&content_type, Body::from(body)),
            Some(SignInFault::SlowHeaders) => {
                wire.drip();
                with_type("application/json", Body::from(r#"{"token":"too late"}"#))
            }
            Some(SignInFault::SlowBody) => {
                with_type("application/json", Body::new(Trickle::new(br#"{"token":"too late"}"#)))
            }
            Some(SignInFault::EndlessBody) => with_type("application/json", Body::new(Endless)),
            Some(SignInFault::HugeContentLength) => {
                let mut response = with_type("application/json", Body::new(Endless));
                response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static(HUGE));
                response
            }
            Some(SignInFault::DropConnection) => {
                wire.cut();
                StatusCode::NO_CONTENT.into_response()
            }
        };
        Answer::Instead(marked(response))
    }

    pub(crate) async fn alter_page(&self, mut response: Response) -> Response {
        let policy = |sources: &str| value(&format!("{}; frame-ancestors {sources}", crate::pages::POLICY));
        let headers = response.headers_mut();
        let fault = lock(&self.frame).clone();
        match fault {
            None => return response,
            Some(FrameFault::Status(code)) => {
                response = crate::pages::html(crate::pages::NOT_FOUND.to_owned());
                *response.status_mut() = status(code);
            }
            Some(FrameFault::Redirect(location)) => {
                response = (StatusCode::FOUND, [(header::LOCATION, value(&location))]).into_response();
            }
            Some(FrameFault::Delay(delay)) => tokio::time::sleep(delay).await,
            Some(FrameFault::NeverAsks) => response = crate::pages::html(pages::SILENT.to_owned()),
            Some(FrameFault::AsksButNeverReady) => response = pages::with_script("asks-never-ready.js"),
            Some(FrameFault::ReadyThenError) => response = pages::with_script("ready-then-error.js"),
            Some(FrameFault::XFrameOptions) => drop(headers.insert(header::X_FRAME_OPTIONS, value("DENY"))),
            Some(FrameFault::FrameAncestors(sources)) => {
                headers.insert(header::CONTENT_SECURITY_POLICY, policy(&sources));
            }
            Some(FrameFault::WrongContentType) => drop(headers.insert(header::CONTENT_TYPE, value("text/plain"))),
        }
        marked(response)
    }
}

/// What a clock says that is so many seconds ahead of this machine's.
fn date(ahead: i64) -> HeaderValue {
    let by = Duration::from_secs(ahead.unsigned_abs());
    let now = SystemTime::now();
    value(&httpdate::fmt_http_date(if ahead < 0 { now - by } else { now + by }))
}

fn with_type(content_type: &str, body: Body) -> Response {
    ([(header::CONTENT_TYPE, value(content_type))], body).into_response()
}

fn marked(mut response: Response) -> Response {
    response.headers_mut().insert(HeaderName::from_static("x-demo-fault"), HeaderValue::from_static(MARKER));
    response
}

/// A status that HTTP cannot carry is a mistake in the test; 500 with no further word shows it.
fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Text that a header cannot carry is a mistake in the test, and becomes an empty header.
fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""))
}
