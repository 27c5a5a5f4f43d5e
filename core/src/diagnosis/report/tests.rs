use super::*;
use crate::diagnosis::cause::Cause;
use crate::diagnosis::check::{Check, CheckReport, Outcome};
use crate::diagnosis::fact::{Fact, KeyOwner};
use crate::error::{AppError, Code};
use crate::view::{FramingRefusal, RefusingHeader};

const KEY: &str = "rk_live_51H8xqQ9w8e7r6t5y";
const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtYXJhIn0.c2lnbmF0dXJlMTIzNDU2Nzg5MA";
const EMAIL: &str = "canary.person@northwind.example";

/// A text in every place that has one, and as many facts as there can be.
fn planted(text: &str, facts: usize) -> Diagnosis {
    let text = || text.to_owned();
    let error = || AppError::new(Code::FramingRefused).with_detail(text());
    let all = || {
        [
            Fact::ServiceAddress { origin: text() },
            Fact::CommunityId { id: text() },
            Fact::PageAddress { address: text() },
            Fact::Account { email: text() },
            Fact::KeyStore { name: text() },
            Fact::KeyOf { owner: KeyOwner::Widget { name: text() } },
            Fact::ProxyAddress { address: text() },
            Fact::Host { name: text() },
            Fact::Addresses { addresses: vec![text(); 20] },
            Fact::ConnectedTo { address: text() },
            Fact::Certificate { issuer: text(), valid_from_unix: i64::MIN, expires_unix: i64::MAX },
            Fact::OtherKey { of: KeyOwner::Widget { name: text() }, accepted: false },
            Fact::ContentType { value: text() },
            Fact::Framing(FramingRefusal {
                header: RefusingHeader::ContentSecurityPolicy,
                value: text(),
                wanted: text(),
                parent_origin: text(),
                page: text(),
            }),
            Fact::OtherWidgetReady { name: text() },
        ]
    };
    let checks = Check::ALL.map(|check| CheckReport {
        check,
        outcome: Outcome::Failed { error: error() },
        started_ms: u64::MAX,
        took_ms: u64::MAX,
        facts: all().into_iter().cycle().take(facts).collect(),
    });
    Diagnosis {
        widget: text(),
        widget_name: text(),
        community_name: text(),
        at_unix: 1_795_559_452,
        took_ms: 1234,
        cause: Some(Cause::BlockedByAllowList),
        checks: checks.into(),
    }
}

fn report(diagnosis: &Diagnosis) -> Report {
    let circumstances = Circumstances {
        app_version: "0.1.0".to_owned(),
        system: "linux x86_64".to_owned(),
        language: Language::Spanish,
    };
    Report::new(diagnosis, &circumstances)
}

fn english(name: &str) -> Option<String> {
    match name {
        "cause_blocked_by_allow_list_title" => Some("Not let in.".to_owned()),
        "cause_blocked_by_allow_list_action" => Some("Ask for it.".to_owned()),
        "fact_certificate" => Some("By {issuer}, from {valid_from_unix} to {expires_unix}".to_owned()),
        _ => None,
    }
}

#[test]
fn a_key_a_token_and_an_email_are_in_no_report_wherever_they_were() {
    for text in [KEY.to_owned(), TOKEN.to_owned(), EMAIL.to_owned(), format!("x {KEY} {TOKEN}, <{EMAIL}>|`{KEY}`")] {
        for facts in [0, 1, 15] {
            let report = report(&planted(&text, facts));
            for written in [report.json(), report.markdown(&english)] {
                let parts = KEY.split('_').chain(TOKEN.split('.')).filter(|part| part.len() > 6);
                for secret in parts.chain(["canary.person", "canary"]) {
                    assert!(!written.contains(secret), "{secret} in {written}");
                }
            }
        }
    }
    assert!(planted(KEY, 1).widget_name.contains(KEY), "it was there to be found");
}

#[test]
fn a_report_fits_into_a_ticket_whatever_was_found() {
    for text in ["", "short", &"北".repeat(300), &"\"\\".repeat(150), &"a b ".repeat(75)] {
        for facts in [0, 3, 15, 200] {
            let report = report(&planted(text, facts));
            for written in [report.json(), report.markdown(&|name| Some(name.repeat(3)))] {
                assert!((500..=LONGEST).contains(&written.len()), "{} bytes", written.len());
            }
            serde_json::from_str::<Value>(&report.json()).unwrap();
        }
    }
}

#[test]
fn the_json_says_what_was_found_and_where() {
    let written: Value = serde_json::from_str(&report(&planted("HTTP 403", 1)).json()).unwrap();
    assert_eq!(written["report"], 1);
    assert_eq!(written["app_version"], "0.1.0");
    assert_eq!(written["language"], "es");
    assert_eq!(written["time"], "Tue, 24 Nov 2026 22:30:52 GMT");
    assert_eq!(written["diagnosis"]["cause"], "blocked_by_allow_list");
    assert_eq!(written["diagnosis"]["checks"][6]["check"], "sign_in");
    assert_eq!(written["diagnosis"]["checks"][6]["error"]["detail"], "HTTP 403");
}

#[test]
fn the_markdown_says_the_cause_first_and_each_step_in_a_table() {
    let mut diagnosis = planted("Harbour", 0);
    diagnosis.checks[0].outcome = Outcome::Passed;
    let (issuer, from, to) = ("CN=Filter".to_owned(), 1_795_559_452, i64::MAX);
    diagnosis.checks[5].facts = vec![Fact::Certificate { issuer, valid_from_unix: from, expires_unix: to }];
    let written = report(&diagnosis).markdown(&english);
    assert!(written.starts_with("# app_name: diagnosis_title\n\n**Not let in.** Ask for it.\n"), "{written}");
    assert!(written.contains("- cause: `blocked_by_allow_list`\n- widget: `Harbour`\n"), "{written}");
    assert!(
        written.contains(&format!("| check_configuration | outcome_passed | {0} | {0} |\n", u64::MAX)),
        "{written}"
    );
    let certificate = format!("- By `CN=Filter`, from Tue, 24 Nov 2026 22:30:52 GMT to {}\n", i64::MAX);
    assert!(written.contains(&certificate), "{written}");
}

#[test]
fn no_text_becomes_markup_or_the_place_of_another() {
    let text = "`</code>|\n# {expires_unix} [x](http://evil.example)";
    let written = report(&planted(text, 15)).markdown(&english);
    for line in written.lines() {
        assert!(line.matches('`').count() % 2 == 0, "{line}");
        let outside: String = line.split('`').step_by(2).collect();
        assert!(!outside.contains("evil") && !outside.contains("</code>"), "{line}");
    }
    assert_eq!(written.matches("\n# ").count(), 0);
}
