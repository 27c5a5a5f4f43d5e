//! Servers that speak TLS, well or badly.

use crate::certificates::Shown;
use demo_service::DemoService;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::{ServerConfig, SupportedProtocolVersion, version};

/// TLS 1.3 and 1.2.
pub const MODERN: [&SupportedProtocolVersion; 2] = [&version::TLS13, &version::TLS12];

/// A free port of this machine, and what the service behind it is called when it is called by its number.
pub async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind((crate::certificates::HOST, 0)).await.unwrap();
    let origin = format!("https://{}", listener.local_addr().unwrap());
    (listener, origin)
}

/// Puts TLS in front of a service. Whatever comes through a good handshake reaches the service, and is in its log.
pub async fn in_front_of(service: &DemoService, shown: Shown) -> String {
    with_versions(service, shown, &MODERN).await
}

pub async fn with_versions(
    service: &DemoService,
    shown: Shown,
    versions: &[&'static SupportedProtocolVersion],
) -> String {
    let (listener, origin) = listen().await;
    serve(listener, service, shown, versions);
    origin
}

/// The same on a listener that is there already.
pub fn serve(
    listener: TcpListener,
    service: &DemoService,
    shown: Shown,
    versions: &[&'static SupportedProtocolVersion],
) {
    let key = shown.key_der();
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_protocol_versions(versions)
        .unwrap()
        .with_no_client_auth()
        .with_single_cert_with_ocsp(shown.chain, key, shown.staple)
        .unwrap();
    let (acceptor, address) = (TlsAcceptor::from(Arc::new(config)), service.origin().replace("http://", ""));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(forward(acceptor.clone(), stream, address.clone()));
        }
    });
}

async fn forward(acceptor: TlsAcceptor, stream: TcpStream, address: String) {
    // A client that refuses the certificate ends the handshake, and either side may end the connection.
    let Ok(mut inside) = acceptor.accept(stream).await else { return };
    let mut service = TcpStream::connect(address).await.unwrap();
    tokio::io::copy_bidirectional(&mut inside, &mut service).await.ok();
}
