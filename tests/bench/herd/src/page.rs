//! The numbers as a page for `docs/`.

use crate::comparison::{Comparison, Comparisons, MOST_IN_A_MINUTE, Seen};
use crate::figures::Figures;
use crate::scenario::{
    COST_OF_A_REFUSAL, Capacity, FASTEST_ANSWER, OUTAGE, RENEWED_AFTER, SLOWEST_ANSWER, STARTS, WATCHED,
};
use std::time::Duration;

pub fn page(comparisons: &Comparisons, date: &str) -> String {
    let Comparisons { outage_then_unlimited, outage_then_limited, all_at_once, all_at_once_and_refusals_cost } =
        comparisons;
    let installs = grouped(outage_then_limited.scenario.installs);
    let limit = capacity(outage_then_limited);
    [
        format!("# A herd that comes back\n\nBy `scripts/herd` on {date}. {installs} installs, simulated.\n"),
        "![Sign-ins per second over time, this app beside a naive retry and a doubling pause](herd.png)\n".to_owned(),
        summary(comparisons),
        model(&installs, &limit),
        section("An outage, then a service without a limit", outage_then_unlimited),
        section(&format!("An outage, then {limit}"), outage_then_limited),
        section(&format!("All at the same moment, {limit}"), all_at_once),
        section(
            &format!("All at the same moment, {limit}, and a 503 costs {COST_OF_A_REFUSAL} of a sign-in"),
            all_at_once_and_refusals_cost,
        ),
    ]
    .join("\n")
}

fn summary(comparisons: &Comparisons) -> String {
    let Comparison { this_app, naive, .. } = &comparisons.outage_then_limited;
    let [ours, theirs] = [this_app, naive].map(|seen| &seen.figures);
    let in_outage = match (&ours.outage, &theirs.outage) {
        (Some(ours), Some(theirs)) => format!(
            "- The outage costs {} sign-ins that fail, and {} with the naive retry ({}).\n",
            grouped(ours.sign_ins),
            grouped(theirs.sign_ins),
            share(ours.sign_ins, theirs.sign_ins)
        ),
        _ => String::new(),
    };
    format!(
        "In short, for an outage after which the service has a limit:\n\n{in_outage}\
         - In the minute after it the service gets up to {} sign-ins a second, and {} with the naive retry ({}).\n\
         - Everybody is signed in again {} after the end, and {} with the naive retry. In the model a refusal costs the \
         service nothing there; the last table shows what the naive retry does where it does.\n\
         - {}\n",
        grouped(ours.peak_after),
        grouped(theirs.peak_after),
        share(ours.peak_after, theirs.peak_after),
        time(ours.all),
        time(theirs.all),
        if comparisons.limit_held() {
            format!("No install of this app began more than {MOST_IN_A_MINUTE} sign-ins in any minute of any scenario.")
        } else {
            format!("**Broken: an install of this app began more than {MOST_IN_A_MINUTE} sign-ins in a minute.**")
        }
    )
}

fn model(installs: &str, limit: &str) -> String {
    let [starts, outage, watched, renewed] = [STARTS, OUTAGE, WATCHED, RENEWED_AFTER].map(minutes);
    let [fastest, slowest] = [FASTEST_ANSWER, SLOWEST_ANSWER].map(|time| time.as_millis());
    format!(
        "## The model\n\n\
         - {installs} installs, each with one account and one open frame. The frame asks at once, and again {renewed} \
         minutes after it got a token, as a live page does, saying that the one it had no longer works. Tokens live five \
         minutes. While a frame waits, its install tries for it, so nobody clicks.\n\
         - An outage: the installs start evenly over {starts} minutes, then every sign-in fails for {outage} minutes with a \
         503 without `Retry-After` (a refused connection is the same to all three policies).\n\
         - All at the same moment: nobody held a token, and all ask in the same instant, as after a night or when a \
         network comes back. Without a limit that is {installs} sign-ins in one second whatever the policy, so it is shown \
         with a limit only.\n\
         - The service with a limit does {limit} and answers 503 to what is above, at no cost to itself but in the last \
         scenario.\n\
         - An answer takes {fastest} to {slowest} ms, evenly. The herd is watched for {watched} minutes from the moment when \
         the service can be reached again.\n\
         - *This app* is `TokenLifetime` of `core/src/session/lifetime.rs` itself, on a clock of the simulation's. *Naive* \
         tries again 5 s after each failure, without a limit. *Doubling* pauses 1, 2, 4 s and so on up to a minute, the same \
         for everybody. The same seed gives the same numbers.\n"
    )
}

fn section(title: &str, comparison: &Comparison) -> String {
    let with_outage = comparison.this_app.figures.outage.is_some();
    let outage_head = if with_outage { " peak in the outage, /s | sign-ins in the outage |" } else { "" };
    let outage_rule = if with_outage { " ---: | ---: |" } else { "" };
    let rows: String =
        [("this app", &comparison.this_app), ("doubling", &comparison.doubling), ("naive", &comparison.naive)]
            .map(|(name, seen)| row(name, seen))
            .concat();
    format!(
        "## {title}\n\n\
         | policy |{outage_head} peak in the minute after, /s | answered 503 after | half signed in after | 99 % | all | most of \
         one install in a minute |\n\
         | --- |{outage_rule} ---: | ---: | ---: | ---: | ---: | ---: |\n{rows}"
    )
}

fn row(name: &str, seen: &Seen) -> String {
    let Figures { outage, peak_after, refused, half, nearly_all, all, most_in_a_minute } = &seen.figures;
    let outage = outage.as_ref().map(|outage| [grouped(outage.peak), grouped(outage.sign_ins)]);
    let after = [
        grouped(*peak_after),
        grouped(*refused),
        time(*half),
        time(*nearly_all),
        time(*all),
        most_in_a_minute.to_string(),
    ];
    let cells: Vec<String> = outage.into_iter().flatten().chain(after).collect();
    format!("| {name} | {} |\n", cells.join(" | "))
}

/// What the service can do, in words.
fn capacity(comparison: &Comparison) -> String {
    match comparison.scenario.capacity {
        Capacity::Unlimited => "without a limit".to_owned(),
        Capacity::Limited { per_second, .. } => format!("{} sign-ins a second", grouped(per_second)),
    }
}

fn share(part: u32, whole: u32) -> String {
    format!("{:.0} %", 100.0 * f64::from(part) / f64::from(whole))
}

fn minutes(time: Duration) -> f64 {
    time.as_secs_f64() / 60.0
}

fn time(time: Option<Duration>) -> String {
    time.map_or_else(|| format!("not in {} min", minutes(WATCHED)), |time| format!("{:.0} s", time.as_secs_f64()))
}

/// With a comma at every third digit.
pub fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_have_commas() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (123_456, "123,456"), (1_234_567, "1,234,567")]
        {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn a_broken_limit_is_said() {
        let mut comparisons = Comparisons::of(20).unwrap();
        assert!(page(&comparisons, "today").contains("No install of this app began more than 6"));
        comparisons.all_at_once.this_app.figures.most_in_a_minute = 7;
        assert!(page(&comparisons, "today").contains("**Broken"));
    }

    #[test]
    fn what_was_not_reached_is_said() {
        assert_eq!(time(None), "not in 10 min");
        assert_eq!(time(Some(Duration::from_millis(12_600))), "13 s");
    }
}
