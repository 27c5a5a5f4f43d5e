//! A name server for one test, on the port where the system asks.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const A: u16 = 1;
const AAAA: u16 = 28;
pub const SERVFAIL: u8 = 2;
pub const NXDOMAIN: u8 = 3;
pub const REFUSED: u8 = 5;

/// What it says about every name.
#[derive(Debug, Clone)]
pub enum Says {
    Nothing,
    /// A response code, and no address.
    Code(u8),
    Addresses(Vec<IpAddr>),
    Late(Duration, Vec<IpAddr>),
}

/// Answers from a thread of its own until the process ends.
#[derive(Clone)]
pub struct NameServer(Arc<Mutex<Says>>);

impl NameServer {
    pub fn start(says: Says) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:53").expect("the port of a name server, in an own network");
        let server = Self(Arc::new(Mutex::new(says)));
        let of_thread = server.clone();
        std::thread::spawn(move || of_thread.serve(&socket));
        server
    }

    pub fn says(&self, says: Says) {
        *self.0.lock().unwrap() = says;
    }

    fn serve(&self, socket: &UdpSocket) {
        let mut query = [0; 512];
        while let Ok((length, asker)) = socket.recv_from(&mut query) {
            let says = self.0.lock().unwrap().clone();
            let Some((response, delay)) = response(&query[..length], says) else { continue };
            let socket = socket.try_clone().unwrap();
            std::thread::spawn(move || {
                std::thread::sleep(delay);
                // One who does not wait for it is what a late answer is about.
                socket.send_to(&response, asker).ok();
            });
        }
    }
}

fn response(query: &[u8], says: Says) -> Option<(Vec<u8>, Duration)> {
    Some(match says {
        Says::Nothing => return None,
        Says::Code(code) => (message(query, code, &[]), Duration::ZERO),
        Says::Addresses(addresses) => (message(query, 0, &addresses), Duration::ZERO),
        Says::Late(delay, addresses) => (message(query, 0, &addresses), delay),
    })
}

/// A response (RFC 1035, 4) to a query with one question, with those of the addresses that are asked for.
fn message(query: &[u8], code: u8, addresses: &[IpAddr]) -> Vec<u8> {
    // A name ends with an empty label; then come the type and the class.
    let end = 12 + query[12..].iter().position(|byte| *byte == 0).unwrap() + 5;
    let asked = u16::from_be_bytes([query[end - 4], query[end - 3]]);
    let records: Vec<Vec<u8>> = addresses.iter().filter(|address| asked == kind(address)).map(record).collect();
    let mut message = query[..2].to_vec();
    message.extend([0x81, 0x80 | code, 0, 1, 0, u8::try_from(records.len()).unwrap(), 0, 0, 0, 0]);
    message.extend(&query[12..end]);
    message.extend(records.concat());
    message
}

const fn kind(address: &IpAddr) -> u16 {
    if address.is_ipv4() { A } else { AAAA }
}

/// For the name in the question, to be forgotten at once.
fn record(address: &IpAddr) -> Vec<u8> {
    let octets = match address {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().to_vec(),
    };
    let mut record = vec![0xc0, 12];
    record.extend(kind(address).to_be_bytes());
    record.extend([0, 1, 0, 0, 0, 0, 0, u8::try_from(octets.len()).unwrap()]);
    record.extend(octets);
    record
}

pub const V4: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
pub const V6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);
