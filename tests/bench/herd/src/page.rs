//! The numbers as a page for `docs/`.

use crate::comparison::{Comparison, Comparisons, MOST_IN_A_MINUTE};
use crate::figures::{Figures, Outage};
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
    let [ours, naive] = ours_and_naive(&comparisons.outage_then_limited);
    let [ours_at_once, naive_at_once] = ours_and_naive(&comparisons.all_at_once);
    let [ours_costly, naive_costly] = ours_and_naive(&comparisons.all_at_once_and_refusals_cost);
    let sign_ins = |figures: &Figures| figures.outage.as_ref().map_or(0, |outage| outage.sign_ins);
    let limit_held = if comparisons.limit_held() {
        format!("No install of this app began more than {MOST_IN_A_MINUTE} sign-ins in any minute of any scenario.")
    } else {
        format!("**Broken: an install of this app began more than {MOST_IN_A_MINUTE} sign-ins in a minute.**")
    };
    format!(
        "In short, this app beside the naive retry, where the service has a limit:\n\n\
         - An outage costs the service {} sign-ins that fail, and {} with the naive retry ({}).\n\
         - In the minute after it the service gets up to {} sign-ins a second, and {} with the naive retry ({}). Everybody \
         is signed in again {} after the end, and {} with the naive retry, because in this scenario saying no costs the \
         service nothing.\n\
         - When all ask in the same instant, half are signed in after {}, and {} with the naive retry; all after {}, and {}. \
         Where saying no costs something: half after {}, and {}; all after {}, and {}.\n\
         - The doubling pause is gentle where the installs are spread already, and keeps those in step that are in step.\n\
         - {limit_held}\n",
        grouped(sign_ins(ours)),
        grouped(sign_ins(naive)),
        share(sign_ins(ours), sign_ins(naive)),
        grouped(ours.peak_after),
        grouped(naive.peak_after),
        share(ours.peak_after, naive.peak_after),
        time(ours.all),
        time(naive.all),
        time(ours_at_once.half),
        time(naive_at_once.half),
        time(ours_at_once.all),
        time(naive_at_once.all),
        time(ours_costly.half),
        time(naive_costly.half),
        time(ours_costly.all),
        time(naive_costly.all),
    )
}

const fn ours_and_naive(comparison: &Comparison) -> [&Figures; 2] {
    [&comparison.this_app.figures, &comparison.naive.figures]
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
    // Where there was no outage, what is told apart is the first wave and the one after it.
    let columns = match comparison.this_app.figures.outage {
        Some(_) => ["peak in the outage, /s", "sign-ins in the outage", "peak in the minute after, /s"].as_slice(),
        None => &["peak, /s", "peak after half a minute, /s"],
    };
    let shared =
        ["refused by the limit", "half signed in after", "99 % after", "all after", "most of one install in a minute"];
    let head: String = columns.iter().chain(&shared).map(|name| format!(" {name} |")).collect();
    let rule = " ---: |".repeat(columns.len() + shared.len());
    let rows = [("this app", &comparison.this_app), ("doubling", &comparison.doubling), ("naive", &comparison.naive)]
        .map(|(name, seen)| row(name, &seen.figures));
    format!("## {title}\n\n| policy |{head}\n| --- |{rule}\n{}", rows.concat())
}

fn row(name: &str, figures: &Figures) -> String {
    let Figures { outage, peak_after, peak_later, refused, half, nearly_all, all, most_in_a_minute } = figures;
    let peaks = match outage {
        Some(Outage { peak, sign_ins }) => [*peak, *sign_ins, *peak_after].map(grouped).to_vec(),
        None => [*peak_after, *peak_later].map(grouped).to_vec(),
    };
    let after = [grouped(*refused), time(*half), time(*nearly_all), time(*all), most_in_a_minute.to_string()];
    format!("| {name} | {} |\n", [peaks, after.to_vec()].concat().join(" | "))
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
