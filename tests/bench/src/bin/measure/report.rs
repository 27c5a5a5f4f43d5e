//! Holds what was measured against the limits, and writes it down.

use std::fmt::Write;

use bench::plan::{Limits, Plan, Scenario};
use bench::statistics::{Spread, spread};

use crate::arguments::Arguments;
use crate::run::{Compared, Sample};

pub struct Report {
    lines: Vec<Line>,
    details: Vec<Detail>,
    date: String,
    commit: String,
    notes: Vec<String>,
    rounds: usize,
    settle_ms: u64,
}

/// One limit.
struct Line {
    name: String,
    limit: String,
    measured: String,
    /// None where there is no limit.
    holds: Option<bool>,
}

/// The figures behind the limits.
struct Detail {
    name: String,
    subject: [Spread; 2],
    baseline: [Spread; 2],
}

impl Report {
    pub fn new(plan: &Plan, compared: &[Compared], arguments: &Arguments) -> Self {
        let mut report = Self {
            lines: arguments
                .sizes
                .iter()
                .map(|size| Line {
                    name: size.name.clone(),
                    limit: kilobytes(size.limit),
                    measured: kilobytes(size.bytes),
                    holds: Some(size.bytes <= size.limit),
                })
                .collect(),
            details: Vec::new(),
            date: arguments.date.clone(),
            commit: arguments.commit.clone(),
            notes: arguments.notes.clone(),
            rounds: plan.rounds,
            settle_ms: plan.settle_ms,
        };
        for (scenario, compared) in plan.scenarios.iter().zip(compared) {
            if let Some(detail) = Detail::new(scenario, compared) {
                report.lines.extend(detail.lines(scenario, arguments.sign_in_ms));
                report.details.push(detail);
            }
        }
        report
    }

    pub fn holds(&self) -> bool {
        self.lines.iter().all(|line| line.holds != Some(false))
    }

    /// For a terminal.
    pub fn summary(&self) -> String {
        let width = widest(self.lines.iter().map(|line| &line.name));
        let limit_width = widest(self.lines.iter().map(|line| &line.limit));
        let measured_width = widest(self.lines.iter().map(|line| &line.measured));
        let mut text = String::new();
        for line in &self.lines {
            let Line { name, limit, measured, .. } = line;
            // Writing to a String cannot fail.
            writeln!(
                text,
                "{name:width$}  limit {limit:>limit_width$}  measured {measured:>measured_width$}  {}",
                line.verdict()
            )
            .ok();
        }
        text
    }

    /// For `docs/`.
    pub fn page(&self) -> String {
        let mut text = format!("# Measured\n\nBy `scripts/bench` on {}, at commit {}.\n", self.date, self.commit);
        for note in &self.notes {
            text.push_str(&format!("{note}\n"));
        }
        text.push_str("\n| what | limit | measured | verdict |\n| --- | --- | --- | --- |\n");
        for line in &self.lines {
            text.push_str(&format!("| {} | {} | {} | {} |\n", line.name, line.limit, line.measured, line.verdict()));
        }
        text.push_str(&format!(
            "\n## Behind the ratios\n\n\
             Medians of {} runs each, least and most in brackets; the two programs took turns. Time is from the start of \
             the process to the first look that finds the window painted. Memory is the proportional set size of the \
             whole process tree, {} ms after that.\n\n\
             | what | app, ms | bare window, ms | app, MB | bare window, MB |\n| --- | --- | --- | --- | --- |\n",
            self.rounds, self.settle_ms
        ));
        for Detail { name, subject: [time, memory], baseline: [base_time, base_memory] } in &self.details {
            let cells = [time, base_time, memory, base_memory].map(range);
            text.push_str(&format!("| {name} | {} |\n", cells.join(" | ")));
        }
        text
    }
}

impl Line {
    const fn verdict(&self) -> &'static str {
        match self.holds {
            Some(true) => "holds",
            Some(false) => "**broken**",
            None => "no limit",
        }
    }
}

impl Detail {
    fn new(scenario: &Scenario, compared: &Compared) -> Option<Self> {
        let spreads = |samples: &[Sample]| {
            let times: Vec<f64> = samples.iter().map(|sample| sample.painted_ms).collect();
            let memory: Vec<f64> = samples.iter().map(|sample| sample.memory_mb).collect();
            Some([spread(&times)?, spread(&memory)?])
        };
        Some(Self {
            name: scenario.name.clone(),
            subject: spreads(&compared.subject)?,
            baseline: spreads(&compared.baseline)?,
        })
    }

    fn lines(&self, scenario: &Scenario, sign_in_ms: f64) -> [Line; 2] {
        let [time, memory] = self.subject.map(|spread| spread.median);
        let [base_time, base_memory] = self.baseline.map(|spread| spread.median);
        let Limits { time_ratio, plus_sign_ins, memory_ratio } = scenario.limits;
        let time_limit = time_ratio.map(|ratio| Limit {
            value: base_time * ratio + sign_in_ms * plus_sign_ins,
            of: ratio_in_words(ratio, plus_sign_ins),
        });
        let memory_limit =
            memory_ratio.map(|ratio| Limit { value: base_memory * ratio, of: ratio_in_words(ratio, 0.0) });
        [
            line(format!("{}: time", self.name), time, time_limit, base_time, "ms"),
            line(format!("{}: memory", self.name), memory, memory_limit, base_memory, "MB"),
        ]
    }
}

