//! The plain text `html-to-text` 9.0.5 makes of HTML with the options of Logto's connector: no
//! wrapping, pictures skipped, a link's address hidden where it is the link's text.
//!
//! ```text
//! entities   character references
//! scan       text, tags and comments in the manner of htmlparser2 8
//! tree       elements, with the end tags that htmlparser2 adds
//! walk       which element is laid out how
//! layout     words, lines and blocks
//! ```
//!
//! What the package does to broken markup counts too: Logto sends that text. Not followed is what
//! becomes of a document that ends inside of a reference in an attribute, of a reference right
//! after `<` in a title, and of list numbers that its letters and Roman numerals do not have. The
//! walk keeps its own stack, so no depth of nesting is too much.

mod entities;
mod layout;
mod scan;
mod tree;
mod walk;

/// The text of the first `body` elements, or of everything if there is none.
pub fn convert(html: &str) -> String {
    walk::text(&scan::parse(html))
}

#[cfg(test)]
mod tests;
