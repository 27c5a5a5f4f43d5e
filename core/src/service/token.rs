//! The token: one member's, for minutes. Kept in memory only.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use std::time::Duration;
use zeroize::Zeroizing;

/// Longest token taken, in bytes.
const LONGEST: usize = 8 * 1024;

/// A token fit to be handed on. Has no `Clone`, `Serialize` or `Display`; wiped when dropped.
pub struct Token(Zeroizing<String>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text is not usable as a token")]
pub struct TokenError;

/// The only claim that is read. The token is not verified: that is the service's business.
#[derive(Deserialize)]
struct Claims {
    exp: Option<f64>,
}

impl Token {
    /// Takes text from a sign-in reply. The vendor calls it a JWT; any visible ASCII without quotes, angle brackets or
    /// backslashes is taken, so that a change of its format breaks nothing and HTML is not mistaken for one.
    ///
    /// # Errors
    /// For empty text, more than 8 KiB, and other characters.
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        let usable = !text.is_empty()
            && text.len() <= LONGEST
            && text.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'"' | b'\'' | b'\\' | b'`'));
        usable.then(|| Self(Zeroizing::new(text.to_owned()))).ok_or(TokenError)
    }

    /// The token itself, for the frame that asked for it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether it is built as a JWT is, with claims that can be read.
    #[must_use]
    pub fn is_jwt(&self) -> bool {
        self.reveal().split('.').count() == 3 && self.claims().is_some()
    }

    /// How long it still lives at `unix_now` (seconds), if it is a JWT that says so. `None` when it says nothing usable,
    /// and when it says that it has ended already: a fresh token has not, so one of the two clocks is wrong.
    #[must_use]
    pub fn remaining_life(&self, unix_now: u64) -> Option<Duration> {
        let exp = self.claims()?.exp?;
        #[allow(clippy::cast_precision_loss, reason = "seconds since 1970 are exact in an f64 for millions of years")]
        let seconds = exp - unix_now as f64;
        if seconds > 0.0 { Duration::try_from_secs_f64(seconds).ok() } else { None }
    }

    fn claims(&self) -> Option<Claims> {
        let payload = self.reveal().split('.').nth(1)?;
        let bytes = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
        serde_json::from_slice(&bytes).ok()
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token([hidden])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jwt(payload: &str) -> Token {
        Token::parse(&format!("eyJhbGciOiJIUzI1NiJ9.{}.c2ln", URL_SAFE_NO_PAD.encode(payload))).unwrap()
    }

    #[test]
    fn html_control_characters_and_giants_are_no_tokens() {
        for bad in ["", "<html>", "a b", "a\u{1b}[31mb", "a\r\nb", "jetón", "a\"b", &"x".repeat(8 * 1024 + 1)] {
            assert!(Token::parse(bad).is_err(), "{bad:?}");
        }
        for good in ["abc.def.ghi", "12|opaque_token~", "a+/="] {
            assert!(Token::parse(good).is_ok(), "{good}");
        }
    }

    #[test]
    fn exp_is_read_when_it_is_there_and_never_required() {
        assert_eq!(jwt(r#"{"exp":1300}"#).remaining_life(1000), Some(Duration::from_secs(300)));
        assert_eq!(jwt(r#"{"exp":1000}"#).remaining_life(1000), None);
        assert_eq!(jwt(r#"{"exp":1}"#).remaining_life(1000), None);
        assert_eq!(jwt(r#"{"exp":1e300}"#).remaining_life(1000), None);
        assert_eq!(jwt(r#"{"exp":null}"#).remaining_life(1000), None);
        assert_eq!(jwt(r#"{"exp":"soon"}"#).remaining_life(1000), None);
        assert_eq!(jwt("{}").remaining_life(1000), None);
        assert_eq!(jwt("not json").remaining_life(1000), None);
        assert!(jwt("{}").is_jwt() && !jwt("not json").is_jwt());
        assert!(!Token::parse("opaque").unwrap().is_jwt());
        assert_eq!(Token::parse("opaque").unwrap().remaining_life(1000), None);
        assert_eq!(Token::parse("a.!!!.c").unwrap().remaining_life(1000), None);
    }

    #[test]
    fn debug_output_hides_the_token() {
        assert_eq!(format!("{:?}", Token::parse("secret").unwrap()), "Token([hidden])");
    }
}
