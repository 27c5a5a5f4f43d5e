//! `diagnose`: which step of a widget fails. What is known of a frame in a window is unknown here.

use super::exit::Exit;
use super::failure::{Failure, key_hint};
use super::print::{json, plain};
use super::{Answer, key_input, settings, without_windows};
use crate::arguments;
use crate::{ipc, texts};
use serde_json::Value;
use widget_core::app::diagnosing::Means;
use widget_core::diagnosis::Diagnosis;
use widget_core::diagnosis::check::{CheckReport, Outcome};
use widget_core::diagnosis::run::Reporter;
use widget_core::error::{AppError, Code};
use widget_core::service::framing::Parent;
use widget_core::service::http::HttpSignIn;

pub fn run(wanted: &arguments::Diagnose) -> Result<Answer, Failure> {
    let settings = settings::look()?;
    let which = &wanted.which;
    let (_, widget) = settings.settings().named(which.community.as_deref(), which.widget.as_deref())?;
    let widget = widget.id.clone();
    let key = key_input::read_if(wanted.key_from_stdin)?;
    let parent = Parent::parse(ipc::OURS);
    let parent = parent.map_err(|error| AppError::new(Code::Internal).with_detail(error.to_string()))?;
    let means = Means { probe: &HttpSignIn::default(), parent: &parent, key };
    let app = without_windows::app(settings);
    let diagnosis = without_windows::wait_for(app.diagnose(&widget, &means, &Reporter(&|_| {})))??;
    let exit = diagnosis.cause.map_or(Exit::Fine, Exit::from);
    let text = if wanted.json { json(&diagnosis)? } else { text(&diagnosis) + key_hint(exit, wanted.key_from_stdin) };
    Ok(Answer { exit, text })
}

/// A line for each step, with what was found where it went wrong; then what is wrong and what to do.
fn text(diagnosis: &Diagnosis) -> String {
    let place = format!("{}/{}\n", plain(&diagnosis.community_name), plain(&diagnosis.widget_name));
    let steps = diagnosis.checks.iter().map(step);
    std::iter::once(place).chain(steps).chain([verdict(diagnosis)]).collect()
}

fn step(report: &CheckReport) -> String {
    let (outcome, error) = match &report.outcome {
        Outcome::Passed => ("passed", None),
        Outcome::Warned { error } => ("warned", Some(error)),
        Outcome::Failed { error } => ("failed", Some(error)),
        Outcome::NotNeeded => ("not_needed", None),
        Outcome::NotReached => ("not_reached", None),
        Outcome::Unknown => ("unknown", None),
    };
    let line = format!("  {:<17}  {outcome:<11}  {:>6} ms", texts::name_of(report.check), report.took_ms);
    let Some(error) = error else { return line + "\n" };
    let facts: String =
        report.facts.iter().map(|fact| fact_lines(&serde_json::to_value(fact).unwrap_or_default())).collect();
    let detail = error.detail.as_deref().map(|detail| format!(" ({})", plain(detail))).unwrap_or_default();
    format!("{line}  {}{detail}\n{facts}", texts::name_of(error.code))
}

/// What a fact says, by the names that the JSON has as well.
fn fact_lines(fact: &Value) -> String {
    let name = fact.get("fact").and_then(Value::as_str).unwrap_or_default();
    let fields = fact.as_object().into_iter().flatten().filter(|(field, _)| *field != "fact");
    let values: Vec<String> = fields.map(|(field, value)| format!("{field}={}", shown(value))).collect();
    format!("      {name}  {}", values.join("  ")).trim_end().to_owned() + "\n"
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => plain(text),
        Value::Object(fields) => fields.values().map(shown).collect::<Vec<_>>().join(" "),
        other => plain(&other.to_string()),
    }
}

fn verdict(diagnosis: &Diagnosis) -> String {
    let Some(cause) = diagnosis.cause else {
        return "No step fails. What happens in a window is seen there alone.\n".to_owned();
    };
    let (title, action) = texts::of_cause(cause, first_error(&diagnosis.checks));
    format!("{}: {title}\n{action}\n", texts::name_of(cause))
}

fn first_error(checks: &[CheckReport]) -> Code {
    let failed = checks.iter().find_map(|report| report.outcome.failure());
    let warned = checks.iter().find_map(|report| match &report.outcome {
        Outcome::Warned { error } => Some(error),
        _ => None,
    });
    failed.or(warned).map_or(Code::Internal, |error| error.code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use widget_core::diagnosis::cause::Cause;
    use widget_core::diagnosis::check::Check;
    use widget_core::diagnosis::fact::Fact;

    fn diagnosis() -> Diagnosis {
        let report = |check, outcome, facts| CheckReport { check, outcome, started_ms: 0, took_ms: 12, facts };
        Diagnosis {
            widget: "w1".to_owned(),
            widget_name: "Store\u{1b}[2J".to_owned(),
            community_name: "Club".to_owned(),
            at_unix: 0,
            took_ms: 24,
            cause: Some(Cause::WrongKey),
            checks: vec![
                report(Check::Configuration, Outcome::Passed, Vec::new()),
                report(
                    Check::SignIn,
                    Outcome::Failed { error: Code::KeyRefused.into() },
                    vec![Fact::Status { status: 401 }, Fact::NoProxy],
                ),
                report(Check::FrameLoaded, Outcome::Unknown, Vec::new()),
            ],
        }
    }

    #[test]
    fn each_step_has_a_line_and_the_cause_comes_last() {
        let text = text(&diagnosis());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines.get(..6).unwrap(),
            [
                "Club/Store [2J",
                "  configuration      passed           12 ms",
                "  sign_in            failed           12 ms  key_refused",
                "      status  status=401",
                "      no_proxy",
                "  frame_loaded       unknown          12 ms",
            ]
        );
        assert!(lines[6].starts_with("wrong_key: ") && lines[7].len() > 10, "{text}");
    }

    #[test]
    fn every_cause_says_what_is_wrong_and_what_to_do() {
        for cause in Cause::ALL {
            let (title, action) = texts::of_cause(cause, Code::Internal);
            assert!(!title.is_empty() && !action.is_empty() && !title.contains('{'), "{cause:?}");
        }
    }
}
