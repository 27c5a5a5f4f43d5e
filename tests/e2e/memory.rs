//! What sleeping widgets give back: the proportional set size of the app's whole process tree. A measurement and no
//! test: it prints the rows of `docs/memory.md`, and is run by `scripts/memory`.

use crate::harness::community::{is_by_app, start_service, widget};
use crate::harness::{App, Furnished, Keyring, Surroundings, comes_within, until};
use crate::sleeping::{hide, pass};
use serde_json::json;
use std::time::Duration;

/// What a page held is given back in the course of some seconds.
const SETTLES: Duration = Duration::from_secs(25);

fn parent(process: u32) -> Option<u32> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name is in brackets and may hold any character.
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

/// The sum of these fields of a process, in kB.
fn kb(process: u32, fields: &[&str]) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
    let values = text.lines().filter_map(|line| {
        let (field, value) = line.split_once(':')?;
        fields.contains(&field).then(|| value.trim().trim_end_matches("kB").trim().parse::<u64>().ok())?
    });
    values.sum()
}

/// One row, with the least of what is seen while it settles: the proportional set size, which falls where other
/// programs share the libraries, and what is the app's alone.
async fn row(what: &str, around: &Surroundings, app: &App<'_>) {
    let root = app.id();
    let is_of_app = |id: &u32| std::iter::successors(Some(*id), |id| parent(*id)).any(|ancestor| ancestor == root);
    let (mut pss, mut private) = (u64::MAX, u64::MAX);
    comes_within(SETTLES, || {
        let tree: Vec<u32> = around.processes().into_iter().filter(is_of_app).collect();
        let sum = |fields: &[&str]| tree.iter().map(|id| kb(*id, fields)).sum::<u64>();
        pss = pss.min(sum(&["Pss"]));
        private = private.min(sum(&["Private_Clean", "Private_Dirty"]));
        async { None::<()> }
    })
    .await;
    println!("| {what} | {} MB | {} MB |", pss / 1000, private / 1000);
}

/// What each page holds besides: the demo's own are far lighter than a community's.
const BALLAST: &str = "window.ballast = Array.from({ length: 200_000 }, (_, number) => ({ number, text: `entry ${number}` })); \
    window.pixels = new Uint8Array(20_000_000).fill(1); return 0";

/// Enough to have the engine collect what nobody holds.
const GARBAGE: &str = "for (let i = 0; i < 60; i += 1) \
    Array.from({ length: 200_000 }, (_, number) => ({ number, text: `entry ${number}` })); return 0";

/// Selects these one after the other, and has each page hold what a heavy one does.
async fn show(app: &App<'_>, names: &[&str]) {
    for name in names {
        app.press(name).await;
        app.find("[data-state=shown]").await;
        app.in_frame(name).await;
        app.script(BALLAST).await;
        app.out_of_frame().await;
    }
}

async fn frames(app: &App<'_>, count: usize) {
    until(&format!("{count} frames"), || async {
        (app.script("return document.querySelectorAll('iframe').length").await == count).then_some(())
    })
    .await;
}

fn has_web_process(around: &Surroundings) -> bool {
    let program = |id| std::fs::read_link(format!("/proc/{id}/exe")).unwrap_or_default();
    around.processes().into_iter().any(|id| program(id).ends_with("WebKitWebProcess"))
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement, run by scripts/memory"]
async fn memory_of_six_widgets() {
    let (around, service, other) = (Surroundings::new(Keyring::Unlocked), start_service().await, start_service().await);
    let _manager = around.start_window_manager();
    let communities = [Furnished::with_first_member(&service), Furnished::with_first_member(&other)];
    around.furnish_and(&communities, |settings| {
        settings["preferences"] = json!({"on_close": "keep_running"});
        settings["communities"][1]["widgets"][0]["name"] = json!("Lounge");
    });
    let widgets = ["Channels", "Store", "Milestones", "Currency Overview", "Spring Trading Cup", "Lounge"];
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.find("nav [data-widget]").await;
    show(&app, &widgets[..1]).await;
    row("PSS with 1 live widget", &around, &app).await;
    show(&app, &widgets[1..]).await;
    frames(&app, 6).await;
    row("PSS with 6 live widgets", &around, &app).await;
    pass(&app, 31).await;
    frames(&app, 1).await;
    row("PSS after they sleep, all but the one in view", &around, &app).await;
    app.script(GARBAGE).await;
    row("PSS after a garbage collection that is forced", &around, &app).await;
    hide(&around).await;
    pass(&app, 2).await;
    frames(&app, 0).await;
    let gone = || async { (!has_web_process(&around)).then_some(()) };
    comes_within(Duration::from_secs(90), gone).await.expect("the end of the window that is out of sight");
    row("PSS hidden for a minute", &around, &app).await;
    app.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement, run by scripts/memory"]
async fn memory_of_two_partitions() {
    let (around, service) = (Surroundings::new(Keyring::Unlocked), start_service().await);
    around.furnish_two_on_one_origin(&service);
    let app = App::start(&around, &[]).await;
    app.in_window("main.html").await;
    app.find("[data-state=shown]").await;
    row("PSS with one community's widget", &around, &app).await;
    app.press("Store").await;
    until("the other community's widget", || async {
        let requests = service.faults().requests();
        let store = widget(&service, "Store").path();
        requests.iter().any(|request| request.path == store && !is_by_app(request)).then_some(())
    })
    .await;
    row("PSS with another one's on the same origin", &around, &app).await;
    app.quit().await;
}
