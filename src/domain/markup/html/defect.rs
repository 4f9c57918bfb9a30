//! What is wrong with markup, as data.

use crate::domain::finding::Span;

/// Something that is not as the standard wants it, and that browsers mend in their own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Defect {
    /// What is wrong.
    pub kind: DefectKind,
    /// The tag, attribute or text it is about.
    pub span: Span,
}

/// The sorts of defects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DefectKind {
    /// The text has no `<!doctype html>`, so that browsers lay it out in quirks mode.
    MissingDoctype,
    /// A doctype that sets quirks mode.
    QuirksDoctype,
    /// A doctype that is not at the start; it is dropped.
    MisplacedDoctype,
    /// An element that needs an end tag has none; the span is that of its start tag.
    UnclosedElement,
    /// An end tag without an element that it could end; it is dropped.
    StrayEndTag,
    /// An end tag ends a formatting element across the border of another: `<b><p></b></p>`.
    Misnested,
    /// A start tag that cannot stand where it stands; it is dropped: `<tr>` outside of a table.
    MisplacedStartTag,
    /// Text or an element within a table but outside of its cells; it is moved before the table.
    FosterParented,
    /// A link within a link; the first one is ended.
    NestedLink,
    /// A button or form within another of its kind.
    NestedControl,
    /// An attribute that the tag has already; it is dropped.
    DuplicateAttribute,
    /// An end tag with attributes; they are dropped.
    EndTagWithAttributes,
    /// No blank between two attributes.
    MissingBlank,
    /// A quotation mark, `<` or `=` in a name or an unquoted value: mostly a lost quotation mark.
    UnexpectedCharacter,
    /// `name=` without a value before `>`.
    MissingValue,
    /// `<div/>`: the slash has no effect, the element stays open.
    SelfClosingIgnored,
    /// A `/` in a tag that is not at its end; it is dropped.
    StraySlash,
    /// `</br>`, `</img>`: an end tag of an element that has none.
    VoidEndTag,
    /// The text ends within a tag; browsers drop the tag.
    UnfinishedTag,
    /// The text ends within a comment; it swallows all that follows.
    UnfinishedComment,
    /// A comment that ends in `--!>`.
    OddCommentEnd,
    /// `<!…>`, `<?…>` or `</…>` that browsers read as a comment.
    BogusComment,
    /// A conditional comment that a comment within it cuts off.
    UnfinishedConditional,
    /// `</>`; it is dropped.
    EmptyEndTag,
    /// Elements nested deeper than the limit; they stand beside each other instead.
    NestedTooDeep,
    /// Formatting elements left open so often that they are no longer opened again.
    TooManyReopened,
}
