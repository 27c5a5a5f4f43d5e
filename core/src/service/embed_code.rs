//! The admin panel's embed code: an `<iframe>` snippet or a bare URL, as people paste it.

use super::frame_url::WidgetPath;
use super::identifiers::{WidgetId, WidgetType};
use super::origin::{Origin, OriginError, read_url};
use crate::error::Code;
use html5gum::{Token, Tokenizer};
use url::Url;

/// Longest paste that is looked at, in bytes. A snippet has a few hundred.
const LONGEST: usize = 64 * 1024;

/// What an embed code says: where the widget is and which one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbedCode {
    pub origin: Origin,
    pub path: WidgetPath,
}

/// Why a paste is no embed code. Each says what is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmbedCodeError {
    #[error("nothing was pasted")]
    Empty,
    #[error("neither an iframe with an address nor a URL")]
    Unreadable,
    #[error("several different widgets in one paste")]
    Several,
    #[error(transparent)]
    Origin(#[from] OriginError),
    #[error("the address has no widget type")]
    NoType,
    #[error("the address has no widget ID")]
    NoId,
}

impl EmbedCodeError {
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::Empty => Code::EmbedEmpty,
            Self::Unreadable => Code::EmbedUnreadable,
            Self::Several => Code::EmbedSeveral,
            Self::Origin(error) => error.code(),
            Self::NoType => Code::EmbedNoType,
            Self::NoId => Code::EmbedNoId,
        }
    }
}

impl EmbedCode {
    /// Reads a paste. Query and fragment are dropped: they hold a colour at best, and an email or a token at worst.
    ///
    /// # Errors
    /// See [`EmbedCodeError`].
    pub fn parse(text: &str) -> Result<Self, EmbedCodeError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(EmbedCodeError::Empty);
        }
        if text.len() > LONGEST {
            return Err(EmbedCodeError::Unreadable);
        }
        let mut found: Vec<Self> = Vec::new();
        for address in addresses(text)? {
            let code = Self::of_address(&address)?;
            if !found.contains(&code) {
                found.push(code);
            }
        }
        match (found.pop(), found.is_empty()) {
            (Some(code), true) => Ok(code),
            (Some(_), false) => Err(EmbedCodeError::Several),
            (None, _) => Err(EmbedCodeError::Unreadable),
        }
    }

    fn of_address(address: &str) -> Result<Self, EmbedCodeError> {
        if !looks_like_address(address) {
            return Err(EmbedCodeError::Unreadable);
        }
        let url = read_url(address).map_err(|_| EmbedCodeError::Unreadable)?;
        let origin = Origin::of_url(&url)?;
        let segments = segments(&url)?;
        let mut segments = segments.iter();
        let widget_type = segments.next().ok_or(EmbedCodeError::NoType)?;
        let widget_id = segments.next().ok_or(EmbedCodeError::NoId)?;
        let extra_segment = segments.next();
        if segments.next().is_some() {
            return Err(EmbedCodeError::Unreadable);
        }
        let unreadable = |_| EmbedCodeError::Unreadable;
        let path = WidgetPath {
            widget_type: WidgetType::parse(widget_type).map_err(unreadable)?,
            widget_id: WidgetId::parse(widget_id).map_err(unreadable)?,
            extra_segment: extra_segment.map(|text| WidgetId::parse(text)).transpose().map_err(unreadable)?,
        };
        Ok(Self { origin, path })
    }
}

/// The decoded path segments; empty ones (a trailing or doubled slash) don't count.
fn segments(url: &Url) -> Result<Vec<String>, EmbedCodeError> {
    url.path_segments()
        .ok_or(EmbedCodeError::Unreadable)?
        .filter(|segment| !segment.is_empty())
        .map(|segment| {
            let decoded = percent_encoding::percent_decode_str(segment).decode_utf8();
            // A quote at an end belonged to what was around the address.
            let whole = decoded.ok().filter(|text| without_quotes(text) == text);
            whole.map(std::borrow::Cow::into_owned).ok_or(EmbedCodeError::Unreadable)
        })
        .collect()
}

