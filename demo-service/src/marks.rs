//! What the secrets of every service have in them, so that a test can look for all of them at once, also for those that
//! it was never told.

/// In every key.
pub const KEY_MARK: &str = "demo-key-";

/// In the email of every member.
pub const EMAIL_MARK: &str = "@demo.example";

/// In every token that a service made up itself: the start of its claims.
#[cfg(any(feature = "faults", test))]
pub const TOKEN_MARK: &str = "eyJzdWIiOiJkZW1vLW1lbWJl";
