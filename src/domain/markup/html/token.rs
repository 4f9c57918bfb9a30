//! What the tokenizer yields: pieces of the source and what they are.

use crate::domain::finding::Span;

/// A piece of the source; the tokens of a text cover it without gap or overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// What a piece of the source is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenKind {
    /// Text in which character references count.
    Text,
    /// Text that stands as it is: the content of `<style>`, `<script>` and their kin.
    RawText,
    /// `<name …>`.
    StartTag(Tag),
    /// `</name>`.
    EndTag(Tag),
    /// `<!-- … -->` and what browsers treat alike.
    Comment(Comment),
    /// `<!doctype …>`.
    Doctype(Doctype),
    /// `<![CDATA[ … ]]>` within SVG or `MathML`, with its content.
    Cdata(Span),
    /// What browsers drop: `</>`, and a tag that the text ends in.
    Dropped,
}

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The name as written.
    pub name: Span,
    /// The attributes in order, repeated ones included.
    pub attributes: Vec<Attribute>,
    /// Whether it ends in `/>`.
    pub self_closing: bool,
}

/// An attribute of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribute {
    /// Name, sign of equality and value with its quotation marks.
    pub span: Span,
    /// The name as written. A placeholder in the place of attributes counts as a name.
    pub name: Span,
    /// The value, if there is a sign of equality.
    pub value: Option<AttributeValue>,
    /// Whether the tag has an attribute of this name before; browsers drop this one.
    pub is_duplicate: bool,
}

/// The value of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttributeValue {
    /// The value as written, without quotation marks.
    pub span: Span,
    /// What stands around it.
    pub quote: Quote,
}

/// The quotation marks of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quote {
    /// `"`.
    Double,
    /// `'`.
    Single,
    /// None.
    Unquoted,
}

/// A comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// The text between the delimiters.
    pub data: Span,
    /// Which sort.
    pub kind: CommentKind,
}

/// The sorts of comments, with those that Outlook for Windows reads as conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommentKind {
    /// `<!-- … -->`.
    Plain,
    /// `<! … >`, `<? … >` and `</ … >`, which browsers read as comments.
    Bogus,
    /// `<!--[if mso]> … <![endif]-->`: others see a comment, Outlook may see the content.
    Conditional {
        /// `mso`, `gte mso 9`.
        expression: Span,
        /// The content.
        inner: Span,
    },
    /// `<!--[if mso]> … -->` without `<![endif]` before its end: a comment within cut it off.
    UnfinishedConditional {
        /// `mso`, `gte mso 9`.
        expression: Span,
    },
    /// `<![if !mso]>` or `<!--[if !mso]><!-->`: what follows is seen by all but perhaps Outlook.
    RevealStart {
        /// `!mso`.
        expression: Span,
    },
    /// `<![endif]>` or `<!--<![endif]-->`.
    RevealEnd,
}

/// `<!doctype …>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doctype {
    /// `html`.
    pub name: Span,
    /// The public identifier, without quotation marks.
    pub public_id: Option<Span>,
    /// The system identifier, without quotation marks.
    pub system_id: Option<Span>,
}
