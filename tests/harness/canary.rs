//! Looks for secrets in everything that was written to disk.

use std::path::{Path, PathBuf};

/// The files below a folder that hold one of the secrets, with how many files were looked at.
pub fn scan(folder: &Path, secrets: &[&str]) -> (usize, Vec<PathBuf>) {
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
                if secrets.iter().any(|secret| holds(&bytes, secret)) {
                    hits.push(path);
                }
            }
        }
    }
    (looked_at, hits)
}

/// In UTF-8, or in the UTF-16 that web storage is written in.
fn holds(bytes: &[u8], secret: &str) -> bool {
    let wide: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let contains = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    contains(secret.as_bytes()) || contains(&wide)
}
