//! What the measuring programs share: a display and a home of a program's own, its whole process tree, and the look at what
//! it has painted.

#![cfg(target_os = "linux")]

pub mod display;
pub mod home;
pub mod paint;
pub mod plan;
pub mod process_tree;
pub mod start;
pub mod statistics;
