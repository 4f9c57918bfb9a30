//! A mail as each client shows it. Run by `cargo bench --bench bench transforms`.

use divan::{Bencher, black_box};
use letterhead::domain::emulate::{Client, Dark, Images, View, emulate};

use super::markup::mail;

/// Each client, in light with pictures.
#[divan::bench(args = Client::ALL, sample_count = 20)]
fn client(bencher: Bencher<'_, '_>, client: Client) {
    shown(bencher, client, Images::On, Dark::Light);
}

/// Each way to be dark.
#[divan::bench(args = Dark::ALL, sample_count = 20)]
fn dark(bencher: Bencher<'_, '_>, dark: Dark) {
    shown(bencher, Client::OutlookCom, Images::On, dark);
}

/// Without pictures.
#[divan::bench(sample_count = 20)]
fn without_pictures(bencher: Bencher<'_, '_>) {
    shown(bencher, Client::AsWritten, Images::Off, Dark::Light);
}

fn shown(bencher: Bencher<'_, '_>, client: Client, images: Images, dark: Dark) {
    let mail = mail(100_000);
    let view = View {
        client,
        images,
        dark,
    };
    bencher.bench_local(|| emulate(black_box(&mail), None, view));
}
