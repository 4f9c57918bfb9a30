//! The preview against the real web engine, under a display without a screen.

mod batch;
mod drawing;
mod harness;
mod life;
mod safety;
