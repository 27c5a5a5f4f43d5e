//! Starts the app many times, in turn under every combination of conditions, and keeps what tells the cause when nothing is
//! painted.

#[cfg(target_os = "linux")]
mod arguments;
#[cfg(target_os = "linux")]
mod attempt;
#[cfg(target_os = "linux")]
mod bus;
#[cfg(target_os = "linux")]
mod caches;
#[cfg(target_os = "linux")]
mod combination;
#[cfg(target_os = "linux")]
mod evidence;
#[cfg(target_os = "linux")]
mod load;
#[cfg(target_os = "linux")]
mod series;
#[cfg(target_os = "linux")]
mod tally;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    let arguments = <arguments::Arguments as clap::Parser>::parse();
    match starts(&arguments) {
        Ok(true) => std::process::ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("starts: what was seen of each miss is kept in {}", arguments.kept.display());
            std::process::ExitCode::from(1)
        }
        Err(error) => {
            eprintln!("starts: {error}");
            std::process::ExitCode::from(2)
        }
    }
}

/// Whether all of them were painted.
#[cfg(target_os = "linux")]
fn starts(arguments: &arguments::Arguments) -> Result<bool, Box<dyn std::error::Error>> {
    if arguments.kept.exists() {
        // What an earlier series left would be taken for this one's.
        std::fs::remove_dir_all(&arguments.kept)?;
    }
    let tally = series::run(arguments)?;
    println!("\n{}", tally.table());
    if let Some(path) = &arguments.page {
        std::fs::write(path, tally.page(arguments))?;
        println!("written to {}", path.display());
    }
    Ok(tally.misses() == 0)
}

#[cfg(not(target_os = "linux"))]
fn main() {}
