//! A file that a widget offered, and that is not taken.

use super::App;
use crate::error::Code;

impl App {
    /// Tells the person of it, until they turn to a widget. A frame may offer files without end: one note stands for all
    /// of them, takes no other's place, and has nothing in it that the frame could write.
    pub fn download_refused(&self) {
        let first = {
            let mut told = self.unfollowed();
            told.is_none() && told.replace(Code::DownloadRefused).is_none()
        };
        if first {
            tracing::warn!("a download was refused; others are told once");
            self.announce();
        }
    }
}

/// Whether what a server sends is to be kept as a file, by its `Content-Disposition`. What is no `inline` is.
#[must_use]
pub fn is_file(disposition: Option<&str>) -> bool {
    let kind = disposition.and_then(|text| text.split(';').next()).map(str::trim).unwrap_or_default();
    !kind.is_empty() && !kind.eq_ignore_ascii_case("inline")
}

#[cfg(test)]
mod tests {
    use super::is_file;

    #[test]
    fn what_is_not_to_be_shown_is_a_file() {
        for shown in [None, Some(""), Some("inline"), Some(" INLINE ; filename=a.html"), Some("; filename=a")] {
            assert!(!is_file(shown), "{shown:?}");
        }
        for kept in ["attachment", "Attachment; filename=\"inline\"", "x-unknown"] {
            assert!(is_file(Some(kept)), "{kept}");
        }
    }
}
