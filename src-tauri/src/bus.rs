//! Connecting to a D-Bus message bus with a time limit. A bus may accept a connection and then stay silent, and neither GTK
//! nor zbus ever gives up on it.

use std::future::Future;
use std::time::Duration;
use zbus::Connection;

/// A working bus answers within milliseconds.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bus {
    Session,
    System,
}

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub enum NoBus {
    #[error(transparent)]
    Missing(#[from] zbus::Error),
    #[error("the bus does not answer")]
    Silent,
}

impl Bus {
    pub const ALL: [Self; 2] = [Self::Session, Self::System];

    /// The environment variable that every library reads the address from.
    pub const fn variable(self) -> &'static str {
        match self {
            Self::Session => "DBUS_SESSION_BUS_ADDRESS",
            Self::System => "DBUS_SYSTEM_BUS_ADDRESS",
        }
    }

    /// # Errors
    /// When the bus is missing, refuses, or stays silent.
    pub async fn connect(self) -> Result<Connection, NoBus> {
        let connecting = async {
            match self {
                Self::Session => Connection::session().await,
                Self::System => Connection::system().await,
            }
        };
        tokio::time::timeout(PATIENCE, connecting).await.map_or(Err(NoBus::Silent), |connected| Ok(connected?))
    }

    /// Whether it accepts connections but never answers. A missing bus is not silent.
    pub async fn is_silent(self) -> bool {
        matches!(self.connect().await, Err(NoBus::Silent))
    }
}

/// Runs a future without leaving threads behind.
///
/// # Errors
/// When the system is out of resources.
pub fn block_on<F: Future>(what: F) -> std::io::Result<F::Output> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let done = runtime.block_on(what);
    // A pending connection would block a plain drop.
    runtime.shutdown_background();
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::net::UnixListener;

    #[test]
    fn f37_a_silent_bus_is_told_from_a_missing_one() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("bus");
        let address = format!("unix:path={}", path.display());
        let connect = || {
            block_on(async {
                let connecting = zbus::connection::Builder::address(address.as_str()).unwrap().build();
                tokio::time::timeout(Duration::from_millis(200), connecting).await.map(|connected| connected.is_ok())
            })
            .unwrap()
        };
        assert_eq!(connect().ok(), Some(false), "nobody listens");
        let _silent = UnixListener::bind(&path).unwrap();
        assert!(connect().is_err(), "the listener stays silent");
    }
}
