//! The tree: the rules of WHATWG HTML, section 13.2.6, as far as mail needs them.
//!
//! Left out: frames (dropped), the content of `<template>` (an element like others) and the rules
//! that keep other elements out of `<select>`. Nothing recurses. The elements open at one time and
//! those reopened after misnesting are bounded, so that time and memory stay linear in the text.

mod body;
mod body_end;
mod foreign;
mod formatting;
mod head;
mod insert;
mod quirks;
mod stack;
mod table;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::defect::{Defect, DefectKind};
use super::document::{Document, Mode, Namespace, Node, NodeId, NodeKind, TextKind};
use super::names::Kind;
use super::token::{Attribute, Comment, Doctype, Tag, TokenKind};
use super::tokenizer::Tokenizer;
use crate::domain::finding::Span;
use formatting::Entry;

/// The most elements that are open at one time.
pub const DEEPEST: usize = 512;
/// No event is looked at by more modes; the rules need far fewer.
const MOST_STEPS: usize = 64;

/// An open element.
#[derive(Debug, Clone, Copy)]
struct Open {
    id: NodeId,
    kind: Kind,
    namespace: Namespace,
}

/// What the tree is built from: a token, or the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Event {
    Start,
    End,
    Text(TextKind),
    Comment(Comment),
    Doctype(Doctype),
    Eof,
}

/// Whether the event is dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    Done,
    Again,
}

/// The insertion modes (WHATWG, 13.2.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Insertion {
    Initial,
    BeforeHtml,
    BeforeHead,
    InHead,
    InHeadNoscript,
    AfterHead,
    InBody,
    Text,
    InTable,
    InTableText,
    InCaption,
    InColumnGroup,
    InTableBody,
    InRow,
    InCell,
    AfterBody,
    AfterAfterBody,
}

/// The tag being dealt with.
#[derive(Debug)]
struct Current {
    kind: Kind,
    name: Cow<'static, str>,
    attributes: Vec<Attribute>,
    self_closing: bool,
    /// Whether a rule has honoured the slash at its end.
    is_slash_used: bool,
}

struct Builder {
    document: Document,
    open: Vec<Open>,
    formatting: Vec<Entry>,
    mode: Insertion,
    /// Where `Text` and `InTableText` return to.
    original: Insertion,
    head: Option<NodeId>,
    form: Option<NodeId>,
    is_fostering: bool,
    table_text: Vec<(Span, TextKind)>,
    /// Where the event stands.
    span: Span,
    tag: Current,
    /// Where `</body>` stands, if nothing came after it.
    body_end: Option<usize>,
    reopened: usize,
    is_fragment: bool,
    /// The names of the attributes of an element that was given more of them.
    merged: HashMap<NodeId, HashSet<String>>,
}

/// Reads what `tokenizer` finds in a text as a document or, if it is a part of one, as the content
/// of a `<body>`.
pub(super) fn build(source: Arc<str>, mut tokenizer: Tokenizer<'_>, is_part: bool) -> Document {
    let part = Span::new(tokenizer.at, tokenizer.limit);
    let mut builder = Builder::new(source, part, tokenizer.placeholders());
    if is_part {
        builder.start_part();
    }
    while let Some(token) = {
        tokenizer.set_foreign(builder.is_in_foreign());
        tokenizer.set_cdata(builder.has_cdata());
        tokenizer.next()
    } {
        builder.span = token.span;
        match token.kind {
            TokenKind::Text => builder.process(Event::Text(TextKind::WithReferences)),
            TokenKind::RawText => builder.process(Event::Text(TextKind::Raw)),
            TokenKind::Cdata(inner) => {
                builder.span = inner;
                builder.process(Event::Text(TextKind::Raw));
            }
            TokenKind::StartTag(tag) => builder.start_tag(tag),
            TokenKind::EndTag(tag) => {
                builder.take(tag);
                builder.process(Event::End);
            }
            TokenKind::Comment(comment) => builder.process(Event::Comment(comment)),
            TokenKind::Doctype(doctype) => builder.process(Event::Doctype(doctype)),
            TokenKind::Dropped => {}
        }
    }
    let end = tokenizer.limit;
    builder.finish(end, tokenizer.into_defects())
}

impl Builder {
    fn new(source: Arc<str>, part: Span, placeholders: Arc<[Span]>) -> Self {
        let root = Node::new(NodeKind::Document, part);
        Self {
            document: Document {
                source,
                nodes: vec![root],
                defects: Vec::new(),
                mode: Mode::Standards,
                placeholders,
            },
            open: Vec::new(),
            formatting: Vec::new(),
            mode: Insertion::Initial,
            original: Insertion::InBody,
            head: None,
            form: None,
            is_fostering: false,
            table_text: Vec::new(),
            span: Span::new(part.start, part.start),
            tag: Current {
                kind: Kind::Other,
                name: Cow::Borrowed(""),
                attributes: Vec::new(),
                self_closing: false,
                is_slash_used: false,
            },
            body_end: None,
            reopened: 0,
            is_fragment: false,
            merged: HashMap::new(),
        }
    }

