//! Measures programs with a window against each other, and writes down whether the limits hold.
//!
//! ```text
//! measure --plan FILE [--rounds N] [--set NAME=VALUE]... [--sign-in-ms N]
//!         [--size 'NAME|LIMIT|BYTES']... [--note TEXT]... [--report FILE] [--date DATE]
//! ```
//! Exit code 0 when every limit holds, 1 when one is broken, 2 when something could not be measured.

#[cfg(target_os = "linux")]
mod arguments;
#[cfg(target_os = "linux")]
mod display;
#[cfg(target_os = "linux")]
mod paint;
#[cfg(target_os = "linux")]
mod plan;
#[cfg(target_os = "linux")]
mod process_tree;
#[cfg(target_os = "linux")]
mod report;
#[cfg(target_os = "linux")]
mod run;
#[cfg(target_os = "linux")]
mod statistics;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    match measure() {
        Ok(true) => std::process::ExitCode::SUCCESS,
        Ok(false) => std::process::ExitCode::from(1),
        Err(error) => {
            eprintln!("measure: {error}");
            std::process::ExitCode::from(2)
        }
    }
}

#[cfg(target_os = "linux")]
fn measure() -> Result<bool, Box<dyn std::error::Error>> {
    let arguments = arguments::Arguments::parse(std::env::args().skip(1))?;
    let plan = plan::Plan::read(&arguments.plan, &arguments.set)?;
    let rounds = arguments.rounds.unwrap_or(plan.rounds);
    let display = display::Display::open()?;
    println!("display {} is up, {rounds} rounds each", display.name());

    let mut compared = Vec::new();
    for scenario in &plan.scenarios {
        println!("\n{}", scenario.name);
        compared.push(run::compare(&display, scenario, rounds, plan.settle_ms)?);
    }

    let report = report::Report::new(&plan, &compared, &arguments);
    println!("\n{}", report.summary());
    if let Some(path) = &arguments.report {
        std::fs::write(path, report.page())?;
        println!("written to {}", path.display());
    }
    Ok(report.holds())
}

#[cfg(not(target_os = "linux"))]
fn main() {}
