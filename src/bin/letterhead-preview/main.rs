//! The web engine of the preview, in a process of its own.

fn main() {}
