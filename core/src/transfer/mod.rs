//! What moves from one computer to another in a file: everything that is set, and no secret.
//!
//! Keys and tokens are not in the settings at all. What else there is to write is named here field by field, so that a
//! field which this version does not know, and which may hold anything, stays where it is.

pub mod difference;
pub mod document;
mod merge;
mod name;

pub use document::{Document, DocumentError};
pub use merge::{Merged, merge};
