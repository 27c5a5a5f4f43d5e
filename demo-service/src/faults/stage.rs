//! Pages and files that a test puts in place of the service's own.

use std::collections::HashMap;
use std::sync::Mutex;

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;

use crate::shared::lock;

/// The answer to every request for one path.
#[derive(Debug, Clone)]
pub struct Staged {
    /// The status code.
    pub status: u16,
    /// The headers, none added to them.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Staged {
    /// An HTML page with no policy of its own.
    #[must_use]
    pub fn page(html: impl Into<String>) -> Self {
        Self::of_type("text/html; charset=utf-8", html.into())
    }

    /// A script.
    #[must_use]
    pub fn script(text: impl Into<String>) -> Self {
        Self::of_type("text/javascript; charset=utf-8", text.into())
    }

    /// A redirect.
    #[must_use]
    pub fn redirect(location: &str) -> Self {
        Self { status: 302, headers: vec![("location".to_owned(), location.to_owned())], body: Vec::new() }
    }

    /// This answer with one more header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    fn of_type(content_type: &str, body: String) -> Self {
        let headers = [("content-type", content_type), ("cache-control", "no-store")];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        Self { status: 200, headers, body: body.into_bytes() }
    }

    fn response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in self.headers {
            // Text that a header cannot carry is a mistake in the test; a header that is missing shows it.
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                response.headers_mut().append(name, value);
            }
        }
        response
    }
}

#[derive(Default)]
pub(crate) struct Stage(Mutex<HashMap<String, Staged>>);

impl Stage {
    pub(super) fn put(&self, path: &str, staged: Staged) {
        lock(&self.0).insert(path.to_owned(), staged);
    }

    pub(super) fn answer(&self, path: &str) -> Option<Response> {
        lock(&self.0).get(path).cloned().map(Staged::response)
    }
}
