//! Any mail has a report of what clients show of it. Run by `cargo +nightly fuzz run clients`.

#![no_main]

use letterhead::domain::clients::audience::Audience;
use letterhead::domain::clients::data::ClientData;
use letterhead::domain::clients::report::Report;
use letterhead::domain::markup::html::Document;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let data = ClientData::bundled();
    let everyone: Vec<_> = data.client_ids().collect();
    let audience = Audience::chosen(&everyone, data);
    let report = Report::of(&Document::parse(text), data, &audience);
    for span in report.entries.iter().flat_map(|entry| &entry.spans) {
        assert!(text.get(span.range()).is_some());
    }
});
