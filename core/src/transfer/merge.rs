//! A document on top of the settings that are there. It adds and changes; it removes nothing, and it touches no key.

use super::difference::{Difference, Item};
use super::document::{Chosen, Community, Document, Widget};
use crate::partition::Partition;
use crate::service::email::Email;
use crate::service::origin::Origin;
use crate::settings::model::{self, Account, Settings};
use serde_json::Map;

/// What a document makes of the settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    pub settings: Settings,
    pub difference: Difference,
    /// The addresses of the communities that it adds, each once.
    pub new_communities: Vec<Origin>,
}

/// Puts a document on top of settings. `fresh_id` gives the names that this app has for what is added.
#[must_use]
pub fn merge(settings: &Settings, document: Document, fresh_id: &dyn Fn() -> String) -> Merged {
    let merged = Merged { settings: settings.clone(), difference: Difference::default(), new_communities: Vec::new() };
    let mut merging = Merging { merged, fresh_id };
    merging.prefer(&document.preferences);
    let order: Vec<usize> =
        document.communities.iter().filter_map(|found| place(&settings.communities, found)).collect();
    if !order.is_sorted() {
        merging.merged.difference.kept.push(Item::Order { community: None });
    }
    for community in document.communities {
        merging.community(community);
    }
    merging.merged.new_communities.sort();
    merging.merged.new_communities.dedup();
    merging.merged
}

/// The community here that a document's one is: the same one of the same service.
fn place(communities: &[model::Community], found: &Community) -> Option<usize> {
    communities.iter().position(|each| each.origin == found.origin && each.community_id == found.community_id)
}

struct Merging<'a> {
    merged: Merged,
    fresh_id: &'a dyn Fn() -> String,
}

impl Merging<'_> {
    fn prefer(&mut self, chosen: &Chosen) {
        let (here, difference) = (&mut self.merged.settings.preferences, &mut self.merged.difference);
        if let Some(to) = chosen.theme {
            let from = std::mem::replace(&mut here.theme, to);
            difference.compared(from == to, Item::Theme { from, to });
        }
        if let Some(to) = chosen.language {
            let from = std::mem::replace(&mut here.language, to);
            difference.compared(from == to, Item::Language { from, to });
        }
    }

    fn community(&mut self, found: Community) {
        let at = place(&self.merged.settings.communities, &found);
        let Some(here) = at.and_then(|at| self.merged.settings.communities.get_mut(at)) else {
            return self.add_community(found);
        };
        let difference = &mut self.merged.difference;
        if here.name == found.name {
            difference.same.push(Item::Community { name: found.name, address: found.origin.as_str().to_owned() });
        } else {
            let from = std::mem::replace(&mut here.name, found.name.clone());
            difference.changed.push(Item::Renamed { from, to: found.name });
        }
        accounts(here, found.accounts, difference);
        widgets(here, found.widgets, difference, self.fresh_id);
    }

    fn add_community(&mut self, found: Community) {
        let difference = &mut self.merged.difference;
        let address = found.origin.as_str().to_owned();
        difference.added.push(Item::Community { name: found.name.clone(), address });
        self.merged.new_communities.push(found.origin.clone());
        let mut community = model::Community {
            id: (self.fresh_id)(),
            name: found.name,
            colour: found.colour,
            origin: found.origin,
            community_id: found.community_id,
            partition: Partition::default(),
            key_store: None,
            accounts: Vec::new(),
            widgets: Vec::new(),
            unknown: Map::new(),
        };
        accounts(&mut community, found.accounts, difference);
        widgets(&mut community, found.widgets, difference, self.fresh_id);
        self.merged.settings.communities.push(community);
    }
}

/// Those who are remembered stay, and whoever is signed in stays so.
fn accounts(community: &mut model::Community, found: Vec<Email>, difference: &mut Difference) {
    for email in found {
        let item = Item::Account { email: email.as_str().to_owned(), community: community.name.clone() };
        if community.accounts.iter().any(|account| account.email == email) {
            difference.same.push(item);
        } else {
            community.accounts.push(Account { email, signed_in: false, unknown: Map::new() });
            difference.added.push(item);
        }
    }
}

fn widgets(
    community: &mut model::Community,
    found: Vec<Widget>,
    difference: &mut Difference,
    fresh_id: &dyn Fn() -> String,
) {
    let mut order = Vec::new();
    let before = community.widgets.len();
    for widget in found {
        match community.widgets.iter().position(|here| here.path() == widget.path) {
            Some(at) if at < before => {
                order.push(at);
                if let Some(here) = community.widgets.get_mut(at) {
                    change_widget(here, &community.name, widget, difference);
                }
            }
            _ => {
                difference.added.push(Item::Widget { name: widget.name.clone(), community: community.name.clone() });
                community.widgets.push(new_widget(fresh_id(), widget));
            }
        }
    }
    if !order.is_sorted() {
        difference.kept.push(Item::Order { community: Some(community.name.clone()) });
    }
}

fn change_widget(here: &mut model::Widget, community: &str, found: Widget, difference: &mut Difference) {
    let mut same = true;
    if here.own_key != found.own_key {
        same = false;
        difference.kept.push(Item::KeyChoice { widget: found.name.clone() });
    }
    if here.zoom != found.zoom {
        same = false;
        let from = std::mem::replace(&mut here.zoom, found.zoom).percent();
        difference.changed.push(Item::Zoom { widget: found.name.clone(), from, to: found.zoom.percent() });
    }
    if here.name != found.name {
        same = false;
        let from = std::mem::replace(&mut here.name, found.name.clone());
        difference.changed.push(Item::Renamed { from, to: found.name.clone() });
    }
    if same {
        difference.same.push(Item::Widget { name: found.name, community: community.to_owned() });
    }
}

fn new_widget(id: String, found: Widget) -> model::Widget {
    model::Widget {
        id,
        name: found.name,
        widget_type: found.path.widget_type,
        widget_id: found.path.widget_id,
        extra_segment: found.path.extra_segment,
        own_key: found.own_key,
        key_store: None,
        zoom: found.zoom,
        pinned: false,
        unknown: Map::new(),
    }
}

impl Difference {
    fn compared(&mut self, same: bool, item: Item) {
        let list = if same { &mut self.same } else { &mut self.changed };
        list.push(item);
    }
}
