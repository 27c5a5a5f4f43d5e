//! Text that nobody can guess, from the randomness of the operating system.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The operating system gave no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gave no random bytes: {0}")]
pub struct NoRandomness(getrandom::Error);

/// 192 random bits in the URL-safe Base64 alphabet.
pub(crate) fn text() -> Result<String, NoRandomness> {
    let mut bytes = [0_u8; 24];
    getrandom::fill(&mut bytes).map_err(NoRandomness)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}
