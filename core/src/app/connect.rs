//! *Connect* and *Add widget*: from what was typed to a widget that is signed in, a step at a time.

use super::keys::note_stores;
use super::widgets::read_name;
use super::{App, community_key_name, session_id};
use crate::error::{AppError, Code};
use crate::partition::Partition;
use crate::service::api_key::ApiKey;
use crate::service::email::{Email, EmailError};
use crate::service::embed_code::EmbedCode;
use crate::service::frame_url::WidgetPath;
use crate::service::identifiers::CommunityId;
use crate::service::origin::Origin;
use crate::service::sign_in::{SignInError, SignInRequest};
use crate::service::token::Token;
use crate::session::sessions::SessionId;
use crate::settings::model::{Community, Widget};
use crate::vault::key_name::KeyName;
use crate::view::{
    AddWidgetForm, ConnectForm, ConnectStep, Connected, EmbedCodeView, Field, KeepKey, StepReport, StepVerdict,
    TypedKey,
};
use crate::zoom::Zoom;
use serde_json::Map;
use std::sync::Arc;

/// Tells whoever watches how the steps go.
pub struct Reporter<'a>(pub &'a (dyn Fn(StepReport) + Send + Sync));

impl Reporter<'_> {
    fn report(&self, step: ConnectStep, verdict: StepVerdict) {
        match &verdict {
            StepVerdict::Failed { error, .. } => tracing::info!(?step, code = ?error.code, "a step failed"),
            verdict => tracing::debug!(?step, ?verdict, "a step"),
        }
        (self.0)(StepReport { step, verdict });
    }

    pub(super) fn running(&self, step: ConnectStep) {
        self.report(step, StepVerdict::Running);
    }

    pub(super) fn passed(&self, step: ConnectStep) {
        self.report(step, StepVerdict::Passed);
    }

    fn not_needed(&self, step: ConnectStep) {
        self.report(step, StepVerdict::NotNeeded);
    }

    fn failed(&self, step: ConnectStep, error: AppError, field: Option<Field>) -> AppError {
        self.report(step, StepVerdict::Failed { error: error.clone(), field });
        error
    }

    pub(super) fn email_refused(&self, error: EmailError) -> AppError {
        self.failed(ConnectStep::CheckInput, error.code().into(), Some(Field::Email))
    }

    pub(super) fn key_unusable(&self, error: AppError) -> AppError {
        self.failed(ConnectStep::CheckInput, error, Some(Field::Key))
    }
}

/// What was typed, once it is well formed.
struct Target {
    origin: Origin,
    path: WidgetPath,
    community_id: CommunityId,
    /// `None` for a public widget.
    email: Option<Email>,
}

/// An error and the field that it stands beside.
type InputError = (AppError, Field);

/// Reads an embed code for the form that fills itself from it.
///
/// # Errors
/// What is missing in it.
pub fn read_embed_code(text: &str) -> Result<EmbedCodeView, AppError> {
    let code = EmbedCode::parse(text).map_err(|error| AppError::new(error.code()))?;
    Ok(EmbedCodeView {
        origin: code.origin.as_str().to_owned(),
        widget_type: code.path.widget_type.as_str().to_owned(),
        widget_id: code.path.widget_id.as_str().to_owned(),
        extra_segment: code.path.extra_segment.as_ref().map(|extra| extra.as_str().to_owned()),
        kind: code.path.widget_type.kind(),
        public: code.path.widget_type.is_public(),
        community_id: code.path.suggested_community_id().map(str::to_owned),
    })
}

impl Target {
    fn read(form: &ConnectForm) -> Result<Self, InputError> {
        let at = |field: Field| move |code: Code| (AppError::new(code), field);
        let code = EmbedCode::parse(&form.embed_code).map_err(|error| at(Field::EmbedCode)(error.code()))?;
        let origin = match form.origin.trim() {
            "" => code.origin,
            typed => Origin::parse(typed).map_err(|error| at(Field::Origin)(error.code()))?,
        };
        let typed_id = match form.community_id.trim() {
            "" => code.path.suggested_community_id().unwrap_or_default(),
            typed => typed,
        };
        let community_id = CommunityId::parse(typed_id).map_err(|_| at(Field::CommunityId)(CommunityId::CODE))?;
        let email = if code.path.widget_type.is_public() {
            None
        } else {
            Some(Email::parse(&form.email).map_err(|error| at(Field::Email)(error.code()))?)
        };
        Ok(Self { origin, path: code.path, community_id, email })
    }
}

