//! Faults below HTTP: an answer that drips, a connection that breaks.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::{Extension, Router};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Interval, MissedTickBehavior};

const NORMAL: u8 = 0;
const DRIPPING: u8 = 1;
const CUT: u8 = 2;

/// A request's hold on the connection it came by.
#[derive(Clone)]
pub(crate) struct Wire(Arc<AtomicU8>);

impl Wire {
    pub(super) fn drip(&self) {
        self.0.store(DRIPPING, Ordering::SeqCst);
    }

    pub(super) fn cut(&self) {
        self.0.store(CUT, Ordering::SeqCst);
    }
}

/// A stream whose writing side obeys a [`Wire`].
pub(crate) struct ScriptedStream {
    inner: TcpStream,
    wire: Wire,
    clock: Interval,
}

/// Wraps a connection, and gives its requests their [`Wire`] as an extension.
pub(crate) fn scripted(stream: TcpStream, router: Router) -> (ScriptedStream, Router) {
    let wire = Wire(Arc::new(AtomicU8::new(NORMAL)));
    let mut clock = tokio::time::interval(Duration::from_secs(1));
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    (ScriptedStream { inner: stream, wire: wire.clone(), clock }, router.layer(Extension(wire)))
}

impl AsyncRead for ScriptedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(context, buffer)
    }
}

impl AsyncWrite for ScriptedStream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match (self.wire.0.load(Ordering::SeqCst), bytes) {
            (CUT, _) => Poll::Ready(Err(io::ErrorKind::ConnectionReset.into())),
            (DRIPPING, [first, ..]) => {
                if self.clock.poll_tick(context).is_pending() {
                    return Poll::Pending;
                }
                let first = std::slice::from_ref(first);
                Pin::new(&mut self.inner).poll_write(context, first)
            }
            _ => Pin::new(&mut self.inner).poll_write(context, bytes),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}
