//! Frames: one load of a widget each, named by a nonce that nobody can guess.

use super::{App, hex, session_of};
use crate::error::{AppError, Code};
use crate::session::lifetime::Serial;
use crate::session::sessions::SessionId;
use crate::view::{FrameEvent, FrameToken, OpenFrame};
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::sync::watch;

/// Most frames that are open at once; the oldest one goes first. The main window keeps far fewer.
const MOST_FRAMES: usize = 64;

struct Frame {
    nonce: String,
    widget: String,
    community: String,
    session: Option<SessionId>,
    /// The token that this frame was given last.
    given: Option<Serial>,
    /// Dropped with the frame, which tells everybody who works for it.
    open: watch::Sender<()>,
}

/// The open frames, oldest first.
#[derive(Default)]
pub struct Frames(VecDeque<Frame>);

impl Frames {
    fn get_mut(&mut self, nonce: &str) -> Option<&mut Frame> {
        self.0.iter_mut().find(|frame| frame.nonce == nonce)
    }

    fn add(&mut self, frame: Frame) {
        if self.0.len() >= MOST_FRAMES {
            self.0.pop_front();
        }
        self.0.push_back(frame);
    }

    fn close(&mut self, nonce: &str) {
        self.0.retain(|frame| frame.nonce != nonce);
    }

    pub(super) fn close_widget(&mut self, widget: &str) {
        self.0.retain(|frame| frame.widget != widget);
    }

    pub(super) fn close_community(&mut self, community: &str) {
        self.0.retain(|frame| frame.community != community);
    }
}

impl App {
    /// Opens a frame and begins to sign in for it, so that the token is there when the widget asks.
    ///
    /// # Errors
    /// `UnknownWidget`; `SignedOut` when the widget needs an account and none is signed in.
    pub fn open_frame(self: &Arc<Self>, widget_id: &str) -> Result<OpenFrame, AppError> {
        let (community, widget) = self.widget(widget_id)?;
        let public = widget.widget_type.is_public();
        let session = session_of(&community, &widget);
        if session.is_none() && !public {
            return Err(Code::SignedOut.into());
        }
        let nonce = hex(&self.randomness.bytes());
        let open = watch::Sender::new(());
        let still_open = open.subscribe();
        self.frames().add(Frame {
            nonce: nonce.clone(),
            widget: widget.id.clone(),
            community: community.id.clone(),
            session: session.clone(),
            given: None,
            open,
        });
        // Whoever changed the account meanwhile closed the frames that were there, and may have missed this one.
        let (community_now, widget_now) = self.widget(widget_id)?;
        if session_of(&community_now, &widget_now) != session {
            self.close_frame(&nonce);
            return Err(Code::SignedOut.into());
        }
        if let Some(session) = session {
            self.sessions.try_again(&session);
            self.warm(session, still_open);
        }
        Ok(OpenFrame {
            nonce,
            url: widget.path().frame_url(&community.origin),
            origin: community.origin.as_str().to_owned(),
            widget_id: widget.widget_id.as_str().to_owned(),
            title: widget.name,
            public,
        })
    }

    /// Signs in for the selected widget before its window is there.
    pub fn warm_selected(self: &Arc<Self>) {
        let session = self.selected().and_then(|(community, widget)| session_of(&community, &widget));
        let Some(session) = session else { return };
        let sessions = self.sessions.clone();
        tokio::spawn(async move {
            // The outcome stands in the session, where the window reads it.
            drop(sessions.token(&session, None).await);
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
        Ok(FrameToken { token: grant.token })
    }

    /// Notes what a frame did. Nothing is decided by it: a frame can say what it likes.
    pub fn frame_event(&self, nonce: &str, event: FrameEvent) {
        let mut frames = self.frames();
        if let Some(frame) = frames.get_mut(nonce) {
            tracing::info!(widget = %frame.widget, ?event, "frame");
        }
    }

    pub fn close_frame(&self, nonce: &str) {
        self.frames().close(nonce);
    }
}
