//! What several subjects need.

pub mod xvfb;
