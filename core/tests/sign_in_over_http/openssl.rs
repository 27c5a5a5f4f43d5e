//! What only the program `openssl` still does: servers of long ago, and word about a certificate's revocation.

use crate::certificates::{Authority, Shown};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// A server that offers one old version of TLS. Ends with the test.
pub struct OldServer {
    pub origin: String,
    process: Child,
    _files: tempfile::TempDir,
}

impl OldServer {
    /// `version` is the option that chooses it, such as `-tls1_1`.
    pub fn start(shown: &Shown, version: &str) -> Self {
        let files = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(files.path().join(name), text).unwrap();
        write("cert.pem", &shown.pem);
        write("key.pem", &shown.key.serialize_pem());
        let mut process = openssl()
            .current_dir(files.path())
            .args(["s_server", "-accept", "127.0.0.1:0", "-cert", "cert.pem", "-key", "key.pem", "-www", version])
            // Such versions are below the level that is asked for otherwise.
            .args(["-cipher", "ALL:@SECLEVEL=0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("this test needs the program openssl");
        let said = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
        let address = said.map(|line| line.strip_prefix("ACCEPT ").map(str::to_owned)).find_map(|address| address);
        let address = address.expect("openssl did not say where it listens");
        Self { origin: format!("https://{address}"), process, _files: files }
    }
}

impl Drop for OldServer {
    fn drop(&mut self) {
        // One that has ended already is as good.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// The OCSP response of this authority about a certificate: `V` for a valid one, `R` for a revoked one.
pub fn staple(authority: &Authority, shown: &Shown, status: &str) -> Vec<u8> {
    let files = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(files.path().join(name), text).unwrap();
    write("ca.pem", &authority.pem());
    write("ca.key", &authority.key_pem());
    write("cert.pem", &shown.pem);
    let serial = output(openssl().current_dir(&files).args(["x509", "-in", "cert.pem", "-noout", "-serial"]));
    let serial = serial.trim().strip_prefix("serial=").unwrap();
    let since = if status == "R" { "250101000000Z" } else { "" };
    write("index.txt", &format!("{status}\t400101000000Z\t{since}\t{serial}\tunknown\t/CN=the demo service\n"));
    output(
        openssl()
            .current_dir(&files)
            .args(["ocsp", "-index", "index.txt", "-CA", "ca.pem", "-rsigner", "ca.pem", "-rkey", "ca.key"])
            .args(["-issuer", "ca.pem", "-cert", "cert.pem", "-ndays", "1", "-noverify", "-respout", "response.der"]),
    );
    std::fs::read(files.path().join("response.der")).unwrap()
}

fn openssl() -> Command {
    Command::new("openssl")
}

fn output(command: &mut Command) -> String {
    let output = command.output().expect("this test needs the program openssl");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
