//! A proxy that lets nothing through.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A service for which the proxy wants a password, and one that it does not reach.
pub const BEHIND_A_PASSWORD: &str = "https://widgets.example";
pub const BEYOND_REACH: &str = "https://beyond.example";

/// Serves one connection after the other, for as long as the task is not dropped.
pub async fn serve(listener: TcpListener) {
    while let Ok((stream, _)) = listener.accept().await {
        answer(stream).await;
    }
}

async fn answer(mut stream: TcpStream) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let Ok(byte) = stream.read_u8().await else { return };
        head.push(byte);
    }
    let beyond = String::from_utf8_lossy(&head).contains("beyond.example");
    let answer = if beyond { "502 Bad Gateway" } else { "407 Proxy Authentication Required" };
    stream.write_all(format!("HTTP/1.1 {answer}\r\n\r\n").as_bytes()).await.ok();
}
