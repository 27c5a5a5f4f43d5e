//! What came of all starts, by combination.

use std::fmt::Write;

use bench::statistics::spread;

use crate::arguments::Arguments;
use crate::attempt::Seen;
use crate::combination::Combination;

const COLUMNS: [&str; 7] =
    ["caches, cores, session bus", "starts", "painted", "median, ms", "longest, ms", "missed", "noticed by the app"];

pub struct Tally {
    rows: Vec<Row>,
}

struct Row {
    combination: Combination,
    /// How long those took that were painted, in milliseconds.
    times: Vec<f64>,
    misses: usize,
    noticed: usize,
}

impl Tally {
    pub fn new(combinations: &[Combination]) -> Self {
        let row = |&combination: &Combination| Row { combination, times: Vec::new(), misses: 0, noticed: 0 };
        Self { rows: combinations.iter().map(row).collect() }
    }

    pub fn add(&mut self, combination: Combination, seen: &Seen) {
        for row in self.rows.iter_mut().filter(|row| row.combination == combination) {
            match seen.painted() {
                Some(after) => row.times.push(after.as_secs_f64() * 1_000.0),
                None => row.misses += 1,
            }
            row.noticed += usize::from(seen.noticed);
        }
    }

    pub fn misses(&self) -> usize {
        self.rows.iter().map(|row| row.misses).sum()
    }

    /// For a terminal.
    pub fn table(&self) -> String {
        let lines: Vec<[String; 7]> =
            std::iter::once(COLUMNS.map(str::to_owned)).chain(self.rows.iter().map(Row::cells)).collect();
        let mut text = String::new();
        for [first, rest @ ..] in &lines {
            // Writing to a String cannot fail.
            write!(text, "{first:26}").ok();
            for (cell, column) in rest.iter().zip(COLUMNS.iter().skip(1)) {
                write!(text, "  {cell:>width$}", width = column.len()).ok();
            }
            text.push('\n');
        }
        text
    }

    /// For `docs/`.
    pub fn page(&self, arguments: &Arguments) -> String {
        let Arguments { date, commit, notes, count, longest_wait, .. } = arguments;
        let mut text = format!("# Starts\n\nBy `scripts/starts` on {date}, at commit {commit}.\n");
        for note in notes {
            text.push_str(&format!("{note}\n"));
        }
        text.push_str(&format!(
            "\n{} of {count} starts painted nothing within {longest_wait} s. Each was a first one, in a home of its own; the combinations \
             took turns. Cold: nothing was in the disk caches. Busy: as many threads as there are cores did nothing but \
             compute. The last column has the starts of which the app itself wrote down that nothing was painted, whatever \
             came of them afterwards.\n\n| {} |\n| --- |{}\n",
            self.misses(),
            COLUMNS.join(" | "),
            " ---: |".repeat(COLUMNS.len() - 1),
        ));
        for row in &self.rows {
            text.push_str(&format!("| {} |\n", row.cells().join(" | ")));
        }
        text
    }
}

impl Row {
    fn cells(&self) -> [String; 7] {
        let painted = self.times.len();
        let times = spread(&self.times).map(|times| [times.median, times.most]);
        let [median, longest] = times.map_or_else(Default::default, |times| times.map(|time| format!("{time:.0}")));
        [
            self.combination.to_string(),
            (painted + self.misses).to_string(),
            painted.to_string(),
            median,
            longest,
            self.misses.to_string(),
            self.noticed.to_string(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bench::start::Outcome;
    use clap::Parser;
    use std::time::Duration;

    const WARM: Combination = Combination { cold: false, busy: false, bus: false };
    const BUSY: Combination = Combination { busy: true, ..WARM };

    fn tally() -> Tally {
        let seen = |outcome, noticed| Seen { number: 1, outcome, noticed };
        let painted = |after| Outcome::Painted(Duration::from_millis(after));
        let mut tally = Tally::new(&[WARM, BUSY]);
        tally.add(WARM, &seen(painted(500), false));
        tally.add(WARM, &seen(painted(900), true));
        tally.add(WARM, &seen(painted(600), false));
        tally.add(BUSY, &seen(Outcome::Blank(Duration::from_secs(60)), true));
        tally
    }

    #[test]
    fn each_combination_has_its_own_figures() {
        let rows: Vec<String> = tally().rows.iter().map(|row| row.cells().join("|")).collect();
        assert_eq!(rows, ["warm, idle, no bus|3|3|600|900|0|1", "warm, busy, no bus|1|0|||1|1"]);
    }

    #[test]
    fn a_page_says_what_was_missed_when_and_at_which_commit() {
        let line = ["starts", "--count=4", "--plan=p", "--scenario=s", "--app=a", "--kept=k", "--page=starts.md"];
        let made = ["--date=2026-01-02", "--commit=0123456789ab", "--note=Two cores."];
        let arguments = Arguments::try_parse_from([&line[..], &made].concat()).unwrap();
        let page = tally().page(&arguments);
        for part in [
            "By `scripts/starts` on 2026-01-02, at commit 0123456789ab.\nTwo cores.\n",
            "\n1 of 4 starts painted nothing within 60 s.",
            "\n| warm, busy, no bus | 1 | 0 |  |  | 1 | 1 |\n",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(Arguments::try_parse_from(line).is_err(), "a page without a day or a commit");
    }
}
