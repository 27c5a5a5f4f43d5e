//! The service on the wire: addresses, identifiers, the sign-in, and what an embed code says.

pub mod api_key;
mod certificate;
mod connection_failure;
pub mod email;
pub mod embed_code;
pub mod frame_url;
pub mod framing;
pub mod http;
pub mod identifiers;
pub mod origin;
pub mod page;
pub mod probe;
mod resolver;
mod server_certificate;
pub mod sign_in;
mod stapled_status;
mod tls_failure;
pub mod token;
