//! Any mail has styles: the same for one element as for all, and the same in a client that is
//! looked at second. Run by `cargo +nightly fuzz run style`.

#![no_main]

use letterhead::domain::markup::html::Document;
use letterhead::domain::markup::style::{Background, Colour, Environment, Painted, Styled};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let document = Document::parse(text);
    let light = Styled::new(&document, &Environment::default());
    let dark = Styled::new(&document, &Environment::default().dark());
    let second = light.in_environment(&document, &Environment::default().dark());
    let painted = Painted::of(&document, &dark, Colour::WHITE);
    for id in document.elements().take(100) {
        assert_eq!(dark.computed(id), second.computed(id));
        assert!(dark.winners(id).eq(second.winners(id)));
        let alone = dark.background(&document, id, Colour::WHITE);
        match (painted.behind(id), alone) {
            (Some(Background::Colour(one)), Background::Colour(other)) => {
                let parts = one.bytes().into_iter().zip(other.bytes());
                assert!(parts.into_iter().all(|(one, other)| one.abs_diff(other) <= 1));
            }
            (one, other) => assert_eq!(one, Some(other)),
        }
        let is_shown = dark.is_shown(&document, id);
        assert_eq!(painted.is_shown(&document, &dark, id), is_shown);
        let colour = dark.text_colour(&document, id);
        assert_eq!(painted.text_colour(&document, &dark, id).is_some(), colour.is_some());
    }
});
