//! Which keys do what in the main window, wherever the focus is.

use crate::view::PageAction;

/// A key as the person means it: by what it types, and not by where it sits on the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    Typed(char),
    Tab,
    Escape,
    F1,
    F5,
    F11,
}

/// A key with what was held along with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Press {
    pub key: Key,
    /// Ctrl on Linux and Windows, Cmd on macOS.
    pub command: bool,
    pub shift: bool,
    /// Whatever else changes a key's meaning: Alt, or the system's own.
    pub other: bool,
}

/// What a shortcut does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// To the widget at this place of the sidebar, counted from nought.
    Widget(usize),
    NextWidget,
    PreviousWidget,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    Settings,
    FullScreen,
    Quit,
    /// What only the page can do.
    Page(PageAction),
}

impl Action {
    /// What a press does; `None` leaves it to the page and to the widget.
    #[must_use]
    pub fn of(press: Press) -> Option<Self> {
        let Press { key, command, shift, other } = press;
        match (key, command, shift, other) {
            (Key::Escape, false, false, false) => Some(Self::Page(PageAction::LeaveWidget)),
            (Key::F1, false, false, false) => Some(Self::Page(PageAction::ShowShortcuts)),
            (Key::F5, false, false, false) => Some(Self::Page(PageAction::Reload)),
            (Key::F11, false, false, false) => Some(Self::FullScreen),
            (Key::Tab, true, false, false) => Some(Self::NextWidget),
            (Key::Tab, true, true, false) => Some(Self::PreviousWidget),
            // Many keyboards have the plus and the slash above another sign.
            (Key::Typed('+'), true, _, false) => Some(Self::ZoomIn),
            (Key::Typed('/'), true, _, false) => Some(Self::Page(PageAction::ShowShortcuts)),
            (Key::Typed(typed), true, false, false) => Self::of_typed(typed),
            _ => None,
        }
    }

    fn of_typed(typed: char) -> Option<Self> {
        match typed {
            '=' => Some(Self::ZoomIn),
            '-' => Some(Self::ZoomOut),
            '0' => Some(Self::ZoomReset),
            ',' => Some(Self::Settings),
            // With Caps Lock, too.
            'q' | 'Q' => Some(Self::Quit),
            'r' | 'R' => Some(Self::Page(PageAction::Reload)),
            'b' | 'B' => Some(Self::Page(PageAction::ToggleSidebar)),
            '\\' => Some(Self::Page(PageAction::ShowBeside)),
            'o' | 'O' => Some(Self::Page(PageAction::TakeOut)),
            'k' | 'K' => Some(Self::Page(PageAction::Switch)),
            _ => place_of(typed).map(Self::Widget),
        }
    }
}

fn place_of(typed: char) -> Option<usize> {
    let digit = usize::try_from(typed.to_digit(10)?).ok()?;
    digit.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: Key) -> Press {
        Press { key, command: true, shift: false, other: false }
    }

    fn typed(typed: char) -> Option<Action> {
        Action::of(press(Key::Typed(typed)))
    }

    #[test]
    fn the_nine_digits_are_the_first_nine_widgets() {
        for (place, digit) in ('1'..='9').enumerate() {
            assert_eq!(typed(digit), Some(Action::Widget(place)));
        }
    }

    #[test]
    fn each_key_does_what_it_says() {
        assert_eq!(typed('+'), Some(Action::ZoomIn));
        assert_eq!(typed('='), Some(Action::ZoomIn));
        assert_eq!(typed('-'), Some(Action::ZoomOut));
        assert_eq!(typed('0'), Some(Action::ZoomReset));
        assert_eq!(typed(','), Some(Action::Settings));
        assert_eq!(typed('q'), Some(Action::Quit));
        assert_eq!(typed('Q'), Some(Action::Quit));
        assert_eq!(Action::of(press(Key::Tab)), Some(Action::NextWidget));
        assert_eq!(Action::of(Press { shift: true, ..press(Key::Tab) }), Some(Action::PreviousWidget));
        assert_eq!(Action::of(Press { command: false, ..press(Key::F11) }), Some(Action::FullScreen));
        assert_eq!(Action::of(Press { shift: true, ..press(Key::Typed('+')) }), Some(Action::ZoomIn));
    }

    #[test]
    fn what_only_the_page_can_do_goes_to_the_page() {
        let alone = |key| Action::of(Press { command: false, ..press(key) });
        let page = |action| Some(Action::Page(action));
        assert_eq!(typed('r'), page(PageAction::Reload));
        assert_eq!(alone(Key::F5), page(PageAction::Reload));
        assert_eq!(typed('b'), page(PageAction::ToggleSidebar));
        assert_eq!(typed('K'), page(PageAction::Switch));
        assert_eq!(typed('/'), page(PageAction::ShowShortcuts));
        assert_eq!(typed('\\'), page(PageAction::ShowBeside));
        assert_eq!(typed('o'), page(PageAction::TakeOut));
        assert_eq!(alone(Key::F1), page(PageAction::ShowShortcuts));
        assert_eq!(alone(Key::Escape), page(PageAction::LeaveWidget));
        assert_eq!(Action::of(press(Key::Escape)), None);
    }

    #[test]
    fn what_a_person_types_or_edits_with_is_left_to_the_widget() {
        for key in ['c', 'v', 'x', 'a', 'z'] {
            assert_eq!(typed(key), None);
        }
        for key in ('0'..='9').chain(['q', 'r', 'b', 'k', '/', '+', '-', ',']).map(Key::Typed).chain([Key::Tab]) {
            assert_eq!(Action::of(Press { command: false, ..press(key) }), None, "{key:?} alone");
            assert_eq!(Action::of(Press { other: true, ..press(key) }), None, "{key:?} with Alt");
        }
        assert_eq!(Action::of(Press { shift: true, ..press(Key::Typed('Q')) }), None);
    }
}
