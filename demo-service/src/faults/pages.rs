//! Pages for the frame faults.

use axum::response::Response;

/// A page without a script.
pub(super) const SILENT: &str = include_str!("../../assets/faults/silent.html");

const SCRIPTED: &str = include_str!("../../assets/faults/scripted.html");

pub(crate) const ASSETS: [(&str, &str); 2] = [
    ("asks-never-ready.js", include_str!("../../assets/faults/asks-never-ready.js")),
    ("ready-then-error.js", include_str!("../../assets/faults/ready-then-error.js")),
];

pub(super) fn with_script(name: &str) -> Response {
    crate::pages::html(SCRIPTED.replace("{script}", name))
}
