//! The report as Markdown. What somebody else may have written stands in code spans, so that it can't be any markup.

use super::{Texts, date};
use serde_json::Value;

pub fn write(report: &Value, texts: Texts<'_>) -> String {
    let diagnosis = report.get("diagnosis").unwrap_or(&Value::Null);
    let checks = diagnosis.get("checks").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let text = |name: &str| texts(name).unwrap_or_else(|| name.to_owned());
    let (name, title, action) = headline(diagnosis, checks, texts);
    let mut lines = vec![
        format!("# {}: {}\n", text("app_name"), text("diagnosis_title")),
        format!("**{title}** {action}\n"),
        format!("- cause: {}", code(&name)),
        format!("- widget: {}", code(&plain(diagnosis.get("widget_name")))),
        format!("- community: {}", code(&plain(diagnosis.get("community_name")))),
        format!("- took: {} ms", plain(diagnosis.get("took_ms"))),
    ];
    lines.extend(
        ["app_version", "system", "language", "time"]
            .map(|field| format!("- {}: {}", field.replace('_', " "), code(&plain(report.get(field))))),
    );
    lines.push(format!("\n| {} | {} | from ms | took ms |", text("diagnosis_step"), text("diagnosis_result")));
    lines.push("| --- | --- | ---: | ---: |".to_owned());
    lines.extend(checks.iter().map(|check| {
        let (from, took) = (plain(check.get("started_ms")), plain(check.get("took_ms")));
        format!("| {} | {} | {from} | {took} |", name_of(check, &text), outcome(check, &text))
    }));
    lines.extend(checks.iter().flat_map(|check| details(check, texts, &text)));
    lines.join("\n") + "\n"
}

/// The cause's name, what it says, and what to do.
fn headline(diagnosis: &Value, checks: &[Value], texts: Texts<'_>) -> (String, String, String) {
    let cause = diagnosis.get("cause").and_then(Value::as_str);
    let of_cause = |what: &str| texts(&format!("cause_{}_{what}", cause?));
    // What the cause does not say, the step that failed does.
    let of_check = checks.iter().find_map(|check| error(check, texts));
    let fine = || (texts("diagnosis_fine").unwrap_or_default(), texts("diagnosis_fine_text").unwrap_or_default());
    let (title, action) = of_check.unwrap_or_else(fine);
    let or_else = |what: &str, text: String| of_cause(what).unwrap_or(text);
    (cause.unwrap_or("none").to_owned(), or_else("title", title), or_else("action", action))
}

/// What a check that went wrong says, and what to do.
fn error(check: &Value, texts: Texts<'_>) -> Option<(String, String)> {
    let code = check.pointer("/error/code")?.as_str()?;
    Some((texts(&format!("error_{code}_title"))?, texts(&format!("error_{code}_action"))?))
}

fn name_of(check: &Value, text: &impl Fn(&str) -> String) -> String {
    text(&format!("check_{}", plain(check.get("check"))))
}

fn outcome(check: &Value, text: &impl Fn(&str) -> String) -> String {
    let outcome = plain(check.get("outcome"));
    let kind = if matches!(outcome.as_str(), "failed" | "not_needed") { "verdict" } else { "outcome" };
    text(&format!("{kind}_{outcome}"))
}

fn details(check: &Value, texts: Texts<'_>, text: &impl Fn(&str) -> String) -> Vec<String> {
    let facts = check.get("facts").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let wrong = check.pointer("/error/code").map(|name| {
        let (title, _) = error(check, texts).unwrap_or_default();
        let detail = check.pointer("/error/detail").and_then(Value::as_str).map(code).unwrap_or_default();
        format!("- {}: {title} {} {detail}", outcome(check, text), code(&plain(Some(name))))
    });
    let found = facts.iter().flat_map(|fact| {
        let wanted =
            fact.get("wanted").map(|it| format!("- {}: {}", text("fact_framing_wanted"), code(&plain(Some(it)))));
        [Some(format!("- {}", fact_text(fact, texts))), wanted].into_iter().flatten()
    });
    let mut lines: Vec<String> = wrong.into_iter().chain(found).collect();
    if !lines.is_empty() {
        lines.insert(0, format!("\n### {}\n", name_of(check, text)));
    }
    lines
}

fn fact_text(fact: &Value, texts: Texts<'_>) -> String {
    let name = plain(fact.get("fact"));
    let fields = fact.as_object().into_iter().flatten().filter(|(field, _)| *field != "fact");
    let Some(mut text) = texts(&format!("fact_{name}")) else {
        let listed: Vec<String> = fields.map(|(field, value)| format!("{field} {}", shown(field, value))).collect();
        return format!("{name}: {}", listed.join(", "));
    };
    // The values are filled in one by one, and one may look like the place of another.
    let mut filled = String::new();
    let fields: Vec<(String, &Value)> = fields.map(|(field, value)| (format!("{{{field}}}"), value)).collect();
    while let Some((at, place, value)) = first_place(&text, &fields) {
        let rest = text.split_off(at);
        filled.push_str(&text);
        filled.push_str(&shown(place.trim_matches(['{', '}']), value));
        text = rest.get(place.len()..).unwrap_or_default().to_owned();
    }
    filled + &text
}

fn first_place<'a>(text: &str, fields: &'a [(String, &'a Value)]) -> Option<(usize, &'a str, &'a Value)> {
    fields.iter().filter_map(|(place, value)| Some((text.find(place)?, place.as_str(), *value))).min_by_key(|it| it.0)
}

/// A value as its field wants it.
fn shown(field: &str, value: &Value) -> String {
    match value {
        Value::Number(number) if field.ends_with("_unix") => number.as_u64().map_or_else(|| number.to_string(), date),
        Value::Number(number) if field == "ms" || field.ends_with("_ms") => format!("{number} ms"),
        Value::Number(number) if field == "seconds" => format!("{number} s"),
        Value::Number(number) => number.to_string(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        other => code(&plain(Some(other))),
    }
}

/// A value without its kind: of several their list, of a tagged one its name or else its tag.
fn plain(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Array(entries)) => entries.iter().map(|entry| plain(Some(entry))).collect::<Vec<_>>().join(", "),
        Some(Value::Object(fields)) => plain(fields.get("name").or_else(|| fields.values().next())),
        _ => String::new(),
    }
}

/// A code span that nothing in the text can end.
fn code(text: &str) -> String {
    format!("`{}`", if text.trim().is_empty() { "-".to_owned() } else { text.replace('`', "'") })
}
