//! The colour that a community is told by.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A closed set: what each looks like in light and in dark is the look's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Colour {
    Red,
    Orange,
    Yellow,
    Green,
    Teal,
    Blue,
    Violet,
    Pink,
}
