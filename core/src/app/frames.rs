//! Frames: one load of a widget each, named by a nonce that nobody can guess.

use super::judging::Verdict;
use super::seen_frames::Watched;
use super::{App, hex, session_of};
use crate::error::{AppError, Code};
use crate::logging::page_lines::PAGE;
use crate::partition::Partition;
use crate::session::lifetime::Serial;
use crate::session::sessions::SessionId;
use crate::settings::model::{Community, Widget};
use crate::view::{FrameEvent, FrameToken, OpenFrame};
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::sync::watch;

/// Most frames that are open at once; the oldest one goes first. The main window keeps far fewer.
const MOST_FRAMES: usize = 64;

/// The page that a frame is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FramePage {
    /// The main window's for this partition.
    Main(Partition),
    /// That of this widget's own window.
    OwnWindow(String),
}

pub(super) struct Frame {
    nonce: String,
    /// The address of the widget's page.
    pub(super) page: String,
    pub(super) public: bool,
    pub(super) verdict: Verdict,
    pub(super) widget: String,
    community: String,
    page_of: FramePage,
    session: Option<SessionId>,
    /// The token that this frame was given last.
    given: Option<Serial>,
    /// What was seen of it, for a diagnosis.
    seen: Watched,
    /// Dropped with the frame, which tells everybody who works for it.
    pub(super) open: watch::Sender<()>,
    /// Dropped when the page has let go of the frame.
    in_page: watch::Sender<()>,
}

/// A frame that was closed here and that the page still has.
struct Leaving {
    nonce: String,
    community: String,
    page_of: FramePage,
    in_page: watch::Sender<()>,
}

#[derive(Default)]
pub struct Frames {
    /// Oldest first.
    open: VecDeque<Frame>,
    leaving: VecDeque<Leaving>,
}

impl Frames {
    pub(super) fn get_mut(&mut self, nonce: &str) -> Option<&mut Frame> {
        self.open.iter_mut().find(|frame| frame.nonce == nonce)
    }

    fn add(&mut self, frame: Frame) {
        if self.open.len() >= MOST_FRAMES {
            self.open.pop_front().iter().for_each(note_end);
        }
        self.open.push_back(frame);
    }

    /// The page has let go of a frame. Answers whether it was open.
    fn close(&mut self, nonce: &str) -> bool {
        let before = self.open.len();
        self.end_where(|frame| frame.nonce == nonce);
        self.leaving.retain(|frame| frame.nonce != nonce);
        self.open.len() < before
    }

    fn end_where(&mut self, is_over: impl Fn(&Frame) -> bool) {
        self.open.retain(|frame| {
            let over = is_over(frame);
            if over {
                note_end(frame);
            }
            !over
        });
    }

    fn close_where(&mut self, is_over: impl Fn(&Frame) -> bool) {
        let (over, open) = std::mem::take(&mut self.open).into_iter().partition(is_over);
        self.open = open;
        let over: VecDeque<Frame> = over;
        over.iter().for_each(note_end);
        self.leaving.extend(over.into_iter().map(|frame| {
            let Frame { nonce, community, page_of, in_page, .. } = frame;
            Leaving { nonce, community, page_of, in_page }
        }));
        let too_many = self.leaving.len().saturating_sub(MOST_FRAMES);
        self.leaving.drain(..too_many);
    }

    /// The page is gone, and its frames are with it.
    pub(super) fn forget_in(&mut self, page: &FramePage) {
        self.end_where(|frame| frame.page_of == *page);
        self.leaving.retain(|frame| frame.page_of != *page);
    }

    /// How many there are in the main window's other pages.
    pub(super) fn outside_of(&self, partition: Partition) -> usize {
        let outside = |frame: &&Frame| matches!(frame.page_of, FramePage::Main(other) if other != partition);
        self.open.iter().filter(outside).count()
    }

    /// Whether the main window's page for this partition has one.
    pub(super) fn any_in(&self, partition: Partition) -> bool {
        self.open.iter().any(|frame| frame.page_of == FramePage::Main(partition))
    }

    pub(super) fn close_widget(&mut self, widget: &str) {
        self.close_where(|frame| frame.widget == widget);
    }

    pub(super) fn close_community(&mut self, community: &str) {
        self.close_where(|frame| frame.community == community);
    }

    /// One for each closed frame of a community that the page still has; it ends when the page has let go of it.
    pub(super) fn leaving(&self, community: &str) -> Vec<watch::Receiver<()>> {
        let leaving = self.leaving.iter().filter(|frame| frame.community == community);
        leaving.map(|frame| frame.in_page.subscribe()).collect()
    }
}

fn note_end(frame: &Frame) {
    tracing::info!(target: PAGE, widget = %frame.widget, "a frame was closed");
}

impl App {
    /// Opens a frame and begins to sign in for it, so that the token is there when the widget asks. Waits while what
    /// another account's widgets stored is being cleared.
    ///
    /// # Errors
    /// `UnknownWidget`; `SignedOut` when the widget needs an account and none is signed in.
    pub async fn open_frame(&self, widget_id: &str) -> Result<OpenFrame, AppError> {
        loop {
            self.frames_free().await;
            let opened = self.open_frame_now(widget_id)?;
            // Held back meanwhile, it may be the next account's already.
            if !self.holds_frames() {
                return Ok(opened);
            }
            self.close_frame(&opened.nonce);
        }
    }

