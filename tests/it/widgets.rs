//! The widgets, driven by keys and pointer and read through the accessibility tree.

mod harness;

mod buttons;
mod choices;
mod data_grid;
mod fields;
mod lists;
mod overlays;
mod palette;
mod views;
