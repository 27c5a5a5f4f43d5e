//! A private X server, so that nothing else is on the screen and nothing appears on anyone's.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// It ends when this is dropped.
pub struct Display {
    server: Child,
    name: String,
}

#[derive(Debug, thiserror::Error)]
pub enum DisplayError {
    #[error("Xvfb cannot be started: {0}")]
    Start(#[from] std::io::Error),
    #[error("Xvfb ended without saying which display it has")]
    NoNumber,
}

impl Display {
    /// Starts one of 1280 × 900 pixels.
    ///
    /// # Errors
    /// When there is no Xvfb.
    pub fn open() -> Result<Self, DisplayError> {
        let mut server = Command::new("Xvfb")
            // The server picks a free number and writes it once it takes connections: nothing to guess or wait for.
            .args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut number = String::new();
        if let Some(said) = server.stdout.take() {
            BufReader::new(said).read_line(&mut number)?;
        }
        let display = Self { server, name: format!(":{}", number.trim()) };
        if number.trim().is_empty() {
            return Err(DisplayError::NoNumber);
        }
        Ok(display)
    }

    /// What programs find it by.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        if self.server.kill().is_ok() {
            // Nothing is left to be done about a server that cannot be waited for.
            self.server.wait().ok();
        }
    }
}
