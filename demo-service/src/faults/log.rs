//! The log of requests.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::shared::{Shared, lock};

/// Older requests make room.
const MOST_REQUESTS: usize = 20_000;

/// More of a body is not read.
const LARGEST_BODY: usize = 1024 * 1024;

/// One request, as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenRequest {
    /// The method.
    pub method: String,
    /// The path, with the query if there is one.
    pub path: String,
    /// All headers in order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The length of the body in bytes; 0 while it has not arrived.
    pub body_len: usize,
}

impl SeenRequest {
    /// The first header of this name (in lower case).
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

#[derive(Default)]
struct Lines {
    forgotten: usize,
    seen: VecDeque<SeenRequest>,
}

#[derive(Default)]
pub(crate) struct Log(Mutex<Lines>);

impl Log {
    pub(super) fn all(&self) -> Vec<SeenRequest> {
        lock(&self.0).seen.iter().cloned().collect()
    }

    pub(super) fn forget(&self) {
        let mut lines = lock(&self.0);
        lines.forgotten += lines.seen.len();
        lines.seen.clear();
    }

    /// Notes a request and gives it a number.
    fn add(&self, parts: &Parts) -> usize {
        let headers = parts.headers.iter();
        let request = SeenRequest {
            method: parts.method.to_string(),
            path: parts.uri.path_and_query().map_or_else(|| parts.uri.to_string(), ToString::to_string),
            headers: headers
                .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
                .collect(),
            body_len: 0,
        };
        let mut lines = lock(&self.0);
        lines.seen.push_back(request);
        if lines.seen.len() > MOST_REQUESTS {
            lines.seen.pop_front();
            lines.forgotten += 1;
        }
        lines.forgotten + lines.seen.len() - 1
    }

    fn body_arrived(&self, number: usize, length: usize) {
        let mut lines = lock(&self.0);
        let position = number.checked_sub(lines.forgotten);
        if let Some(request) = position.and_then(|position| lines.seen.get_mut(position)) {
            request.body_len = length;
        }
    }
}

/// The outermost layer: notes a request before anything else looks at it, and answers what a test has staged.
pub(crate) async fn record(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let number = shared.script.log.add(&parts);
    match axum::body::to_bytes(body, LARGEST_BODY).await {
        Ok(bytes) => {
            shared.script.log.body_arrived(number, bytes.len());
            match shared.script.stage.answer(parts.uri.path()) {
                Some(staged) => staged,
                None => next.run(Request::from_parts(parts, Body::from(bytes))).await,
            }
        }
        Err(_) => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
    }
}
