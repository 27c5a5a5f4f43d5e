use std::net::{Ipv6Addr, TcpListener, TcpStream, UdpSocket};
use std::time::{Duration, Instant};

use demo_service::{Config, DemoService, StartError};
use reqwest::StatusCode;

use crate::client::{http, start};

fn port(service: &DemoService) -> u16 {
    service.origin().rsplit_once(':').unwrap().1.parse().unwrap()
}

#[tokio::test]
async fn it_says_that_it_is_well() {
    let service = start().await;
    let reply = http().get(format!("{}/demo/health", service.origin())).send().await.unwrap();
    assert_eq!(reply.status(), StatusCode::OK);
    assert_eq!(reply.text().await.unwrap(), "ok");
}

#[tokio::test]
async fn it_listens_on_loopback_only() {
    let service = start().await;
    let port = port(&service);
    assert_eq!(service.origin(), format!("http://127.0.0.1:{port}"));
    assert!(TcpStream::connect((Ipv6Addr::LOCALHOST, port)).is_err());
    // Asking for a route sends nothing, and tells the address by which others see this machine, if it has one.
    let outside = UdpSocket::bind("0.0.0.0:0").and_then(|socket| {
        socket.connect("192.0.2.1:9")?;
        socket.local_addr()
    });
    if let Ok(outside) = outside
        && !outside.ip().is_loopback()
    {
        assert!(TcpStream::connect_timeout(&(outside.ip(), port).into(), Duration::from_secs(2)).is_err());
    }
}

#[tokio::test]
async fn a_taken_port_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let error = DemoService::start(Config { port, ..Config::default() }).await.err().unwrap();
    assert!(matches!(error, StartError::Listen { .. }));
    assert!(error.to_string().contains(&format!("127.0.0.1:{port}")));
}

#[tokio::test]
async fn a_stopped_service_is_gone() {
    let service = start().await;
    let port = port(&service);
    let idle = TcpStream::connect(("127.0.0.1", port)).unwrap();
    service.stop().await;
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    assert_ends(&idle);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_service_is_gone_and_so_are_its_connections() {
    let service = start().await;
    let port = port(&service);
    let client = http();
    client.get(format!("{}/demo/health", service.origin())).send().await.unwrap();
    let idle = TcpStream::connect(("127.0.0.1", port)).unwrap();
    drop(service);
    let before = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_ok() {
        assert!(before.elapsed() < Duration::from_secs(10), "it still listens");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_ends(&idle);
}

fn assert_ends(mut connection: &TcpStream) {
    connection.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    // An end of stream and a reset both tell that nobody is there; running into the time limit does not.
    let read = std::io::Read::read(&mut connection, &mut [0]);
    let timed_out = |kind| matches!(kind, std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut);
    assert!(read.as_ref().is_ok_and(|read| *read == 0) || read.as_ref().is_err_and(|error| !timed_out(error.kind())));
}
