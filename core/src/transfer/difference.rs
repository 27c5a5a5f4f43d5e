//! What taking a file would change, as it is shown before it is taken.

use crate::language::Language;
use crate::settings::preferences::Theme;
use serde::Serialize;
use ts_rs::TS;

/// One thing that a file has.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "what", rename_all = "snake_case")]
#[ts(rename = "TransferItem")]
pub enum Item {
    Community {
        name: String,
        address: String,
    },
    Widget {
        name: String,
        community: String,
    },
    Account {
        email: String,
        community: String,
    },
    /// A community or a widget that gets another name.
    Renamed {
        from: String,
        to: String,
    },
    Zoom {
        widget: String,
        from: u16,
        to: u16,
    },
    Theme {
        from: Theme,
        to: Theme,
    },
    /// `None` is that of the system.
    Language {
        from: Option<Language>,
        to: Option<Language>,
    },
    /// Whether a widget has a key of its own.
    KeyChoice {
        widget: String,
    },
    /// The order of the communities, or of one community's widgets.
    Order {
        community: Option<String>,
    },
}

/// The email stays out of debug output.
impl std::fmt::Debug for Item {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Account { .. } => f.write_str("Account([hidden])"),
            item => f.write_str(&serde_json::to_string(item).unwrap_or_default()),
        }
    }
}

/// Everything that a file has, each in one of four lists.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "TransferDifference")]
pub struct Difference {
    pub added: Vec<Item>,
    pub changed: Vec<Item>,
    /// Here already, and the same.
    pub same: Vec<Item>,
    /// Otherwise in the file, and left as it is here.
    pub kept: Vec<Item>,
}

impl Difference {
    /// Whether taking it would do nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty()
    }
}
