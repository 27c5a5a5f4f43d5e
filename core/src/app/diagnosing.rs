//! The diagnosis of a widget: each step from the settings to a widget that works, tried or looked up.

use super::{App, community_key_name, key_name, session_of};
use crate::diagnosis::Diagnosis;
use crate::diagnosis::check::{Check, Finding, ms};
use crate::diagnosis::fact::{Fact, FrameState, KeyOwner, KeyPlace, ReplyShape, TokenKind, masked, printable};
use crate::diagnosis::judge::judge;
use crate::diagnosis::run::{Reporter, Run};
use crate::diagnosis::sent::Sent;
use crate::diagnosis::storage;
use crate::diagnosis::way::Way;
use crate::error::{AppError, Code};
use crate::pace::AtMost;
use crate::service::api_key::ApiKey;
use crate::service::framing::Parent;
use crate::service::page::{PageFault, judge_page};
use crate::service::probe::{Probe, SignInSeen};
use crate::service::sign_in::{SignInError, SignInRequest};
use crate::session::sessions::SessionId;
use crate::settings::model::{Community, Widget};
use crate::vault::key_name::KeyName;
use crate::view::WidgetKind;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use url::Url;

/// Most keys of a community that are tried beside the one that was refused.
const MOST_OTHER_KEYS: usize = 3;

/// Each signs in, and the page that runs one is opened at a word of the main window, where a hostile frame may be the one
/// that asks.
pub(super) const PACE: AtMost = AtMost::new(6, Duration::from_secs(60));

/// What a diagnosis is made with.
pub struct Means<'a> {
    pub probe: &'a dyn Probe,
    /// The app's own page, in which every frame is.
    pub parent: &'a Parent,
    /// A key to be used in the place of the stored one, where there is no keychain.
    pub key: Option<Arc<ApiKey>>,
}

impl App {
    /// Tries each step of a widget once, and reports it as soon as it is over. Changes nothing: a token that it gets is
    /// dropped, and the keychain asks the person nothing.
    ///
    /// # Errors
    /// `UnknownWidget`; `DiagnosedTooOften` from the seventh within a minute on. What is wrong with the widget is in the
    /// diagnosis.
    pub async fn diagnose(
        &self,
        widget_id: &str,
        means: &Means<'_>,
        reporter: &Reporter<'_>,
    ) -> Result<Diagnosis, AppError> {
        let (community, widget) = self.widget(widget_id)?;
        self.pace_diagnoses()?;
        let at_unix = self.clock.unix_now();
        let mut run = Run::begin(&*self.clock, reporter);
        let subject = Subject { app: self, community: &community, widget: &widget, means };
        let session = session_of(&community, &widget);
        run.at_once(Check::Configuration, subject.of_configuration(session.as_ref()));
        let started = run.now();
        let (finding, key) = subject.of_keychain().await;
        run.end(Check::Keychain, started, finding);
        let no_network = self.connection().is_denied();
        let leads_there = Way { probe: means.probe, origin: &community.origin, no_network }.go(&mut run).await;
        let started = run.now();
        if let (Some(session), Some(key)) = (&session, &key) {
            run.send(Sent::of(key, &session.email));
        }
        let finding = match (session, key) {
            _ if subject.is_public() => Finding::not_needed(),
            (Some(session), Some(key)) if leads_there => subject.of_sign_in(session, key).await,
            _ => Finding::not_reached(),
        };
        run.end(Check::SignIn, started, finding);
        let started = run.now();
        let finding = if leads_there { subject.of_page().await } else { Finding::not_reached() };
        run.end(Check::FramePage, started, finding);
        for (check, finding) in subject.of_frame() {
            run.at_once(check, finding);
        }
        run.at_once(Check::Storage, storage::finding());
        let (checks, took_ms) = run.finish();
        let cause = judge(&checks, at_unix);
        tracing::info!(widget = %widget.id, cause = cause.map(tracing::field::debug), ms = took_ms, "a widget was diagnosed");
        Ok(Diagnosis {
            widget: widget.id,
            widget_name: widget.name,
            community_name: community.name,
            at_unix,
            took_ms,
            cause,
            checks,
        })
    }
}

impl App {
    fn pace_diagnoses(&self) -> Result<(), AppError> {
        let now = self.clock.now();
        let admitted = self.diagnoses.lock().unwrap_or_else(PoisonError::into_inner).admit(now);
        admitted.map_err(|room| AppError::new(Code::DiagnosedTooOften).with_retry_after_ms(ms(room.since(now))))
    }
}

