//! What the policy promises a service and the people who wait, held against a small herd.

use crate::comparison::{Comparison, Comparisons, MOST_IN_A_MINUTE};
use crate::figures::Figures;
use crate::policies::ThisApp;
use crate::simulation::run;
use std::sync::OnceLock;
use std::time::Duration;

const INSTALLS: u32 = 2_000;

fn seen() -> &'static Comparisons {
    static SEEN: OnceLock<Comparisons> = OnceLock::new();
    SEEN.get_or_init(|| Comparisons::of(INSTALLS).unwrap())
}

fn ours_and_naive(comparison: &Comparison) -> (&Figures, &Figures) {
    (&comparison.this_app.figures, &comparison.naive.figures)
}

#[test]
fn no_install_signs_in_more_than_six_times_a_minute_and_the_naive_retry_does() {
    for comparison in seen().each() {
        let (ours, naive) = ours_and_naive(comparison);
        assert!(ours.most_in_a_minute <= MOST_IN_A_MINUTE, "{ours:?}");
        assert!(naive.most_in_a_minute > MOST_IN_A_MINUTE, "{naive:?}");
    }
}

#[test]
fn an_outage_costs_a_third_of_what_a_naive_retry_makes_of_it() {
    let (ours, naive) = ours_and_naive(&seen().outage_then_limited);
    let (ours, naive) = (ours.outage.as_ref().unwrap(), naive.outage.as_ref().unwrap());
    assert!(3 * ours.sign_ins <= naive.sign_ins, "{ours:?} {naive:?}");
    assert!(2 * ours.peak <= naive.peak, "{ours:?} {naive:?}");
}

#[test]
fn a_service_that_comes_back_gets_at_most_a_quarter_of_a_naive_peak() {
    for comparison in [&seen().outage_then_unlimited, &seen().outage_then_limited] {
        let (ours, naive) = ours_and_naive(comparison);
        assert!(4 * ours.peak_after <= naive.peak_after, "{ours:?} {naive:?}");
    }
}

#[test]
fn after_an_outage_everybody_is_signed_in_again_within_two_minutes() {
    for comparison in [&seen().outage_then_unlimited, &seen().outage_then_limited] {
        let figures = &comparison.this_app.figures;
        assert!(figures.all.is_some_and(|all| all <= Duration::from_secs(120)), "{figures:?}");
    }
}

#[test]
fn when_all_come_at_once_nobody_starves_and_the_service_refuses_less() {
    for comparison in [&seen().all_at_once, &seen().all_at_once_and_refusals_cost] {
        let (ours, naive) = ours_and_naive(comparison);
        assert!(ours.all.is_some_and(|all| all <= Duration::from_secs(180)), "{ours:?}");
        assert!(2 * ours.refused <= naive.refused, "{ours:?} {naive:?}");
    }
}

#[test]
fn when_all_come_at_once_there_is_no_second_wave() {
    for comparison in [&seen().all_at_once, &seen().all_at_once_and_refusals_cost] {
        let figures = &comparison.this_app.figures;
        assert!(10 * figures.peak_later <= figures.peak_after, "{figures:?}");
    }
}

#[test]
fn the_same_seed_gives_the_same_course() {
    let Comparison { scenario, this_app, .. } = &seen().outage_then_limited;
    assert_eq!(run::<ThisApp>(scenario).unwrap(), this_app.course);
}
