//! The pages inside the frames, and their scripts and styles.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::shared::Shared;

const PAGE: &str = include_str!("../assets/page.html");
pub(crate) const NOT_FOUND: &str = include_str!("../assets/not-found.html");

/// Only the page's own files may run, style it or be called. Who may frame it is left open, as an embed needs.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
     img-src 'self' data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";

/// How a page asks for its token and reads the answer (protocol.md 3.1). Both documented spellings must occur.
#[derive(Clone, Copy)]
enum Dialect {
    /// M1, then M2: the token is in `value`.
    Value,
    /// M1, then M2': the token is in `token`, and `widgetId` must be the widget's own.
    Token,
    /// The older one, where the request has the type of the answer; the token is in `value`.
    OneType,
    /// No token is needed.
    None,
}

impl Dialect {
    const fn name(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Token => "token",
            Self::OneType => "one-type",
            Self::None => "none",
        }
    }
}

struct Kind {
    widget_type: &'static str,
    title: &'static str,
    /// The name of the page's script and style sheet.
    files: &'static str,
    dialect: Dialect,
    /// How the page says that it is ready: `object`, `string` (M4 and M7) or `nothing`.
    ready: &'static str,
}

const KINDS: [Kind; 8] = [
    kind("channel-widget", "Channels", "channels", Dialect::Value, "object"),
    kind("store-widget", "Store", "store", Dialect::Token, "object"),
    kind("store", "Store", "store", Dialect::Token, "object"),
    kind("milestone-widget", "Milestones", "milestones", Dialect::Value, "object"),
    kind("currency-overview-widget", "Currency Overview", "currency", Dialect::Token, "string"),
    kind("social-widget", "Socials", "socials", Dialect::OneType, "nothing"),
    kind("custom-widget", "Club home", "home", Dialect::Value, "object"),
    kind("custom-leaderboards", "Spring Trading Cup", "leaderboard", Dialect::None, "nothing"),
];

const fn kind(
    widget_type: &'static str,
    title: &'static str,
    files: &'static str,
    dialect: Dialect,
    ready: &'static str,
) -> Kind {
    Kind { widget_type, title, files, dialect, ready }
}

/// The query of a page address (protocol.md 2.3). Anything but the two documented colours follows the system.
#[derive(Deserialize)]
pub(crate) struct Look {
    color: Option<String>,
}

type LookQuery = Result<Query<Look>, axum::extract::rejection::QueryRejection>;

/// `GET /{widget_type}/{widget_id}` (protocol.md 2.1).
pub(crate) async fn widget(
    State(shared): State<Arc<Shared>>,
    Path((widget_type, widget_id)): Path<(String, String)>,
    look: LookQuery,
) -> Response {
    let response = page(&shared, &widget_type, &widget_id, None, look);
    #[cfg(feature = "faults")]
    let response = altered(&shared, response).await;
    response
}

/// `GET /{widget_type}/{widget_id}/{slug}`: the address of a public leaderboard (protocol.md 6).
pub(crate) async fn leaderboard(
    State(shared): State<Arc<Shared>>,
    Path((widget_type, widget_id, slug)): Path<(String, String, String)>,
    look: LookQuery,
) -> Response {
    let response = page(&shared, &widget_type, &widget_id, Some(&slug), look);
    #[cfg(feature = "faults")]
    let response = altered(&shared, response).await;
    response
}

fn page(shared: &Shared, widget_type: &str, widget_id: &str, slug: Option<&str>, look: LookQuery) -> Response {
    let kind = KINDS.iter().find(|kind| kind.widget_type == widget_type);
    let Some(kind) = kind.filter(|_| shared.community.has_widget(widget_type, widget_id, slug)) else {
        return (StatusCode::NOT_FOUND, html(NOT_FOUND.to_owned())).into_response();
    };
    let color = match look.ok().and_then(|Query(look)| look.color).as_deref() {
        Some("light") => "light",
        Some("dark") => "dark",
        _ => "system",
    };
    // Every value below is one of this crate's own constants, so none needs escaping.
    let text = PAGE
        .replace("{color}", color)
        .replace("{title}", kind.title)
        .replace("{community}", &shared.community.name)
        .replace("{files}", kind.files)
        .replace("{dialect}", kind.dialect.name())
        .replace("{ready}", kind.ready)
        .replace("{widget_id}", widget_id);
    html(text)
}

/// A page of a widget that there is, as a test has scripted it.
#[cfg(feature = "faults")]
async fn altered(shared: &Shared, response: Response) -> Response {
    if response.status().is_success() { shared.script.alter_page(response).await } else { response }
}

pub(crate) async fn not_found() -> Response {
    (StatusCode::NOT_FOUND, html(NOT_FOUND.to_owned())).into_response()
}

pub(crate) fn html(text: String) -> Response {
    let mut response = text.into_response();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// `GET /demo/assets/{name}`.
pub(crate) async fn asset(Path(name): Path<String>) -> Response {
    let found = ASSETS.iter().find(|(known, _)| *known == name);
    #[cfg(feature = "faults")]
    let found = found.or_else(|| crate::faults::ASSETS.iter().find(|(known, _)| *known == name));
    let Some((_, text)) = found else {
        return not_found().await;
    };
    let content_type =
        if name.ends_with(".css") { "text/css; charset=utf-8" } else { "text/javascript; charset=utf-8" };
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, *text).into_response()
}

macro_rules! assets {
    ($($name:literal),* $(,)?) => { [$(($name, include_str!(concat!("../assets/", $name)))),*] };
}

const ASSETS: [(&str, &str); 19] = assets![
    "base.css",
    "channels.css",
    "channels.js",
    "currency.css",
    "currency.js",
    "dom.js",
    "home.css",
    "home.js",
    "icons.js",
    "leaderboard.css",
    "leaderboard.js",
    "milestones.css",
    "milestones.js",
    "session.js",
    "shell.js",
    "socials.css",
    "socials.js",
    "store.css",
    "store.js",
];
