//! The service on the wire: addresses, identifiers, the sign-in, and what an embed code says.

pub mod api_key;
pub mod email;
pub mod embed_code;
pub mod frame_url;
pub mod framing;
pub mod http;
pub mod identifiers;
pub mod origin;
pub mod page;
pub mod sign_in;
pub mod token;
