//! What was removed last. Its keys stay where they are until nobody can want it back.

use crate::settings::model::{Community, Settings, Widget};
use serde::{Deserialize, Serialize};

/// A widget or a community that can be put back at its old place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Removed {
    Widget {
        place: usize,
        /// The id of the community that it was in.
        home: String,
        widget: Widget,
    },
    Community {
        place: usize,
        community: Community,
    },
}

impl Removed {
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Widget { widget, .. } => &widget.name,
            Self::Community { community, .. } => &community.name,
        }
    }
}

impl Settings {
    /// Takes a widget out of its community. `None` where there is no such widget.
    pub fn take_out_widget(&mut self, id: &str) -> Option<()> {
        let home = self.communities.iter_mut().find(|community| community.widget(id).is_some())?;
        let place = home.widgets.iter().position(|widget| widget.id == id)?;
        let widget = home.widgets.remove(place);
        self.removed = Some(Removed::Widget { place, home: home.id.clone(), widget });
        Some(())
    }

    /// Takes a community out. `None` where there is no such community.
    pub fn take_out_community(&mut self, id: &str) -> Option<()> {
        let place = self.communities.iter().position(|community| community.id == id)?;
        let community = self.communities.remove(place);
        self.removed = Some(Removed::Community { place, community });
        Some(())
    }

    /// Puts what was removed back at its old place. `None` where nothing was, or where the same was connected anew.
    pub fn put_back(&mut self) -> Option<()> {
        match self.removed.clone()? {
            Removed::Widget { place, home, widget } => {
                let widgets = &mut self.community_mut(&home)?.widgets;
                if widgets.iter().any(|each| each.path() == widget.path()) {
                    return None;
                }
                widgets.insert(place.min(widgets.len()), widget);
            }
            Removed::Community { place, community } => {
                let is_same =
                    |each: &Community| each.origin == community.origin && each.community_id == community.community_id;
                if self.communities.iter().any(is_same) {
                    return None;
                }
                self.communities.insert(place.min(self.communities.len()), community);
            }
        }
        self.removed = None;
        Some(())
    }
}
