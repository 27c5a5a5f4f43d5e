//! A Secret Service that does what a test wants.

use std::collections::HashMap;
use zbus::Connection;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

const BUS_NAME: &str = "org.freedesktop.secrets";
const PATH: &str = "/org/freedesktop/secrets";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Takes calls and never answers.
    Silent,
    /// Is open and empty.
    Empty,
    /// Is open, and goes from the bus when something is looked for.
    Dies,
}

/// Offers it on this bus for as long as the connection is kept.
pub async fn offer_secrets(bus: &str, script: Script) -> Connection {
    let builder = zbus::connection::Builder::address(bus).expect("an address of a bus");
    let builder = builder.serve_at(PATH, Service(script)).expect("a place for the service");
    builder.name(BUS_NAME).expect("a name").build().await.expect("a bus where the name is free")
}

struct Service(Script);

impl Service {
    async fn answers(&self) {
        if self.0 == Script::Silent {
            std::future::pending::<()>().await;
        }
    }
}

#[zbus::interface(name = "org.freedesktop.Secret.Service")]
impl Service {
    async fn open_session(&self, algorithm: &str, _input: Value<'_>) -> (OwnedValue, OwnedObjectPath) {
        self.answers().await;
        // No secret goes over it, so any public key will do.
        let public_key = if algorithm == "plain" { Value::from("") } else { Value::from(vec![2_u8; 128]) };
        (public_key.try_into().expect("a value"), path("/org/freedesktop/secrets/session/1"))
    }

    async fn read_alias(&self, _name: &str) -> OwnedObjectPath {
        self.answers().await;
        path("/")
    }

    async fn search_items(
        &self,
        _attributes: HashMap<String, String>,
        #[zbus(connection)] connection: &Connection,
    ) -> (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) {
        self.answers().await;
        if self.0 == Script::Dies {
            connection.clone().close().await.expect("an open connection");
        }
        (Vec::new(), Vec::new())
    }
}

fn path(text: &'static str) -> OwnedObjectPath {
    OwnedObjectPath::try_from(text).expect("an object path")
}
