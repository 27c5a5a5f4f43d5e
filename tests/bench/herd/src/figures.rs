//! The numbers of a course.

use crate::scenario::Scenario;
use crate::simulation::Course;
use std::time::Duration;
use widget_core::session::clock::Moment;

const HALF_A_MINUTE: u64 = 30;
const MINUTE: u64 = 60;
/// Before anybody's token is old.
const THREE_MINUTES: u64 = 180;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// Most sign-ins in one second of the outage, and all of it; none without an outage.
    pub outage: Option<Outage>,
    /// Most sign-ins in one second of the first minute in which the service can be reached again.
    pub peak_after: u32,
    /// The same for the time from half a minute to three minutes: the size of a second wave.
    pub peak_later: u32,
    /// Answered 503 because more came than the service can do.
    pub refused: u32,
    /// From the moment when the service can be reached again until so many installs have a token; `None` where that did
    /// not come about while the herd was watched.
    pub half: Option<Duration>,
    pub nearly_all: Option<Duration>,
    pub all: Option<Duration>,
    /// Most sign-ins of one install in any minute.
    pub most_in_a_minute: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outage {
    pub peak: u32,
    pub sign_ins: u32,
}

impl Figures {
    pub fn of(scenario: &Scenario, course: &Course) -> Self {
        let [gone, back] = [scenario.gone(), scenario.back()].map(second);
        let outage = seconds(course, gone, back);
        Self {
            outage: (gone < back).then(|| Outage { peak: peak(outage), sign_ins: outage.iter().sum() }),
            peak_after: peak(seconds(course, back, back + MINUTE)),
            peak_later: peak(seconds(course, back + HALF_A_MINUTE, back + THREE_MINUTES)),
            refused: course.refused,
            half: wait_of(course, 50),
            nearly_all: wait_of(course, 99),
            all: wait_of(course, 100),
            most_in_a_minute: course.most_in_a_minute,
        }
    }
}

const fn second(moment: Moment) -> u64 {
    moment.since(Moment::START).as_secs()
}

fn seconds(course: &Course, from: u64, to: u64) -> &[u32] {
    let [from, to] =
        [from, to].map(|second| usize::try_from(second).unwrap_or(usize::MAX).min(course.each_second.len()));
    course.each_second.get(from..to).unwrap_or_default()
}

fn peak(seconds: &[u32]) -> u32 {
    seconds.iter().max().copied().unwrap_or_default()
}

/// How long it took until this share of the installs, in hundredths, had a token.
fn wait_of(course: &Course, hundredths: usize) -> Option<Duration> {
    let count = (course.installs * hundredths).div_ceil(100);
    course.waits.get(count.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Capacity;

    fn course(each_second: Vec<u32>, waits: &[u64]) -> Course {
        Course {
            installs: 4,
            each_second,
            waits: waits.iter().copied().map(Duration::from_secs).collect(),
            most_in_a_minute: 3,
            refused: 7,
        }
    }

    fn scenario() -> Scenario {
        let second = Duration::from_secs(1);
        Scenario { installs: 4, starts: second, outage: 2 * second, capacity: Capacity::Unlimited }
    }

    #[test]
    fn the_outage_is_told_apart_from_what_is_before_and_after_it() {
        let mut each_second = vec![100, 1, 2, 5, 6];
        each_second.resize(63, 0);
        // A minute and a second after.
        each_second.push(1_000);
        let figures = Figures::of(&scenario(), &course(each_second, &[]));
        assert_eq!(figures.outage, Some(Outage { peak: 2, sign_ins: 3 }));
        assert_eq!(figures.peak_after, 6);
        assert_eq!(figures.peak_later, 1_000);
    }

    #[test]
    fn a_share_that_was_not_reached_has_no_time() {
        let figures = Figures::of(&scenario(), &course(vec![], &[1, 2, 9]));
        assert_eq!(figures.half, Some(Duration::from_secs(2)));
        assert_eq!((figures.nearly_all, figures.all), (None, None));
        let figures = Figures::of(&scenario(), &course(vec![], &[1, 2, 9, 20]));
        assert_eq!(figures.all, Some(Duration::from_secs(20)));
    }
}
