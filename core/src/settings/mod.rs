//! What is remembered between starts. Holds no secret, ever.

pub mod colour;
pub mod file;
pub mod migrations;
pub mod model;
pub mod named;
pub mod preferences;
pub mod removed;
