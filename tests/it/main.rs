//! The integration tests: one binary, a module per subject.

// `cfg(test)` tells the lints that helpers of tests are tests too.
#[cfg(test)]
mod checks;
#[cfg(test)]
mod code_editor;
#[cfg(test)]
mod command_line;
#[cfg(test)]
mod delivery;
#[cfg(test)]
mod dns;
#[cfg(test)]
mod elsewhere;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod end_to_end;
#[cfg(test)]
mod inbox;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod keeping;
#[cfg(test)]
mod layering;
#[cfg(test)]
mod panels;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod preview;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod spamd;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod support;
#[cfg(test)]
mod widgets;
#[cfg(test)]
mod window;
#[cfg(test)]
mod workspace;
