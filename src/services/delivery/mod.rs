//! Executes a delivery.