struct Subject<'a> {
    app: &'a App,
    community: &'a Community,
    widget: &'a Widget,
    means: &'a Means<'a>,
}

impl Subject<'_> {
    fn is_public(&self) -> bool {
        self.widget.widget_type.is_public()
    }

    fn page(&self) -> String {
        self.widget.path().frame_url(&self.community.origin)
    }

    fn of_configuration(&self, session: Option<&SessionId>) -> Finding {
        let facts = vec![
            Fact::ServiceAddress { origin: self.community.origin.as_str().to_owned() },
            Fact::CommunityId { id: printable(self.community.community_id.as_str()) },
            Fact::PageAddress { address: printable(&self.page()) },
        ];
        match session {
            Some(session) => Finding::passed(facts).with(Fact::Account { email: masked(&session.email) }),
            None if self.is_public() => Finding::passed(facts),
            None => Finding::failed(Code::SignedOut, facts),
        }
    }

    async fn of_keychain(&self) -> (Finding, Option<Arc<ApiKey>>) {
        if self.is_public() {
            return (Finding::not_needed(), None);
        }
        if let Some(key) = &self.means.key {
            return (Finding::passed(vec![Fact::KeyKept { place: KeyPlace::Given }]), Some(Arc::clone(key)));
        }
        let name = key_name(self.community, self.widget);
        let owner = if self.widget.own_key { owner_of(self.widget) } else { KeyOwner::Community };
        let facts = vec![Fact::KeyOf { owner }];
        match self.app.vault.read_quietly(&name).await {
            Ok(stored) if stored.this_session_only => {
                (Finding::passed(facts).with(Fact::KeyKept { place: KeyPlace::ThisSession }), Some(stored.key))
            }
            Ok(stored) => {
                let facts = Finding::passed(facts).with(Fact::KeyKept { place: KeyPlace::Keychain });
                (facts.and(self.store(&name).await), Some(stored.key))
            }
            Err(error) => {
                let taken_by = self.app.vault.taken_by(&name).as_deref().map(of_store);
                (Finding::failed(error, facts).and(taken_by), None)
            }
        }
    }

    async fn store(&self, name: &KeyName) -> Option<Fact> {
        let in_use = self.app.vault.store_name().await.ok().flatten();
        in_use.or_else(|| self.app.vault.taken_by(name)).as_deref().map(of_store)
    }

    async fn of_sign_in(&self, session: SessionId, key: Arc<ApiKey>) -> Finding {
        let seen = self.sign_in(&session, Arc::clone(&key)).await;
        let now_unix = self.app.clock.unix_now();
        let facts = of_answer(&seen, now_unix);
        match seen.outcome {
            Ok(_) => Finding::passed(facts),
            Err(error @ (SignInError::KeyRefused(_) | SignInError::Forbidden)) => {
                Finding::failed(error, facts).and(self.try_other_keys(&session, &key).await)
            }
            Err(error) => Finding::failed(error, facts),
        }
    }

    async fn sign_in(&self, session: &SessionId, key: Arc<ApiKey>) -> SignInSeen {
        let request = SignInRequest {
            origin: session.origin.clone(),
            community_id: session.community_id.clone(),
            key,
            email: session.email.clone(),
        };
        self.means.probe.sign_in_closely(&request).await
    }

    /// Whether the same account signs in with another key of its community: then it is the key, and not the account.
    async fn try_other_keys(&self, session: &SessionId, refused: &ApiKey) -> Vec<Fact> {
        let mut facts = Vec::new();
        for (of, name) in self.other_keys().into_iter().take(MOST_OTHER_KEYS) {
            let Ok(stored) = self.app.vault.read_quietly(&name).await else { continue };
            if *stored.key == *refused {
                continue;
            }
            let accepted = self.sign_in(session, stored.key).await.outcome.is_ok();
            facts.push(Fact::OtherKey { of, accepted });
            if accepted {
                break;
            }
        }
        facts
    }

    fn other_keys(&self) -> Vec<(KeyOwner, KeyName)> {
        let own = self.community.widgets.iter().filter(|widget| widget.own_key);
        let own = own.map(|widget| (owner_of(widget), key_name(self.community, widget)));
        let all = std::iter::once((KeyOwner::Community, community_key_name(self.community))).chain(own);
        let this = key_name(self.community, self.widget);
        all.filter(|(_, name)| *name != this).collect()
    }

    async fn of_page(&self) -> Finding {
        let page = self.page();
        let head = match self.means.probe.head(&page).await {
            Ok(head) => head,
            Err(error) => return Finding::failed(error, Vec::new()),
        };
        let content_type = head.content_type.as_deref().map(printable);
        let facts = vec![Fact::Status { status: head.status }];
        let finding = |outcome: Finding| outcome.and(content_type.map(|value| Fact::ContentType { value }));
        // The address of a page is one.
        let Ok(url) = Url::parse(&page) else { return finding(Finding::failed(Code::Internal, facts)) };
        match judge_page(&head, &url, self.means.parent) {
            Ok(()) => finding(Finding::passed(facts)),
            Err(fault) => {
                let failed = finding(Finding::failed(AppError::from(&fault), facts));
                match fault {
                    PageFault::NotFound(_) => failed.and(self.of_type().await),
                    PageFault::FramingRefused(refusal) => {
                        failed.with(Fact::Framing(super::judging::told(refusal, &page, self.means.parent)))
                    }
                    _ => failed,
                }
            }
        }
    }

    /// What the service says of the widget's type without an ID.
    async fn of_type(&self) -> Vec<Fact> {
        let widget_type = &self.widget.widget_type;
        let known = Fact::TypeKnown { known: widget_type.kind() != WidgetKind::Other };
        let alone = self.means.probe.head(&self.community.origin.join([widget_type.as_str()])).await;
        alone.ok().map(|head| Fact::TypeAlone { status: head.status }).into_iter().chain([known]).collect()
    }

    fn of_frame(&self) -> Vec<(Check, Finding)> {
        let now = self.app.clock.now();
        let Some(seen) = self.app.seen_frame(&self.widget.id) else {
            let never = Finding::unknown().with(Fact::Frame { state: FrameState::NeverOpened });
            let of_token = || if self.is_public() { Finding::not_needed() } else { Finding::unknown() };
            return vec![
                (Check::FrameLoaded, never),
                (Check::TokenAsked, of_token()),
                (Check::TokenHandedOver, of_token()),
                (Check::Ready, Finding::unknown()),
            ];
        };
        let mut findings = seen.findings(self.is_public(), now).to_vec();
        let failed = findings.iter_mut().find(|(check, finding)| *check == Check::Ready && finding.has_failed());
        if let (Some((_, finding)), Some(key), Some(_)) = (failed, &seen.key, seen.handed_over) {
            finding.facts.extend(self.works_with(key));
        }
        findings
    }

    /// Another kind of widget of this community that came to life with this key.
    fn works_with(&self, key: &KeyName) -> Option<Fact> {
        let others = self.community.widgets.iter().filter(|other| other.widget_type != self.widget.widget_type);
        let ready = |other: &&Widget| {
            let seen = self.app.seen_frame(&other.id);
            seen.is_some_and(|seen| seen.ready.is_some() && seen.error.is_none() && seen.key.as_ref() == Some(key))
        };
        others.into_iter().find(ready).map(|other| Fact::OtherWidgetReady { name: other.name.clone() })
    }
}