    /// Puts the implied root in place, as for the content of a `<body>`.
    fn start_part(&mut self) {
        self.is_fragment = true;
        self.insert_implied(Kind::Html);
        self.mode = Insertion::InBody;
    }

    fn start_tag(&mut self, tag: Tag) {
        self.take(tag);
        let (kind, span) = (self.tag.kind, self.span);
        self.process(Event::Start);
        let is_ignored = self.tag.self_closing && !self.tag.is_slash_used && !kind.is_void();
        if is_ignored {
            self.defect_at(DefectKind::SelfClosingIgnored, span);
        }
    }

    fn take(&mut self, tag: Tag) {
        let written = self.document.slice(tag.name);
        let (kind, known) = Kind::of(written);
        let name = known.map_or_else(|| Cow::Owned(written.to_ascii_lowercase()), Cow::Borrowed);
        self.tag = Current {
            kind,
            name,
            attributes: tag.attributes,
            self_closing: tag.self_closing,
            is_slash_used: false,
        };
    }

    fn process(&mut self, event: Event) {
        for _ in 0..MOST_STEPS {
            let flow = if self.is_for_foreign(event) {
                self.in_foreign(event)
            } else {
                self.step(self.mode, event)
            };
            if flow == Flow::Done {
                return;
            }
        }
    }

    /// Deals with the event by the rules of one mode.
    fn step(&mut self, mode: Insertion, event: Event) -> Flow {
        match mode {
            Insertion::Initial => self.initial(event),
            Insertion::BeforeHtml => self.before_html(event),
            Insertion::BeforeHead => self.before_head(event),
            Insertion::InHead => self.in_head(event),
            Insertion::InHeadNoscript => self.in_head_noscript(event),
            Insertion::AfterHead => self.after_head(event),
            Insertion::InBody => self.in_body(event),
            Insertion::Text => self.in_text(event),
            Insertion::InTable => self.in_table(event),
            Insertion::InTableText => self.in_table_text(event),
            Insertion::InCaption => self.in_caption(event),
            Insertion::InColumnGroup => self.in_column_group(event),
            Insertion::InTableBody => self.in_table_body(event),
            Insertion::InRow => self.in_row(event),
            Insertion::InCell => self.in_cell(event),
            Insertion::AfterBody => self.after_body(event),
            Insertion::AfterAfterBody => self.after_after_body(event),
        }
    }

    /// Ends all that is open.
    fn finish(mut self, end: usize, mut defects: Vec<Defect>) -> Document {
        self.span = Span::new(end, end);
        self.process(Event::Eof);
        if let Some(end) = self.body_end {
            self.span = Span::new(end, end);
        }
        while let Some(open) = self.open.last().copied() {
            if matches!(open.kind, Kind::Body | Kind::Html) && open.namespace == Namespace::Html {
                self.open.pop();
                self.set_end(open.id, end);
            } else {
                self.pop();
            }
        }
        // Where nothing else says so, a defect of the tree comes after those of its tokens.
        std::mem::swap(&mut defects, &mut self.document.defects);
        self.document.sort_defects(defects);
        self.document
    }

    fn defect(&mut self, kind: DefectKind) {
        self.defect_at(kind, self.span);
    }

    fn defect_at(&mut self, kind: DefectKind, span: Span) {
        self.document.defects.push(Defect { kind, span });
    }

    /// Drops a start tag that cannot stand here.
    fn misplaced(&mut self) -> Flow {
        self.defect(DefectKind::MisplacedStartTag);
        Flow::Done
    }

    /// Drops an end tag that ends nothing.
    fn stray(&mut self) -> Flow {
        let kind = if self.tag.kind.is_void() {
            DefectKind::VoidEndTag
        } else {
            DefectKind::StrayEndTag
        };
        self.defect(kind);
        Flow::Done
    }

    /// Cuts the blanks at the start of the text from the event; `None` if there are none.
    fn leading_blanks(&mut self) -> Option<Span> {
        let text = self.document.slice(self.span);
        let blank = |byte: &u8| !super::tags::is_blank(*byte);
        let length = text
            .bytes()
            .position(|byte| blank(&byte))
            .unwrap_or(text.len());
        let blanks = Span::new(self.span.start, self.span.start + length);
        self.span.start = blanks.end;
        (length > 0).then_some(blanks)
    }

    /// What remains of a text after its blanks were cut: done if nothing does.
    const fn is_used_up(&self) -> bool {
        self.span.start >= self.span.end
    }
}
