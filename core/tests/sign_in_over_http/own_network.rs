//! A network for one test, with nothing on it but this machine: the test runs again in namespaces of its own, where the
//! name server is the test's.

use crate::again::again;
use crate::trust::own_trust_store;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;

/// Run by a shell in the new namespaces, in the folder with the files; then the test takes its place.
const FURNISH: &str = r#"
ip link set lo up
mount --bind "$0/resolv.conf" /etc/resolv.conf
mount --bind "$0/nsswitch.conf" /etc/nsswitch.conf
exec "$@"
"#;

/// Runs the test where `/etc/resolv.conf` names 127.0.0.1 and no other name service counts. There is no proxy, and a
/// trust store that the test fills.
pub fn in_an_own_network(inside: impl FnOnce()) {
    in_an_own_network_with(&[], inside);
}

/// The same with these variables.
pub fn in_an_own_network_with(variables: &[(&str, &str)], inside: impl FnOnce()) {
    again(
        |again| {
            let folder = tempfile::tempdir().unwrap();
            let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
            write("resolv.conf", "nameserver 127.0.0.1\n");
            write("nsswitch.conf", "hosts: files dns\n");
            let surround = |command: &mut Command| {
                *command = in_namespaces(command, folder.path());
                own_trust_store(command, &folder);
                command.envs(variables.iter().copied());
            };
            again.prepare(surround).run();
        },
        inside,
    );
}

/// The same command in a network and with mounts of its own. Needs root, or a system that lets everybody make user
/// namespaces; where neither is the case, `unshare` says so and the test fails.
fn in_namespaces(command: &Command, folder: &Path) -> Command {
    let mut unshare = Command::new("unshare");
    unshare.args(["--mount", "--net"]);
    if std::fs::metadata("/proc/self").unwrap().uid() != 0 {
        unshare.args(["--user", "--map-root-user"]);
    }
    unshare.args(["sh", "-euc", FURNISH]).arg(folder).arg(command.get_program()).args(command.get_args());
    unshare
}
