//! Mails that are made to take long, checked and shown: the time of each for one size and for
//! twice that. Run by `cargo bench --bench bench hostile`; what is linear has a factor near two.

use std::hint::black_box;
use std::time::{Duration, Instant};

use letterhead::domain::checks::{CheckInput, check};
use letterhead::domain::emulate::{Client, Dark, Images, View, emulate};
use letterhead::domain::logto::{Flow, TemplateDetails, UsageType, sample_payload};

use self::hostile_mails::hostile;

#[path = "../it/checks/hostile_mails/mod.rs"]
mod hostile_mails;

/// Bytes of the smaller mails.
const BYTES: usize = 100_000;
/// The best of so many runs counts.
const ROUNDS: usize = 3;
/// So many of the slowest are printed.
const SLOWEST: usize = 12;

/// Prints the slowest checks and transforms.
pub(crate) fn print_hostile() {
    let small = hostile(BYTES);
    let large = hostile(2 * BYTES);
    for (work, run) in [("check", checked as fn(&str)), ("show", shown)] {
        let mut rows: Vec<_> = small
            .iter()
            .zip(&large)
            .map(|((name, small), (_, large))| (best(run, large), best(run, small), *name))
            .collect();
        rows.sort_unstable();
        let sum: Duration = rows.iter().map(|(large, ..)| *large).sum();
        println!(
            "{work}: {} hostile mails of {BYTES} and {} bytes, {sum:?} for the latter",
            rows.len(),
            2 * BYTES
        );
        for (large, small, name) in rows.iter().rev().take(SLOWEST) {
            let factor = large.as_secs_f64() / small.as_secs_f64();
            println!("  {name}: {small:?}, then {large:?}, a factor of {factor:.1}");
        }
    }
}

fn best(run: fn(&str), mail: &str) -> Duration {
    let time = |_| {
        let start = Instant::now();
        run(black_box(mail));
        start.elapsed()
    };
    (0..ROUNDS).map(time).min().unwrap()
}

fn checked(content: &str) {
    let details = TemplateDetails {
        subject: "Your code".to_owned(),
        content: content.to_owned(),
        ..TemplateDetails::default()
    };
    let payload = sample_payload(Flow::Experience, UsageType::SignIn);
    black_box(check(&CheckInput::new(
        &details,
        UsageType::SignIn,
        "en",
        &payload,
    )));
}

/// The longest way: a client that changes much, without pictures and in the dark.
fn shown(html: &str) {
    let view = View {
        client: Client::OutlookWindows,
        images: Images::Off,
        dark: Dark::Full,
    };
    black_box(emulate(html, None, view));
}
