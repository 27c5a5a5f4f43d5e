//! The sign-in over HTTP. The only code that sends a key anywhere.

mod page;
mod probe;

use super::probe::SignInSeen;
use super::resolver::SystemResolver;
use super::sign_in::{LARGEST_REPLY, ReplyHead, SignInError, SignInRequest, judge_head, read_token};
use super::token::Token;
use super::{connection_failure, server_certificate, tls_failure};
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, DATE, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, RequestBuilder, Response};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, OnceLock, PoisonError};
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
    tls: Mutex<Option<Client>>,
    /// For http, which an origin has on this machine only. Never uses a proxy: the key must not leave the machine.
    plain: OnceLock<Option<Client>>,
}

impl HttpSignIn {
    fn client(&self, url: &str) -> Result<Client, SignInError> {
        if url.starts_with("https://") {
            return self.tls_client();
        }
        let plain = self.plain.get_or_init(|| builder().no_proxy().tls_certs_only([]).build().ok());
        plain.clone().ok_or(SignInError::NotSent)
    }

    fn tls_client(&self) -> Result<Client, SignInError> {
        let mut kept = self.tls.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = &*kept {
            return Ok(client.clone());
        }
        let config = server_certificate::client_config().map_err(|error| tls_failure::meaning(&error))?;
        let client = builder().https_only(true).tls_backend_preconfigured(config).build();
        Ok(kept.insert(client.map_err(|_| SignInError::NotSent)?).clone())
    }

    /// Sends a request. After one that got no answer the next reads the system's proxy and trust store anew, so that
    /// another network, a proxy that was set, or a certificate that a company installs counts without a restart.
    async fn answer(&self, request: RequestBuilder) -> Result<Response, SignInError> {
        let answer = request.send().await.map_err(|error| connection_failure::meaning(&error));
        if answer.is_err() {
            *self.tls.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
        answer
    }

    async fn call(&self, request: &SignInRequest) -> SignInSeen {
        let response = match self.send(request).await {
            Ok(response) => response,
            Err(error) => return SignInSeen { outcome: Err(error), status: None, date_unix: None },
        };
        let (status, date_unix) = (Some(response.status().as_u16()), date_of(&response));
        SignInSeen { outcome: judge(response).await, status, date_unix }
    }

    async fn send(&self, request: &SignInRequest) -> Result<Response, SignInError> {
        let url = request.url();
        let request = self
            .client(&url)?
            .post(&url)
            .header("returningai-api-key", sensitive(request.key.reveal())?)
            .header("email", sensitive(request.email.as_str())?)
            .header(CONTENT_TYPE, "application/json")
            // Not sent by itself for an empty body, and a gateway may answer 411 without it.
            .header(CONTENT_LENGTH, HeaderValue::from_static("0"));
        self.answer(request).await
    }
}

impl SignIn for HttpSignIn {
    fn sign_in<'a>(&'a self, request: &'a SignInRequest) -> BoxFuture<'a, Result<Token, SignInError>> {
        Box::pin(async move { self.call(request).await.outcome })
    }

    fn reach<'a>(&'a self, url: &'a str) -> BoxFuture<'a, Result<(), SignInError>> {
        Box::pin(async move {
            let response = self.answer(self.client(url)?.get(url)).await?;
            match response.status().as_u16() {
                status @ 300..=399 => Err(SignInError::Redirected(status)),
                511 => Err(SignInError::CaptivePortal),
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
        // Sign-ins are minutes apart, and a connection that was kept over a sleep or a change of network leads nowhere.
        .pool_max_idle_per_host(0)
        .dns_resolver(SystemResolver)
        .connect_timeout(CONNECT_LIMIT)
        .timeout(WHOLE_LIMIT)
}

async fn judge(response: Response) -> Result<Token, SignInError> {
    let header = |name| header_of(&response, name);
    judge_head(ReplyHead { status: response.status().as_u16(), retry_after: header(RETRY_AFTER), date: header(DATE) })?;
    let is_page = header(CONTENT_TYPE).is_some_and(is_html);
    let token = read_body(response).await.and_then(|body| read_token(&body));
    token.map_err(|error| if is_page { error.on_a_page() } else { error })
}

fn header_of(response: &Response, name: HeaderName) -> Option<&str> {
    response.headers().get(name).and_then(|value| value.to_str().ok())
}

/// What the service's own clock says, in seconds since 1970.
fn date_of(response: &Response) -> Option<u64> {
    let date = httpdate::parse_http_date(header_of(response, DATE)?).ok()?;
    date.duration_since(std::time::UNIX_EPOCH).ok().map(|since| since.as_secs())
}

fn sensitive(text: &str) -> Result<HeaderValue, SignInError> {
    let mut value = HeaderValue::from_str(text).map_err(|_| SignInError::NotSent)?;
    value.set_sensitive(true);
    Ok(value)
}

/// Reads at most [`LARGEST_REPLY`] bytes, whatever `Content-Length` claims.
async fn read_body(mut response: Response) -> Result<Vec<u8>, SignInError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| connection_failure::meaning(&error))? {
        if body.len() + chunk.len() > LARGEST_REPLY {
            return Err(SignInError::ReplyTooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn is_html(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    ["text/html", "application/xhtml+xml"].into_iter().any(|html| kind.eq_ignore_ascii_case(html))
}
