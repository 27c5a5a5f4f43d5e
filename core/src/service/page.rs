//! What the head of a widget's page says: whether a frame can become a widget by it. No network here.

use super::framing::{Parent, Refusal, refusal};
use super::http::BoxFuture;
use super::sign_in::SignInError;
use crate::error::{AppError, Code};
use url::Url;

/// Reads the heads of pages. The network is passed in by way of this.
pub trait Pages: Send + Sync {
    /// One request for the page as the web engine makes it, with nothing that says who asks. A redirect is not followed,
    /// and nothing is read but the head.
    ///
    /// # Errors
    /// When nothing answers in time, or not safely.
    fn head<'a>(&'a self, url: &'a str) -> BoxFuture<'a, Result<PageHead, SignInError>>;
}

/// The parts of a page's head that decide something. A header that may come several times has each value as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageHead {
    pub status: u16,
    pub content_type: Option<String>,
    pub content_disposition: Option<String>,
    pub frame_options: Vec<String>,
    pub policies: Vec<String>,
}

/// Why a page can't become a widget.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PageFault {
    #[error("the service has no such page (status {0})")]
    NotFound(u16),
    #[error("the service refuses the page (status {0})")]
    Refused(u16),
    #[error("the service asks for a pause (status 429)")]
    RateLimited,
    #[error("the service is failing (status {0})")]
    ServiceDown(u16),
    #[error("the page is elsewhere (status {0})")]
    Redirected(u16),
    #[error("the address is not that of a page")]
    NotHtml,
    #[error("the page may not be shown in this app")]
    FramingRefused(Refusal),
}

impl PageFault {
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::NotFound(_) => Code::PageNotFound,
            Self::Refused(_) => Code::PageRefused,
            Self::RateLimited => Code::RateLimited,
            Self::ServiceDown(_) => Code::ServiceDown,
            Self::Redirected(_) => Code::Redirected,
            Self::NotHtml => Code::PageNotHtml,
            Self::FramingRefused(_) => Code::FramingRefused,
        }
    }
}

impl From<&PageFault> for AppError {
    fn from(fault: &PageFault) -> Self {
        Self::new(fault.code()).with_detail(fault.to_string())
    }
}

/// Judges the head of `page`, which is to be shown in `parent`.
///
/// # Errors
/// When the page can't become a widget.
pub fn judge_page(head: &PageHead, page: &Url, parent: &Parent) -> Result<(), PageFault> {
    match head.status {
        300..=399 => return Err(PageFault::Redirected(head.status)),
        404 | 410 => return Err(PageFault::NotFound(head.status)),
        429 => return Err(PageFault::RateLimited),
        400..=499 => return Err(PageFault::Refused(head.status)),
        500..=599 => return Err(PageFault::ServiceDown(head.status)),
        _ => {}
    }
    if !is_html(head) {
        return Err(PageFault::NotHtml);
    }
    let refused = refusal(&head.frame_options, &head.policies, page, parent);
    refused.map_or(Ok(()), |refusal| Err(PageFault::FramingRefused(refusal)))
}

/// Whether an engine makes a page of it. One without a type may be one: engines look inside.
fn is_html(head: &PageHead) -> bool {
    let first = |value: &str| value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let kind = head.content_type.as_deref().map_or_else(|| "text/html".to_owned(), first);
    let to_be_saved = head.content_disposition.as_deref().is_some_and(|value| first(value) == "attachment");
    // The two that come without a body.
    !matches!(head.status, 204 | 205) && matches!(kind.as_str(), "text/html" | "application/xhtml+xml") && !to_be_saved
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(head: &PageHead) -> Option<Code> {
        let page = Url::parse("https://widgets.example/store-widget/1").unwrap();
        let parent = Parent::parse("tauri://localhost").unwrap();
        judge_page(head, &page, &parent).err().map(|fault| fault.code())
    }

    fn page(status: u16) -> PageHead {
        PageHead { status, content_type: Some("text/html; charset=utf-8".to_owned()), ..PageHead::default() }
    }

    #[test]
    fn each_status_has_its_code() {
        for (status, code) in [
            (200, None),
            (203, None),
            (204, Some(Code::PageNotHtml)),
            (301, Some(Code::Redirected)),
            (302, Some(Code::Redirected)),
            (308, Some(Code::Redirected)),
            (400, Some(Code::PageRefused)),
            (401, Some(Code::PageRefused)),
            (403, Some(Code::PageRefused)),
            (404, Some(Code::PageNotFound)),
            (410, Some(Code::PageNotFound)),
            (418, Some(Code::PageRefused)),
            (429, Some(Code::RateLimited)),
            (451, Some(Code::PageRefused)),
            (500, Some(Code::ServiceDown)),
            (503, Some(Code::ServiceDown)),
        ] {
            assert_eq!(judged(&page(status)), code, "{status}");
        }
    }

    #[test]
    fn only_html_becomes_a_widget() {
        for (kind, allowed) in [
            (None, true),
            (Some("text/html"), true),
            (Some("TEXT/HTML;charset=utf-8"), true),
            (Some(" application/xhtml+xml"), true),
            (Some("text/plain"), false),
            (Some("application/json"), false),
            (Some("text/htmlx"), false),
            (Some(""), false),
        ] {
            let head = PageHead { content_type: kind.map(str::to_owned), ..page(200) };
            assert_eq!(judged(&head), (!allowed).then_some(Code::PageNotHtml), "{kind:?}");
        }
        for (disposition, allowed) in [("inline", true), ("Attachment; filename=a.html", false)] {
            let head = PageHead { content_disposition: Some(disposition.to_owned()), ..page(200) };
            assert_eq!(judged(&head).is_none(), allowed, "{disposition}");
        }
    }

    #[test]
    fn what_the_answer_is_goes_before_who_may_show_it() {
        let refused = |status| PageHead { frame_options: vec!["DENY".to_owned()], ..page(status) };
        assert_eq!(judged(&refused(200)), Some(Code::FramingRefused));
        assert_eq!(judged(&refused(404)), Some(Code::PageNotFound));
        let not_html = PageHead { content_type: Some("text/plain".to_owned()), ..refused(200) };
        assert_eq!(judged(&not_html), Some(Code::PageNotHtml));
    }

    #[test]
    fn no_detail_holds_what_the_server_sent() {
        let head = PageHead { frame_options: vec!["SAMEORIGIN-canary, DENY".to_owned()], ..page(200) };
        let parent = Parent::parse("tauri://localhost").unwrap();
        let fault = judge_page(&head, &Url::parse("https://widgets.example/a/b").unwrap(), &parent).unwrap_err();
        assert!(!AppError::from(&fault).detail.unwrap().contains("canary"));
    }
}
