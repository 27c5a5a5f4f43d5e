//! Where the main window was, and where it is put again.

use serde::{Deserialize, Serialize};

/// In logical units. What is longer is a fault in the file or a trick, and no screen.
const LONGEST: f64 = 100_000.0;
/// What the system draws around a window's content, at most.
const FRAME: Size = Size { width: 16.0, height: 48.0 };
/// How much of the title bar is enough to take hold of the window by.
const GRIP: Size = Size { width: 96.0, height: 16.0 };

/// The main window's place, in logical units of the screen that it is on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WindowPlace {
    /// Of the content, without what the system draws around it; while the window is maximised, what it had before.
    pub size: Size,
    /// The upper left corner, frame and all. `None` where the system does not tell, as under Wayland.
    #[serde(default)]
    pub corner: Option<Corner>,
    #[serde(default)]
    pub maximized: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Size {
    pub width: f64,
    pub height: f64,
}

/// Left of and above the first screen the numbers are negative.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Corner {
    pub x: f64,
    pub y: f64,
}

/// The part of a screen that windows may cover, in its own pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Screen {
    pub corner: Corner,
    pub size: Size,
    /// How many pixels a logical unit is long.
    pub scale: f64,
}

impl WindowPlace {
    /// The place to put the window, of what is remembered: where it was if it can be taken hold of there, else wholly on
    /// the screen that is nearest. `None` where nothing sensible is remembered, or no screen is known.
    #[must_use]
    pub fn on(&self, screens: &[Screen]) -> Option<Self> {
        if !self.size.is_sensible() {
            return None;
        }
        let areas: Vec<Area> = screens.iter().filter_map(Screen::area).collect();
        let Some(corner) = self.corner.filter(Corner::is_sensible) else {
            return areas.first().map(|area| Self { size: self.size.within(area.room()), corner: None, ..*self });
        };
        let wanted = Area { corner, size: self.size.framed() };
        let held = areas.iter().find(|area| area.holds_grip_of(&wanted) && area.has_room_for(&self.size));
        if held.is_some() {
            return Some(*self);
        }
        let nearest = areas.iter().min_by(|a, b| a.distance(&wanted).total_cmp(&b.distance(&wanted)))?;
        let size = self.size.within(nearest.room());
        Some(Self { size, corner: Some(nearest.nearest_corner(&corner, &size.framed())), ..*self })
    }
}

impl Size {
    fn is_sensible(&self) -> bool {
        [self.width, self.height].iter().all(|length| (1.0..=LONGEST).contains(length))
    }

    const fn within(&self, room: Self) -> Self {
        Self { width: self.width.min(room.width), height: self.height.min(room.height) }
    }

    fn framed(&self) -> Self {
        Self { width: self.width + FRAME.width, height: self.height + FRAME.height }
    }
}

impl Corner {
    fn is_sensible(&self) -> bool {
        [self.x, self.y].iter().all(|place| (-LONGEST..=LONGEST).contains(place))
    }
}

impl Screen {
    /// In logical units; `None` for a screen that nothing could be seen on.
    fn area(&self) -> Option<Area> {
        let length = |pixels: f64| pixels / self.scale;
        let corner = Corner { x: length(self.corner.x), y: length(self.corner.y) };
        let size = Size { width: length(self.size.width), height: length(self.size.height) };
        let room = size.width > FRAME.width && size.height > FRAME.height;
        (room && self.scale > 0.0 && size.is_sensible() && corner.is_sensible()).then_some(Area { corner, size })
    }
}

/// A part of the desktop.
struct Area {
    corner: Corner,
    size: Size,
}

impl Area {
    /// For a window's content.
    fn room(&self) -> Size {
        Size { width: self.size.width - FRAME.width, height: self.size.height - FRAME.height }
    }

    /// Whether it is as large as what is in a window. A frame that stands out is no reason to put a window elsewhere than
    /// where the system had it.
    fn has_room_for(&self, content: &Size) -> bool {
        content.width <= self.size.width && content.height <= self.size.height
    }

    /// Whether enough of a window's title bar is in this area.
    fn holds_grip_of(&self, window: &Self) -> bool {
        let (left, right) = (self.corner.x.max(window.corner.x), self.right().min(window.right()));
        // Above the area there may be a panel over the title bar.
        let below_top = window.corner.y >= self.corner.y;
        right - left >= GRIP.width.min(window.size.width) && below_top && window.corner.y + GRIP.height <= self.bottom()
    }

