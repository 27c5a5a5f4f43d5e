//! A link from elsewhere turns the app to one of its widgets.

use super::App;
use crate::deep_link::DeepLink;
use crate::error::Code;
use crate::settings::model::Widget;

impl App {
    /// Turns to the widget that a link names. What is wrong with a link is told in the windows, until the person turns to
    /// a widget. Answers whether the widget is shown.
    pub fn follow_deep_link(&self, text: &str) -> bool {
        let refused = match DeepLink::parse(text) {
            Ok(link) => match self.linked(&link) {
                Some(id) => return self.select_widget(&id).is_ok(),
                None => Code::DeepLinkUnknown,
            },
            Err(error) => {
                tracing::warn!(%error, "a link was not followed");
                Code::DeepLinkUnreadable
            }
        };
        *self.unfollowed() = Some(refused);
        self.announce();
        false
    }

    /// The app's own id of the first widget that a link fits.
    fn linked(&self, DeepLink::Open { community, widget_type, widget_id }: &DeepLink) -> Option<String> {
        let settings = self.settings();
        let communities = settings.settings().communities.iter().filter(|known| known.community_id == *community);
        let mut widgets = communities.flat_map(|known| &known.widgets);
        let is_meant = |widget: &Widget| {
            widget.widget_type == *widget_type && widget_id.as_ref().is_none_or(|id| widget.widget_id == *id)
        };
        widgets.find(|widget| is_meant(widget)).map(|widget| widget.id.clone())
    }
}
