//! What the windows show.

use super::{App, community_key_name, key_name, session_of};
use crate::error::AppError;
use crate::session::lifetime::Standing;
use crate::settings::model::{Community, Widget};
use crate::view::{
    AccountView, CommunityView, MainView, SessionView, SetupCommunityView, SetupPage, SetupView, SetupWidgetView,
    WidgetView,
};

impl App {
    #[must_use]
    pub fn main_view(&self) -> MainView {
        let selected = self.selected().map(|(_, widget)| widget.id);
        let connection = *self.connection();
        let settings = self.settings();
        MainView {
            demo: self.demo,
            alone: false,
            communities: settings
                .settings()
                .communities
                .iter()
                .map(|community| self.community_view(community))
                .collect(),
            beside: self.beside_view(settings.settings(), selected.as_deref()),
            share: self.split().share,
            selected,
            offline: connection.is_offline(),
            network_came: connection.came(),
            keychain_prompts: self.vault.prompts(),
            in_front: true,
            frames_elsewhere: 0,
            hidden: self.is_hidden(),
            language: settings.settings().preferences.language.unwrap_or(self.system_language),
            preferences: settings.settings().preferences.clone(),
            presses: self.presses().shown(),
            notice: self.notice(settings.notice()),
        }
    }

    #[must_use]
    pub fn setup_view(&self, page: SetupPage, page_turn: u32) -> SetupView {
        let settings = self.settings();
        let communities = &settings.settings().communities;
        SetupView {
            demo: self.demo,
            page,
            page_turn,
            communities: communities.iter().map(|community| self.setup_community_view(community)).collect(),
            keychain_prompts: self.vault.prompts(),
            language: settings.settings().preferences.language.unwrap_or(self.system_language),
            preferences: settings.settings().preferences.clone(),
            autostart: None,
            verbose_until_ms: None,
            removed: settings.settings().removed.as_ref().map(|removed| removed.name().to_owned()),
            notice: self.notice(settings.notice()),
        }
    }

    /// What was asked for last comes first, then what is wrong with the settings, then how the last run ended.
    fn notice(&self, of_settings: Option<AppError>) -> Option<AppError> {
        let unfollowed = *self.unfollowed();
        unfollowed.map(AppError::from).or(of_settings).or_else(|| self.notice.clone())
    }

    fn community_view(&self, community: &Community) -> CommunityView {
        CommunityView {
            id: community.id.clone(),
            name: community.name.clone(),
            colour: community.colour,
            host: community.origin.host().to_owned(),
            account: community.signed_in().map(|email| email.as_str().to_owned()),
            account_count: u32::try_from(community.accounts.len()).unwrap_or(u32::MAX),
            needs_account: community.widgets.iter().any(|widget| !widget.widget_type.is_public()),
            elsewhere: false,
            widgets: community.widgets.iter().map(|widget| self.widget_view(community, widget)).collect(),
        }
    }

    fn widget_view(&self, community: &Community, widget: &Widget) -> WidgetView {
        WidgetView {
            id: widget.id.clone(),
            name: widget.name.clone(),
            kind: widget.widget_type.kind(),
            session: self.session_view(community, widget),
            zoom: widget.zoom,
            own_window: self.has_own_window(&widget.id),
            pinned: widget.pinned,
        }
    }

    fn session_view(&self, community: &Community, widget: &Widget) -> SessionView {
        if widget.widget_type.is_public() {
            return SessionView::NotNeeded;
        }
        let Some(session) = session_of(community, widget) else { return SessionView::SignedOut };
        match self.sessions.standing(&session) {
            Standing::Idle => SessionView::Idle,
            Standing::SigningIn => SessionView::SigningIn,
            Standing::SignedIn => SessionView::SignedIn,
            Standing::Stopped { error } => SessionView::Failed { error },
            Standing::Waiting { error, until } => {
                let pause = until.since(self.sessions.now());
                SessionView::Waiting { error, retry_in_ms: u64::try_from(pause.as_millis()).unwrap_or(u64::MAX) }
            }
        }
    }

    fn setup_community_view(&self, community: &Community) -> SetupCommunityView {
        let account = |account: &crate::settings::model::Account| AccountView {
            email: account.email.as_str().to_owned(),
            signed_in: account.signed_in,
        };
        SetupCommunityView {
            id: community.id.clone(),
            name: community.name.clone(),
            colour: community.colour,
            origin: community.origin.as_str().to_owned(),
            community_id: community.community_id.as_str().to_owned(),
            key: self.keys.of(&community_key_name(community)),
            accounts: community.accounts.iter().map(account).collect(),
            widgets: community.widgets.iter().map(|widget| self.setup_widget_view(community, widget)).collect(),
        }
    }

    fn setup_widget_view(&self, community: &Community, widget: &Widget) -> SetupWidgetView {
        SetupWidgetView {
            id: widget.id.clone(),
            name: widget.name.clone(),
            kind: widget.widget_type.kind(),
            widget_type: widget.widget_type.as_str().to_owned(),
            public: widget.widget_type.is_public(),
            own_key: widget.own_key.then(|| self.keys.of(&key_name(community, widget))),
            pinned: widget.pinned,
        }
    }
}
