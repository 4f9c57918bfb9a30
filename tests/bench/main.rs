//! The benchmarks: `make bench` runs them.

fn main() {
    divan::main();
}