/// The addresses in a paste: of its iframes, or the paste itself when it has no tags.
fn addresses(text: &str) -> Result<Vec<String>, EmbedCodeError> {
    let sources = iframe_sources(text);
    if !sources.is_empty() {
        return Ok(sources);
    }
    // Copied from a page that shows the snippet as text, the tags arrive escaped.
    let unescaped = plain_text(text);
    if unescaped != text && unescaped.contains('<') {
        let sources = iframe_sources(&unescaped);
        if !sources.is_empty() {
            return Ok(sources);
        }
    }
    if text.contains(['<', '>']) || unescaped.contains(['<', '>']) {
        return Err(EmbedCodeError::Unreadable);
    }
    Ok(vec![without_quotes(&unescaped).to_owned()])
}

/// The `src` of each iframe that has one.
fn iframe_sources(html: &str) -> Vec<String> {
    Tokenizer::new(html)
        .filter_map(|token| match token {
            Ok(Token::StartTag(tag)) if tag.name.as_slice() == b"iframe" => Some(tag),
            _ => None,
        })
        .filter_map(|tag| {
            let source = tag.attributes.get(b"src".as_slice())?;
            let text = String::from_utf8_lossy(source);
            let text = without_quotes(&text);
            (!text.is_empty()).then(|| text.to_owned())
        })
        .collect()
}

/// The text with its character references resolved.
fn plain_text(html: &str) -> String {
    Tokenizer::new(html)
        .filter_map(|token| match token {
            Ok(Token::String(text)) => Some(String::from_utf8_lossy(&text).into_owned()),
            _ => None,
        })
        .collect()
}

/// Word processors and chats turn quotes into curly ones, which HTML takes as part of the value.
fn without_quotes(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '“' | '”' | '„' | '‘' | '’' | '«' | '»')
    })
}

