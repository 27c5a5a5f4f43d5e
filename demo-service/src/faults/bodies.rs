//! Bodies that take too long.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Bytes, HttpBody};
use http_body::Frame;
use tokio::time::{Interval, MissedTickBehavior};

/// White space, so that a reader that parses as it goes has no reason to stop.
static FILLING: [u8; 16 * 1024] = [b' '; 16 * 1024];

/// A text at one byte a second.
pub(super) struct Trickle {
    rest: &'static [u8],
    clock: Interval,
}

impl Trickle {
    pub(super) fn new(text: &'static [u8]) -> Self {
        let mut clock = tokio::time::interval(Duration::from_secs(1));
        clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { rest: text, clock }
    }
}

impl HttpBody for Trickle {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let Some((first, rest)) = self.rest.split_first() else {
            return Poll::Ready(None);
        };
        if self.clock.poll_tick(context).is_pending() {
            return Poll::Pending;
        }
        self.rest = rest;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(std::slice::from_ref(first))))))
    }
}

/// Bytes without end.
pub(super) struct Endless;

impl HttpBody for Endless {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&FILLING)))))
    }
}
