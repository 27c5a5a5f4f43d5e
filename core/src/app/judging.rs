//! What is wrong with a frame that does not come to life, told by the head of its page.

use super::App;
use crate::error::{AppError, Code};
use crate::service::framing::{Parent, Refusal};
use crate::service::page::{PageFault, judge_page};
use crate::session::clock::Moment;
use crate::view::{FrameVerdict, FramingRefusal};
use std::collections::VecDeque;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::sync::Mutex;
use url::Url;

/// A verdict is given again, with no request, for so long.
const HOLDS: Duration = Duration::from_secs(5);
/// Most requests of this kind in [`A_WHILE`], for all frames together.
const MOST_READS: usize = 12;
const A_WHILE: Duration = Duration::from_secs(60);

/// The verdict on one frame; locked while there is a new one in the making, which whoever else asks then gets.
pub(super) type Verdict = Arc<Mutex<Option<(Moment, FrameVerdict)>>>;

/// The pages that were read lately.
#[derive(Default)]
pub(super) struct Reads(VecDeque<Moment>);

impl Reads {
    /// Whether one more page may be read at this moment, which then counts.
    fn begin(&mut self, now: Moment) -> bool {
        self.0.retain(|read| now.since(*read) < A_WHILE);
        let may = self.0.len() < MOST_READS;
        if may {
            self.0.push_back(now);
        }
        may
    }
}

impl App {
    /// Reads the head of the page that a frame shows, and says what is wrong: with the page, or else that it asked for no
    /// token. Sends nothing that says who asks. Reads no page again within five seconds, and no more than twelve a
    /// minute in all; beyond that, all that is told is that the frame is silent. `parent` is the app's own page.
    ///
    /// # Errors
    /// `FrameClosed` when the frame is or gets closed.
    pub async fn judge_frame(&self, nonce: &str, parent: &Parent) -> Result<FrameVerdict, AppError> {
        let (page, public, verdict, mut open) = {
            let mut frames = self.frames();
            let frame = frames.get_mut(nonce).ok_or(Code::FrameClosed)?;
            (frame.page.clone(), frame.public, Arc::clone(&frame.verdict), frame.open.subscribe())
        };
        tokio::select! {
            biased;
            _ = open.changed() => Err(Code::FrameClosed.into()),
            verdict = self.judge(&page, public, &verdict, parent) => Ok(verdict),
        }
    }

    async fn judge(&self, page: &str, public: bool, last: &Verdict, parent: &Parent) -> FrameVerdict {
        let mut last = last.lock().await;
        let now = self.clock.now();
        if let Some((_, verdict)) = last.as_ref().filter(|(at, _)| now.since(*at) < HOLDS) {
            return verdict.clone();
        }
        let may_read = self.reads.lock().unwrap_or_else(PoisonError::into_inner).begin(now);
        let verdict = if may_read { self.read_and_judge(page, public, parent).await } else { silent(public) };
        *last = Some((self.clock.now(), verdict.clone()));
        verdict
    }

    async fn read_and_judge(&self, page: &str, public: bool, parent: &Parent) -> FrameVerdict {
        let head = match self.pages.head(page).await {
            Ok(head) => head,
            Err(error) => return FrameVerdict { error: Some(error.into()), refusal: None },
        };
        // An opened frame has an address, so this is never taken.
        let Ok(url) = Url::parse(page) else { return silent(public) };
        match judge_page(&head, &url, parent) {
            Ok(()) => silent(public),
            Err(fault) => {
                let error = Some(AppError::from(&fault));
                let PageFault::FramingRefused(refusal) = fault else { return FrameVerdict { error, refusal: None } };
                FrameVerdict { error, refusal: Some(told(refusal, page, parent)) }
            }
        }
    }
}

/// Of a page that is as it should be. A public one has no token to ask for.
fn silent(public: bool) -> FrameVerdict {
    FrameVerdict { error: (!public).then(|| Code::FrameTimedOut.into()), refusal: None }
}

pub(super) fn told(refusal: Refusal, page: &str, parent: &Parent) -> FramingRefusal {
    FramingRefusal {
        header: refusal.header,
        value: refusal.value,
        wanted: refusal.wanted,
        parent_origin: parent.as_str().to_owned(),
        page: page.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_read_twelve_times_a_minute_at_the_most() {
        let mut reads = Reads::default();
        let at = |seconds| Moment::START.after(Duration::from_secs(seconds));
        assert_eq!((0..1000).filter(|_| reads.begin(at(100))).count(), MOST_READS);
        assert!(!reads.begin(at(159)));
        assert_eq!((0..1000).filter(|_| reads.begin(at(160))).count(), MOST_READS);
    }
}
