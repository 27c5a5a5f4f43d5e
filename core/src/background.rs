//! When the app runs without a window.

use crate::settings::preferences::OnClose;

/// What the answers are derived from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Background {
    pub on_close: OnClose,
    pub start_hidden: bool,
    /// The demo community is shown, which keeps nothing.
    pub demo: bool,
}

/// What becomes of the main window when the person closes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// The person is asked whether the app goes on.
    Ask,
    /// The window goes out of sight, and the app goes on.
    Hide,
    /// The window goes; without another one the app ends.
    Close,
}

/// How the app is started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Starting {
    /// By the command line, as at log-in.
    pub told_to_hide: bool,
    /// A link or the demo: something to show.
    pub asked_to_show: bool,
    /// There are widgets, and nothing went wrong before that the person has to decide about.
    pub ready: bool,
}

impl Background {
    /// What closing the main window does. `other_window` says whether the app would go on by another window: then the
    /// question has time.
    #[must_use]
    pub const fn closing(self, other_window: bool) -> Closing {
        match self.on_close {
            OnClose::KeepRunning => Closing::Hide,
            OnClose::Ask if !self.demo && !other_window => Closing::Ask,
            OnClose::Ask | OnClose::Quit => Closing::Close,
        }
    }

    /// Whether a start opens no window.
    #[must_use]
    pub const fn starts_hidden(self, starting: Starting) -> bool {
        starting.ready && !starting.asked_to_show && (starting.told_to_hide || self.start_hidden)
    }

    /// Whether the app has an icon in the system's tray: where it may be without a window.
    #[must_use]
    pub const fn in_tray(self, without_window: bool) -> bool {
        without_window || matches!(self.on_close, OnClose::KeepRunning)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: Background = Background { on_close: OnClose::Ask, start_hidden: false, demo: false };
    const PLAIN: Starting = Starting { told_to_hide: false, asked_to_show: false, ready: true };

    #[test]
    fn the_app_stays_only_where_the_person_said_so() {
        let closing = |on_close, other_window| Background { on_close, ..USUAL }.closing(other_window);
        for other_window in [true, false] {
            assert_eq!(closing(OnClose::KeepRunning, other_window), Closing::Hide);
            assert_eq!(closing(OnClose::Quit, other_window), Closing::Close);
        }
    }

    #[test]
    fn the_question_comes_when_the_close_would_end_the_app() {
        assert_eq!(USUAL.closing(false), Closing::Ask);
        assert_eq!(USUAL.closing(true), Closing::Close);
    }

    #[test]
    fn the_demo_asks_nothing_since_it_would_forget_the_answer() {
        assert_eq!(Background { demo: true, ..USUAL }.closing(false), Closing::Close);
        let told = Background { demo: true, on_close: OnClose::KeepRunning, ..USUAL };
        assert_eq!(told.closing(false), Closing::Hide);
    }

    #[test]
    fn a_start_is_hidden_only_where_it_was_asked_to_be() {
        let prefers = Background { start_hidden: true, ..USUAL };
        let told = Starting { told_to_hide: true, ..PLAIN };
        assert!(!USUAL.starts_hidden(PLAIN));
        assert!(USUAL.starts_hidden(told));
        assert!(prefers.starts_hidden(PLAIN));
    }

    #[test]
    fn a_start_with_something_to_show_or_to_decide_shows_it() {
        let prefers = Background { start_hidden: true, ..USUAL };
        let told = Starting { told_to_hide: true, ..PLAIN };
        assert!(!prefers.starts_hidden(Starting { asked_to_show: true, ..told }));
        assert!(!prefers.starts_hidden(Starting { ready: false, ..told }));
    }

    #[test]
    fn the_tray_has_an_icon_only_of_an_app_that_may_be_without_a_window() {
        let keeps = Background { on_close: OnClose::KeepRunning, ..USUAL };
        assert!(!USUAL.in_tray(false));
        assert!(USUAL.in_tray(true));
        assert!(keeps.in_tray(false));
    }
}
