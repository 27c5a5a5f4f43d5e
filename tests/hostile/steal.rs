//! What a page, a service or a thief may try to learn or to put about.

mod process;
mod secrets;
mod storage;
mod words;
