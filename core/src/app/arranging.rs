//! The order of communities and widgets, and what a community is told by.

use super::App;
use super::widgets::read_name;
use crate::error::{AppError, Code};
use crate::settings::colour::Colour;

impl App {
    /// Moves a community before another one; to the end where there is no other.
    ///
    /// # Errors
    /// `UnknownCommunity`, for either; the order stays then.
    pub fn move_community(&self, id: &str, before: Option<&str>) -> Result<(), AppError> {
        self.change(|settings| {
            let list = &mut settings.communities;
            Ok(move_before(list, |community| &community.id, id, before).ok_or(Code::UnknownCommunity)?)
        })
    }

    /// Moves a widget before another one of its community; to the end where there is no other.
    ///
    /// # Errors
    /// `UnknownWidget`, for either, and for one of another community; the order stays then.
    pub fn move_widget(&self, id: &str, before: Option<&str>) -> Result<(), AppError> {
        self.change(|settings| {
            let mut communities = settings.communities.iter_mut();
            let home = communities.find(|community| community.widget(id).is_some()).ok_or(Code::UnknownWidget)?;
            Ok(move_before(&mut home.widgets, |widget| &widget.id, id, before).ok_or(Code::UnknownWidget)?)
        })
    }

    /// Renames a community; a blank name gives it that of its service's host.
    ///
    /// # Errors
    /// `UnknownCommunity`.
    pub fn rename_community(&self, id: &str, name: &str) -> Result<(), AppError> {
        self.change(|settings| {
            let community = settings.community_mut(id).ok_or(Code::UnknownCommunity)?;
            community.name = read_name(name).unwrap_or_else(|| community.origin.host().to_owned());
            Ok(())
        })
    }

    /// Gives a community a colour, or none.
    ///
    /// # Errors
    /// `UnknownCommunity`.
    pub fn decorate_community(&self, id: &str, colour: Option<Colour>) -> Result<(), AppError> {
        self.change(|settings| {
            settings.community_mut(id).ok_or(Code::UnknownCommunity)?.colour = colour;
            Ok(())
        })
    }
}

/// Moves one entry before another, or to the end. `None`, and nothing is moved, where either is not in the list.
fn move_before<T>(list: &mut [T], id: impl Fn(&T) -> &String, moved: &str, before: Option<&str>) -> Option<()> {
    let place = |wanted: &str| list.iter().position(|each| id(each) == wanted);
    let from = place(moved)?;
    let to = before.map_or(Some(list.len()), place)?;
    if from < to {
        list.get_mut(from..to)?.rotate_left(1);
    } else {
        list.get_mut(to..=from)?.rotate_right(1);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(id: &str, before: Option<&str>) -> (Option<()>, String) {
        let mut list = ["a", "b", "c", "d"].map(str::to_owned);
        let done = move_before(&mut list, |each| each, id, before);
        (done, list.concat())
    }

    #[test]
    fn an_entry_lands_right_before_the_other() {
        for (id, before, order) in [
            ("a", Some("c"), "bacd"),
            ("a", Some("b"), "abcd"),
            ("a", Some("a"), "abcd"),
            ("d", Some("a"), "dabc"),
            ("d", Some("c"), "abdc"),
            ("a", None, "bcda"),
            ("d", None, "abcd"),
        ] {
            assert_eq!(moved(id, before), (Some(()), order.to_owned()), "{id} before {before:?}");
        }
    }

    #[test]
    fn nothing_moves_where_an_entry_is_not_in_the_list() {
        for (id, before) in [("x", Some("a")), ("x", None), ("a", Some("x"))] {
            assert_eq!(moved(id, before), (None, "abcd".to_owned()), "{id} before {before:?}");
        }
    }
}