    fn open_frame_now(&self, widget_id: &str) -> Result<OpenFrame, AppError> {
        let (community, widget) = self.widget(widget_id)?;
        let public = widget.widget_type.is_public();
        let session = session_of(&community, &widget);
        if session.is_none() && !public {
            return Err(Code::SignedOut.into());
        }
        let nonce = hex(&self.randomness.bytes());
        let page = widget.path().frame_url(&community.origin);
        let open = watch::Sender::new(());
        let still_open = open.subscribe();
        let seen = self.watch_frame(&widget.id, session.as_ref().map(|session| session.key.clone()));
        self.frames().add(Frame {
            nonce: nonce.clone(),
            page: page.clone(),
            public,
            verdict: Verdict::default(),
            seen,
            widget: widget.id.clone(),
            community: community.id.clone(),
            page_of: self.page_of(&community, &widget),
            session: session.clone(),
            given: None,
            open,
            in_page: watch::Sender::new(()),
        });
        self.announce();
        // Whoever changed the account meanwhile closed the frames that were there, and may have missed this one.
        let (community_now, widget_now) = self.widget(widget_id)?;
        if session_of(&community_now, &widget_now) != session {
            self.close_frame(&nonce);
            return Err(Code::SignedOut.into());
        }
        tracing::info!(target: PAGE, widget = %widget.id, public, "a frame was opened");
        if let Some(session) = session {
            self.sessions.try_again(&session);
            self.warm(session, still_open);
        }
        Ok(OpenFrame {
            nonce,
            url: page,
            origin: community.origin.as_str().to_owned(),
            widget_id: widget.widget_id.as_str().to_owned(),
            title: widget.name,
            public,
        })
    }

    /// Signs in for the selected widget before its window is there, unless the person would have to unlock the keychain
    /// for it: a prompt without a window comes out of nowhere, and one that is dismissed would come back with the window.
    pub fn warm_selected(self: &Arc<Self>) {
        let session = self.selected().and_then(|(community, widget)| session_of(&community, &widget));
        let Some(session) = session else { return };
        let (sessions, vault) = (self.sessions.clone(), Arc::clone(&self.vault));
        tokio::spawn(async move {
            if vault.read_quietly(&session.key).await.is_ok() {
                // The outcome stands in the session, where the window reads it.
                drop(sessions.token(&session, None).await);
            }
        });
    }

    fn warm(&self, session: SessionId, mut open: watch::Receiver<()>) {
        let sessions = self.sessions.clone();
        tokio::spawn(async move {
            tokio::select! {
                // The outcome stands in the session, where the window reads it.
                outcome = sessions.token(&session, None) => drop(outcome),
                // Ends with the frame: nobody needs the token then.
                _ = open.changed() => {}
            }
        });
    }

    /// A token for a frame that asked. A frame that was answered before has a token that no longer works, so it gets
    /// another one. Waits for as long as it takes; ends with the frame.
    ///
    /// # Errors
    /// `FrameClosed` when the frame is or gets closed; `SignedOut` when its account is signed out or it has none.
    pub async fn frame_token(&self, nonce: &str) -> Result<FrameToken, AppError> {
        let (session, given, mut open) = {
            let mut frames = self.frames();
            let frame = frames.get_mut(nonce).ok_or(Code::FrameClosed)?;
            let session = frame.session.clone().ok_or(Code::SignedOut)?;
            tracing::debug!(target: PAGE, widget = %frame.widget, again = frame.given.is_some(), "a token was asked for");
            (session, frame.given, frame.open.subscribe())
        };
        let grant = tokio::select! {
            biased;
            _ = open.changed() => return Err(Code::FrameClosed.into()),
            grant = self.sessions.token_when_possible(&session, given) => grant?,
        };
        let mut frames = self.frames();
        let frame = frames.get_mut(nonce).ok_or(Code::FrameClosed)?;
        frame.given = Some(grant.serial);
        tracing::debug!(target: PAGE, widget = %frame.widget, serial = ?grant.serial, "a token goes to its frame");
        Ok(FrameToken { token: grant.token })
    }

    /// Notes what a frame did. Nothing is decided by it: a frame can say what it likes.
    pub fn frame_event(&self, nonce: &str, event: FrameEvent) {
        let mut frames = self.frames();
        if let Some(frame) = frames.get_mut(nonce) {
            frame.seen.note(event);
            tracing::info!(target: PAGE, widget = %frame.widget, ?event, "a frame did something");
        }
    }

    /// The page has let go of a frame.
    pub fn close_frame(&self, nonce: &str) {
        if self.frames().close(nonce) {
            self.announce();
        }
    }

    /// The main window's page for this partition is gone, and its frames are with it.
    pub fn forget_main_frames(&self, partition: Partition) {
        self.frames().forget_in(&FramePage::Main(partition));
    }

    /// Whether a widget's frames belong in this page. A frame is not to open those of other pages: their storage is none
    /// of its business.
    #[must_use]
    pub fn belongs_in(&self, widget: &str, page: &FramePage) -> bool {
        self.widget(widget).is_ok_and(|(community, widget)| self.page_of(&community, &widget) == *page)
    }

    fn page_of(&self, community: &Community, widget: &Widget) -> FramePage {
        if self.has_own_window(&widget.id) {
            FramePage::OwnWindow(widget.id.clone())
        } else {
            FramePage::Main(community.partition)
        }
    }
}
