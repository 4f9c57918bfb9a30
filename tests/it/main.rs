//! The integration tests: one binary, a module per subject.

// `cfg(test)` tells the lints that helpers of tests are tests too.
#[cfg(test)]
mod inbox;
