//! The head of a widget's page over HTTP.

use super::{BoxFuture, HttpSignIn};
use crate::service::page::{PageHead, Pages};
use crate::service::sign_in::SignInError;
use reqwest::header::{
    ACCEPT, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderName, X_FRAME_OPTIONS,
};
use std::time::Duration;

/// With this, a person who waits for a widget is told within ten seconds what is wrong.
const LIMIT: Duration = Duration::from_secs(4);

/// What the web engine sends for a frame (seen), so that a service that goes by it answers as it answers the frame.
const AS_A_FRAME: [(HeaderName, &str); 4] = [
    (ACCEPT, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    (HeaderName::from_static("sec-fetch-dest"), "iframe"),
    (HeaderName::from_static("sec-fetch-mode"), "navigate"),
    (HeaderName::from_static("sec-fetch-site"), "cross-site"),
];

impl Pages for HttpSignIn {
    fn head<'a>(&'a self, url: &'a str) -> BoxFuture<'a, Result<PageHead, SignInError>> {
        Box::pin(async move {
            let mut request = self.client(url)?.get(url).timeout(LIMIT);
            for (name, value) in AS_A_FRAME {
                request = request.header(name, value);
            }
            // Dropped with its body unread, which ends the connection.
            let response = self.answer(request).await?;
            Ok(read_head(response.status().as_u16(), response.headers()))
        })
    }
}

fn read_head(status: u16, headers: &HeaderMap) -> PageHead {
    let all = |name| {
        let values = headers.get_all(name).into_iter();
        values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect::<Vec<_>>()
    };
    PageHead {
        status,
        // Of several the last one counts, in engines too.
        content_type: all(CONTENT_TYPE).pop(),
        content_disposition: all(CONTENT_DISPOSITION).pop(),
        frame_options: all(X_FRAME_OPTIONS),
        policies: all(CONTENT_SECURITY_POLICY),
    }
}
