//! A trust store for one test, in a process of its own: on Linux the system's verifier reads what a variable names.

use crate::again::again;
use crate::certificates::Authority;
use crate::proxies::without_proxies;
use std::path::PathBuf;
use std::process::Command;

/// Names the file with the certificates that the system trusts.
const TRUSTED: &str = "SSL_CERT_FILE";

/// Runs the test with a trust store in which nobody is; [`trust`] puts somebody in. No proxy is named.
pub fn with_own_trust_store(inside: impl FnOnce()) {
    again(
        |again| {
            let folder = tempfile::tempdir().unwrap();
            again.prepare(|command| own_trust_store(command, &folder)).run();
        },
        inside,
    );
}

pub fn own_trust_store(command: &mut Command, folder: &tempfile::TempDir) {
    without_proxies(command);
    command.env(TRUSTED, folder.path().join("trusted.pem")).env_remove("SSL_CERT_DIR");
}

/// From now on the system trusts these and nobody else.
pub fn trust(authorities: &[&Authority]) {
    let file = PathBuf::from(std::env::var_os(TRUSTED).unwrap());
    let all: String = authorities.iter().map(|authority| authority.pem()).collect();
    std::fs::write(file, all).unwrap();
}
