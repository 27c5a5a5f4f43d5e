//! The service's own lists for whoever embeds a widget. A line is told by a step of the diagnosis, and ticked by nobody.

use super::check::{Check, CheckReport, Outcome};
use crate::error::Code;
use serde::Serialize;
use ts_rs::TS;

/// What a list asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ChecklistItem {
    // Security.
    KeyNotInCode,
    KeyNotInFrontEnd,
    SignInValidated,
    ListenerChecksOrigin,
    Https,
    KeyNotInVersionControl,
    // Quick start.
    CredentialsInHand,
    SignInSide,
    TokenHandOver,
    FrameTypeAndId,
    SignInTested,
    WidgetWorks,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Light {
    Green,
    Red,
    /// This widget needs no such thing, or nothing can be told of it here.
    NotApplicable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct ChecklistLine {
    pub item: ChecklistItem,
    pub light: Light,
    /// The step that says so.
    pub check: Check,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Checklists {
    pub security: Vec<ChecklistLine>,
    pub quick_start: Vec<ChecklistLine>,
}

/// By which step each line is told. The key is where the keychain step says it is: in the keychain or in memory, where
/// the sign-in alone reads it, and so neither in code, nor in a page, nor under version control. A token is handed over
/// only to the frame whose origin is the service's, so the step that hands it over has looked.
const SECURITY: [(ChecklistItem, Check); 6] = [
    (ChecklistItem::KeyNotInCode, Check::Keychain),
    (ChecklistItem::KeyNotInFrontEnd, Check::Keychain),
    (ChecklistItem::SignInValidated, Check::SignIn),
    (ChecklistItem::ListenerChecksOrigin, Check::TokenHandedOver),
    (ChecklistItem::Https, Check::Tls),
    (ChecklistItem::KeyNotInVersionControl, Check::Keychain),
];

const QUICK_START: [(ChecklistItem, &[Check]); 6] = [
    (ChecklistItem::CredentialsInHand, &[Check::Configuration, Check::Keychain]),
    (ChecklistItem::SignInSide, &[Check::Connection]),
    (ChecklistItem::TokenHandOver, &[Check::TokenHandedOver]),
    (ChecklistItem::FrameTypeAndId, &[Check::FramePage]),
    (ChecklistItem::SignInTested, &[Check::SignIn]),
    (ChecklistItem::WidgetWorks, &[Check::Ready]),
];

#[must_use]
pub fn checklists(checks: &[CheckReport]) -> Checklists {
    let security = SECURITY.iter().map(|(item, check)| line(checks, *item, &[*check]));
    let quick_start = QUICK_START.iter().map(|(item, by)| line(checks, *item, by));
    Checklists { security: security.collect(), quick_start: quick_start.collect() }
}

/// By the first of its steps that is not green, or else by the last that is.
fn line(checks: &[CheckReport], item: ChecklistItem, by: &[Check]) -> ChecklistLine {
    let lines = by.iter().map(|check| ChecklistLine { item, light: light(checks, item, *check), check: *check });
    let (mut green, mut other): (Vec<_>, Vec<_>) = lines.partition(|line| line.light == Light::Green);
    other.sort_by_key(|line| line.light != Light::Red);
    let first_red = other.first().copied().filter(|line| line.light == Light::Red);
    let none = ChecklistLine { item, light: Light::NotApplicable, check: Check::Configuration };
    first_red.or_else(|| green.pop()).or_else(|| other.first().copied()).unwrap_or(none)
}

fn light(checks: &[CheckReport], item: ChecklistItem, check: Check) -> Light {
    match checks.iter().find(|report| report.check == check).map(|report| &report.outcome) {
        Some(Outcome::Passed) => Light::Green,
        // To be refused is to be checked.
        Some(Outcome::Failed { error }) if item == ChecklistItem::SignInValidated && is_refusal(error.code) => {
            Light::Green
        }
        Some(Outcome::Failed { .. }) if item == ChecklistItem::Https => Light::Red,
        // What is still to be done lacks. Of what is safe, a step that failed for a reason of its own tells nothing: a
        // keychain that is locked has put the key nowhere else.
        Some(Outcome::Failed { .. } | Outcome::Warned { .. } | Outcome::NotReached) if is_to_be_done(item) => {
            Light::Red
        }
        _ => Light::NotApplicable,
    }
}

fn is_to_be_done(item: ChecklistItem) -> bool {
    QUICK_START.iter().any(|(of_list, _)| *of_list == item)
}

const fn is_refusal(code: Code) -> bool {
    matches!(code, Code::KeyRefused | Code::SignInForbidden | Code::CommunityNotFound | Code::SignInRejected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::AppError;

    fn checks(change: impl Fn(Check) -> Option<Outcome>) -> Vec<CheckReport> {
        let report = |check| CheckReport {
            check,
            outcome: change(check).unwrap_or(Outcome::Passed),
            started_ms: 0,
            took_ms: 0,
            facts: Vec::new(),
        };
        Check::ALL.map(report).into()
    }

    fn of(lists: &Checklists, item: ChecklistItem) -> (Light, Check) {
        let line = lists.security.iter().chain(&lists.quick_start).find(|line| line.item == item).unwrap();
        (line.light, line.check)
    }

    #[test]
    fn all_lines_are_green_when_all_steps_pass_and_none_is_without_them() {
        let lists = checklists(&checks(|_| None));
        assert_eq!((lists.security.len(), lists.quick_start.len()), (6, 6));
        assert!(lists.security.iter().chain(&lists.quick_start).all(|line| line.light == Light::Green));
        let lists = checklists(&[]);
        assert!(lists.security.iter().chain(&lists.quick_start).all(|line| line.light == Light::NotApplicable));
    }

    #[test]
    fn a_line_turns_red_by_a_step_of_its_own_and_one_of_what_is_safe_by_that_alone() {
        for check in Check::ALL {
            let failed = || Outcome::Failed { error: AppError::new(Code::Internal) };
            let lists = checklists(&checks(|each| (each == check).then(failed)));
            for line in &lists.quick_start {
                assert_eq!(line.light == Light::Red, line.check == check, "{check:?} {line:?}");
            }
            for line in &lists.security {
                let light = match (line.check == check, line.item) {
                    (false, _) => Light::Green,
                    (true, ChecklistItem::Https) => Light::Red,
                    (true, _) => Light::NotApplicable,
                };
                assert_eq!(line.light, light, "{check:?} {line:?}");
            }
        }
    }

    #[test]
    fn what_was_not_reached_is_still_to_be_done_and_what_is_not_needed_is_neither() {
        let lists = checklists(&checks(|check| match check {
            Check::SignIn => Some(Outcome::NotReached),
            Check::Tls | Check::Keychain => Some(Outcome::NotNeeded),
            Check::Ready => Some(Outcome::Unknown),
            _ => None,
        }));
        assert_eq!(of(&lists, ChecklistItem::SignInTested), (Light::Red, Check::SignIn));
        assert_eq!(of(&lists, ChecklistItem::SignInValidated), (Light::NotApplicable, Check::SignIn));
        assert_eq!(of(&lists, ChecklistItem::Https), (Light::NotApplicable, Check::Tls));
        assert_eq!(of(&lists, ChecklistItem::WidgetWorks), (Light::NotApplicable, Check::Ready));
        assert_eq!(of(&lists, ChecklistItem::CredentialsInHand), (Light::Green, Check::Configuration));
    }

    #[test]
    fn who_is_refused_was_checked() {
        for (code, light) in [(Code::KeyRefused, Light::Green), (Code::ServiceDown, Light::NotApplicable)] {
            let failed = || Outcome::Failed { error: AppError::new(code) };
            let lists = checklists(&checks(|check| (check == Check::SignIn).then(failed)));
            assert_eq!(of(&lists, ChecklistItem::SignInValidated), (light, Check::SignIn));
            assert_eq!(of(&lists, ChecklistItem::SignInTested), (Light::Red, Check::SignIn));
        }
    }

    #[test]
    fn a_widget_that_never_said_that_it_is_ready_was_not_seen_to_work() {
        let warned = || Outcome::Warned { error: AppError::new(Code::FrameTimedOut) };
        let lists = checklists(&checks(|check| (check == Check::Ready).then(warned)));
        assert_eq!(of(&lists, ChecklistItem::WidgetWorks), (Light::Red, Check::Ready));
    }

    #[test]
    fn credentials_lack_by_the_step_that_lacks_them() {
        for lacking in [Check::Configuration, Check::Keychain] {
            let failed = || Outcome::Failed { error: AppError::new(Code::KeyMissing) };
            let lists = checklists(&checks(|check| (check == lacking).then(failed)));
            assert_eq!(of(&lists, ChecklistItem::CredentialsInHand), (Light::Red, lacking));
        }
    }
}
