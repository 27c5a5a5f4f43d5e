//! A key from standard input, where the keychain has none to give: it is never an argument, which other programs of this
//! machine can read, and never a variable, which is handed on.

use super::exit::Exit;
use super::failure::Failure;
use std::io::{self, Read};
use std::sync::Arc;
use widget_core::error::{AppError, Code};
use widget_core::service::api_key::ApiKey;
use zeroize::Zeroizing;

/// More than any key has, in bytes. The room is taken at once, so that no part of a key is left behind by a move.
const ROOM: usize = 4096;

const CTRL_C: u8 = 0x03;
const CTRL_D: u8 = 0x04;
const CTRL_U: u8 = 0x15;
const BACKSPACE: u8 = 0x08;
const DELETE: u8 = 0x7f;

/// Who is at the other end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Program,
    /// At a terminal that hands over each press as it comes, and shows none.
    Person,
}

/// The key, if it is to come from here.
///
/// # Errors
/// When there is none, or it is no key.
pub fn read_if(wanted: bool) -> Result<Option<Arc<ApiKey>>, Failure> {
    if wanted { read().map(Arc::new).map(Some) } else { Ok(None) }
}

/// Reads one line. At a terminal it is asked for, and not shown.
fn read() -> Result<ApiKey, Failure> {
    let line = os::line().map_err(|error| Failure::new(Exit::Key, format!("no key can be read: {error}")))?;
    let text = std::str::from_utf8(&line).map_err(|_| Code::KeyInvalid)?;
    Ok(ApiKey::parse(text).map_err(|error| AppError::new(error.code()))?)
}

/// Byte by byte, since whatever buffers would keep a copy.
fn read_line(mut input: impl Read, from: Source) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut line = Zeroizing::new(Vec::with_capacity(ROOM));
    let mut byte = Zeroizing::new([0]);
    loop {
        match input.read(&mut *byte) {
            Ok(0) => return Ok(line),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        }
        let [read] = *byte;
        match (read, from) {
            (b'\n', _) | (CTRL_D, Source::Person) => return Ok(line),
            (CTRL_C, Source::Person) => return Err(io::ErrorKind::Interrupted.into()),
            (CTRL_U, Source::Person) => line.clear(),
            (BACKSPACE | DELETE, Source::Person) => drop(line.pop()),
            _ if line.len() == ROOM => return Err(io::Error::new(io::ErrorKind::InvalidData, "it is too long")),
            (read, _) => line.push(read),
        }
    }
}

#[cfg(unix)]
mod os {
    use super::super::print;
    use super::{Source, Zeroizing, read_line};
    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
    use std::fs::File;
    use std::io::{self, IsTerminal};
    use std::os::fd::AsFd;

    pub fn line() -> io::Result<Zeroizing<Vec<u8>>> {
        // Past the buffer of the standard library.
        let input = File::from(io::stdin().as_fd().try_clone_to_owned()?);
        if !input.is_terminal() {
            return read_line(&input, Source::Program);
        }
        let _unseen = Unseen::begin(&input)?;
        // Not before: until then what is typed is shown.
        print::err("Widget API key (not shown):");
        read_line(&input, Source::Person)
    }

    /// A terminal that shows nothing of what is typed, until this is dropped. It sends no signal either, which could end
    /// the process before the terminal is as it was.
    struct Unseen<'a> {
        terminal: &'a File,
        before: Termios,
    }

    impl<'a> Unseen<'a> {
        fn begin(terminal: &'a File) -> io::Result<Self> {
            let before = tcgetattr(terminal)?;
            let mut unseen = before.clone();
            unseen.local_modes.remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG);
            tcsetattr(terminal, OptionalActions::Flush, &unseen)?;
            Ok(Self { terminal, before })
        }
    }

    impl Drop for Unseen<'_> {
        fn drop(&mut self) {
            // Nothing can be done about a terminal that is gone.
            tcsetattr(self.terminal, OptionalActions::Flush, &self.before).ok();
        }
    }
}

/// Elsewhere a terminal can't be told to show nothing without one more library, so there a key comes from a program.
#[cfg(not(unix))]
mod os {
    use super::{Source, Zeroizing};
    use std::io::{self, IsTerminal};

    pub fn line() -> io::Result<Zeroizing<Vec<u8>>> {
        let input = io::stdin();
        if input.is_terminal() {
            return Err(io::Error::new(io::ErrorKind::Unsupported, "have a program write it to standard input"));
        }
        super::read_line(input.lock(), Source::Program)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(input: &[u8], from: Source) -> String {
        String::from_utf8(read_line(input, from).unwrap().to_vec()).unwrap()
    }

    #[test]
    fn a_key_ends_with_its_line() {
        for input in ["k-1", "k-1\n", "k-1\nand more"] {
            assert_eq!(of(input.as_bytes(), Source::Program), "k-1");
            assert_eq!(of(input.as_bytes(), Source::Person), "k-1");
        }
    }

    #[test]
    fn who_types_can_correct_it_and_give_up() {
        assert_eq!(of(b"xx\x15k-22\x7f\x08\x081\n", Source::Person), "k1");
        assert_eq!(of(b"\x7fk\x04more", Source::Person), "k");
        assert_eq!(read_line(&b"k-1\x03\n"[..], Source::Person).unwrap_err().kind(), io::ErrorKind::Interrupted);
        assert_eq!(of(b"k\x03", Source::Program), "k\u{3}", "which is then no key");
    }

    #[test]
    fn what_has_no_end_is_not_read_to_it() {
        assert!(read_line(io::repeat(b'k'), Source::Program).is_err());
        let line = read_line(&vec![b'k'; ROOM][..], Source::Program).unwrap();
        assert_eq!(line.capacity(), ROOM, "a key is never moved");
    }
}
