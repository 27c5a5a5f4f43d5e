//! Starting, serving and stopping.

use std::io;
use std::net::Ipv4Addr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{oneshot, watch};
use tokio::task::{JoinHandle, JoinSet};

use crate::community::{Community, Widget};
use crate::random::NoRandomness;
use crate::routes;
use crate::shared::Shared;

/// More connections than this wait in the system's queue.
const MOST_CONNECTIONS: usize = 256;

/// How long `stop` lets running requests finish.
const GRACE: Duration = Duration::from_secs(2);

/// A pause after a failed accept, which most often means that the process is out of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// How a service is to behave.
#[derive(Debug, Clone)]
pub struct Config {
    /// The port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// How long a token is good. The default is the 5 minutes of protocol.md 1.1.
    pub token_life: Duration,
    /// How long each sign-in waits before it is looked at.
    pub sign_in_delay: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self { port: 0, token_life: Duration::from_secs(5 * 60), sign_in_delay: Duration::ZERO }
    }
}

/// Why a service did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port is taken, or may not be used.
    #[error("cannot listen on 127.0.0.1:{port}: {source}")]
    Listen {
        /// The port that was asked for.
        port: u16,
        /// What the operating system said.
        source: io::Error,
    },
    /// There is no key without randomness.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

/// A running service. It ends when it is stopped or dropped, and takes its connections with it.
pub struct DemoService {
    origin: String,
    shared: Arc<Shared>,
    #[cfg(feature = "faults")]
    faults: crate::faults::Faults,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl DemoService {
    /// Starts to listen on 127.0.0.1. Must be called inside a tokio runtime that has time and I/O enabled.
    ///
    /// # Errors
    /// When the port cannot be had, or the operating system gives no random bytes for the key.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        let shared = Arc::new(Shared::new(Community::new()?, config.token_life, config.sign_in_delay));
        let refused = |source| StartError::Listen { port: config.port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port)).await.map_err(refused)?;
        let origin = format!("http://{}", listener.local_addr().map_err(refused)?);
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(serve(listener, routes::router(Arc::clone(&shared)), stopped));
        Ok(Self {
            origin,
            #[cfg(feature = "faults")]
            faults: crate::faults::Faults::new(Arc::clone(&shared)),
            shared,
            stop: Some(stop),
            task,
        })
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The community that is served.
    #[must_use]
    pub fn community(&self) -> &Community {
        &self.shared.community
    }

    /// The `<iframe>` snippet that an admin panel gives for a widget, with the attributes of protocol.md 2.4.
    #[must_use]
    pub fn embed_code(&self, widget: &Widget) -> String {
        format!(
            r#"<iframe src="{}{}" width="100%" height="600" frameborder="0" style="border: none;" allow="clipboard-write"></iframe>"#,
            self.origin,
            widget.path()
        )
    }

    /// The handle by which a test scripts faults and reads what was requested.
    #[cfg(feature = "faults")]
    #[must_use]
    pub const fn faults(&self) -> &crate::faults::Faults {
        &self.faults
    }

    /// Stops listening, gives running requests two seconds to finish, and closes every connection.
    pub async fn stop(mut self) {
        drop(self.stop.take());
        // The task ends by itself; that it was cancelled with its runtime is as good an end.
        (&mut self.task).await.ok();
    }
}

impl Drop for DemoService {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Accepts until `stopped` resolves. All connections belong to the set: when this future is dropped, so are they.
async fn serve(listener: TcpListener, router: Router, mut stopped: oneshot::Receiver<()>) {
    let mut connections = JoinSet::new();
    let (closing, _) = watch::channel(false);
    loop {
        tokio::select! {
            _ = &mut stopped => break,
            _ = connections.join_next(), if !connections.is_empty() => {}
            accepted = listener.accept(), if connections.len() < MOST_CONNECTIONS => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(converse(stream, router.clone(), closing.subscribe()));
                }
                Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
            },
        }
    }
    drop(listener);
    closing.send_replace(true);
    let all_ended = async { while connections.join_next().await.is_some() {} };
    // Whoever is not done in time is cut off by the drop of the set.
    tokio::time::timeout(GRACE, all_ended).await.ok();
}

/// Serves one connection to its end. A client that breaks off is no event here, so the result is not looked at.
async fn converse(stream: TcpStream, router: Router, mut closing: watch::Receiver<bool>) {
    #[cfg(feature = "faults")]
    let (stream, router) = crate::faults::wire::scripted(stream, router);
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
    );
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = closing.wait_for(|closing| *closing) => {}
    }
    connection.as_mut().graceful_shutdown();
    connection.await.ok();
}
