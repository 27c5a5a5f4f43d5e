//! The address of a widget's page.

use super::identifiers::{WidgetId, WidgetType};
use super::origin::Origin;

/// Which widget: its type, its ID, and the further segment that public leaderboards have.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WidgetPath {
    pub widget_type: WidgetType,
    pub widget_id: WidgetId,
    pub extra_segment: Option<WidgetId>,
}

impl WidgetPath {
    /// `{origin}/{widget_type}/{widget_id}[/{extra_segment}]`, documented but for the last (seen).
    #[must_use]
    pub fn frame_url(&self, origin: &Origin) -> String {
        let first = [self.widget_type.as_str(), self.widget_id.as_str()];
        origin.join(first.into_iter().chain(self.extra_segment.as_ref().map(WidgetId::as_str)))
    }

    /// A community ID that the path suggests. A public leaderboard's first segment probably is one (inferred: slugs are
    /// unique per community).
    #[must_use]
    pub fn suggested_community_id(&self) -> Option<&str> {
        (self.widget_type.is_public() && self.extra_segment.is_some()).then(|| self.widget_id.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frame_url_encodes_each_part_as_one_segment() {
        let origin = Origin::parse("https://a.example").unwrap();
        let mut path = WidgetPath {
            widget_type: WidgetType::parse("channel-widget").unwrap(),
            widget_id: WidgetId::parse("ab/cd+ef==").unwrap(),
            extra_segment: None,
        };
        assert_eq!(path.frame_url(&origin), "https://a.example/channel-widget/ab%2Fcd+ef==");
        path.extra_segment = Some(WidgetId::parse("spring-cup").unwrap());
        assert_eq!(path.frame_url(&origin), "https://a.example/channel-widget/ab%2Fcd+ef==/spring-cup");
        assert_eq!(path.suggested_community_id(), None);
    }
}
