//! The diagnosis of a widget as the setup window asks for it, and its report in a file that the person chooses.

use crate::desktop::Desktop;
use crate::transfer::{file, on_disk};
use crate::windows::choose_file::{self, Purpose, Wanted};
use crate::{ipc, texts};
use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tauri::{AppHandle, Manager, WebviewWindow};
use tokio::sync::{Mutex as Turn, MutexGuard as TurnGuard};
use widget_core::app::diagnosing::Means;
use widget_core::diagnosis::check::CheckReport;
use widget_core::diagnosis::checklist::checklists;
use widget_core::diagnosis::report::{Circumstances, Diagnosed, Report};
use widget_core::diagnosis::run::Reporter;
use widget_core::error::{AppError, Code};
use widget_core::service::framing::Parent;
use widget_core::service::http::HttpSignIn;

/// What a report's file is called, unless the person calls it otherwise.
const USUAL_NAME: &str = "returning-widgets-diagnosis.md";

fn internal(error: &dyn std::fmt::Display) -> AppError {
    AppError::new(Code::Internal).with_detail(error.to_string())
}

/// The report of each widget's last diagnosis, for as long as the app runs.
#[derive(Default)]
pub struct Reports {
    /// One diagnosis runs at a time.
    turn: Turn<()>,
    /// How many were asked for: of those that wait for their turn, only the last one is still looked at.
    asked: AtomicU64,
    last: Mutex<HashMap<String, Report>>,
}

impl Reports {
    /// Waits for the turn of one more diagnosis.
    async fn turn(&self) -> Result<TurnGuard<'_, ()>, AppError> {
        let number = self.asked.fetch_add(1, Ordering::SeqCst).wrapping_add(1);
        let turn = self.turn.lock().await;
        if self.asked.load(Ordering::SeqCst) != number {
            return Err(internal(&"another diagnosis was asked for"));
        }
        Ok(turn)
    }

    fn last(&self) -> MutexGuard<'_, HashMap<String, Report>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tries each step of a widget's way, and keeps the report of it.
pub async fn diagnose(
    app: &AppHandle,
    widget: &str,
    tell: &(dyn Fn(&CheckReport) + Send + Sync),
) -> Result<Diagnosed, AppError> {
    let reports = app.state::<Reports>();
    let _turn = reports.turn().await?;
    let core = app.state::<Desktop>().current();
    let parent = Parent::parse(ipc::OURS).map_err(|error| internal(&error))?;
    // Without a connection that was opened before: opening one is among the steps.
    let probe = HttpSignIn::default();
    let means = Means { probe: &probe, parent: &parent, key: None };
    let diagnosis = core.diagnose(widget, &means, &Reporter(tell)).await?;
    let report = Report::new(&diagnosis, &circumstances(app));
    let (markdown, json) = (report.markdown(&texts::english), report.json());
    reports.last().insert(widget.to_owned(), report);
    let checklists = checklists(&diagnosis.checks);
    Ok(Diagnosed { diagnosis, report: markdown, report_json: json, checklists })
}

/// Writes the report of a widget's last diagnosis to a file that the person chooses; one that still runs is waited for.
/// `false` when they chose none.
pub async fn save_report(window: &WebviewWindow, widget: &str) -> Result<bool, AppError> {
    let reports = window.state::<Reports>();
    drop(reports.turn.lock().await);
    let Some(report) = reports.last().get(widget).cloned() else {
        return Err(Code::UnknownWidget.into());
    };
    let language = window.state::<Desktop>().current().language();
    let wanted = Wanted {
        purpose: Purpose::Save,
        title: texts::report_title(language),
        usual_name: USUAL_NAME,
        agree: texts::transfer_save(language),
        decline: texts::link_cancel(language),
    };
    let Some(path) = choose_file::ask(window, wanted).await.map_err(|error| internal(&error))? else {
        return Ok(false);
    };
    let text = if is_json(&path) { report.json() } else { report.markdown(&texts::english) };
    on_disk(Code::FileNotWritten, move || file::write(&path, &text)).await?;
    Ok(true)
}

/// By the ending that the person gave the file; any other than that of JSON is Markdown.
fn is_json(path: &Path) -> bool {
    path.extension().and_then(OsStr::to_str).is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

fn circumstances(app: &AppHandle) -> Circumstances {
    let web_view = tauri::webview_version().unwrap_or_default();
    Circumstances {
        app_version: app.package_info().version.to_string(),
        system: format!("{} {}, web view {web_view}", std::env::consts::OS, std::env::consts::ARCH),
        language: app.state::<Desktop>().current().language(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn of_those_that_wait_only_the_last_one_gets_its_turn() {
        let reports = Reports::default();
        let running = reports.turn().await.unwrap();
        let waiting = async {
            let (first, last) = tokio::join!(reports.turn(), async { reports.turn().await.map(drop) });
            (first.is_err(), last.is_ok())
        };
        let (waited, ()) = tokio::join!(waiting, async { drop(running) });
        assert_eq!(waited, (true, true));
    }

    #[test]
    fn the_ending_of_a_file_says_what_goes_into_it() {
        for (name, json) in
            [("a.json", true), ("a.JSON", true), ("a.md", false), ("json", false), ("a.json.txt", false)]
        {
            assert_eq!(is_json(Path::new(name)), json, "{name}");
        }
    }
}
