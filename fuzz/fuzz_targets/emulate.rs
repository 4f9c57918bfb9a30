//! Every client shows any mail, in bounded space, and each change has its place in it. Run by
//! `cargo +nightly fuzz run emulate`.

#![no_main]

use letterhead::domain::emulate::{Client, Dark, Images, View, emulate};
use letterhead::domain::markup::html::Document;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|mail: (u8, u8, bool, &str)| {
    let (client, dark, has_images, text) = mail;
    let view = View {
        client: Client::ALL[usize::from(client) % Client::ALL.len()],
        images: if has_images { Images::On } else { Images::Off },
        dark: Dark::ALL[usize::from(dark) % Dark::ALL.len()],
    };
    let shown = emulate(text, None, view);
    for change in &shown.changes {
        assert!(change.span.start <= change.span.end);
        assert!(change.span.end <= text.len());
    }
    assert!(shown.html.len() <= 100 * text.len() + 10_000, "{view:?}");
    Document::parse(shown.html);
});
