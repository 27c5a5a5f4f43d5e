//! More than one start (F33).

use crate::harness::{BINARY, Keyring, Process, Surroundings, until};
use crate::survived::Fault;
use std::path::Path;
use std::time::{Duration, Instant};

const STARTS: usize = 20;
const NO_SUCH_MODULE: &str = "no-such-module";

#[tokio::test(flavor = "multi_thread")]
async fn f33_twenty_starts_at_once_give_one_window() {
    let around = Surroundings::new(Keyring::Missing);
    // GTK complains of it, so whoever came as far as GTK is seen.
    let variables = [("GTK_MODULES", NO_SUCH_MODULE)];
    let starts: Vec<Process> =
        (0..STARTS).map(|_| Process::start(&around, Path::new(BINARY), &variables, &["--demo"])).collect();
    until("the end of all but one", || async {
        (starts.iter().filter(|start| start.ended().is_none()).count() == 1).then_some(())
    })
    .await;
    for start in &starts {
        assert!(matches!(start.ended(), None | Some(0)), "ended with {:?}", start.ended());
    }
    until("the window", || async { (!around.windows("^Returning Widgets$").is_empty()).then_some(()) }).await;
    assert_eq!(around.windows("Returning Widgets").len(), 1);
    // A process that ends while threads of libraries run crashes now and then, so only one may come as far as GTK.
    let came_to_gtk = starts.iter().filter(|start| start.printed().contains(NO_SUCH_MODULE));
    assert_eq!(came_to_gtk.map(Process::ended).collect::<Vec<_>>(), [None]);
    Fault { number: "F33", fault: "many starts at once", injected: "20 processes" }
        .survived("one window, the others end well", None);
}

#[tokio::test(flavor = "multi_thread")]
async fn f33_a_second_start_hands_over_what_it_was_started_with() {
    let around = Surroundings::new(Keyring::Missing);
    let first = Process::start(&around, Path::new(BINARY), &[], &[]);
    until("the setup window", || async { (!around.windows("Set up Returning Widgets").is_empty()).then_some(()) })
        .await;
    let began = Instant::now();
    let second = Process::start(&around, Path::new(BINARY), &[], &["--demo"]);
    until("the end of the second start", || async { second.ended() }).await;
    let took = began.elapsed();
    assert_eq!(second.ended(), Some(0));
    // Half a second is the aim; a debug build on a busy machine takes longer.
    assert!(took < Duration::from_secs(3), "the second start took {took:?} to end");
    println!("the second start took {took:?} to end");
    until("the demo in the first", || async { (!around.windows("^Returning Widgets$").is_empty()).then_some(()) })
        .await;
    assert_eq!(first.ended(), None);
    Fault { number: "F33", fault: "a start while it runs", injected: "a second process with --demo" }
        .survived("handed over to the first one", Some(took));
}

#[tokio::test(flavor = "multi_thread")]
async fn f33_a_start_that_was_killed_does_not_keep_the_next_one_out() {
    let around = Surroundings::new(Keyring::Missing);
    let killed = Process::start(&around, Path::new(BINARY), &[], &["--demo"]);
    until("a window", || async { (!around.windows("^Returning Widgets$").is_empty()).then_some(()) }).await;
    drop(killed);
    let next = Process::start(&around, Path::new(BINARY), &[], &["--demo"]);
    until("a window again", || async { (!around.windows("^Returning Widgets$").is_empty()).then_some(()) }).await;
    assert_eq!(next.ended(), None);
    Fault { number: "F33", fault: "a start after a killed one", injected: "kill -9" }.survived("starts", None);
}
