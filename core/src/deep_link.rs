//! Deep links: `returning-widgets://open/{community ID}/{widget type}`, with the widget ID as a further segment where a
//! community has several widgets of the type. (The ID alone may name none: it may be
//! the community's, so that its widgets share it, `protocol.md` 11, question 8.)
//!
//! Any page and any program of this machine can send one. So a link only turns the app to a widget that is there already:
//! it has no place for a key, an email or an address, and it adds nothing.

use crate::service::identifiers::{CommunityId, WidgetId, WidgetType};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::Url;

/// The scheme that the system gives to this app.
pub const SCHEME: &str = "returning-widgets";

/// Longest link that is read, in bytes.
const LONGEST: usize = 2048;

/// What a link may ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeepLink {
    /// Show the first widget that fits, by the service's own names.
    Open { community: CommunityId, widget_type: WidgetType, widget_id: Option<WidgetId> },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeepLinkError {
    #[error("not a link of this app")]
    NotOurs,
    #[error("longer than any link of this app")]
    TooLong,
    #[error("asks for something that no link may ask for")]
    UnknownVerb,
    #[error("has more than a link may carry")]
    Extra,
    #[error("does not name one community and one widget")]
    NoPlace,
}

impl DeepLink {
    /// Whether a text is meant to be a link of this app, well formed or not.
    #[must_use]
    pub fn is_meant(text: &str) -> bool {
        let (scheme, rest) = text.split_at_checked(SCHEME.len()).unwrap_or_default();
        scheme.eq_ignore_ascii_case(SCHEME) && rest.starts_with(':')
    }

    /// # Errors
    /// When the text is anything but one of the links above.
    pub fn parse(text: &str) -> Result<Self, DeepLinkError> {
        if text.len() > LONGEST {
            return Err(DeepLinkError::TooLong);
        }
        let url = Url::parse(text).map_err(|_| DeepLinkError::NotOurs)?;
        if url.scheme() != SCHEME {
            return Err(DeepLinkError::NotOurs);
        }
        if url.host_str() != Some("open") {
            return Err(DeepLinkError::UnknownVerb);
        }
        let bare = url.username().is_empty() && url.password().is_none() && url.port().is_none();
        if !bare || url.query().is_some() || url.fragment().is_some() {
            return Err(DeepLinkError::Extra);
        }
        place(&url).ok_or(DeepLinkError::NoPlace)
    }

    /// The link as it is written.
    #[must_use]
    pub fn text(&self) -> String {
        let Self::Open { community, widget_type, widget_id } = self;
        let places = [Some(community.as_str()), Some(widget_type.as_str()), widget_id.as_ref().map(WidgetId::as_str)];
        let places: String = places.into_iter().flatten().map(segment).collect();
        format!("{SCHEME}://open{places}")
    }
}

fn segment(text: &str) -> String {
    format!("/{}", utf8_percent_encode(text, NON_ALPHANUMERIC))
}

