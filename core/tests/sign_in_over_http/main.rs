//! The real sign-in over real HTTP, against a service on loopback.

mod accepted;
#[path = "../shared/again.rs"]
mod again;
mod desk;
mod limits;
mod proxies;
mod redirects;
mod replies;
mod statuses;
mod ways;
