//! The Widget API key: whoever holds it can sign in as any member.

use crate::error::Code;
use zeroize::Zeroizing;

/// Longest key taken, in bytes. Below Windows' 2,560-byte limit on a stored credential.
const LONGEST: usize = 1024;

/// A key that is safe to put into a header. Has no `Clone`, `Serialize` or `Display`; wiped when dropped.
pub struct ApiKey(Zeroizing<String>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ApiKeyError {
    #[error("no key was given")]
    Empty,
    #[error("the key holds characters that a header can't carry, or is too long")]
    Invalid,
}

impl ApiKeyError {
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::Empty => Code::KeyEmpty,
            Self::Invalid => Code::KeyInvalid,
        }
    }
}

impl ApiKey {
    /// Reads a key. Blanks around it are forgiven, since keys are pasted.
    ///
    /// # Errors
    /// `Empty` when nothing is left, `Invalid` for anything but visible ASCII or for more than 1,024 bytes.
    pub fn parse(text: &str) -> Result<Self, ApiKeyError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ApiKeyError::Empty);
        }
        if text.len() > LONGEST || !text.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(ApiKeyError::Invalid);
        }
        Ok(Self(Zeroizing::new(text.to_owned())))
    }

    /// The key itself, for the sign-in header and the vault only.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl PartialEq for ApiKey {
    fn eq(&self, other: &Self) -> bool {
        self.reveal() == other.reveal()
    }
}

impl std::fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ApiKey([hidden])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_key_loses_only_the_blanks_around_it() {
        assert_eq!(ApiKey::parse(" \tk-123/+=\n").unwrap().reveal(), "k-123/+=");
    }

    #[test]
    fn a_key_that_a_header_cannot_carry_is_refused() {
        assert_eq!(ApiKey::parse("  ").unwrap_err(), ApiKeyError::Empty);
        for bad in ["a b", "a\nb", "ключ", "a\u{7f}b", &"x".repeat(1025)] {
            assert_eq!(ApiKey::parse(bad).unwrap_err(), ApiKeyError::Invalid);
        }
    }

    #[test]
    fn debug_output_hides_the_key() {
        assert_eq!(format!("{:?}", ApiKey::parse("secret").unwrap()), "ApiKey([hidden])");
    }
}
