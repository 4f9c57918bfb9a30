//! The code editor, driven by keys and read through the accessibility tree.

#[expect(clippy::expect_used, reason = "a fixture that is wrong fails its test")]
mod harness;

mod bars;
mod completion;
mod keys;
mod theme;
mod view;
