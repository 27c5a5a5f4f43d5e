//! What a diagnosis sends to the service and must not tell, whoever says it.

use crate::service::api_key::ApiKey;
use crate::service::email::Email;
use zeroize::Zeroizing;

/// In its place.
const HIDDEN: &str = "[hidden]";

/// The key and the email of the sign-in. A service that has just been given them can put them into any text of its own
/// that is shown here: the type of its page, the policy of it.
#[derive(Default)]
pub struct Sent(Vec<Zeroizing<String>>);

impl Sent {
    #[must_use]
    pub fn of(key: &ApiKey, email: &Email) -> Self {
        let email = email.as_str();
        let all = [key.reveal().to_owned(), email.to_owned(), email.replace('@', "%40")];
        Self(all.into_iter().map(Zeroizing::new).collect())
    }

    /// Takes out of a text what was sent, in capitals or not.
    pub fn hide_in(&self, text: &mut String) {
        for secret in self.0.iter().filter(|secret| !secret.is_empty()) {
            let wanted = secret.to_ascii_lowercase();
            // Changing the case of ASCII letters moves nothing.
            while let Some(at) = text.to_ascii_lowercase().find(&wanted) {
                text.replace_range(at..at.saturating_add(wanted.len()), HIDDEN);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_is_hidden_however_it_is_written() {
        let sent = Sent::of(&ApiKey::parse("Key-abc").unwrap(), &Email::parse("mara@northwind.example").unwrap());
        for (text, clean) in [
            ("x/Key-abc;mara@northwind.example", "x/[hidden];[hidden]"),
            ("KEY-ABC and MARA%40northwind.example, key-abckey-abc", "[hidden] and [hidden], [hidden][hidden]"),
            ("北 Key-abc 北", "北 [hidden] 北"),
            ("nothing of it", "nothing of it"),
        ] {
            let mut told = text.to_owned();
            sent.hide_in(&mut told);
            assert_eq!(told, clean);
        }
    }
}
