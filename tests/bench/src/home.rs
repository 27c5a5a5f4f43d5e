//! A home that a program has to itself.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Some failures only show at the end of what was printed.
const TAIL: usize = 2_000;

/// Every run is a first start: it sees none of the person's own settings, and leaves nothing behind.
pub struct PrivateHome {
    path: PathBuf,
}

impl PrivateHome {
    /// Makes an empty one, which is removed when this is dropped.
    ///
    /// # Errors
    /// When the system has no place for it.
    pub fn new() -> io::Result<Self> {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let name = format!("returning-widgets-bench-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let home = Self { path: std::env::temp_dir().join(name) };
        let mut builder = DirBuilder::new();
        // Who may look into the runtime directory is checked by those who use it.
        builder.mode(0o700);
        builder.create(&home.path)?;
        for directory in [home.data(), home.runtime(), home.path.join("config"), home.path.join("cache")] {
            builder.create(directory)?;
        }
        Ok(home)
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What programs keep for good.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.path.join("data")
    }

    /// Where sockets are.
    #[must_use]
    pub fn runtime(&self) -> PathBuf {
        self.path.join("runtime")
    }

    /// Standard output and standard error of the program, as one file.
    #[must_use]
    pub fn printed(&self) -> PathBuf {
        self.path.join("printed")
    }

    /// The end of what the program printed.
    #[must_use]
    pub fn printed_tail(&self) -> String {
        let text = fs::read(self.printed()).unwrap_or_default();
        String::from_utf8_lossy(text.get(text.len().saturating_sub(TAIL)..).unwrap_or(&text)).into_owned()
    }

    /// A program that lives in this home and on this display, and knows of nothing else.
    ///
    /// # Errors
    /// When there is no file for what it prints.
    pub fn command(&self, program: &str, display: &str) -> io::Result<Command> {
        let printed = File::create(self.printed())?;
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(std::env::vars_os().filter(|(name, _)| name == "PATH" || name == "LANG"))
            .envs(self.environment())
            .env("DISPLAY", display)
            .stdin(Stdio::null())
            .stdout(printed.try_clone()?)
            .stderr(printed);
        Ok(command)
    }

    fn environment(&self) -> [(&'static str, PathBuf); 6] {
        [
            ("HOME", self.path.clone()),
            ("XDG_DATA_HOME", self.data()),
            ("XDG_CONFIG_HOME", self.path.join("config")),
            ("XDG_CACHE_HOME", self.path.join("cache")),
            ("XDG_RUNTIME_DIR", self.runtime()),
            // No session bus: it would be the person's own, or be started and left behind.
            ("DBUS_SESSION_BUS_ADDRESS", PathBuf::from("disabled:")),
        ]
    }
}

impl Drop for PrivateHome {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.path) {
            eprintln!("{} could not be removed: {error}", self.path.display());
        }
    }
}
