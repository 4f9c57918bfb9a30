//! A golden test for each rule, and what holds for any text.

mod dark;
mod facts;
mod golden;
mod properties;
mod rules;

use super::*;

/// The mail in a client with a light theme.
fn shown(html: &str, client: Client) -> Emulated {
    emulate(
        html,
        None,
        View {
            client,
            ..View::default()
        },
    )
}

/// The mail in a client with images switched off.
fn without_images(html: &str) -> Emulated {
    emulate(
        html,
        None,
        View {
            images: Images::Off,
            ..View::default()
        },
    )
}
