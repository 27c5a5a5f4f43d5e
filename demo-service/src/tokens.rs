//! Tokens: making them, keeping them for their short life, and telling whose they are.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

use crate::club::MemberId;
use crate::random::{self, NoRandomness};

/// How many tokens are kept at most; beyond that the one that ends soonest makes room.
const MOST_TOKENS: usize = 1024;

/// The head of every token. The vendor's example is a JWT with HS256 (protocol.md 1.1, token format).
const HEAD: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

/// The claims of a token. The vendor documents none (protocol.md 1.1); these are the usual ones.
#[derive(Serialize)]
struct Claims<'a> {
    sub: String,
    email: &'a str,
    iat: u64,
    exp: u64,
}

/// The text of a new token. Its signature part is random: a token is known by its whole text, not by a signature.
pub(crate) fn new_text(
    member: MemberId,
    email: &str,
    life: Duration,
    unix_seconds: u64,
) -> Result<String, NoRandomness> {
    let claims = Claims {
        sub: format!("demo-member-{}", member.0 + 1),
        email,
        iat: unix_seconds,
        exp: unix_seconds.saturating_add(life.as_secs()),
    };
    // Four plain fields always serialise; an empty payload would only cost the client its look at `exp`.
    let payload = serde_json::to_vec(&claims).unwrap_or_default();
    Ok(format!("{}.{}.{}", URL_SAFE_NO_PAD.encode(HEAD), URL_SAFE_NO_PAD.encode(payload), random::text()?))
}

struct Held {
    member: MemberId,
    ends: Instant,
}

/// The tokens that are good now. Time is passed in, and is monotonic: a changed clock neither ends nor prolongs one.
pub(crate) struct Tokens {
    life: Duration,
    held: HashMap<String, Held>,
}

impl Tokens {
    pub(crate) fn new(life: Duration) -> Self {
        Self { life, held: HashMap::new() }
    }

    pub(crate) const fn life(&self) -> Duration {
        self.life
    }

    pub(crate) fn keep(&mut self, token: String, member: MemberId, now: Instant) {
        self.held.retain(|_, held| held.ends > now);
        while self.held.len() >= MOST_TOKENS {
            let soonest = self.held.iter().min_by_key(|(_, held)| held.ends).map(|(token, _)| token.clone());
            match soonest {
                Some(token) => self.held.remove(&token),
                None => break,
            };
        }
        // A life too long for the clock lasts as long as a day; nobody can tell the difference.
        let ends = now.checked_add(self.life).unwrap_or_else(|| now + Duration::from_secs(86_400));
        self.held.insert(token, Held { member, ends });
    }

    /// Whose token this is, if it is good at `now`.
    pub(crate) fn member(&mut self, token: &str, now: Instant) -> Option<MemberId> {
        let held = self.held.get(token)?;
        if held.ends > now {
            return Some(held.member);
        }
        self.held.remove(token);
        None
    }
}

#[cfg(feature = "faults")]
impl Tokens {
    pub(crate) fn expire_all(&mut self) {
        self.held.clear();
    }

    pub(crate) const fn set_life(&mut self, life: Duration) {
        self.life = life;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIFE: Duration = Duration::from_secs(300);

    #[test]
    fn a_token_is_good_until_its_life_is_over() {
        let now = Instant::now();
        let mut tokens = Tokens::new(LIFE);
        tokens.keep("token".to_owned(), MemberId(1), now);
        assert_eq!(tokens.member("token", now + LIFE - Duration::from_millis(1)), Some(MemberId(1)));
        assert_eq!(tokens.member("token", now + LIFE), None);
        assert!(tokens.held.is_empty());
    }

    #[test]
    fn any_number_of_sign_ins_keeps_a_bounded_number_of_tokens() {
        let now = Instant::now();
        let mut tokens = Tokens::new(LIFE);
        for number in 0..3 * MOST_TOKENS {
            tokens.keep(number.to_string(), MemberId(0), now + Duration::from_micros(number as u64));
        }
        assert_eq!(tokens.held.len(), MOST_TOKENS);
        assert!(tokens.held.contains_key(&(3 * MOST_TOKENS - 1).to_string()));
    }

    #[test]
    fn a_token_looks_like_a_jwt_and_says_when_it_ends() {
        let text = new_text(MemberId(0), "a@demo.example", LIFE, 1_000).unwrap();
        let parts: Vec<_> = text.split('.').collect();
        assert_eq!(parts.len(), 3);
        assert!(parts[0].starts_with("eyJhbGciOiJIUzI1NiIs"));
        assert!(parts[1].starts_with(crate::marks::TOKEN_MARK));
        let payload: serde_json::Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
        assert_eq!(payload["iat"], 1_000);
        assert_eq!(payload["exp"], 1_300);
        assert_eq!(payload["email"], "a@demo.example");
    }
}
