//! Runs a herd through a scenario on a clock of its own. The same seed gives the same course.

use crate::policies::{Policy, PolicyError, Step};
use crate::scenario::{FASTEST_ANSWER, RENEWED_AFTER, SLOWEST_ANSWER, Scenario};
use crate::service::{Reply, Service};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::time::Duration;
use widget_core::session::clock::Moment;

const MINUTE: Duration = Duration::from_secs(60);
const SEED: u64 = 1;

/// What was seen.
#[derive(Debug, PartialEq, Eq)]
pub struct Course {
    pub installs: usize,
    /// Sign-ins that began in each second from the clock's start.
    pub each_second: Vec<u32>,
    /// From the moment when the service could be reached again until each install had its token, shortest first.
    /// Installs that had none at the end are not in it.
    pub waits: Vec<Duration>,
    /// Most sign-ins that one install began in any minute.
    pub most_in_a_minute: usize,
    /// How many the service answered 503 because more came than it can do.
    pub refused: u32,
}

struct Install<P> {
    policy: P,
    /// When the sign-ins of the last minute began.
    lately: VecDeque<Moment>,
    again: bool,
}

/// # Errors
/// When the policy answers what it can't in this model.
pub fn run<P: Policy>(scenario: &Scenario) -> Result<Course, PolicyError> {
    let mut herd = Herd::<P>::start(scenario);
    while let Some((now, index)) = herd.queue.peek().map(|first| first.0).filter(|(now, _)| *now < scenario.end()) {
        let next = herd.ask(now, index)?;
        // Moved in its place, which costs half of taking it out and putting it in.
        if let Some(mut first) = herd.queue.peek_mut() {
            first.0.0 = next;
        }
    }
    herd.course.waits.sort_unstable();
    Ok(herd.course)
}

struct Herd<P> {
    back: Moment,
    service: Service,
    randomness: StdRng,
    installs: Vec<Install<P>>,
    /// Each install is in it once: when it asks next.
    queue: BinaryHeap<Reverse<(Moment, usize)>>,
    course: Course,
}

impl<P: Policy> Herd<P> {
    fn start(scenario: &Scenario) -> Self {
        let mut randomness = StdRng::seed_from_u64(SEED);
        let installs: Vec<_> = (0..scenario.installs)
            .map(|_| Install { policy: P::default(), lately: VecDeque::new(), again: false })
            .collect();
        let queue = (0..installs.len())
            .map(|index| Reverse((Moment::START.after(scenario.starts.mul_f64(randomness.random())), index)))
            .collect();
        let course = Course {
            installs: installs.len(),
            each_second: Vec::new(),
            waits: Vec::with_capacity(installs.len()),
            most_in_a_minute: 0,
            refused: 0,
        };
        Self { back: scenario.back(), service: Service::of(scenario), randomness, installs, queue, course }
    }

    /// What one install does at this moment; says when it asks next.
    fn ask(&mut self, now: Moment, index: usize) -> Result<Moment, PolicyError> {
        let install = self.installs.get_mut(index).ok_or(PolicyError::NoSuchInstall)?;
        if let Step::NotBefore(moment) = install.policy.ask(now)? {
            return Ok(moment);
        }
        self.course.begun(now, &mut install.lately);
        let answered = now.after(answer_time(&mut self.randomness));
        let reply = self.service.sign_in(now);
        if reply == Reply::Token {
            install.policy.signed_in(answered)?;
            if now >= self.back && !std::mem::replace(&mut install.again, true) {
                self.course.waits.push(answered.since(self.back));
            }
            return Ok(answered.after(RENEWED_AFTER));
        }
        self.course.refused += u32::from(reply == Reply::TooMany);
        install.policy.failed(answered, self.randomness.random());
        Ok(answered)
    }
}

impl Course {
    fn begun(&mut self, now: Moment, lately: &mut VecDeque<Moment>) {
        while lately.front().is_some_and(|begun| now.since(*begun) >= MINUTE) {
            lately.pop_front();
        }
        lately.push_back(now);
        self.most_in_a_minute = self.most_in_a_minute.max(lately.len());
        let Ok(second) = usize::try_from(now.since(Moment::START).as_secs()) else { return };
        if self.each_second.len() <= second {
            self.each_second.resize(second + 1, 0);
        }
        if let Some(count) = self.each_second.get_mut(second) {
            *count += 1;
        }
    }
}

fn answer_time(randomness: &mut StdRng) -> Duration {
    FASTEST_ANSWER + (SLOWEST_ANSWER - FASTEST_ANSWER).mul_f64(randomness.random())
}
