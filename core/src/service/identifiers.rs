//! Community IDs, widget types and widget IDs. Opaque text to this app, each one path segment on the wire.

use crate::error::Code;
use crate::view::WidgetKind;

/// Longest identifier taken, in bytes. The ones seen have 32 at most.
const LONGEST: usize = 256;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not usable as one path segment")]
pub struct IdentifierError;

/// Text that can stand as one path segment: not empty, no blanks or control characters, and no dot segment, which a
/// URL parser would swallow even when it is percent-encoded.
fn read_segment(text: &str) -> Result<String, IdentifierError> {
    let text = text.trim();
    let usable = !text.is_empty()
        && text.len() <= LONGEST
        && !text.chars().any(|c| c.is_control() || c.is_whitespace())
        && !is_dot_segment(text);
    usable.then(|| text.to_owned()).ok_or(IdentifierError)
}

fn is_dot_segment(text: &str) -> bool {
    let plain = text.to_ascii_lowercase().replace("%2e", ".");
    plain == "." || plain == ".."
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $code:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// What a failure to read one is called at the edge.
            pub const CODE: Code = $code;

            /// # Errors
            /// When the text is empty, too long, has blanks or control characters, or is a dot segment.
            pub fn parse(text: &str) -> Result<Self, IdentifierError> {
                read_segment(text).map(Self)
            }

            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    };
}

identifier!(
    /// The community's ID (admin panel, Appearance).
    CommunityId,
    Code::CommunityIdInvalid
);
identifier!(
    /// The path segment that says what a widget is, e.g. `channel-widget`. Any segment is taken: the vendor's list
    /// grows, and two spellings of the same type exist.
    WidgetType,
    Code::WidgetTypeInvalid
);
identifier!(
    /// The service's ID of a widget.
    WidgetId,
    Code::WidgetIdInvalid
);

impl WidgetType {
    #[must_use]
    pub fn kind(&self) -> WidgetKind {
        match self.as_str() {
            "channel-widget" => WidgetKind::Channels,
            "store-widget" | "store" => WidgetKind::Store,
            "milestone-widget" => WidgetKind::Milestones,
            "currency-overview-widget" => WidgetKind::Currency,
            "social-widget" => WidgetKind::Social,
            "custom-leaderboards" => WidgetKind::Leaderboard,
            "custom-widget" => WidgetKind::Custom,
            _ => WidgetKind::Other,
        }
    }

    /// Whether widgets of this type are shown without a sign-in (seen: leaderboards are embedded without a script).
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.kind() == WidgetKind::Leaderboard
    }

    /// The name a widget of this type gets when the person gives none.
    #[must_use]
    pub fn usual_name(&self) -> String {
        match self.kind() {
            WidgetKind::Channels => "Channels".to_owned(),
            WidgetKind::Store => "Store".to_owned(),
            WidgetKind::Milestones => "Milestones".to_owned(),
            WidgetKind::Currency => "Currency Overview".to_owned(),
            WidgetKind::Social => "Socials".to_owned(),
            WidgetKind::Leaderboard => "Leaderboard".to_owned(),
            WidgetKind::Custom => "Custom widget".to_owned(),
            WidgetKind::Other => self.as_str().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn identifiers_are_opaque_but_one_segment() {
        for good in ["64b7f0", " NjRiN2YwYWJjZGVm ", "a+b/c=", "üñí", "%2F", "...", "a.b"] {
            assert!(WidgetId::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "  ", ".", "..", "%2e", "%2E%2e", ".%2E", "a b", "a\nb", "a\0b", &"x".repeat(257)] {
            assert!(WidgetId::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn every_known_type_has_its_kind_and_any_other_is_other() {
        for (text, kind) in [
            ("channel-widget", WidgetKind::Channels),
            ("store-widget", WidgetKind::Store),
            ("store", WidgetKind::Store),
            ("milestone-widget", WidgetKind::Milestones),
            ("currency-overview-widget", WidgetKind::Currency),
            ("social-widget", WidgetKind::Social),
            ("custom-leaderboards", WidgetKind::Leaderboard),
            ("custom-widget", WidgetKind::Custom),
            ("referral-widget", WidgetKind::Other),
        ] {
            assert_eq!(WidgetType::parse(text).unwrap().kind(), kind);
        }
        assert!(WidgetType::parse("custom-leaderboards").unwrap().is_public());
        assert!(!WidgetType::parse("custom-widget").unwrap().is_public());
    }

    proptest! {
        #[test]
        fn an_identifier_stays_one_segment_on_the_wire(text in "\\PC{1,30}") {
            if let Ok(id) = WidgetId::parse(&text) {
                let origin = crate::service::origin::Origin::parse("https://a.example").unwrap();
                let url = url::Url::parse(&origin.join(["store", id.as_str()])).unwrap();
                prop_assert_eq!(url.path_segments().unwrap().count(), 2);
                prop_assert!(url.query().is_none() && url.fragment().is_none());
            }
        }
    }
}
