//! Any mail has styles. Run by `cargo +nightly fuzz run style`.

#![no_main]

use letterhead::domain::markup::html::Document;
use letterhead::domain::markup::style::{Colour, Environment, Styled};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let document = Document::parse(text);
    let styled = Styled::new(&document, &Environment::default().dark());
    for id in document.elements().take(100) {
        styled.background(&document, id, Colour::WHITE);
        styled.text_colour(&document, id);
        styled.is_shown(&document, id);
    }
});
