//! The community email. It travels in a header, so one that exists is safe to put there.

use crate::error::Code;
use url::Host;

/// Longest address taken, in bytes (RFC 5321's limit on a path, less its brackets).
const LONGEST: usize = 254;

/// An email address in ASCII, its domain lower case and in punycode.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Email(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    #[error("not an email address")]
    Invalid,
    #[error("the part before the @ is not ASCII, which a header can't carry")]
    NotAscii,
}

impl EmailError {
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::Invalid => Code::EmailInvalid,
            Self::NotAscii => Code::EmailNotAscii,
        }
    }
}

impl Email {
    /// Reads an address. Only spaces around it are forgiven: a line break in a header value is an attack or an
    /// accident, and neither is to be guessed at.
    ///
    /// # Errors
    /// `NotAscii` for a local part outside ASCII (no encoding of it is agreed for a header), else `Invalid`.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let text = text.trim_matches(' ');
        if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(EmailError::Invalid);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(EmailError::Invalid)?;
        if local.is_empty() || domain.is_empty() {
            return Err(EmailError::Invalid);
        }
        if !local.is_ascii() {
            return Err(EmailError::NotAscii);
        }
        if !local.bytes().all(is_atom_byte) {
            return Err(EmailError::Invalid);
        }
        let address = format!("{local}@{}", ascii_domain(domain)?);
        if address.len() > LONGEST { Err(EmailError::Invalid) } else { Ok(Self(address)) }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Debug output ends in logs, and a member's address is nobody's business there.
impl std::fmt::Debug for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Email([hidden])")
    }
}

/// RFC 5322 `atext`, and the dot.
const fn is_atom_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'.' | b'!'
                | b'#'
                | b'$'
                | b'%'
                | b'&'
                | b'\''
                | b'*'
                | b'+'
                | b'-'
                | b'/'
                | b'='
                | b'?'
                | b'^'
                | b'_'
                | b'`'
                | b'{'
                | b'|'
                | b'}'
                | b'~'
        )
}

fn ascii_domain(domain: &str) -> Result<String, EmailError> {
    if domain.contains('%') {
        return Err(EmailError::Invalid);
    }
    match Host::parse(domain) {
        Ok(Host::Domain(name)) if is_domain_name(&name) => Ok(name),
        _ => Err(EmailError::Invalid),
    }
}

fn is_domain_name(name: &str) -> bool {
    name.split('.').all(|label| {
        !label.is_empty()
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(input: &str) -> Result<String, EmailError> {
        Email::parse(input).map(|email| email.as_str().to_owned())
    }

    #[test]
    fn an_address_is_taken_with_a_canonical_domain() {
        assert_eq!(text("ada@example.com").as_deref(), Ok("ada@example.com"));
        assert_eq!(text("  Ada.L+tag@Example.COM ").as_deref(), Ok("Ada.L+tag@example.com"));
        assert_eq!(text("o'hara@example.com").as_deref(), Ok("o'hara@example.com"));
    }

    #[test]
    fn a_non_ascii_domain_goes_out_in_punycode() {
        assert_eq!(text("ada@bücher.example").as_deref(), Ok("ada@xn--bcher-kva.example"));
        assert_eq!(text("li@例え.jp").as_deref(), Ok("li@xn--r8jz45g.jp"));
    }

    #[test]
    fn a_non_ascii_local_part_gets_its_own_error() {
        assert_eq!(text("josé@example.com"), Err(EmailError::NotAscii));
        assert_eq!(text("用户@example.com"), Err(EmailError::NotAscii));
    }

    #[test]
    fn an_email_with_a_newline_is_refused() {
        for input in ["ada@example.com\n", "ada@example.com\r\nx-evil: 1", "a\nda@example.com", "\tada@example.com"] {
            assert_eq!(text(input), Err(EmailError::Invalid), "{input:?}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long = format!("{}@example.com", "a".repeat(250));
        for input in [
            "",
            "ada",
            "@example.com",
            "ada@",
            "a b@example.com",
            "ada@exa mple.com",
            "a@b@c",
            "ada@127.0.0.1",
            "ada@-x.com",
            "ada@x..com",
            "ada@%41.com",
            "<ada@example.com>",
            &long,
        ] {
            assert_eq!(text(input), Err(EmailError::Invalid), "{input:?}");
        }
    }

    #[test]
    fn debug_output_hides_the_address() {
        assert_eq!(format!("{:?}", Email::parse("ada@example.com").unwrap()), "Email([hidden])");
    }

    proptest! {
        #[test]
        fn an_email_is_always_a_safe_header_value(input in "\\PC{0,20}@?\\PC{0,20}") {
            if let Ok(email) = Email::parse(&input) {
                prop_assert!(email.as_str().bytes().all(|b| b.is_ascii_graphic()));
                prop_assert_eq!(Email::parse(email.as_str()).unwrap(), email);
            }
        }
    }
}
