//! All starts, in turn under each combination.

use std::error::Error;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::thread::{self, ScopedJoinHandle};
use std::time::Duration;

use bench::display::Display;
use bench::plan::Plan;

use crate::arguments::Arguments;
use crate::attempt::{self, AttemptError, Manner, Seen};
use crate::caches;
use crate::combination::Combination;
use crate::load::Load;
use crate::tally::Tally;

pub fn run(arguments: &Arguments) -> Result<Tally, Box<dyn Error>> {
    let (count, at_once) = (arguments.count.get(), arguments.at_once.get());
    let plan = Plan::read(&arguments.plan)?;
    let app = [("app".to_owned(), arguments.app.clone())].into();
    let manner = Manner {
        side: plan.scenario(&arguments.scenario)?.subject.filled(&app)?,
        longest_wait: Duration::from_secs(arguments.longest_wait),
        kept: arguments.kept.clone(),
    };
    let displays = (0..at_once).map(|_| Display::open()).collect::<Result<Vec<_>, _>>()?;
    let combinations = Combination::all(!arguments.warm && can_be_cold());

    let mut tally = Tally::new(&combinations);
    for (numbers, combination) in batches(count, arguments.at_once).zip(combinations.iter().cycle()) {
        for seen in batch(numbers, *combination, &manner, &displays)? {
            tally.add(*combination, &seen);
            println!("{}/{count}  {combination}: {}  (misses: {})", seen.number, seen.outcome, tally.misses());
        }
    }
    Ok(tally)
}

fn can_be_cold() -> bool {
    let emptied = caches::empty();
    if let Err(error) = &emptied {
        println!("No start is cold here, since the disk caches can't be emptied: {error}");
    }
    emptied.is_ok()
}

/// The numbers of the starts that are made at once.
fn batches(count: usize, at_once: NonZeroUsize) -> impl Iterator<Item = Range<usize>> {
    (1..=count).step_by(at_once.get()).map(move |first| first..(first + at_once.get()).min(count + 1))
}

/// The caches and the load are the whole machine's, so all starts of a batch have the same.
fn batch(
    numbers: Range<usize>,
    combination: Combination,
    manner: &Manner,
    displays: &[Display],
) -> Result<Vec<Seen>, AttemptError> {
    if combination.cold {
        caches::empty().map_err(AttemptError::Caches)?;
    }
    let _load = combination.busy.then(Load::begin);
    thread::scope(|scope| {
        let make = |(number, display)| scope.spawn(move || attempt::make(number, combination, manner, display));
        let running: Vec<_> = numbers.zip(displays).map(make).collect();
        let done = running.into_iter().map(ScopedJoinHandle::join);
        done.map(|seen| seen.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_start_is_in_one_batch() {
        let of = |count, at_once| batches(count, NonZeroUsize::new(at_once).unwrap()).map(Vec::from_iter);
        assert!(of(3, 1).eq([[1], [2], [3]]));
        assert!(of(5, 2).eq([vec![1, 2], vec![3, 4], vec![5]]));
        assert!(of(2, 4).eq([[1, 2]]));
    }
}
