//! Looks for secrets in everything that was written to disk.

use demo_service::{EMAIL_MARK, KEY_MARK, TOKEN_MARK};
use std::path::{Path, PathBuf};

/// Where the app keeps what it remembers, accounts among it.
pub const SETTINGS: &str = "data/app.returningwidgets.desktop";

/// What a file below a test's home must not hold: any service's key or token, and outside the settings any email.
///
/// The secrets of all services are marked, so this knows those of a service that the app itself started, and tokens that
/// nobody used.
pub fn leaks(home: &Path, more: &[String]) -> Vec<PathBuf> {
    let settings = home.join(SETTINGS).join("settings-");
    let in_settings =
        |path: &Path| path.as_os_str().as_encoded_bytes().starts_with(settings.as_os_str().as_encoded_bytes());
    let more: Vec<&str> = more.iter().map(String::as_str).collect();
    let secrets = [&[KEY_MARK, TOKEN_MARK], more.as_slice()].concat();
    let (_, mut hits) = scan(home, &secrets);
    let (_, emails) = scan(home, &[EMAIL_MARK]);
    hits.extend(emails.into_iter().filter(|path| !in_settings(path)));
    hits
}

/// The files below a folder that hold one of the secrets, with how many files were looked at.
pub fn scan(folder: &Path, secrets: &[&str]) -> (usize, Vec<PathBuf>) {
    let needles: Vec<Vec<u8>> = secrets.iter().flat_map(|secret| spellings(secret)).collect();
    let mut looked_at = 0;
    let mut hits = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let kind = entry.file_type().expect("a kind of file");
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                looked_at += 1;
                let bytes = std::fs::read(&path).unwrap_or_default();
                if needles.iter().any(|needle| holds(&bytes, needle)) {
                    hits.push(path);
                }
            }
        }
    }
    (looked_at, hits)
}

/// In UTF-8, and in the UTF-16 that web storage is written in.
fn spellings(secret: &str) -> [Vec<u8>; 2] {
    [secret.as_bytes().to_vec(), secret.encode_utf16().flat_map(u16::to_le_bytes).collect()]
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    let Some((first, rest)) = needle.split_first() else { return false };
    let mut left = bytes;
    while let Some(at) = left.iter().position(|byte| byte == first) {
        left = &left[at + 1..];
        if left.starts_with(rest) {
            return true;
        }
    }
    false
}