/// A bare word is junk, not a host: an address has a scheme, or a dot or port before its first slash.
fn looks_like_address(text: &str) -> bool {
    let host_first = text.strip_prefix("//").unwrap_or(text);
    let before_path = host_first.split(['/', '?', '#']).next().unwrap_or_default();
    text.contains("://") || before_path.contains('.') || before_path.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ORIGIN: &str = "https://prod-widgets.returning.ai";

    fn read(text: &str) -> Result<(String, String, String, Option<String>), EmbedCodeError> {
        EmbedCode::parse(text).map(|code| {
            (
                code.origin.as_str().to_owned(),
                code.path.widget_type.as_str().to_owned(),
                code.path.widget_id.as_str().to_owned(),
                code.path.extra_segment.map(|extra| extra.as_str().to_owned()),
            )
        })
    }

    /// Each line names the same Channels widget.
    const SAME_WIDGET: &[&str] = &[
        r#"<iframe src="https://prod-widgets.returning.ai/channel-widget/NjRi"></iframe>"#,
        r#"<iframe src='https://prod-widgets.returning.ai/channel-widget/NjRi'></iframe>"#,
        r#"<iframe src=https://prod-widgets.returning.ai/channel-widget/NjRi></iframe>"#,
        r#"<iframe  src = "https://prod-widgets.returning.ai/channel-widget/NjRi" ></iframe>"#,
        r#"<iframe src="https://prod-widgets.returning.ai/channel-widget/NjRi" />"#,
        r#"<iframe src="https://prod-widgets.returning.ai/channel-widget/NjRi">"#,
        r#"<IFRAME SRC="https://prod-widgets.returning.ai/channel-widget/NjRi"></IFRAME>"#,
        r#"<iframe id="returning-ai-widget" src="https://prod-widgets.returning.ai/channel-widget/NjRi" width="100%" height="600px" frameborder="0" allow="clipboard-write"></iframe>"#,
        r#"<iframe width="100%" height="600px" frameborder="0" allow="clipboard-write" src="https://prod-widgets.returning.ai/channel-widget/NjRi" id="w"></iframe>"#,
        r#"<iframe style="border: none;" title="Community > Channels" src="https://prod-widgets.returning.ai/channel-widget/NjRi"></iframe>"#,
        r#"<iframe title='say "hi"' src='https://prod-widgets.returning.ai/channel-widget/NjRi'></iframe>"#,
        "<iframe\n  src=\"https://prod-widgets.returning.ai/channel-widget/NjRi\"\n  width=\"100%\"\n></iframe>",
        "<iframe\r\n\tsrc=\"https://prod-widgets.returning.ai/channel-widget/NjRi\"\r\n\twidth=\"100%\"></iframe>\r\n",
        r#"<div class="widget"><iframe src="https://prod-widgets.returning.ai/channel-widget/NjRi"></iframe></div>"#,
        r#"<!-- Channels --><iframe src="https://prod-widgets.returning.ai/channel-widget/NjRi"></iframe>"#,
        r#"<!-- <iframe src="https://old.example/x/y"></iframe> --><iframe src="https://prod-widgets.returning.ai/channel-widget/NjRi"></iframe>"#,
        r#"<script>let x = 1;</script><iframe src="https://prod-widgets.returning.ai/channel-widget/NjRi"></iframe>"#,
        r#"<p>Paste this: <iframe src="https://prod-widgets.returning.ai/channel-widget/NjRi"></iframe></p>"#,
        r#"<iframe src=" https://prod-widgets.returning.ai/channel-widget/NjRi "></iframe>"#,
        r#"<iframe src="https://prod-widgets.returning.ai/channel-widget/NjRi?color=light"></iframe>"#,
        r#"<iframe src="https://prod-widgets.returning.ai/channel-widget/NjRi?color=light&amp;email=a%40b.c"></iframe>"#,
        r#"<iframe src="https://prod-widgets.returning.ai/channel-widget/NjRi?token=eyJ#top"></iframe>"#,
        r#"<iframe src="https://prod-widgets.returning.ai/channel-widget/NjRi/"></iframe>"#,
        r#"<iframe src="https://prod-widgets.returning.ai//channel-widget//NjRi//"></iframe>"#,
        r#"<iframe src="//prod-widgets.returning.ai/channel-widget/NjRi"></iframe>"#,
        r#"<iframe src="https:&#x2F;&#x2F;prod-widgets.returning.ai&#x2F;channel-widget&#x2F;NjRi"></iframe>"#,
        r#"<iframe src="https&colon;//prod-widgets.returning.ai/channel-widget/NjRi"></iframe>"#,
        r#"<iframe src="https://PROD-WIDGETS.returning.ai/channel-widget/NjRi"></iframe>"#,
        r#"<iframe src="https://prod-widgets.returning.ai:443/channel-widget/NjRi"></iframe>"#,
        r#"<iframe src="https://prod-widgets.returning.ai/channel-widget/%4EjRi"></iframe>"#,
        r#"<iframe src="https://prod-widgets.returning.ai/channel-widget/NjRi" src="https://evil.example/a/b"></iframe>"#,
        "<iframe src=“https://prod-widgets.returning.ai/channel-widget/NjRi”></iframe>",
        "<iframe src=‘https://prod-widgets.returning.ai/channel-widget/NjRi’ width=“100%”></iframe>",
        "&lt;iframe src=&quot;https://prod-widgets.returning.ai/channel-widget/NjRi&quot;&gt;&lt;/iframe&gt;",
        "&lt;iframe src='https://prod-widgets.returning.ai/channel-widget/NjRi'&gt;&lt;/iframe&gt;",
        r#"<iframe src="https://prod-widgets.returning.ai/channel-widget/NjRi"></iframe><iframe src="https://prod-widgets.returning.ai/channel-widget/NjRi"></iframe>"#,
        r#"<iframe></iframe><iframe src="https://prod-widgets.returning.ai/channel-widget/NjRi"></iframe>"#,
        r#"<iframe allowfullscreen src="https://prod-widgets.returning.ai/channel-widget/NjRi" loading=lazy></iframe>"#,
        r#"<iframe data-src="x" src="https://prod-widgets.returning.ai/channel-widget/NjRi"></iframe>"#,
        r#"<iframe src="https://prod-widgets.returning.ai/channel-widget/./NjRi"></iframe>"#,
        "https://prod-widgets.returning.ai/channel-widget/NjRi",
        "  https://prod-widgets.returning.ai/channel-widget/NjRi  ",
        "https://prod-widgets.returning.ai/channel-widget/NjRi\n",
        "https://prod-widgets.returning.ai/channel-widget/NjRi/",
        "https://prod-widgets.returning.ai/channel-widget/NjRi?color=dark",
        "https://prod-widgets.returning.ai/channel-widget/NjRi?color=dark&amp;x=1",
        "https://prod-widgets.returning.ai/channel-widget/NjRi#section",
        "//prod-widgets.returning.ai/channel-widget/NjRi",
        "prod-widgets.returning.ai/channel-widget/NjRi",
        "prod-widgets.returning.ai:443/channel-widget/NjRi",
        "HTTPS://Prod-Widgets.Returning.ai/channel-widget/NjRi",
        "\"https://prod-widgets.returning.ai/channel-widget/NjRi\"",
        "'https://prod-widgets.returning.ai/channel-widget/NjRi'",
        "“https://prod-widgets.returning.ai/channel-widget/NjRi”",
        "`https://prod-widgets.returning.ai/channel-widget/NjRi`",
    ];

    #[test]
    fn every_way_to_write_the_same_widget_reads_the_same() {
        for text in SAME_WIDGET {
            let expected = (ORIGIN.to_owned(), "channel-widget".to_owned(), "NjRi".to_owned(), None);
            assert_eq!(read(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn types_ids_and_origins_come_out_as_written() {
        for (text, origin, kind, id, extra) in [
            ("https://w.example:8443/store/abc=", "https://w.example:8443", "store", "abc=", None),
            ("http://127.0.0.1:4000/store-widget/a%2Fb%2Bc", "http://127.0.0.1:4000", "store-widget", "a/b+c", None),
            ("https://w.example/referral-conditions/%E4%BD%A0", "https://w.example", "referral-conditions", "你", None),
            (
                r#"<iframe src="https://prod-widgets.returning.ai/custom-leaderboards/64b7f0aa11bb22cc33dd44ee/spring-cup" width="420" height="640"></iframe>"#,
                ORIGIN,
                "custom-leaderboards",
                "64b7f0aa11bb22cc33dd44ee",
                Some("spring-cup"),
            ),
            (
                "https://w.example/channel-widget/NjRi/Y2hhbm5lbA==",
                "https://w.example",
                "channel-widget",
                "NjRi",
                Some("Y2hhbm5lbA=="),
            ),
        ] {
            let expected = (origin.to_owned(), kind.to_owned(), id.to_owned(), extra.map(str::to_owned));
            assert_eq!(read(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn an_error_says_what_is_missing() {
        let two =
            r#"<iframe src="https://w.example/store/a"></iframe><iframe src="https://w.example/store/b"></iframe>"#;
        for (text, error) in [
            ("", EmbedCodeError::Empty),
            (" \n\t ", EmbedCodeError::Empty),
            ("https://prod-widgets.returning.ai", EmbedCodeError::NoType),
            ("https://prod-widgets.returning.ai/", EmbedCodeError::NoType),
            ("https://prod-widgets.returning.ai?widget=1", EmbedCodeError::NoType),
            ("https://prod-widgets.returning.ai/store-widget", EmbedCodeError::NoId),
            ("https://prod-widgets.returning.ai/store-widget/", EmbedCodeError::NoId),
            (r#"<iframe src="https://prod-widgets.returning.ai/store-widget/?id=5"></iframe>"#, EmbedCodeError::NoId),
            (two, EmbedCodeError::Several),
            ("http://prod-widgets.returning.ai/store-widget/a", EmbedCodeError::Origin(OriginError::NotHttps)),
            ("ftp://prod-widgets.returning.ai/store-widget/a", EmbedCodeError::Origin(OriginError::NotHttps)),
            (r#"<iframe src="javascript:alert(1)"></iframe>"#, EmbedCodeError::Origin(OriginError::NotHttps)),
            (r#"<iframe src="data:text/html,x"></iframe>"#, EmbedCodeError::Origin(OriginError::NotHttps)),
            ("https://user:pw@w.example/store/a", EmbedCodeError::Origin(OriginError::Invalid)),
            ("https://w.example;x/store/a", EmbedCodeError::Origin(OriginError::Invalid)),
            ("https://w.example/store/a/b/c", EmbedCodeError::Unreadable),
            ("https://w.example/store/%2e%2e", EmbedCodeError::NoType),
            ("https://w.example/store/%ff", EmbedCodeError::Unreadable),
            ("https://w.example/store/a%0Ab", EmbedCodeError::Unreadable),
            ("<iframe></iframe>", EmbedCodeError::Unreadable),
            (r#"<iframe src=""></iframe>"#, EmbedCodeError::Unreadable),
            (r#"<iframe src="/store-widget/a"></iframe>"#, EmbedCodeError::Unreadable),
            (r#"<img src="https://w.example/store/a">"#, EmbedCodeError::Unreadable),
            (r#"<a href="https://w.example/store/a">w</a>"#, EmbedCodeError::Unreadable),
            ("<iframe src=\"https://w.example/store/a", EmbedCodeError::Unreadable),
            ("hello", EmbedCodeError::Unreadable),
            ("the key is 1234", EmbedCodeError::Unreadable),
            ("64b7f0aa11bb22cc33dd44ee", EmbedCodeError::Unreadable),
            ("{\"src\": 1}", EmbedCodeError::Unreadable),
            ("\u{0}\u{1}", EmbedCodeError::Unreadable),
        ] {
            assert_eq!(read(text), Err(error), "{text}");
        }
        assert_eq!(read(&"x".repeat(70_000)), Err(EmbedCodeError::Unreadable));
    }

    /// Refused, or taken in such a way that the frame's address says the same again.
    fn reads_back(text: &str) -> bool {
        EmbedCode::parse(text).is_err_and(|error| !error.to_string().is_empty())
            || EmbedCode::parse(text)
                .is_ok_and(|code| EmbedCode::parse(&code.path.frame_url(&code.origin)).as_ref() == Ok(&code))
    }

    #[test]
    fn a_quote_that_was_left_at_an_end_is_no_part_of_an_id() {
        for text in ["0\\.$/'?", "https://a.example/channel-widget/NjRi\"?color=light", "https://a.example/x/%27"] {
            assert_eq!(EmbedCode::parse(text), Err(EmbedCodeError::Unreadable), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_taken_from_junk_names_one_widget(text in "\\PC{0,200}") {
            prop_assert!(reads_back(&text));
        }

        #[test]
        fn whatever_is_taken_from_tag_soup_names_one_widget(text in "[<>/\"'=&;a-z:. \n]{0,120}") {
            let soup = format!("<iframe src={text}");
            prop_assert!(reads_back(&soup));
        }

        #[test]
        fn a_frame_url_reads_back_as_itself(widget_type in "[a-z-]{1,20}", id in "[A-Za-z0-9+/=_-]{1,40}") {
            let url = Origin::parse(ORIGIN).unwrap().join([widget_type.as_str(), id.as_str()]);
            let code = EmbedCode::parse(&format!("<iframe width=5 src=\"{url}\"></iframe>")).unwrap();
            prop_assert_eq!(code.path.widget_id.as_str(), id);
            prop_assert_eq!(code.path.frame_url(&code.origin), url);
        }
    }
}
