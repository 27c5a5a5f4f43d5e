//! The language that this system is set to.

use widget_core::language::Language;

/// From the variables that programs of Linux read. Elsewhere they are rarely set, and then it is English until the person
/// prefers another one: what those systems ask for is told by calls of their own.
pub fn of_system() -> Language {
    Language::of_system(|name| std::env::var(name).ok())
}
