//! The DNS service against servers on loopback: obedient ones, hostile ones and real ones.

mod suite;
mod zone_server;
