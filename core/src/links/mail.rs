//! `mailto:` links: to whom, and of the rest only what the person reads before sending.

use super::{Destination, Elsewhere, Link, Refusal};
use crate::service::email::Email;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::Url;

/// More recipients than this could not be shown.
const MOST_MAILBOXES: usize = 5;

/// The only fields that are passed on. Others could hide a recipient or, in some mail programs, attach a file.
const FIELDS: [&str; 2] = ["subject", "body"];

pub(super) fn read(url: &Url) -> Result<Link, Refusal> {
    let mailboxes = url.path().split(',').map(mailbox).collect::<Option<Vec<Email>>>().ok_or(Refusal::Mailbox)?;
    if mailboxes.len() > MOST_MAILBOXES {
        return Err(Refusal::Mailbox);
    }
    let mailboxes: Vec<String> = mailboxes.iter().map(|email| email.as_str().to_owned()).collect();
    let fields: Vec<String> = url
        .query_pairs()
        .filter(|(name, _)| FIELDS.contains(&&**name))
        .map(|(name, text)| (plain(&text, name == "body"), name))
        .map(|(text, name)| format!("{name}={}", utf8_percent_encode(&text, NON_ALPHANUMERIC)))
        .collect();
    // An address may hold characters that mean something in a link, such as a question mark.
    let to: Vec<String> = mailboxes.iter().map(|address| encoded(address)).collect();
    let start = if fields.is_empty() { "" } else { "?" };
    let address = format!("mailto:{}{start}{}", to.join(","), fields.join("&"));
    Ok(Link { address, leads_to: Destination::Elsewhere(Elsewhere::Mailboxes(mailboxes)) })
}

fn mailbox(text: &str) -> Option<Email> {
    let text = percent_decode_str(text).decode_utf8().ok()?;
    Email::parse(&text).ok()
}

fn encoded(address: &str) -> String {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    format!("{}@{domain}", utf8_percent_encode(local, NON_ALPHANUMERIC))
}

/// Without what would turn the text's direction or hide in it. Only a body has line breaks: in a subject one would begin
/// another field.
fn plain(text: &str, line_breaks: bool) -> String {
    let hides =
        |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    text.chars().filter(|c| (line_breaks && *c == '\n') || !(c.is_control() || hides(*c))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(address: &str) -> Result<Link, Refusal> {
        read(&Url::parse(address).unwrap())
    }

    fn mailboxes(address: &str) -> Vec<String> {
        match read_text(address).unwrap().leads_to {
            Destination::Elsewhere(Elsewhere::Mailboxes(mailboxes)) => mailboxes,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_recipient_is_shown() {
        assert_eq!(mailboxes("mailto:help@club.example"), ["help@club.example"]);
        assert_eq!(mailboxes("mailto:a@club.example,b%40club.example"), ["a@club.example", "b@club.example"]);
        assert_eq!(mailboxes("mailto:help@b\u{fc}cher.example"), ["help@xn--bcher-kva.example"]);
    }

    #[test]
    fn only_subject_and_body_are_passed_on() {
        let link = read_text(
            "mailto:help@club.example?subject=My%20order&cc=evil@x.example&attach=/etc/passwd&bcc=y@x.example&body=Hi%0Athere%E2%80%AE",
        );
        assert_eq!(link.unwrap().address, "mailto:help@club.example?subject=My%20order&body=Hi%0Athere");
        let link = read_text("mailto:help@club.example?subject=Hi%0D%0ABcc:evil@x.example").unwrap();
        assert_eq!(link.address, "mailto:help@club.example?subject=HiBcc%3Aevil%40x%2Eexample");
    }

    #[test]
    fn a_recipient_cannot_bring_fields_of_its_own() {
        let link = read_text("mailto:a%3Fbcc%3Db@club.example").unwrap();
        assert_eq!(link.address, "mailto:a%3Fbcc%3Db@club.example");
    }

    #[test]
    fn a_mail_to_nobody_or_to_a_crowd_is_refused() {
        let crowd = ["a@club.example"; MOST_MAILBOXES + 1].join(",");
        for address in
            ["mailto:", "mailto:?to=a@club.example", "mailto:nobody", "mailto:a@b.example,", &format!("mailto:{crowd}")]
        {
            assert_eq!(read_text(address), Err(Refusal::Mailbox), "{address}");
        }
    }
}