/// A limit that follows from what was measured.
struct Limit {
    value: f64,
    /// How it follows, by which the page can be held against the plan.
    of: String,
}

fn ratio_in_words(ratio: f64, sign_ins: f64) -> String {
    if sign_ins > 0.0 { format!("{ratio:.2} × and {sign_ins} sign-ins") } else { format!("{ratio:.2} ×") }
}

fn line(name: String, measured: f64, limit: Option<Limit>, baseline: f64, unit: &str) -> Line {
    let holds = limit.as_ref().map(|limit| measured <= limit.value);
    Line {
        name,
        limit: limit.map_or_else(|| "none".to_owned(), |limit| format!("{:.0} {unit} ({})", limit.value, limit.of)),
        measured: format!("{measured:.0} {unit} ({:.2} ×)", measured / baseline),
        holds,
    }
}

fn widest<'a>(texts: impl Iterator<Item = &'a String>) -> usize {
    texts.map(|text| text.chars().count()).max().unwrap_or(0)
}

fn range(spread: &Spread) -> String {
    format!("{:.0} [{:.0}-{:.0}]", spread.median, spread.least, spread.most)
}

fn kilobytes(bytes: u64) -> String {
    format!("{:.1} kB", bytes as f64 / 1_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::Size;

    fn plan() -> Plan {
        serde_json::from_str(
            r##"{"rounds": 1, "settle_ms": 1, "short": {"rounds": 1, "settle_ms": 1, "ratio": 2}, "scenarios": [{"name": "start",
                "subject": {"command": ["a"], "painted": {"colours": {"at_least": 2}}},
                "baseline": {"command": ["b"], "painted": {"colour": {"rgb": "#ffffff", "share": 0.5}}},
                "limits": {"time_ratio": 1.1, "plus_sign_ins": 1.2}}]}"##,
        )
        .unwrap()
    }

    fn compared(painted_ms: f64) -> Compared {
        let sample = |painted_ms| Sample { painted_ms, memory_mb: 10.0 };
        Compared { subject: vec![sample(painted_ms)], baseline: vec![sample(100.0)] }
    }

    #[test]
    fn a_limit_holds_up_to_itself_and_no_further() {
        let arguments = Arguments { sign_in_ms: 10.0, ..Arguments::default() };
        // 100 ms × 1.1 + 10 ms × 1.2
        assert!(Report::new(&plan(), &[compared(121.9)], &arguments).holds());
        assert!(!Report::new(&plan(), &[compared(122.1)], &arguments).holds());
    }

    #[test]
    fn the_short_form_has_the_same_limit_for_all() {
        let plan = plan().shortened();
        assert!(Report::new(&plan, &[compared(200.0)], &Arguments::default()).holds());
        assert!(!Report::new(&plan, &[compared(201.0)], &Arguments::default()).holds());
        let mut heavy = compared(100.0);
        heavy.subject = vec![Sample { painted_ms: 100.0, memory_mb: 21.0 }];
        assert!(!Report::new(&plan, &[heavy], &Arguments::default()).holds());
    }

    #[test]
    fn a_file_that_is_too_large_breaks_its_limit() {
        let size = |bytes| Size { name: "binary".to_owned(), limit: 10, bytes };
        let report = |bytes| {
            let arguments = Arguments { sizes: vec![size(bytes)], ..Arguments::default() };
            Report::new(&plan(), &[compared(1.0)], &arguments)
        };
        assert!(report(10).holds());
        assert!(!report(11).holds());
        assert!(report(11).page().contains("| binary | 0.0 kB | 0.0 kB | **broken** |"));
    }

    #[test]
    fn a_limit_is_shown_as_the_plan_has_it() {
        let arguments = Arguments { sign_in_ms: 10.0, ..Arguments::default() };
        let page = Report::new(&plan(), &[compared(50.0)], &arguments).page();
        assert!(page.contains("| start: time | 122 ms (1.10 × and 1.2 sign-ins) | 50 ms (0.50 ×) | holds |"), "{page}");
    }

    #[test]
    fn a_page_names_its_day_and_its_commit() {
        let arguments =
            Arguments { date: "2026-01-02".to_owned(), commit: "0123456789ab".to_owned(), ..Arguments::default() };
        let page = Report::new(&plan(), &[compared(50.0)], &arguments).page();
        assert!(page.contains("By `scripts/bench` on 2026-01-02, at commit 0123456789ab.\n"), "{page}");
    }

    #[test]
    fn what_has_no_limit_is_shown_all_the_same() {
        let page = Report::new(&plan(), &[compared(50.0)], &Arguments::default()).page();
        assert!(page.contains("| start: memory | none | 10 MB (1.00 ×) | no limit |"), "{page}");
        assert!(page.contains("| start | 50 [50-50] | 100 [100-100] | 10 [10-10] | 10 [10-10] |"), "{page}");
    }
}
