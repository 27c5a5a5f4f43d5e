//! Runs the demo service on its own, until Ctrl+C.

use std::process::ExitCode;
use std::time::Duration;

use demo_service::{Community, Config, DemoService, Widget};

const USAGE: &str = "\
A stand-in for the Returning.AI widget service, on 127.0.0.1 only.

Usage: demo-service [--port N] [--token-life SECONDS] [--sign-in-delay MS]

  --port N               listen on this port (default: any free one)
  --token-life SECONDS   how long a token is good (default: 300)
  --sign-in-delay MS     how long each sign-in takes (default: 0)
  --help                 show this text";

/// Why the command line is not understood.
#[derive(Debug, thiserror::Error)]
enum BadFlag {
    #[error("unknown flag: {0}")]
    Unknown(String),
    #[error("{flag} needs a whole number from 0 to {most}")]
    NotANumber { flag: String, most: u64 },
}

enum Wish {
    Help,
    Run(Config),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let config = match read_flags(std::env::args().skip(1)) {
        Ok(Wish::Run(config)) => config,
        Ok(Wish::Help) => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("demo-service: {error} (--help shows all flags)");
            return ExitCode::from(2);
        }
    };
    match DemoService::start(config).await {
        Ok(service) => {
            introduce(&service);
            // Nothing needs tidying up, so the signal's own effect is the way to end.
            std::future::pending().await
        }
        Err(error) => {
            eprintln!("demo-service: {error}");
            ExitCode::FAILURE
        }
    }
}

fn read_flags(mut flags: impl Iterator<Item = String>) -> Result<Wish, BadFlag> {
    let mut config = Config::default();
    while let Some(flag) = flags.next() {
        match flag.as_str() {
            "--port" => config.port = number(flag, flags.next(), u16::MAX)?,
            "--token-life" => config.token_life = Duration::from_secs(number(flag, flags.next(), u32::MAX)?.into()),
            "--sign-in-delay" => {
                config.sign_in_delay = Duration::from_millis(number(flag, flags.next(), u32::MAX)?.into());
            }
            "--help" | "-h" => return Ok(Wish::Help),
            _ => return Err(BadFlag::Unknown(flag)),
        }
    }
    Ok(Wish::Run(config))
}

fn number<N: std::str::FromStr + Into<u64>>(flag: String, text: Option<String>, most: N) -> Result<N, BadFlag> {
    text.and_then(|text| text.parse().ok()).ok_or(BadFlag::NotANumber { flag, most: most.into() })
}

fn introduce(service: &DemoService) {
    let Community { name, community_id, api_key, members, widgets, more_widgets } = service.community();
    println!("{name}");
    println!();
    println!("  Service origin   {}", service.origin());
    println!("  Community ID     {community_id}");
    println!("  Widget API key   {api_key}   (for this demo, until it ends)");
    println!();
    println!("Members");
    for member in members {
        println!("  {:<22} {}", member.email, member.name);
    }
    println!();
    println!("Embed codes");
    for widget in widgets.iter().chain(more_widgets) {
        let Widget { name, public, .. } = widget;
        println!();
        println!("  {name}{}", if *public { " (public, no sign-in)" } else { "" });
        println!("  {}", service.embed_code(widget));
    }
    println!();
    println!("Ctrl+C ends it.");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(flags: &[&str]) -> Result<Config, String> {
        match read_flags(flags.iter().map(ToString::to_string)) {
            Ok(Wish::Run(config)) => Ok(config),
            Ok(Wish::Help) => Err("help".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn flags_set_what_they_name() {
        let config = config(&["--port", "4100", "--token-life", "20", "--sign-in-delay", "150"]).unwrap();
        assert_eq!(config.port, 4100);
        assert_eq!(config.token_life, Duration::from_secs(20));
        assert_eq!(config.sign_in_delay, Duration::from_millis(150));
    }

    #[test]
    fn a_bad_flag_is_named() {
        assert_eq!(config(&["--prot", "1"]).unwrap_err(), "unknown flag: --prot");
        let number = "--port needs a whole number from 0 to 65535";
        assert_eq!(config(&["--port"]).unwrap_err(), number);
        assert_eq!(config(&["--port", "65536"]).unwrap_err(), number);
    }
}
