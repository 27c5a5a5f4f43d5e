//! Scripted misbehaviour and a log of requests, for tests only.
//!
//! Compiled with the cargo feature `faults` and not otherwise. A binary that contains the text of [`MARKER`] was
//! built with it.

mod bodies;
mod log;
mod pages;
mod script;
mod stage;
pub(crate) mod wire;

use std::sync::Arc;
use std::time::Duration;

pub use log::SeenRequest;
pub(crate) use log::record;
pub(crate) use pages::ASSETS;
pub(crate) use script::{Answer, Script};
pub use stage::Staged;

use crate::shared::Shared;

/// Sent in the header `x-demo-fault` of every scripted answer.
pub(crate) static MARKER: &str = "DEMO-SERVICE-FAULTS";

/// How a sign-in goes wrong. The name in brackets is the fault's number in the list of threats.
#[derive(Debug, Clone)]
pub enum SignInFault {
    /// An answer with this status (F15 to F17).
    Status {
        /// The status code.
        code: u16,
        /// The text of a `Retry-After` header.
        retry_after: Option<String>,
        /// The body, sent as JSON.
        body: String,
    },
    /// A redirect, which a client must refuse (F22).
    Redirect {
        /// The status code.
        code: u16,
        /// The text of the `Location` header.
        location: String,
    },
    /// A 200 with any bytes (F20, F21).
    RawBody {
        /// The text of the `Content-Type` header.
        content_type: String,
        /// The body.
        body: Vec<u8>,
    },
    /// The whole answer, headers first, at one byte a second (F18).
    SlowHeaders,
    /// Headers at once, then the body at one byte a second (F18).
    SlowBody,
    /// A 200 whose body never ends (F19).
    EndlessBody,
    /// A 200 that announces 10 GB, and means it (F19).
    HugeContentLength,
    /// The connection ends before a byte of the answer (F01).
    DropConnection,
    /// A normal answer, later.
    Delay(Duration),
    /// A normal answer whose token has this text (F24). The widget pages' API accepts that token.
    Token(String),
    /// A normal answer by a clock that is ahead by so many seconds, or behind.
    ClockAhead(i64),
    /// The answer to this key is 403, as that of a service where a key is for one feature; every other key is looked at
    /// as usual.
    KeyOfAnotherFeature(String),
}

/// How a widget page goes wrong.
#[derive(Debug, Clone)]
pub enum FrameFault {
    /// An error page with this status.
    Status(u16),
    /// A redirect to this address.
    Redirect(String),
    /// The page as it is, later.
    Delay(Duration),
    /// A page that never asks for a token.
    NeverAsks,
    /// A page that asks, takes the token, and never says that it is ready.
    AsksButNeverReady,
    /// A page that says that it is ready and then that it failed.
    ReadyThenError,
    /// `X-Frame-Options: DENY`.
    XFrameOptions,
    /// `frame-ancestors` with these sources.
    FrameAncestors(String),
    /// The page as `text/plain`.
    WrongContentType,
}

/// The handle of a test on a running service.
pub struct Faults {
    shared: Arc<Shared>,
}

impl Faults {
    pub(crate) const fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Every sign-in goes wrong like this, until [`clear`](Faults::clear).
    pub fn set(&self, fault: SignInFault) {
        self.shared.script.set(fault);
    }

    /// The next `times` sign-ins go wrong like this. Calls add up, and go before what [`set`](Faults::set) set.
    pub fn set_next(&self, times: usize, fault: SignInFault) {
        self.shared.script.set_next(times, fault);
    }

    /// Sign-ins work again, those to come included.
    pub fn clear(&self) {
        self.shared.script.clear();
    }

    /// Every widget page goes wrong like this, until [`clear_frame`](Faults::clear_frame).
    pub fn set_frame(&self, fault: FrameFault) {
        self.shared.script.set_frame(Some(fault));
    }

    /// Widget pages work again.
    pub fn clear_frame(&self) {
        self.shared.script.set_frame(None);
    }

    /// Answers every request for this path (without a query) like this, in place of the service's own answer.
    pub fn stage(&self, path: &str, staged: Staged) {
        self.shared.script.stage.put(path, staged);
    }

    /// Every HTTP request since the start, in order of arrival, whatever became of it (the last 20,000).
    #[must_use]
    pub fn requests(&self) -> Vec<SeenRequest> {
        self.shared.script.log.all()
    }

    /// Forgets the requests and sets the count of sign-ins to zero.
    pub fn forget_requests(&self) {
        self.shared.script.forget();
    }

    /// How many sign-ins arrived, answered well or not.
    #[must_use]
    pub fn sign_ins(&self) -> usize {
        self.shared.script.sign_ins()
    }

    /// From now on, no token issued so far is good.
    pub fn expire_all_tokens(&self) {
        self.shared.tokens().expire_all();
    }

    /// How long the tokens issued from now on are good.
    pub fn set_token_life(&self, life: Duration) {
        self.shared.tokens().set_life(life);
    }
}
