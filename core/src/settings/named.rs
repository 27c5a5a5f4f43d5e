//! A widget by what people and the service call it, as a command names it.

use super::model::{Community, Settings, Widget};

/// Why a name gives no widget.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotNamed {
    #[error("no widget is connected")]
    NoWidgets,
    #[error("no community has this name or ID")]
    UnknownCommunity,
    #[error("no widget has this name, type or ID")]
    UnknownWidget,
    /// What each is called that may be meant.
    #[error("this may mean {}", .0.join(", or "))]
    Several(Vec<String>),
}

impl Settings {
    /// The widget that is meant. Without names the selected one; with a community's alone the selected one if it is in
    /// there, or its first.
    ///
    /// # Errors
    /// When nothing has the name, or more than one thing has.
    pub fn named(&self, community: Option<&str>, widget: Option<&str>) -> Result<(&Community, &Widget), NotNamed> {
        let communities = match community {
            Some(name) => vec![self.community_named(name)?],
            None => self.communities.iter().collect(),
        };
        let all = communities.into_iter().flat_map(|each| each.widgets.iter().map(move |widget| (each, widget)));
        if let Some(name) = widget {
            let found = all.filter(|(_, widget)| is_widget(widget, name)).collect();
            return only(found, NotNamed::UnknownWidget, |(community, widget)| {
                format!(
                    "{}/{} ({}, {})",
                    community.name,
                    widget.name,
                    widget.widget_type.as_str(),
                    widget.widget_id.as_str()
                )
            });
        }
        let selected = self.selected_widget().map(|widget| widget.id.as_str());
        let mut all = all.peekable();
        let first = all.peek().copied();
        all.find(|(_, widget)| Some(widget.id.as_str()) == selected).or(first).ok_or(NotNamed::NoWidgets)
    }

    fn community_named(&self, name: &str) -> Result<&Community, NotNamed> {
        let found = self.communities.iter().filter(|each| is_community(each, name)).collect();
        only(found, NotNamed::UnknownCommunity, |each| {
            format!("{} ({}, {})", each.name, each.community_id.as_str(), each.origin.as_str())
        })
    }
}

fn is_community(community: &Community, name: &str) -> bool {
    community.name.eq_ignore_ascii_case(name) || community.community_id.as_str() == name
}

fn is_widget(widget: &Widget, name: &str) -> bool {
    let ids = [widget.widget_type.as_str(), widget.widget_id.as_str()];
    widget.name.eq_ignore_ascii_case(name) || ids.contains(&name)
}

/// The only one that there is.
fn only<T>(mut found: Vec<T>, none: NotNamed, called: impl Fn(&T) -> String) -> Result<T, NotNamed> {
    match (found.pop(), found.is_empty()) {
        (None, _) => Err(none),
        (Some(one), true) => Ok(one),
        (Some(last), false) => Err(NotNamed::Several(found.iter().chain([&last]).map(called).collect())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn settings() -> Settings {
        let widget = |id: &str, name: &str, widget_type: &str| json!({"id": id, "name": name, "widget_type": widget_type, "widget_id": format!("ID-{id}")});
        serde_json::from_value(json!({
            "selected": "w2",
            "communities": [
                {"id": "c1", "name": "Sunset Club", "origin": "https://a.example", "community_id": "64a1",
                 "widgets": [widget("w1", "Channels", "channel-widget"), widget("w2", "Store", "store-widget")]},
                {"id": "c2", "name": "Harbour", "origin": "https://b.example", "community_id": "64b2",
                 "widgets": [widget("w3", "Store", "store-widget"), widget("w4", "Prizes", "milestone-widget")]},
                {"id": "c3", "name": "Empty", "origin": "https://c.example", "community_id": "64c3"},
            ],
        }))
        .unwrap()
    }

    fn named(community: Option<&str>, widget: Option<&str>) -> Result<String, NotNamed> {
        settings().named(community, widget).map(|(_, widget)| widget.id.clone())
    }

    #[test]
    fn without_a_name_it_is_the_selected_widget_or_the_first_of_the_community() {
        assert_eq!(named(None, None).unwrap(), "w2");
        assert_eq!(named(Some("Sunset Club"), None).unwrap(), "w2");
        assert_eq!(named(Some("Harbour"), None).unwrap(), "w3");
    }

    #[test]
    fn a_widget_is_named_by_its_name_its_type_or_its_id() {
        for (community, widget, id) in [
            (None, "channels", "w1"),
            (None, "channel-widget", "w1"),
            (None, "ID-w4", "w4"),
            (Some("64b2"), "Store", "w3"),
            (Some("sunset club"), "store-widget", "w2"),
        ] {
            assert_eq!(named(community, Some(widget)).unwrap(), id, "{community:?} {widget}");
        }
    }

    #[test]
    fn what_is_not_there_or_there_twice_is_not_guessed() {
        assert_eq!(named(Some("Sunset"), None), Err(NotNamed::UnknownCommunity));
        assert_eq!(named(Some("Harbour"), Some("Channels")), Err(NotNamed::UnknownWidget));
        assert_eq!(named(Some("Empty"), None), Err(NotNamed::NoWidgets));
        assert_eq!(Settings::default().named(None, None), Err(NotNamed::NoWidgets));
        let Err(NotNamed::Several(all)) = named(None, Some("Store")) else { panic!("one of two") };
        assert_eq!(all, ["Sunset Club/Store (store-widget, ID-w2)", "Harbour/Store (store-widget, ID-w3)"]);
    }
}
