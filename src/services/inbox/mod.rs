//! The capture server on loopback and its message store.