impl App {
    /// Connects a widget, and the community that it is in if that is not there yet.
    ///
    /// # Errors
    /// The error of the step that failed. Nothing is saved then, and no key is kept that the service did not take.
    pub async fn connect(&self, form: ConnectForm, report: &Reporter<'_>) -> Result<Connected, AppError> {
        report.running(ConnectStep::CheckInput);
        let input_refused = |(error, field): InputError| report.failed(ConnectStep::CheckInput, error, Some(field));
        let target = Target::read(&form).map_err(input_refused)?;
        // It could be what is connected here, and its key the one that is used.
        self.end_removal().await;
        let known = self.known_community(&target);
        let Some(email) = target.email.clone() else {
            report.passed(ConnectStep::CheckInput);
            self.reach(&target, report).await?;
            return Ok(self.save(target, &form.community_name, false, None, report));
        };
        let shared = KeyName::of_community(&target.origin, &target.community_id);
        let own = KeyName::of_widget(&target.origin, &target.community_id, &target.path);
        // A widget that has a key of its own keeps having one, and so does one whose own key was not kept a moment ago.
        let has_own = known.as_ref().is_some_and(|community| has_own_key(community, &target.path))
            || (form.key.is_none() && self.pending_key(&own).is_some());
        let key = match self.key_to_use(if has_own { &own } else { &shared }, form.key.as_ref()).await {
            Ok(key) => key,
            Err(error) => return Err(report.key_unusable(error)),
        };
        report.passed(ConnectStep::CheckInput);
        let own_key = has_own || (known.is_some() && self.differs_from_stored(&shared, &key).await);
        let name = if own_key { own } else { shared };
        let id = SessionId {
            origin: target.origin.clone(),
            community_id: target.community_id.clone(),
            key: name.clone(),
            email: email.clone(),
        };
        let to_keep = form.key.is_some() || self.pending_key(&name).is_some();
        let token = self.sign_in_now(&id, Arc::clone(&key), report).await?;
        if to_keep {
            self.keep_typed_key(&name, key, form.keep_key, report).await?;
        } else {
            // The key came from where it is kept.
            report.running(ConnectStep::KeepKey);
            report.not_needed(ConnectStep::KeepKey);
        }
        Ok(self.save(target, &form.community_name, own_key, Some((id, token)), report))
    }

    /// Adds a widget to a community that is there already.
    ///
    /// # Errors
    /// As [`App::connect`]; `WidgetExists`, and `OriginMismatch` for a widget of another service address.
    pub async fn add_widget(&self, form: AddWidgetForm, report: &Reporter<'_>) -> Result<Connected, AppError> {
        let community = self.community(&form.community)?;
        self.end_removal().await;
        report.running(ConnectStep::CheckInput);
        let refused = |code: Code| report.failed(ConnectStep::CheckInput, code.into(), Some(Field::EmbedCode));
        let code = EmbedCode::parse(&form.embed_code).map_err(|error| refused(error.code()))?;
        if code.origin != community.origin {
            return Err(refused(Code::OriginMismatch));
        }
        if community.widgets.iter().any(|widget| widget.path() == code.path) {
            return Err(refused(Code::WidgetExists));
        }
        let typed = form.own_key.as_ref().filter(|_| !code.path.widget_type.is_public());
        let name = KeyName::of_widget(&community.origin, &community.community_id, &code.path);
        let key = match typed {
            Some(typed) => Some(self.key_to_use(&name, Some(typed)).await.map_err(|error| report.key_unusable(error))?),
            None => self.pending_key(&name),
        };
        report.passed(ConnectStep::CheckInput);
        let own_key = key.is_some();
        if let Some(key) = key {
            self.try_own_key(&community, &name, Arc::clone(&key), report).await?;
            self.keep_typed_key(&name, key, form.keep_key, report).await?;
        }
        // It may have been removed meanwhile; and whoever is signed in by now stays so.
        let community = self.community(&form.community)?;
        let target =
            Target { origin: community.origin, path: code.path, community_id: community.community_id, email: None };
        let connected = self.save(target, "", own_key, None, report);
        if let (Some(widget), Some(name)) = (&connected.widget, read_name(&form.name)) {
            self.rename_widget(widget, &name)?;
        }
        Ok(connected)
    }

