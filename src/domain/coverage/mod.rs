//! Which mail every language gets.
//!
//! ```text
//! grid       one cell per usage type and language: its own template, a stand-in, or none
//! explain    a cell in words
//! features   what each sign-in feature of Logto needs, and where it breaks
//! browsers   what common browsers get
//! snapshot   a catalog read once, so that many questions are cheap
//! ```
//!
//! Everything here asks the rules of [`logto`](super::logto) and adds none of its own.

mod browsers;
mod explain;
mod features;
mod grid;
mod snapshot;

pub use browsers::{BROWSERS, Browser, MailSource, Served, who_gets_what};
pub use features::{
    Break, Feature, FeatureCoverage, TypeCoverage, Verdict, coverage, coverage_of_grid,
};
pub use grid::{Cell, CellState, Column, Grid, Origin, grid};

#[cfg(test)]
mod tests;
