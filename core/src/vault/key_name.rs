//! Under which name a key is kept.

use crate::service::frame_url::WidgetPath;
use crate::service::identifiers::{CommunityId, WidgetId};
use crate::service::origin::Origin;

/// Origin, community ID and, where a widget has a key of its own, the widget. A key is bound to its origin: a changed
/// one finds no key, so a key is never sent to a host that it was not given for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeyName(String);

impl KeyName {
    #[must_use]
    pub fn of_community(origin: &Origin, community_id: &CommunityId) -> Self {
        Self(origin.join(["widget", community_id.as_str()]))
    }

    #[must_use]
    pub fn of_widget(origin: &Origin, community_id: &CommunityId, path: &WidgetPath) -> Self {
        let widget = [Some(&path.widget_id), path.extra_segment.as_ref()];
        let segments = ["widget", community_id.as_str(), path.widget_type.as_str()];
        Self(origin.join(segments.into_iter().chain(widget.into_iter().flatten().map(WidgetId::as_str))))
    }

    /// The name as the keychain's own viewer shows it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::identifiers::WidgetType;

    #[test]
    fn origin_community_and_widget_each_make_another_name() {
        let origin = |text| Origin::parse(text).unwrap();
        let id = |text| CommunityId::parse(text).unwrap();
        let path = |widget: &str| WidgetPath {
            widget_type: WidgetType::parse("store").unwrap(),
            widget_id: WidgetId::parse(widget).unwrap(),
            extra_segment: None,
        };
        let names = [
            KeyName::of_community(&origin("https://a.example"), &id("c1")),
            KeyName::of_community(&origin("https://b.example"), &id("c1")),
            KeyName::of_community(&origin("https://a.example"), &id("c2")),
            KeyName::of_community(&origin("https://a.example"), &id("c1/store/w1")),
            KeyName::of_widget(&origin("https://a.example"), &id("c1"), &path("w1")),
            KeyName::of_widget(&origin("https://a.example"), &id("c1"), &path("w2")),
        ];
        for (i, name) in names.iter().enumerate() {
            for other in &names[i + 1..] {
                assert_ne!(name, other);
            }
        }
    }
}
