//! The sign-in over HTTP. The only code that sends a key anywhere.

mod page;

use super::sign_in::{LARGEST_REPLY, ReplyHead, SignInError, SignInRequest, judge_head, read_token};
use super::token::Token;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, DATE, HeaderValue, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Response};
use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;
use std::time::Duration;

const CONNECT_LIMIT: Duration = Duration::from_secs(5);
const WHOLE_LIMIT: Duration = Duration::from_secs(15);
const USER_AGENT: &str = concat!("ReturningWidgets/", env!("CARGO_PKG_VERSION"));

/// A future that may cross threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Signs in. The network is passed in by way of this, so that rules can be tested without one.
pub trait SignIn: Send + Sync {
    /// One attempt, no retry.
    fn sign_in<'a>(&'a self, request: &'a SignInRequest) -> BoxFuture<'a, Result<Token, SignInError>>;

    /// Whether a service answers at this address. Used for public widgets, which have no sign-in to tell.
    fn reach<'a>(&'a self, url: &'a str) -> BoxFuture<'a, Result<(), SignInError>>;
}

/// The real one. Its clients are made when they are first needed: reading the system's trust store takes a while.
#[derive(Default)]
pub struct HttpSignIn {
    /// For https. Follows the system's proxy settings.
    tls: OnceLock<Option<Client>>,
    /// For http, which an origin has on this machine only. Never uses a proxy: the key must not leave the machine.
    plain: OnceLock<Option<Client>>,
}

impl HttpSignIn {
    fn client(&self, url: &str) -> Result<&Client, SignInError> {
        let client = if url.starts_with("https://") {
            self.tls.get_or_init(|| builder().https_only(true).build().ok())
        } else {
            self.plain.get_or_init(|| builder().no_proxy().tls_certs_only([]).build().ok())
        };
        client.as_ref().ok_or(SignInError::NotSent)
    }

    async fn call(&self, request: &SignInRequest) -> Result<Token, SignInError> {
        let url = request.url();
        let response = self
            .client(&url)?
            .post(&url)
            .header("returningai-api-key", sensitive(request.key.reveal())?)
            .header("email", sensitive(request.email.as_str())?)
            .header(CONTENT_TYPE, "application/json")
            // Not sent by itself for an empty body, and a gateway may answer 411 without it.
            .header(CONTENT_LENGTH, HeaderValue::from_static("0"))
            .send()
            .await
            .map_err(|error| classify(&error))?;
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        judge_head(ReplyHead {
            status: response.status().as_u16(),
            retry_after: header(RETRY_AFTER),
            date: header(DATE),
        })?;
        read_token(&read_body(response).await?)
    }
}

impl SignIn for HttpSignIn {
    fn sign_in<'a>(&'a self, request: &'a SignInRequest) -> BoxFuture<'a, Result<Token, SignInError>> {
        Box::pin(self.call(request))
    }

    fn reach<'a>(&'a self, url: &'a str) -> BoxFuture<'a, Result<(), SignInError>> {
        Box::pin(async move {
            let response = self.client(url)?.get(url).send().await.map_err(|error| classify(&error))?;
            match response.status().as_u16() {
                status @ 300..=399 => Err(SignInError::Redirected(status)),
                status @ 500.. => Err(SignInError::ServiceDown { status, retry_after: None }),
                // Any other answer is the service's, and whether it is the right page is for the person to see.
                _ => Ok(()),
            }
        })
    }
}

fn builder() -> ClientBuilder {
    Client::builder()
        .user_agent(USER_AGENT)
        // A redirect would be sent the key header again, to whatever host it names.
        .redirect(Policy::none())
        .referer(false)
        .connect_timeout(CONNECT_LIMIT)
        .timeout(WHOLE_LIMIT)
}

fn sensitive(text: &str) -> Result<HeaderValue, SignInError> {
    let mut value = HeaderValue::from_str(text).map_err(|_| SignInError::NotSent)?;
    value.set_sensitive(true);
    Ok(value)
}

/// Reads at most [`LARGEST_REPLY`] bytes, whatever `Content-Length` claims.
async fn read_body(mut response: Response) -> Result<Vec<u8>, SignInError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| classify(&error))? {
        if body.len() + chunk.len() > LARGEST_REPLY {
            return Err(SignInError::ReplyTooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |cause| (*cause).source())
}

fn classify(error: &reqwest::Error) -> SignInError {
    if error.is_timeout() {
        return SignInError::TimedOut;
    }
    if causes(error).any(is_tls_failure) {
        return SignInError::TlsFailed;
    }
    // The connector tells these two apart in its text only.
    if causes(error).any(|cause| cause.to_string().starts_with("dns error")) {
        return SignInError::NameNotResolved;
    }
    if causes(error).any(|cause| cause.to_string().starts_with("tunnel error")) {
        return SignInError::ProxyFailed;
    }
    match error {
        error if error.is_connect() => SignInError::Unreachable,
        error if error.is_builder() => SignInError::NotSent,
        _ => SignInError::ConnectionLost,
    }
}

/// An `io::Error` does not name the error inside it as its source, and the one inside can be another `io::Error`.
fn is_tls_failure(cause: &(dyn Error + 'static)) -> bool {
    let inside_io = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    cause.is::<rustls::Error>() || inside_io.is_some_and(|inner| is_tls_failure(inner))
}
