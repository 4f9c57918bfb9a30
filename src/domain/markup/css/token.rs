//! The pieces of a style sheet.

/// A piece of a style sheet; the tokens of a text cover it without gap or overlap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Token {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it is.
    pub kind: TokenKind,
}

/// What a piece is (CSS Syntax Level 3, section 4).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TokenKind {
    /// A word.
    Ident,
    /// A word and `(`.
    Function,
    /// `@` and a word.
    AtKeyword,
    /// `#` and a word.
    Hash,
    /// A string with its quotation marks; the end of the text ends it too.
    String,
    /// A string that a line break cuts off.
    BadString,
    /// `url(` and an address without quotation marks.
    Url,
    /// `url(` and what is no address.
    BadUrl,
    /// A number.
    Number(f64),
    /// A number and `%`.
    Percentage(f64),
    /// A number and a unit.
    Dimension {
        /// The number.
        value: f64,
        /// Where the unit starts.
        unit: usize,
    },
    /// Blanks and line breaks.
    Whitespace,
    /// `/* … */`; the end of the text ends it too.
    Comment,
    /// `:`.
    Colon,
    /// `;`.
    Semicolon,
    /// `,`.
    Comma,
    /// An opening bracket.
    Open(Bracket),
    /// A closing bracket.
    Close(Bracket),
    /// `<!--`.
    Cdo,
    /// `-->`.
    Cdc,
    /// `{{ path }}`, which is text of no further meaning.
    Placeholder,
    /// Any other character.
    Delim(char),
}

/// The sorts of brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bracket {
    /// `( )`.
    Round,
    /// `[ ]`.
    Square,
    /// `{ }`.
    Curly,
}
