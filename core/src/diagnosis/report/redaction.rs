//! Takes out of a text what must not go into a ticket, whoever wrote the text.
//!
//! No step notes a secret. This is for what nobody foresaw: a key pasted into a name, an email in a server's words.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A run this long of letters and digits is taken for a secret where it mixes capitals with small letters and digits.
const MIXED: usize = 16;

/// A run this long with a digit in it is taken for a secret however it is written; an ID of the service has 24.
const LONG: usize = 30;

/// Hides emails but for their domain, and what looks like a key or a token. What steers a terminal or turns the order of
/// letters is taken out.
#[must_use]
pub fn redacted(text: &str) -> String {
    let text: String =
        text.chars().filter(|c| !turns_letters(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut clean = String::with_capacity(text.len());
    for word in
        text.split_inclusive(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"' | '<' | '>' | '(' | ')'))
    {
        clean.push_str(&without_secrets(&without_email(word)));
    }
    clean
}

/// Letters that say in which direction others go, and those that take no room.
const fn turns_letters(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{61c}')
}

fn without_email(word: &str) -> String {
    // As it stands in an address, too.
    let word = word.replace("%40", "@");
    let hidden = |piece: &str| piece.rfind('@').map(|at| format!("…{}", piece.split_at(at).1));
    word.split_inclusive(is_around_email).map(|piece| hidden(piece).unwrap_or_else(|| piece.to_owned())).collect()
}

/// What may stand before an email with no space between.
const fn is_around_email(c: char) -> bool {
    matches!(c, '/' | ':' | '=' | '?' | '&' | '\'' | '`' | '[' | '{' | '|')
}

fn without_secrets(word: &str) -> String {
    let mut clean = String::with_capacity(word.len());
    let mut run = String::new();
    // In an address the slash parts what is to be read; elsewhere it is a letter of Base64.
    let is_address = word.contains("://") || word.starts_with('/');
    for c in word.chars() {
        if is_of_secret(c) || (c == '/' && !is_address) {
            run.push(c);
            continue;
        }
        clean.push_str(&shown(&run));
        run.clear();
        clean.push(c);
    }
    clean.push_str(&shown(&run));
    clean
}

/// The letters of Base64 in both its alphabets, without the slash.
const fn is_of_secret(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '=')
}

/// Whether this is a widget's ID as the service writes it: 24 hexadecimal digits in Base64 (seen in customers' pages).
/// Support compares it with the embed code.
fn is_widget_id(run: &str) -> bool {
    let digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    STANDARD.decode(run).is_ok_and(|bytes| bytes.len() == 24 && bytes.iter().all(digit))
}

fn shown(run: &str) -> String {
    let has = |kind: fn(&char) -> bool| run.chars().any(|c| kind(&c));
    let digits = has(char::is_ascii_digit);
    let mixed = digits && has(char::is_ascii_lowercase) && has(char::is_ascii_uppercase);
    let is_long = (mixed && run.len() >= MIXED) || (digits && run.len() >= LONG);
    if is_long && !is_widget_id(run) {
        return format!("[{} characters hidden]", run.len());
    }
    run.to_owned()
}

#[cfg(test)]
mod tests {
    use super::redacted;

    #[test]
    fn an_email_keeps_its_domain_alone() {
        for (text, clean) in [
            ("mara@northwind.example", "…@northwind.example"),
            ("for <mara.l+x@northwind.example>, twice", "for <…@northwind.example>, twice"),
            ("https://a.example/?email=mara%40northwind.example", "https://a.example/?email=…@northwind.example"),
            ("mailto:mara@northwind.example", "mailto:…@northwind.example"),
            ("a@b.example|c@d.example", "…@b.example|…@d.example"),
            ("https://x/mara@northwind.example?u=z@q", "https://x/…@northwind.example?u=…@q"),
            ("mara@northwind.example/@", "…@northwind.example/…@"),
        ] {
            assert_eq!(redacted(text), clean);
        }
    }

    #[test]
    fn what_looks_like_a_key_or_a_token_is_hidden() {
        let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtYXJhIn0.c2lnbmF0dXJlMTIzNDU2Nzg5MA";
        for secret in
            [token, "rk_live_51H8xqQ9w8e7r6t5y", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", "aGVsbG8gd29ybG/QMTIzNA=="]
        {
            for text in [secret.to_owned(), format!("token={secret};"), format!("{secret} x"), format!("\"{secret}\"")]
            {
                let clean = redacted(&text);
                assert!(clean.contains("hidden"), "{text}: {clean}");
                assert!(secret.split('.').all(|part| !clean.contains(part)), "{text}: {clean}");
            }
        }
    }

    #[test]
    fn what_support_has_to_read_stays() {
        for text in [
            "https://prod-widgets.returning.ai/channel-widget/65b1f0c2a4d9e8b7c6a5f432",
            "https://prod-widgets.returning.ai/store-widget/NjRmMGMyYTkxYjdlNWQzOGE0YzYwZTEy",
            "frame-ancestors 'self' https://crm.northwind.example tauri://localhost",
            "CN=Corporate Inspection CA 2,O=Northwind",
            "HTTP 401",
            "Tue, 24 Nov 2026 22:30:52 GMT",
            "北風の会",
        ] {
            assert_eq!(redacted(text), text);
        }
    }

    #[test]
    fn line_breaks_escape_codes_and_turned_letters_are_taken_out() {
        assert_eq!(redacted("a\r\nb\u{1b}[31mc\u{202e}d\u{200b}e"), "a  b [31mcde");
    }
}
