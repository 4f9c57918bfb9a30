//! CSS as browsers read it, with the place of everything in the source.
//!
//! Style sheets and `style` attributes become trees of rules, declarations and component values
//! (CSS Syntax Level 3); selectors (Level 4), media queries (Level 4) and `@supports` conditions
//! have parsers of their own. What is not known is kept as unknown. A placeholder is a component
//! value, so that what stands around one is still read.

mod condition;
mod media;
mod parser;
mod place;
mod pseudo;
mod selector;
mod selectors;
mod sheet;
mod supports;
mod token;
mod tokenizer;
pub mod value;
mod values;
mod words;

use crate::domain::markup::html::Decoded;

pub use condition::Condition;
pub use media::{Comparison, MediaFeature, MediaQuery, MediaQueryList, MediaType};
pub use place::Places;
pub use selector::{
    AttributeOperator, AttributeSelector, Combinator, Compound, LetterCase, Nth, PseudoClass,
    Selector, SelectorList, Simple, SimpleKind, Specificity,
};
pub use sheet::{AtRule, Block, CssError, CssErrorKind, Declaration, Rule, StyleRule, Stylesheet};
pub use supports::{SupportsTest, supports};
pub use token::{Bracket, Token, TokenKind};
pub use tokenizer::tokens;
pub use value::{Value, ValueKind};

/// Reads the text of a `<style>` element; `at` is where it starts in the source.
pub fn stylesheet(text: &str, at: usize) -> Stylesheet {
    parser::Parser::new(text, Places::At(at)).sheet()
}

/// The declarations of a `style` attribute, and what is wrong with them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Inline {
    /// The declarations in order.
    pub declarations: Vec<Declaration>,
    /// Rules within the attribute, which few clients know.
    pub rules: Vec<Rule>,
    /// The comments.
    pub comments: Vec<crate::domain::finding::Span>,
    /// What is wrong, in order.
    pub errors: Vec<CssError>,
}

/// Reads the value of a `style` attribute.
pub fn inline(value: &Decoded<'_>) -> Inline {
    let (declarations, rest) =
        parser::Parser::new(&value.text, Places::Decoded(value)).declarations();
    Inline {
        declarations,
        rules: rest.rules,
        comments: rest.comments,
        errors: rest.errors,
    }
}

/// Reads component values, for example the value of an attribute such as `media` or `bgcolor`.
pub fn values(text: &str, places: Places<'_>) -> Vec<Value> {
    parser::Parser::new(text, places).values().0
}

/// Reads a list of selectors.
pub fn selector_list(text: &str, at: usize) -> SelectorList {
    let values = values(text, Places::At(at));
    let span = crate::domain::finding::Span::new(at, at + text.len());
    selectors::parse(value::trim(&values), span)
}

#[cfg(test)]
mod tests;
