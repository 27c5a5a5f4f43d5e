//! The steps of a diagnosis, and how each went.

use super::fact::Fact;
use crate::error::{AppError, Code};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use ts_rs::TS;

/// A step of a diagnosis. [`Check::ALL`] has them in the order in which they are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Check {
    /// The settings have all that the widget needs, an account among it.
    Configuration,
    /// The key can be read, without a prompt.
    Keychain,
    /// What stands between this machine and the service by its own settings.
    Proxy,
    /// The name of the service has an address. Not needed with a proxy, which looks it up itself.
    Name,
    /// Something takes connections at that address. Not needed with a proxy.
    Connection,
    /// The service shows a certificate that this machine trusts.
    Tls,
    /// The service takes key and email, and gives a token.
    SignIn,
    /// The widget's page is there, and may be shown in this app.
    FramePage,
    // What was seen of the widget's last frame in a window of the app.
    FrameLoaded,
    TokenAsked,
    TokenHandedOver,
    Ready,
    /// Whether what a widget stores outlives the app.
    Storage,
}

impl Check {
    pub const ALL: [Self; 13] = [
        Self::Configuration,
        Self::Keychain,
        Self::Proxy,
        Self::Name,
        Self::Connection,
        Self::Tls,
        Self::SignIn,
        Self::FramePage,
        Self::FrameLoaded,
        Self::TokenAsked,
        Self::TokenHandedOver,
        Self::Ready,
        Self::Storage,
    ];
}

/// How a step went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "outcome", rename_all = "snake_case")]
#[ts(export)]
pub enum Outcome {
    Passed,
    /// It went on, and this may still be what keeps the widget from working.
    Warned {
        error: AppError,
    },
    Failed {
        error: AppError,
    },
    /// This widget has no such step: no sign-in for a public one, no TLS for a service on this machine.
    NotNeeded,
    /// An earlier step failed, so this one was not tried.
    NotReached,
    /// It can't be told here: a widget that was not opened yet, a system that nothing is known of.
    Unknown,
}

impl Outcome {
    /// The error of a step that went wrong.
    #[must_use]
    pub const fn failure(&self) -> Option<&AppError> {
        match self {
            Self::Failed { error } => Some(error),
            _ => None,
        }
    }
}

/// What came of a step, without its times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub outcome: Outcome,
    pub facts: Vec<Fact>,
}

impl Finding {
    #[must_use]
    pub const fn passed(facts: Vec<Fact>) -> Self {
        Self { outcome: Outcome::Passed, facts }
    }

    #[must_use]
    pub const fn warned(code: Code, facts: Vec<Fact>) -> Self {
        Self { outcome: Outcome::Warned { error: AppError::new(code) }, facts }
    }

    #[must_use]
    pub fn failed(error: impl Into<AppError>, facts: Vec<Fact>) -> Self {
        Self { outcome: Outcome::Failed { error: error.into() }, facts }
    }

    #[must_use]
    pub const fn not_needed() -> Self {
        Self { outcome: Outcome::NotNeeded, facts: Vec::new() }
    }

    #[must_use]
    pub const fn not_reached() -> Self {
        Self { outcome: Outcome::NotReached, facts: Vec::new() }
    }

    #[must_use]
    pub const fn unknown() -> Self {
        Self { outcome: Outcome::Unknown, facts: Vec::new() }
    }

    /// The same with one more fact.
    #[must_use]
    pub fn with(mut self, fact: Fact) -> Self {
        self.facts.push(fact);
        self
    }

    /// The same with more facts.
    #[must_use]
    pub fn and(mut self, facts: impl IntoIterator<Item = Fact>) -> Self {
        self.facts.extend(facts);
        self
    }

    #[must_use]
    pub const fn has_failed(&self) -> bool {
        self.outcome.failure().is_some()
    }
}

/// Whole milliseconds.
#[must_use]
pub const fn ms(time: Duration) -> u64 {
    time.as_secs().saturating_mul(1000).saturating_add(time.subsec_millis() as u64)
}

/// One step, once it is over. Sent as soon as it is known, each check once, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct CheckReport {
    pub check: Check,
    #[serde(flatten)]
    #[ts(flatten)]
    pub outcome: Outcome,
    /// When it began, in milliseconds from the start of the diagnosis.
    #[ts(type = "number")]
    pub started_ms: u64,
    /// Zero where nothing was done for it, as for what is known of the frame already.
    #[ts(type = "number")]
    pub took_ms: u64,
    pub facts: Vec<Fact>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;
    use serde_json::json;

    #[test]
    fn a_report_has_its_outcome_beside_its_check() {
        let report = |outcome| CheckReport {
            check: Check::SignIn,
            outcome,
            started_ms: 12,
            took_ms: 340,
            facts: vec![Fact::Status { status: 401 }],
        };
        let error = AppError::new(Code::KeyRefused);
        assert_eq!(
            serde_json::to_value(report(Outcome::Failed { error })).unwrap(),
            json!({
                "check": "sign_in",
                "outcome": "failed",
                "error": { "code": "key_refused", "retryable": false, "retry_after_ms": null, "detail": null },
                "started_ms": 12,
                "took_ms": 340,
                "facts": [{ "fact": "status", "status": 401 }],
            })
        );
        let passed = serde_json::to_value(report(Outcome::NotReached)).unwrap();
        assert_eq!((&passed["outcome"], passed.get("error")), (&json!("not_reached"), None));
    }

    #[test]
    fn the_checks_are_called_what_the_page_calls_them() {
        assert_eq!(
            serde_json::to_value(Check::ALL).unwrap(),
            json!([
                "configuration",
                "keychain",
                "proxy",
                "name",
                "connection",
                "tls",
                "sign_in",
                "frame_page",
                "frame_loaded",
                "token_asked",
                "token_handed_over",
                "ready",
                "storage"
            ])
        );
    }
}
