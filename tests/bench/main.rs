//! The benchmarks: `make bench` runs them.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark reports on standard output and stops at the first surprise"
)]

mod authoring;
mod checks;
mod clients;
mod coverage;
mod dns;
mod editor;
mod hostile;
mod markup;
mod render;
mod transforms;
mod workspace;

fn main() {
    if std::env::args().any(|argument| argument == "hostile") {
        hostile::print_hostile();
        return;
    }
    divan::main();
    render::compare_with_node();
    dns::print_checks();
}
