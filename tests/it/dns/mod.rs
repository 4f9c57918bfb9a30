//! The DNS service against servers on loopback: obedient ones, hostile ones and real ones.

#[cfg(target_os = "linux")]
mod debian;
mod hostile;
mod raw_server;
mod secure;
mod service;
mod suite;
pub mod zone_server;
