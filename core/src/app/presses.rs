//! The shortcuts that a page has to act on.

use super::App;
use crate::view::{PageAction, PagePress};
use std::collections::VecDeque;
use std::sync::{MutexGuard, PoisonError};

/// How many are kept. Views that follow each other fast become one, and it must hold what each of them would have.
const KEPT: usize = 8;

#[derive(Default)]
pub(super) struct Presses {
    last: VecDeque<PagePress>,
}

impl Presses {
    pub(super) fn add(&mut self, action: PageAction) {
        let number = self.last.back().map_or(0, |press| press.number).saturating_add(1);
        if self.last.len() == KEPT {
            self.last.pop_front();
        }
        self.last.push_back(PagePress { number, action });
    }

    pub(super) fn shown(&self) -> Vec<PagePress> {
        self.last.iter().copied().collect()
    }
}

impl App {
    /// Hands a shortcut to the page of the window that it was pressed in: the main one, or that of this widget.
    pub fn press(&self, own_window: Option<&str>, action: PageAction) {
        match own_window {
            None => self.presses().add(action),
            Some(id) => {
                if let Some(presses) = self.own_windows().get_mut(id) {
                    presses.add(action);
                }
            }
        }
        self.announce();
    }

    pub(super) fn presses(&self) -> MutexGuard<'_, Presses> {
        self.presses.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_eight_are_kept_in_the_order_they_came_in() {
        let mut presses = Presses::default();
        assert!(presses.shown().is_empty());
        presses.add(PageAction::Reload);
        assert_eq!(presses.shown(), [PagePress { number: 1, action: PageAction::Reload }]);
        for _ in 0..9 {
            presses.add(PageAction::ToggleSidebar);
        }
        let numbers: Vec<u32> = presses.shown().iter().map(|press| press.number).collect();
        assert_eq!(numbers, [3, 4, 5, 6, 7, 8, 9, 10]);
    }
}
