//! The rules of the log: how long it says more, and how much of it a page can fill.

pub mod page_lines;
pub mod verbosity;
