//! `list`: what is connected. No secret, and emails are masked.

use super::exit::Exit;
use super::failure::Failure;
use super::print::{json, plain};
use super::{Answer, settings};
use crate::arguments::Listing;
use serde::Serialize;
use widget_core::diagnosis::fact::masked;
use widget_core::settings::model::{self, Settings};

const SCHEMA: &str = "returning-widgets/list";
const VERSION: u32 = 1;

#[derive(Serialize)]
struct List<'a> {
    schema: &'static str,
    version: u32,
    communities: Vec<Community<'a>>,
}

#[derive(Serialize)]
struct Community<'a> {
    name: &'a str,
    community_id: &'a str,
    origin: &'a str,
    /// Who is signed in.
    account: Option<String>,
    widgets: Vec<Widget<'a>>,
}

#[derive(Serialize)]
struct Widget<'a> {
    name: &'a str,
    widget_type: &'a str,
    widget_id: &'a str,
    /// Whether it needs no sign-in.
    public: bool,
    /// Whether it has a key of its own.
    own_key: bool,
    /// Whether the app shows it at its start.
    selected: bool,
}

pub fn run(wanted: &Listing) -> Result<Answer, Failure> {
    let settings = settings::look()?;
    let list = List::of(settings.settings());
    let text = if wanted.json { json(&list)? } else { list.text() };
    Ok(Answer { exit: Exit::Fine, text })
}

impl<'a> List<'a> {
    fn of(settings: &'a Settings) -> Self {
        let selected = settings.selected_widget().map(|widget| widget.id.as_str());
        let communities = settings.communities.iter().map(|community| Community::of(community, selected)).collect();
        Self { schema: SCHEMA, version: VERSION, communities }
    }

    fn text(&self) -> String {
        if self.communities.is_empty() {
            return "No community is connected.\n".to_owned();
        }
        self.communities.iter().map(Community::text).collect()
    }
}

impl<'a> Community<'a> {
    fn of(community: &'a model::Community, selected: Option<&str>) -> Self {
        Self {
            name: &community.name,
            community_id: community.community_id.as_str(),
            origin: community.origin.as_str(),
            account: community.signed_in().map(masked),
            widgets: community.widgets.iter().map(|widget| Widget::of(widget, selected)).collect(),
        }
    }

    /// A line for the community and one for each of its widgets.
    fn text(&self) -> String {
        let account = self.account.as_deref().unwrap_or("nobody is signed in");
        let head = format!("{}\t{}\t{}\t{account}\n", plain(self.name), self.community_id, self.origin);
        std::iter::once(head).chain(self.widgets.iter().map(Widget::text)).collect()
    }
}

impl<'a> Widget<'a> {
    fn of(widget: &'a model::Widget, selected: Option<&str>) -> Self {
        let public = widget.widget_type.is_public();
        Self {
            name: &widget.name,
            widget_type: widget.widget_type.as_str(),
            widget_id: widget.widget_id.as_str(),
            public,
            own_key: widget.own_key && !public,
            selected: Some(widget.id.as_str()) == selected,
        }
    }

    fn text(&self) -> String {
        let marks = [(self.selected, "selected"), (self.public, "public"), (self.own_key, "own key")];
        let marks: Vec<&str> = marks.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark).collect();
        let line = format!("  {}\t{}\t{}\t{}", plain(self.name), self.widget_type, self.widget_id, marks.join(", "));
        format!("{}\n", line.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        serde_json::from_value(serde_json::json!({
            "selected": "w1",
            "communities": [{
                "id": "c1", "name": "Sunset\u{1b}[2J Club", "origin": "https://a.example", "community_id": "64a1",
                "accounts": [{"email": "ada@example.com", "signed_in": true}, {"email": "bob@example.com"}],
                "widgets": [
                    {"id": "w1", "name": "Store", "widget_type": "store-widget", "widget_id": "ID1", "own_key": true},
                    {"id": "w2", "name": "Prizes", "widget_type": "milestone-widget", "widget_id": "ID2"},
                ],
            }],
        }))
        .unwrap()
    }

    #[test]
    fn each_community_and_each_widget_has_a_line() {
        let settings = settings();
        assert_eq!(
            List::of(&settings).text(),
            "Sunset [2J Club\t64a1\thttps://a.example\ta***@***.com\n\
             \x20 Store\tstore-widget\tID1\tselected, own key\n\
             \x20 Prizes\tmilestone-widget\tID2\n"
        );
        assert_eq!(List::of(&Settings::default()).text(), "No community is connected.\n");
    }

    #[test]
    fn the_json_has_the_documented_shape_and_no_email() {
        let settings = settings();
        let text = json(&List::of(&settings)).unwrap();
        assert!(!text.contains("@example") && !text.contains("bob"), "{text}");
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["schema"], "returning-widgets/list");
        assert_eq!(value["version"], 1);
        assert_eq!(value["communities"][0]["account"], "a***@***.com");
        assert_eq!(
            value["communities"][0]["widgets"][0],
            serde_json::json!({"name": "Store", "widget_type": "store-widget", "widget_id": "ID1", "public": false,
                "own_key": true, "selected": true})
        );
    }
}
