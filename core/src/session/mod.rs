//! The life of a token: when to sign in, whom to give the answer, when to wait.

pub mod clock;
pub mod lifetime;
pub mod sessions;
