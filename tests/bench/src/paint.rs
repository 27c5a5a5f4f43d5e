//! Finds a program's window and looks at what is painted in it.

use std::collections::HashSet;

use serde::Deserialize;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{Atom, AtomEnum, ConnectionExt, GetGeometryReply, ImageFormat, MapState, Window};
use x11rb::rust_connection::RustConnection;

/// Toolkits keep small helper windows; the one people see is larger.
const LEAST_SIDE: u16 = 200;
/// Looking at every pixel would take time from the program that is measured, so every 24th line has to do.
const LINE_STEP: u16 = 24;
/// Software rendering rounds colours; more than this apart is another colour.
const TOLERANCE: u8 = 2;

/// When a window counts as painted.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Painted {
    /// At least `share` of the looked-at pixels have this colour.
    Colour { rgb: String, share: f64 },
    /// The looked-at pixels have at least so many colours: text and icons are there, whatever they show.
    Colours { at_least: usize },
}

/// The screen of a display.
pub struct Screen {
    connection: RustConnection,
    root: Window,
    width: u16,
    height: u16,
    net_wm_name: Atom,
    utf8_string: Atom,
}

#[derive(Debug, thiserror::Error)]
pub enum PaintError {
    #[error("no connection to the display: {0}")]
    Connect(#[from] x11rb::errors::ConnectError),
    #[error("the connection to the display broke: {0}")]
    Connection(#[from] x11rb::errors::ConnectionError),
    #[error("the display did not answer: {0}")]
    Reply(#[from] x11rb::errors::ReplyError),
    #[error("the display has no screen")]
    NoScreen,
    #[error("{0:?} is no colour of the form #rrggbb")]
    Colour(String),
}

impl Screen {
    /// Connects to the display of this name.
    ///
    /// # Errors
    /// When there is none.
    pub fn connect(display: &str) -> Result<Self, PaintError> {
        let (connection, number) = x11rb::connect(Some(display))?;
        let (root, width, height) = {
            let screen = connection.setup().roots.get(number).ok_or(PaintError::NoScreen)?;
            (screen.root, screen.width_in_pixels, screen.height_in_pixels)
        };
        let net_wm_name = connection.intern_atom(false, b"_NET_WM_NAME")?.reply()?.atom;
        let utf8_string = connection.intern_atom(false, b"UTF8_STRING")?.reply()?.atom;
        Ok(Self { connection, root, width, height, net_wm_name, utf8_string })
    }

    /// Whether a window of that title, or any when none is asked for, is painted.
    ///
    /// # Errors
    /// When the display does not answer.
    pub fn shows(&self, title: Option<&str>, look: &Look) -> Result<bool, PaintError> {
        for window in self.connection.query_tree(self.root)?.reply()?.children {
            // A window may go away between two questions: then it is simply not the one.
            if let Ok(Some(pixels)) = self.pixels(window, title)
                && look.sees(&pixels)
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether there is no window that people would see.
    ///
    /// # Errors
    /// When the display does not answer.
    pub fn is_clear(&self) -> Result<bool, PaintError> {
        let windows = self.connection.query_tree(self.root)?.reply()?.children;
        // One that goes away between two questions is not seen either.
        Ok(!windows.into_iter().any(|window| self.seen(window).is_ok_and(|place| place.is_some())))
    }

    /// Where a window is, if people see it.
    fn seen(&self, window: Window) -> Result<Option<GetGeometryReply>, PaintError> {
        let attributes = self.connection.get_window_attributes(window)?;
        let geometry = self.connection.get_geometry(window)?;
        let viewable = attributes.reply()?.map_state == MapState::VIEWABLE;
        let geometry = geometry.reply()?;
        Ok(Some(geometry).filter(|place| viewable && place.width >= LEAST_SIDE && place.height >= LEAST_SIDE))
    }

    fn pixels(&self, window: Window, title: Option<&str>) -> Result<Option<Vec<[u8; 3]>>, PaintError> {
        let Some(geometry) = self.seen(window)? else {
            return Ok(None);
        };
        if let Some(title) = title
            && self.title(window)? != title.as_bytes()
        {
            return Ok(None);
        }

        // Only what is on the screen has pixels to be asked for.
        let left = geometry.x.min(0).unsigned_abs();
        let top = geometry.y.min(0).unsigned_abs();
        let right = geometry.width.min(self.width.saturating_add_signed(geometry.x.saturating_neg()));
        let bottom = geometry.height.min(self.height.saturating_add_signed(geometry.y.saturating_neg()));
        let lines = (top..bottom).step_by(usize::from(LINE_STEP));
        // All lines are asked for before the first answer is read: one round trip, not thirty.
        let mut asked = Vec::new();
        for line in lines {
            let (x, y) = (i16::try_from(left), i16::try_from(line));
            let (Ok(x), Ok(y)) = (x, y) else { continue };
            let width = right.saturating_sub(left);
            asked.push(self.connection.get_image(ImageFormat::Z_PIXMAP, window, x, y, width, 1, u32::MAX)?);
        }
        let mut pixels = Vec::new();
        for line in asked {
            let data = line.reply()?.data;
            // At a depth of 24 a pixel is four bytes: blue, green, red and a filler.
            pixels.extend(data.as_chunks().0.iter().map(|&[blue, green, red, _]| [red, green, blue]));
        }
        Ok(Some(pixels))
    }

    fn title(&self, window: Window) -> Result<Vec<u8>, PaintError> {
        let modern = self.connection.get_property(false, window, self.net_wm_name, self.utf8_string, 0, 256)?;
        let old = self.connection.get_property(false, window, AtomEnum::WM_NAME, AtomEnum::STRING, 0, 256)?;
        let modern = modern.reply()?.value;
        Ok(if modern.is_empty() { old.reply()?.value } else { modern })
    }
}

/// A `Painted` made ready to be asked many times.
pub enum Look {
    Colour { rgb: [u8; 3], share: f64 },
    Colours { at_least: usize },
}

impl Look {
    /// Reads the colours in it.
    ///
    /// # Errors
    /// When one is none.
    pub fn new(painted: &Painted) -> Result<Self, PaintError> {
        Ok(match painted {
            Painted::Colour { rgb, share } => Self::Colour { rgb: colour(rgb)?, share: *share },
            Painted::Colours { at_least } => Self::Colours { at_least: *at_least },
        })
    }

    fn sees(&self, pixels: &[[u8; 3]]) -> bool {
        match self {
            Self::Colour { rgb, share } => {
                let alike = pixels
                    .iter()
                    .filter(|pixel| pixel.iter().zip(rgb).all(|(shown, wanted)| shown.abs_diff(*wanted) <= TOLERANCE));
                !pixels.is_empty() && alike.count() as f64 >= share * pixels.len() as f64
            }
            Self::Colours { at_least } => {
                let mut seen = HashSet::new();
                pixels.iter().any(|pixel| seen.insert(pixel) && seen.len() >= *at_least)
            }
        }
    }
}

fn colour(text: &str) -> Result<[u8; 3], PaintError> {
    let wrong = || PaintError::Colour(text.to_owned());
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6).ok_or_else(wrong)?;
    let number = u32::from_str_radix(digits, 16).map_err(|_| wrong())?;
    let [_, red, green, blue] = number.to_be_bytes();
    Ok([red, green, blue])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_read_or_refused() {
        assert_eq!(colour("#0a4a50").unwrap(), [0x0a, 0x4a, 0x50]);
        for text in ["", "#", "0a4a50", "#0a4a5", "#0a4a500", "#0a4a5g", "#+a4a50é"] {
            assert!(colour(text).is_err(), "{text}");
        }
    }

    #[test]
    fn enough_of_a_colour_counts_as_painted() {
        let look = Look::Colour { rgb: [10, 20, 30], share: 0.5 };
        assert!(look.sees(&[[10, 20, 30], [0, 0, 0]]));
        assert!(look.sees(&[[12, 18, 30], [0, 0, 0]]));
        assert!(!look.sees(&[[13, 20, 30], [0, 0, 0]]));
        assert!(!look.sees(&[[10, 20, 30], [0, 0, 0], [0, 0, 0]]));
        assert!(!look.sees(&[]));
    }

    #[test]
    fn enough_colours_count_as_painted() {
        let look = Look::Colours { at_least: 3 };
        assert!(look.sees(&[[0, 0, 0], [1, 0, 0], [2, 0, 0]]));
        assert!(!look.sees(&[[0, 0, 0], [1, 0, 0], [1, 0, 0], [0, 0, 0]]));
        assert!(!look.sees(&[]));
    }
}
