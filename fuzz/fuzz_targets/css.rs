//! Any text is a style sheet with true places. Run by `cargo +nightly fuzz run css`.

#![no_main]

use letterhead::domain::markup::css::{self, Places};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut end = 0;
    for token in css::tokens(text) {
        assert_eq!(token.start, end);
        end = token.end;
    }
    assert_eq!(end, text.len());
    let sheet = css::stylesheet(text, 0);
    for declaration in sheet.declarations() {
        assert!(text.get(declaration.span.range()).is_some());
    }
    css::selector_list(text, 0);
    css::MediaQueryList::parse(&css::values(text, Places::At(0)));
});