    /// The square of how far apart two areas are.
    fn distance(&self, other: &Self) -> f64 {
        let apart = |low: f64, high: f64, from: f64, to: f64| (low - to).max(from - high).max(0.0);
        let x = apart(self.corner.x, self.right(), other.corner.x, other.right());
        let y = apart(self.corner.y, self.bottom(), other.corner.y, other.bottom());
        x.mul_add(x, y * y)
    }

    /// The corner, nearest to this one, of a window of this size that is wholly in the area.
    fn nearest_corner(&self, wanted: &Corner, size: &Size) -> Corner {
        let within = |wanted: f64, least: f64, most: f64| wanted.min(most).max(least);
        Corner {
            x: within(wanted.x, self.corner.x, self.right() - size.width),
            y: within(wanted.y, self.corner.y, self.bottom() - size.height),
        }
    }

    fn right(&self) -> f64 {
        self.corner.x + self.size.width
    }

    fn bottom(&self) -> f64 {
        self.corner.y + self.size.height
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn size(width: f64, height: f64) -> Size {
        Size { width, height }
    }

    const fn screen(x: f64, y: f64, width: f64, height: f64, scale: f64) -> Screen {
        Screen { corner: Corner { x, y }, size: size(width, height), scale }
    }

    const fn place(x: f64, y: f64, width: f64, height: f64) -> WindowPlace {
        WindowPlace { size: size(width, height), corner: Some(Corner { x, y }), maximized: false }
    }

    const FIRST: Screen = screen(0.0, 0.0, 1920.0, 1080.0, 1.0);
    const ON_ITS_RIGHT: Screen = screen(1920.0, 0.0, 1280.0, 1024.0, 1.0);
    const ON_ITS_LEFT: Screen = screen(-1280.0, -200.0, 1280.0, 1024.0, 1.0);

    fn is_wholly_on(place: &WindowPlace, screen: &Screen) -> bool {
        let (area, corner, size) = (screen.area().unwrap(), place.corner.unwrap(), place.size.framed());
        corner.x >= area.corner.x
            && corner.y >= area.corner.y
            && corner.x + size.width <= area.right()
            && corner.y + size.height <= area.bottom()
    }

    #[test]
    fn a_window_as_wide_as_its_screen_stays_so() {
        let screen =
            Screen { corner: Corner { x: 0.0, y: 0.0 }, size: Size { width: 1280.0, height: 900.0 }, scale: 1.0 };
        let size = Size { width: 1280.0, height: 800.0 };
        let place = WindowPlace { size, corner: Some(Corner { x: 0.0, y: 30.0 }), maximized: false };
        assert_eq!(place.on(&[screen]), Some(place));
    }

    #[test]
    fn a_window_comes_back_where_it_was() {
        let screens = [FIRST, ON_ITS_RIGHT, ON_ITS_LEFT];
        for there in [
            place(100.0, 50.0, 800.0, 600.0),
            place(2000.0, 100.0, 1000.0, 700.0),
            place(-1200.0, -150.0, 900.0, 640.0),
            // Partly off the screen, as a person may like it, with a title bar to pull it back by.
            place(1800.0, 500.0, 800.0, 600.0),
            place(-700.0, 1000.0, 800.0, 600.0),
        ] {
            assert_eq!(there.on(&screens), Some(there), "{there:?}");
        }
    }

    #[test]
    fn a_window_of_a_screen_that_is_gone_is_wholly_on_the_nearest_one() {
        for there in [place(2000.0, 100.0, 1000.0, 700.0), place(-1200.0, -150.0, 900.0, 640.0)] {
            let put = there.on(&[FIRST]).unwrap();
            assert!(is_wholly_on(&put, &FIRST), "{put:?}");
            assert_eq!(put.size, there.size);
        }
        let put = place(3000.0, 100.0, 800.0, 600.0).on(&[ON_ITS_LEFT, FIRST]).unwrap();
        assert!(is_wholly_on(&put, &FIRST), "{put:?}");
    }

    #[test]
    fn a_window_that_nobody_could_take_hold_of_is_brought_back() {
        for there in [
            place(100.0, -30.0, 800.0, 600.0),
            place(100.0, 1075.0, 800.0, 600.0),
            place(1900.0, 100.0, 800.0, 600.0),
            place(-790.0, 100.0, 800.0, 600.0),
        ] {
            let put = there.on(&[FIRST]).unwrap();
            assert!(is_wholly_on(&put, &FIRST), "{there:?}: {put:?}");
        }
        let under_a_panel = screen(0.0, 40.0, 1920.0, 1040.0, 1.0);
        assert!(is_wholly_on(&place(100.0, 10.0, 800.0, 600.0).on(&[under_a_panel]).unwrap(), &under_a_panel));
    }

    #[test]
    fn a_window_is_no_larger_than_its_screen() {
        let small = screen(0.0, 0.0, 1024.0, 600.0, 1.0);
        let put = place(100.0, 50.0, 1600.0, 1000.0).on(&[small]).unwrap();
        assert!(is_wholly_on(&put, &small), "{put:?}");
        let narrow = place(100.0, 50.0, 1600.0, 400.0).on(&[small]).unwrap();
        assert_eq!(narrow.size.height, 400.0);
        assert!(is_wholly_on(&narrow, &small), "{narrow:?}");
    }

    #[test]
    fn a_screen_counts_in_logical_units() {
        let fine = screen(0.0, 0.0, 3840.0, 2160.0, 2.0);
        let there = place(100.0, 50.0, 800.0, 600.0);
        assert_eq!(there.on(&[fine]), Some(there));
        let put = place(2500.0, 50.0, 800.0, 600.0).on(&[fine]).unwrap();
        assert!(is_wholly_on(&put, &fine), "{put:?}");
        assert!(put.corner.unwrap().x <= 1920.0 - 800.0);
    }

    #[test]
    fn a_position_that_nobody_knows_is_left_to_the_system() {
        let there = WindowPlace { size: size(3000.0, 700.0), corner: None, maximized: true };
        let put = there.on(&[FIRST, ON_ITS_RIGHT]).unwrap();
        assert_eq!((put.corner, put.maximized, put.size.height), (None, true, 700.0));
        assert!(put.size.width <= 1920.0);
        let far = place(1e300, 5.0, 800.0, 600.0).on(&[FIRST]).unwrap();
        assert_eq!((far.corner, far.size), (None, size(800.0, 600.0)));
    }

    #[test]
    fn nonsense_is_as_good_as_nothing() {
        for (width, height) in [(0.0, 600.0), (800.0, -1.0), (1e9, 600.0), (f64::NAN, 600.0), (800.0, f64::INFINITY)] {
            assert_eq!(place(0.0, 0.0, width, height).on(&[FIRST]), None, "{width} {height}");
        }
        let there = place(10.0, 10.0, 800.0, 600.0);
        assert_eq!(there.on(&[]), None);
        for broken in [
            screen(0.0, 0.0, 1920.0, 1080.0, 0.0),
            screen(0.0, 0.0, 1920.0, 1080.0, -1.0),
            screen(0.0, 0.0, 1920.0, 1080.0, f64::NAN),
            screen(0.0, 0.0, 0.0, 0.0, 1.0),
            screen(f64::NAN, 0.0, 1920.0, 1080.0, 1.0),
        ] {
            assert_eq!(there.on(&[broken]), None, "{broken:?}");
            assert_eq!(there.on(&[broken, FIRST]), Some(there));
        }
    }

    #[test]
    fn maximised_stays_maximised_and_keeps_the_place_that_it_returns_to() {
        let there = WindowPlace { maximized: true, ..place(100.0, 50.0, 800.0, 600.0) };
        assert_eq!(there.on(&[FIRST]), Some(there));
        assert!(WindowPlace { maximized: true, ..place(9000.0, 50.0, 800.0, 600.0) }.on(&[FIRST]).unwrap().maximized);
    }

    #[test]
    fn a_place_survives_being_written_down() {
        let there = WindowPlace { maximized: true, ..place(-10.0, 50.5, 800.0, 600.0) };
        let text = serde_json::to_string(&there).unwrap();
        assert_eq!(serde_json::from_str::<WindowPlace>(&text).unwrap(), there);
        let least = r#"{"size":{"width":800.0,"height":600.0}}"#;
        assert_eq!(serde_json::from_str::<WindowPlace>(least).unwrap().corner, None);
    }
}