fn place(url: &Url) -> Option<DeepLink> {
    let mut segments = url.path_segments()?;
    let (community, widget_type, widget_id) = (segments.next()?, segments.next()?, segments.next());
    if segments.next().is_some() {
        return None;
    }
    let text = |segment| percent_decode_str(segment).decode_utf8().ok();
    let widget_id = match widget_id {
        Some(segment) => Some(WidgetId::parse(&text(segment)?).ok()?),
        None => None,
    };
    Some(DeepLink::Open {
        community: CommunityId::parse(&text(community)?).ok()?,
        widget_type: WidgetType::parse(&text(widget_type)?).ok()?,
        widget_id,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn open(community: &str, widget_type: &str, widget_id: Option<&str>) -> DeepLink {
        DeepLink::Open {
            community: CommunityId::parse(community).unwrap(),
            widget_type: WidgetType::parse(widget_type).unwrap(),
            widget_id: widget_id.map(|id| WidgetId::parse(id).unwrap()),
        }
    }

    #[test]
    fn a_link_names_a_community_and_a_widget() {
        for (link, place) in [
            ("returning-widgets://open/64b7/store-widget", open("64b7", "store-widget", None)),
            ("Returning-Widgets://open/64b7/a%2Fb", open("64b7", "a/b", None)),
            ("returning-widgets://open/64b7/custom-widget/NjRi", open("64b7", "custom-widget", Some("NjRi"))),
        ] {
            assert_eq!(DeepLink::parse(link), Ok(place), "{link}");
        }
    }

    #[test]
    fn a_link_that_is_written_is_read_as_the_same() {
        for link in [open("64b7", "store-widget", None), open("64b7", "a/b", Some("Nj.Ri-_"))] {
            assert_eq!(DeepLink::parse(&link.text()), Ok(link));
        }
    }

    #[test]
    fn a_link_can_carry_nothing_else() {
        for (link, error) in [
            ("https://open/64b7/NjRi", DeepLinkError::NotOurs),
            ("returning-widgets", DeepLinkError::NotOurs),
            ("returning-widgets:", DeepLinkError::UnknownVerb),
            ("returning-widgets:open/64b7/NjRi", DeepLinkError::UnknownVerb),
            ("returning-widgets://add/64b7/NjRi", DeepLinkError::UnknownVerb),
            ("returning-widgets://open.evil.example/64b7/NjRi", DeepLinkError::UnknownVerb),
            ("returning-widgets://open/64b7/NjRi?key=secret", DeepLinkError::Extra),
            ("returning-widgets://open/64b7/NjRi#key=secret", DeepLinkError::Extra),
            ("returning-widgets://key@open/64b7/NjRi", DeepLinkError::Extra),
            ("returning-widgets://:key@open/64b7/NjRi", DeepLinkError::Extra),
            ("returning-widgets://open:80/64b7/NjRi", DeepLinkError::Extra),
            ("returning-widgets://open", DeepLinkError::NoPlace),
            ("returning-widgets://open/64b7", DeepLinkError::NoPlace),
            ("returning-widgets://open/64b7/", DeepLinkError::NoPlace),
            ("returning-widgets://open//NjRi", DeepLinkError::NoPlace),
            ("returning-widgets://open/64b7/NjRi/", DeepLinkError::NoPlace),
            ("returning-widgets://open/64b7/NjRi/more/segments", DeepLinkError::NoPlace),
            ("returning-widgets://open/64b7/%252e/x", DeepLinkError::NoPlace),
            ("returning-widgets://open/64b7/a%20b", DeepLinkError::NoPlace),
            ("returning-widgets://open/64b7/%ff", DeepLinkError::NoPlace),
        ] {
            assert_eq!(DeepLink::parse(link), Err(error), "{link}");
        }
        let long = format!("returning-widgets://open/64b7/{}", "a".repeat(LONGEST));
        assert_eq!(DeepLink::parse(&long), Err(DeepLinkError::TooLong));
    }

    #[test]
    fn what_is_meant_for_this_app_is_told_by_its_scheme() {
        for link in ["returning-widgets:", "RETURNING-WIDGETS://open/a/b", "returning-widgets:\u{7f}"] {
            assert!(DeepLink::is_meant(link), "{link}");
        }
        for other in ["", "returning-widgets", "--demo", "https://returning-widgets:80", "returning-widgets-x://open"] {
            assert!(!DeepLink::is_meant(other), "{other}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_sent_is_a_place_or_an_error(text in ".{0,200}") {
            let linked = format!("returning-widgets://open/{text}");
            if let Ok(DeepLink::Open { community, widget_type, .. }) = DeepLink::parse(&linked) {
                prop_assert!(!community.as_str().is_empty() && !widget_type.as_str().is_empty());
            }
            prop_assert!(DeepLink::parse(&text).is_err() || DeepLink::is_meant(text.trim()));
        }
    }
}