    /// A widget's own key is tried before it is kept, where there is an account to try it with.
    async fn try_own_key(
        &self,
        community: &Community,
        name: &KeyName,
        key: Arc<ApiKey>,
        report: &Reporter<'_>,
    ) -> Result<(), AppError> {
        let Some(email) = community.signed_in() else {
            report.not_needed(ConnectStep::SignIn);
            return Ok(());
        };
        let id = session_id(community, name.clone(), email);
        let token = self.sign_in_now(&id, key, report).await?;
        self.sessions.adopt(&id, token);
        Ok(())
    }

    /// The key that was typed; else the one whose keeping failed a moment ago; else the stored one.
    pub(super) async fn key_to_use(&self, name: &KeyName, typed: Option<&TypedKey>) -> Result<Arc<ApiKey>, AppError> {
        if let Some(typed) = typed {
            return ApiKey::parse(typed.reveal()).map(Arc::new).map_err(|error| error.code().into());
        }
        if let Some(pending) = self.pending_key(name) {
            return Ok(pending);
        }
        Ok(self.vault.read(name).await?.key)
    }

    /// Whether another key is stored under this name, so that keeping this one would lose it.
    async fn differs_from_stored(&self, name: &KeyName, key: &ApiKey) -> bool {
        self.vault.read(name).await.is_ok_and(|stored| *stored.key != *key)
    }

    async fn keep_typed_key(
        &self,
        name: &KeyName,
        key: Arc<ApiKey>,
        keep: KeepKey,
        report: &Reporter<'_>,
    ) -> Result<(), AppError> {
        report.running(ConnectStep::KeepKey);
        if keep == KeepKey::Keychain {
            match self.vault.read(name).await {
                Ok(stored) if *stored.key == *key && !stored.this_session_only => {
                    report.not_needed(ConnectStep::KeepKey);
                    return Ok(());
                }
                // What shuts the store to reading shuts it to keeping, and asking again would prompt again.
                Err(error) if error.shuts_the_store() => {
                    let error = self.not_kept(name, key, error);
                    return Err(report.failed(ConnectStep::KeepKey, error, None));
                }
                Ok(_) | Err(_) => {}
            }
        }
        match self.keep_key(name, key, keep).await {
            Ok(()) => {
                report.passed(ConnectStep::KeepKey);
                Ok(())
            }
            Err(error) => Err(report.failed(ConnectStep::KeepKey, error, None)),
        }
    }

    /// Signs in and says which of the two steps failed: the way to the service, or its answer.
    pub(super) async fn sign_in_now(
        &self,
        id: &SessionId,
        key: Arc<ApiKey>,
        report: &Reporter<'_>,
    ) -> Result<Token, AppError> {
        report.running(ConnectStep::ReachService);
        let request = SignInRequest {
            origin: id.origin.clone(),
            community_id: id.community_id.clone(),
            key,
            email: id.email.clone(),
        };
        let began = self.clock.now();
        let answer = self.network.sign_in(&request).await;
        let (ms, signed_in) = (self.clock.now().milliseconds_since(began), answer.is_ok());
        tracing::info!(ms, signed_in, "what was typed was tried");
        match answer {
            Ok(token) => {
                report.passed(ConnectStep::ReachService);
                report.passed(ConnectStep::SignIn);
                Ok(token)
            }
            Err(error) if error.reached_service() => {
                report.passed(ConnectStep::ReachService);
                let field = field_of(&error);
                Err(report.failed(ConnectStep::SignIn, error.into(), field))
            }
            Err(error) => Err(report.failed(ConnectStep::ReachService, error.into(), Some(Field::Origin))),
        }
    }

    async fn reach(&self, target: &Target, report: &Reporter<'_>) -> Result<(), AppError> {
        report.running(ConnectStep::ReachService);
        let url = target.path.frame_url(&target.origin);
        match self.network.reach(&url).await {
            Ok(()) => report.passed(ConnectStep::ReachService),
            Err(error) => return Err(report.failed(ConnectStep::ReachService, error.into(), Some(Field::Origin))),
        }
        report.not_needed(ConnectStep::SignIn);
        report.not_needed(ConnectStep::KeepKey);
        Ok(())
    }

