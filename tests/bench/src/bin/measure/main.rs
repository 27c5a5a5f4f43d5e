//! Measures programs with a window against each other, and writes down whether the limits hold.

#[cfg(target_os = "linux")]
mod arguments;
#[cfg(target_os = "linux")]
mod report;
#[cfg(target_os = "linux")]
mod run;

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
    let arguments = <arguments::Arguments as clap::Parser>::parse();
    let mut plan = bench::plan::Plan::read(&arguments.plan)?.filled(&arguments.set.iter().cloned().collect())?;
    if arguments.short {
        plan = plan.shortened();
    }
    if let Some(rounds) = arguments.rounds {
        plan.rounds = rounds.get();
    }
    let display = bench::display::Display::open()?;
    println!("display {} is up, {} rounds each", display.name(), plan.rounds);

    let mut compared = Vec::new();
    for scenario in &plan.scenarios {
        println!("\n{}", scenario.name);
        compared.push(run::compare(&display, scenario, &plan)?);
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
