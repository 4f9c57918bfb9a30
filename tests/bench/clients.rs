//! What mail clients show of a mail: detection and verdicts, after its tree is made.

use divan::{Bencher, black_box};
use letterhead::domain::clients::audience::Audience;
use letterhead::domain::clients::data::ClientData;
use letterhead::domain::clients::detect::detect;
use letterhead::domain::clients::report::Report;
use letterhead::domain::markup::html::Document;

use super::markup::{SIZES, mail};

/// The features of a mail.
#[divan::bench(args = SIZES, sample_count = 10)]
fn features(bencher: Bencher<'_, '_>, bytes: usize) {
    let document = Document::parse(mail(bytes));
    bencher.bench_local(|| detect(black_box(&document)));
}

/// The features of a mail and the verdicts of all clients on them.
#[divan::bench(args = SIZES, sample_count = 10)]
fn verdicts(bencher: Bencher<'_, '_>, bytes: usize) {
    let data = ClientData::bundled();
    let everyone: Vec<_> = data.client_ids().collect();
    let audience = Audience::chosen(&everyone, data);
    let document = Document::parse(mail(bytes));
    bencher.bench_local(|| Report::of(black_box(&document), data, &audience));
}
