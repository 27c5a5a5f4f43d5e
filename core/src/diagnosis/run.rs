//! A diagnosis while it runs: the time of each step, and the reports so far.

use super::check::{Check, CheckReport, Finding, ms};
use super::fact::Fact;
use super::sent::Sent;
use crate::session::clock::{Clock, Moment};

/// Tells whoever watches how the steps go.
pub struct Reporter<'a>(pub &'a (dyn Fn(&CheckReport) + Send + Sync));

/// A diagnosis that has begun.
pub struct Run<'a> {
    clock: &'a dyn Clock,
    began: Moment,
    reporter: &'a Reporter<'a>,
    checks: Vec<CheckReport>,
    sent: Sent,
}

impl<'a> Run<'a> {
    #[must_use]
    pub fn begin(clock: &'a dyn Clock, reporter: &'a Reporter<'a>) -> Self {
        Self { began: clock.now(), clock, reporter, checks: Vec::new(), sent: Sent::default() }
    }

    #[must_use]
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// What the steps from here on send to the service.
    pub fn send(&mut self, sent: Sent) {
        self.sent = sent;
    }

    /// A step that began at `started` is over.
    pub fn end(&mut self, check: Check, started: Moment, mut finding: Finding) {
        finding.facts.iter_mut().flat_map(Fact::texts_of_others).for_each(|text| self.sent.hide_in(text));
        let report = CheckReport {
            check,
            outcome: finding.outcome,
            started_ms: ms(started.since(self.began)),
            took_ms: ms(self.now().since(started)),
            facts: finding.facts,
        };
        (self.reporter.0)(&report);
        self.checks.push(report);
    }

    /// A step for which nothing had to be done.
    pub fn at_once(&mut self, check: Check, finding: Finding) {
        self.end(check, self.now(), finding);
    }

    /// The reports, and how long it all took.
    #[must_use]
    pub fn finish(self) -> (Vec<CheckReport>, u64) {
        let took_ms = ms(self.now().since(self.began));
        (self.checks, took_ms)
    }
}
