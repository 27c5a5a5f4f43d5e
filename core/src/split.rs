//! Two widgets side by side.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use ts_rs::TS;

const SMALLEST: u8 = 20;
const LARGEST: u8 = 80;

/// How much of the width the pane at the line's start has, in percent: from 20 to 80, so that no pane gets lost. What is
/// read and is none counts as one half.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Share(u8);

impl Share {
    /// The nearest that there is.
    #[must_use]
    pub fn nearest(percent: u8) -> Self {
        Self(percent.clamp(SMALLEST, LARGEST))
    }

    #[must_use]
    pub const fn percent(self) -> u8 {
        self.0
    }
}

impl Default for Share {
    fn default() -> Self {
        Self(50)
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = Value::deserialize(deserializer)?.as_u64().and_then(|percent| u8::try_from(percent).ok());
        Ok(read.filter(|percent| (SMALLEST..=LARGEST).contains(percent)).map(Self).unwrap_or_default())
    }
}

/// Which side the selected widget is on, while another one is beside it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Where a line of text starts.
    #[default]
    Start,
    End,
}

impl Side {
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Start => Self::End,
            Self::End => Self::Start,
        }
    }
}

/// How the main window is divided.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// The widget beside the selected one, by this app's own name for it.
    #[serde(default)]
    pub beside: Option<String>,
    #[serde(default)]
    pub selected_on: Side,
    /// Kept while nothing is divided.
    #[serde(default)]
    pub share: Share,
}

impl Split {
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// `from` was selected and `to` will be: what is in view already stays where it is.
    pub fn turn(&mut self, from: &str, to: &str) {
        if self.beside.as_deref() == Some(to) && from != to {
            self.beside = Some(from.to_owned());
            self.selected_on = self.selected_on.other();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_share_leaves_room_for_both() {
        assert_eq!(
            [0, 19, 20, 50, 80, 81, 255].map(|percent| Share::nearest(percent).percent()),
            [20, 20, 20, 50, 80, 80, 80]
        );
        for (written, read) in
            [(json!(35), 35), (json!(19), 50), (json!(300), 50), (json!("wide"), 50), (json!(null), 50)]
        {
            assert_eq!(serde_json::from_value::<Share>(written).unwrap().percent(), read);
        }
    }

    #[test]
    fn turning_to_the_other_pane_moves_neither_widget() {
        let mut split = Split { beside: Some("store".to_owned()), ..Split::default() };
        split.turn("channels", "store");
        assert_eq!((split.beside.as_deref(), split.selected_on), (Some("channels"), Side::End));
        split.turn("store", "channels");
        assert_eq!((split.beside.as_deref(), split.selected_on), (Some("store"), Side::Start));
    }

    #[test]
    fn turning_to_a_third_widget_changes_the_selected_pane_only() {
        let mut split = Split { beside: Some("store".to_owned()), selected_on: Side::End, share: Share::nearest(30) };
        let before = split.clone();
        split.turn("channels", "milestones");
        split.turn("store", "store");
        assert_eq!(split, before);
    }
}
