//! The preview against the real web engine, under a display without a screen.

mod drawing;
mod harness;
mod life;
mod safety;
