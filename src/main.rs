//! The `letterhead` program.

fn main() {}
