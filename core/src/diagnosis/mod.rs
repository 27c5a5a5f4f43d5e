//! Which step between the settings and a widget that works went wrong: the steps, what each found, and the verdict.

pub mod cause;
pub mod check;
pub mod checklist;
pub mod fact;
mod for_support;
pub mod judge;
pub mod report;
pub mod run;
pub mod seen_frame;
pub mod sent;
pub mod storage;
pub mod way;

use cause::Cause;
use check::CheckReport;
use serde::Serialize;
use ts_rs::TS;

/// All that was found about one widget. Holds no key and no token, and of an email only what [`fact::masked`] leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Diagnosis {
    /// This app's own name for the widget.
    pub widget: String,
    /// What the person calls it.
    pub widget_name: String,
    pub community_name: String,
    /// When it was begun, in seconds since 1970 by this machine's clock, which may be wrong.
    #[ts(type = "number")]
    pub at_unix: u64,
    /// How long it took in all.
    #[ts(type = "number")]
    pub took_ms: u64,
    /// What is wrong; `None` when nothing is, as far as can be told from outside.
    pub cause: Option<Cause>,
    /// One for each check, in their order.
    pub checks: Vec<CheckReport>,
}