fn owner_of(widget: &Widget) -> KeyOwner {
    KeyOwner::Widget { name: widget.name.clone() }
}

fn of_store(name: &str) -> Fact {
    Fact::KeyStore { name: printable(name) }
}

/// What a sign-in's answer says beside its outcome.
fn of_answer(seen: &SignInSeen, now_unix: u64) -> Vec<Fact> {
    let mut facts: Vec<Fact> = seen.status.map(|status| Fact::Status { status }).into_iter().collect();
    let shape = match &seen.outcome {
        Ok(_) => Some(ReplyShape::Token),
        Err(SignInError::CaptivePortal) if seen.status == Some(200) => Some(ReplyShape::Markup),
        Err(SignInError::BadReply(_)) => Some(ReplyShape::Unusable),
        Err(SignInError::ReplyTooLarge) => Some(ReplyShape::TooLarge),
        Err(_) => None,
    };
    facts.extend(shape.map(|shape| Fact::Reply { shape }));
    if let Ok(token) = &seen.outcome {
        facts.push(Fact::Token { kind: if token.is_jwt() { TokenKind::Jwt } else { TokenKind::Opaque } });
        let life = token.remaining_life(seen.date_unix.unwrap_or(now_unix));
        facts.extend(life.map(|life| Fact::TokenLife { seconds: life.as_secs() }));
    }
    if let Err(SignInError::RateLimited { retry_after } | SignInError::ServiceDown { retry_after, .. }) = &seen.outcome
    {
        facts.extend(retry_after.map(|pause| Fact::PauseAsked { ms: ms(pause) }));
    }
    let ahead = seen.date_unix.map(|date| now_unix.cast_signed().saturating_sub(date.cast_signed()));
    facts.extend(ahead.map(|seconds| Fact::ClockAhead { seconds }));
    facts
}
