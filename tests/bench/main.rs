//! The benchmarks: `make bench` runs them.

mod editor;

fn main() {
    divan::main();
}
