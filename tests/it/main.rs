//! The integration tests: one binary, a module per subject.

// `cfg(test)` tells the lints that helpers of tests are tests too.
#[cfg(test)]
#[cfg(target_os = "linux")]
mod preview;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod support;
