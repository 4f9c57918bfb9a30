//! Any text is a tree, and its tokens cover it. Run by `cargo +nightly fuzz run html`.

#![no_main]

use letterhead::domain::markup::html::{Document, tokens};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut end = 0;
    for token in tokens(text) {
        assert_eq!(token.span.start, end);
        end = token.span.end;
    }
    assert_eq!(end, text.len());
    let document = Document::parse(text);
    assert!(document.walk().count() <= document.node_count());
    for id in document.walk() {
        assert!(text.get(document.span(id).range()).is_some());
        for attribute in document.attributes(id) {
            let value = document.value(attribute);
            let span = value.source_span(0, value.text.len());
            assert!(text.get(span.range()).is_some());
        }
    }
});