    fn known_community(&self, target: &Target) -> Option<Community> {
        let settings = self.settings();
        let same =
            |community: &&Community| community.origin == target.origin && community.community_id == target.community_id;
        settings.settings().communities.iter().find(same).cloned()
    }

    fn save(
        &self,
        target: Target,
        name: &str,
        own_key: bool,
        session: Option<(SessionId, Token)>,
        report: &Reporter<'_>,
    ) -> Connected {
        report.running(ConnectStep::Save);
        let before = self.known_community(&target);
        let id = before.as_ref().map_or_else(|| self.new_community(&target, name), |community| community.id.clone());
        let widget = self.fresh_id();
        let mut other_key = false;
        let held = self.hold_frames();
        let selected = self.settings().change(|settings| {
            let community = settings.community_mut(&id)?;
            if let Some(email) = &target.email {
                community.sign_in(email);
            }
            let existing = community.widgets.iter_mut().find(|widget| widget.path() == target.path);
            let widget = if let Some(existing) = existing {
                other_key = existing.own_key != own_key;
                existing.own_key = own_key;
                existing.id.clone()
            } else {
                community.widgets.push(new_widget(widget, target.path, own_key));
                community.widgets.last()?.id.clone()
            };
            note_stores(&self.vault, community);
            settings.selected = Some(widget.clone());
            Some(widget)
        });
        *self.turned_to() = None;
        if let (Some(before), Some(email)) = (&before, &target.email) {
            self.end_account(before, Some(email), held);
        }
        if let Some(widget) = selected.as_ref().filter(|_| other_key) {
            // Its frames belong to the session of the other key.
            self.frames().close_widget(widget);
        }
        if let Some((session, token)) = session {
            self.sessions.adopt(&session, token);
        }
        self.announce();
        report.passed(ConnectStep::Save);
        Connected { community: id, widget: selected }
    }

    fn new_community(&self, target: &Target, name: &str) -> String {
        let id = self.fresh_id();
        let community = Community {
            id: id.clone(),
            name: read_name(name).unwrap_or_else(|| target.origin.host().to_owned()),
            origin: target.origin.clone(),
            community_id: target.community_id.clone(),
            colour: None,
            partition: Partition::default(),
            key_store: None,
            accounts: Vec::new(),
            widgets: Vec::new(),
            unknown: Map::new(),
        };
        self.settings().change(|settings| settings.communities.push(community));
        id
    }

    /// Puts a community in as it is, with its key for this session: the demo's.
    ///
    /// # Errors
    /// When the key or a path is not well formed.
    pub fn put_community(
        &self,
        name: &str,
        origin: &Origin,
        community_id: &CommunityId,
        key: &ApiKey,
        email: &Email,
        widgets: Vec<(String, WidgetPath)>,
    ) -> Result<(), AppError> {
        let widgets =
            widgets.into_iter().map(|(name, path)| Widget { name, ..new_widget(self.fresh_id(), path, false) });
        let mut community = Community {
            id: self.fresh_id(),
            name: name.to_owned(),
            origin: origin.clone(),
            community_id: community_id.clone(),
            colour: None,
            partition: Partition::default(),
            key_store: None,
            accounts: Vec::new(),
            widgets: widgets.collect(),
            unknown: Map::new(),
        };
        community.sign_in(email);
        self.vault.keep_for_this_session(&community_key_name(&community), key)?;
        self.change(|settings| settings.communities.push(community));
        Ok(())
    }
}

fn has_own_key(community: &Community, path: &WidgetPath) -> bool {
    community.widgets.iter().any(|widget| widget.own_key && widget.path() == *path)
}

fn new_widget(id: String, path: WidgetPath, own_key: bool) -> Widget {
    Widget {
        id,
        name: path.widget_type.usual_name(),
        widget_type: path.widget_type,
        widget_id: path.widget_id,
        extra_segment: path.extra_segment,
        own_key,
        key_store: None,
        zoom: Zoom::default(),
        pinned: false,
        unknown: Map::new(),
    }
}

/// The field that the service's answer points at.
const fn field_of(error: &SignInError) -> Option<Field> {
    match error {
        SignInError::KeyRefused(_) => Some(Field::Key),
        SignInError::Forbidden => Some(Field::Email),
        SignInError::CommunityNotFound => Some(Field::CommunityId),
        SignInError::Redirected(_) => Some(Field::Origin),
        _ => None,
    }
}
