//! `sign-in --check`: whether a widget's account gets in. Nothing is kept of it.

use super::exit::Exit;
use super::failure::{Failure, explained, key_hint};
use super::print::{json, plain};
use super::{Answer, key_input, settings, without_windows};
use crate::arguments;
use serde::Serialize;
use std::time::Instant;
use widget_core::app::sign_in_check::SignInCheck;
use widget_core::diagnosis::fact::masked;
use widget_core::error::AppError;

const SCHEMA: &str = "returning-widgets/sign-in";
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    version: u32,
    community: &'a str,
    widget: &'a str,
    account: Option<String>,
    result: &'static str,
    took_ms: u64,
    error: Option<&'a AppError>,
}

pub fn run(wanted: &arguments::SignIn) -> Result<Answer, Failure> {
    let settings = settings::look()?;
    let (community, widget) = {
        let which = &wanted.which;
        let (community, widget) = settings.settings().named(which.community.as_deref(), which.widget.as_deref())?;
        (community.clone(), widget.clone())
    };
    let key = key_input::read_if(wanted.key_from_stdin)?;
    let app = without_windows::app(settings);
    let began = Instant::now();
    let checked = without_windows::wait_for(app.check_sign_in(&widget.id, key))?;
    let report = Report {
        schema: SCHEMA,
        version: VERSION,
        community: &community.name,
        widget: &widget.name,
        account: community.signed_in().map(masked),
        result: match checked {
            Ok(SignInCheck::SignedIn) => "signed_in",
            Ok(SignInCheck::NotNeeded) => "not_needed",
            Err(_) => "failed",
        },
        took_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        error: checked.as_ref().err(),
    };
    let exit = report.error.map_or(Exit::Fine, |error| Exit::of(error.code));
    match report.error {
        _ if wanted.json => Ok(Answer { exit, text: json(&report)? }),
        Some(error) => Err(Failure::new(
            exit,
            format!("{}: {}\n{}", report.place(), explained(error), key_hint(exit, wanted.key_from_stdin)),
        )),
        None => Ok(Answer { exit, text: report.text() }),
    }
}

impl Report<'_> {
    fn place(&self) -> String {
        format!("{}/{}", plain(self.community), plain(self.widget))
    }

    fn text(&self) -> String {
        let place = self.place();
        match &self.account {
            _ if self.result == "not_needed" => format!("{place}: needs no sign-in\n"),
            Some(account) => format!("{place}: signed in as {account} in {} ms\n", self.took_ms),
            None => format!("{place}: signed in in {} ms\n", self.took_ms),
        }
    }
}
