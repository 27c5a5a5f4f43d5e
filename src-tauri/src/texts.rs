//! The texts of what Rust draws. They come from the same message files as those of the pages.

use serde_json::Value;
use std::sync::LazyLock;

static ENGLISH: LazyLock<Value> = LazyLock::new(|| {
    // The file is part of the binary, and a test reads it: an empty text is all that can go wrong.
    serde_json::from_str(include_str!("../../ui/messages/en.json")).unwrap_or_default()
});

fn text(name: &str) -> String {
    ENGLISH.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A button's text with the letter that presses it together with Alt: the first one.
fn button(name: &str) -> String {
    format!("_{}", text(name))
}

pub fn link_title() -> String {
    text("link_title")
}

pub fn link_site(host: &str) -> String {
    text("link_site").replace("{host}", host)
}

pub fn link_site_why() -> String {
    text("link_site_why")
}

pub fn link_mail(to: &str) -> String {
    text("link_mail").replace("{to}", to)
}

pub fn link_mail_why() -> String {
    text("link_mail_why")
}

pub fn link_open() -> String {
    button("link_open")
}

pub fn link_cancel() -> String {
    button("cancel")
}

pub fn hang_title() -> String {
    text("hang_title")
}

pub fn hang() -> String {
    text("hang")
}

pub fn hang_why() -> String {
    text("hang_why")
}

pub fn hang_reload() -> String {
    button("hang_reload")
}

pub fn hang_wait() -> String {
    button("hang_wait")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_there_and_names_what_it_is_about() {
        assert_eq!(link_site("vouchers.example"), "Open vouchers.example?");
        assert_eq!(link_mail("a@club.example, b@club.example"), "Write to a@club.example, b@club.example?");
        for text in [link_title(), link_site_why(), link_mail_why(), hang_title(), hang(), hang_why()] {
            assert!(text.len() > 5 && !text.contains('{'), "{text:?}");
        }
        assert_eq!([link_open(), link_cancel(), hang_reload(), hang_wait()], ["_Open", "_Cancel", "_Reload", "_Wait"]);
    }
}
