//! The code editor, driven by keys and read through the accessibility tree.

mod harness;

mod bars;
mod completion;
mod keys;
mod theme;
mod view;
