//! `open`: the widget is found here, so that a name which gives none is said here; then this becomes a start with a link.

use super::exit::Exit;
use super::failure::Failure;
use super::{Answer, settings};
use crate::arguments;
use std::io;
use std::process::Command;
use widget_core::deep_link::DeepLink;
use widget_core::settings::model::Settings;

pub fn run(wanted: &arguments::Open) -> Result<Answer, Failure> {
    let settings = settings::look()?;
    let link = link(settings.settings(), &wanted.place)?;
    start(&link.text()).map_err(|error| Failure::new(Exit::Internal, format!("the app can't be started: {error}")))?;
    Ok(Answer { exit: Exit::Fine, text: String::new() })
}

fn link(settings: &Settings, place: &str) -> Result<DeepLink, Failure> {
    let halves = place.split_once('/').filter(|(community, widget)| !community.is_empty() && !widget.is_empty());
    let (community, widget) = halves
        .ok_or_else(|| Failure::new(Exit::Usage, "expected COMMUNITY/WIDGET, each by its name or its ID".to_owned()))?;
    let (community, widget) = settings.named(Some(community), Some(widget))?;
    Ok(DeepLink::Open {
        community: community.community_id.clone(),
        widget_type: widget.widget_type.clone(),
        widget_id: Some(widget.widget_id.clone()),
    })
}

/// The start with a link goes on in this process, so that its exit code and its output are this one's.
#[cfg(unix)]
fn start(link: &str) -> io::Result<()> {
    use std::os::unix::process::CommandExt;
    Err(Command::new(std::env::current_exe()?).arg(link).exec())
}

/// Elsewhere a process can't become another one.
#[cfg(not(unix))]
fn start(link: &str) -> io::Result<()> {
    Command::new(std::env::current_exe()?).arg(link).spawn().map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        serde_json::from_value(serde_json::json!({
            "communities": [{
                "id": "c1", "name": "Club", "origin": "https://a.example", "community_id": "64a1",
                "widgets": [{"id": "w1", "name": "Store/Shop", "widget_type": "store-widget", "widget_id": "ID1"}],
            }],
        }))
        .unwrap()
    }

    #[test]
    fn a_place_becomes_a_link_to_exactly_that_widget() {
        for place in ["Club/Store/Shop", "64a1/store-widget", "club/ID1"] {
            assert_eq!(link(&settings(), place).unwrap().text(), "returning-widgets://open/64a1/store%2Dwidget/ID1");
        }
    }

    #[test]
    fn a_place_that_is_none_is_said_before_anything_is_started() {
        for (place, exit) in [
            ("Club", Exit::Usage),
            ("Club/", Exit::Usage),
            ("/Store", Exit::Usage),
            ("Club/Prizes", Exit::NotFound),
            ("Other/ID1", Exit::NotFound),
        ] {
            assert_eq!(link(&settings(), place).unwrap_err().exit, exit, "{place}");
        }
    }
}
