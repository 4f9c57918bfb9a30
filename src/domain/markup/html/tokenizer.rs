//! The tokenizer: the rules of WHATWG HTML, section 13.2.5, as far as mail needs them.
//!
//! Placeholders are opaque: one in a tag is never cut at the blanks it may hold. The escapes of
//! `<script>` (`<!--<script>`) are left out, since no mail client runs scripts.

use std::sync::Arc;

use memchr::{memchr, memmem};

use super::comment;
use super::defect::{Defect, DefectKind};
use super::token::{Comment, CommentKind, Token, TokenKind};
use crate::domain::finding::Span;
use crate::domain::syntax::placeholder_spans;

/// A reader of tokens.
#[derive(Debug)]
pub struct Tokenizer<'a> {
    pub(super) source: &'a str,
    pub(super) at: usize,
    pub(super) limit: usize,
    /// The element whose raw content is being read.
    raw: Option<Raw>,
    /// Whether the next token stands within SVG or `MathML`; the tree builder knows.
    is_foreign: bool,
    /// Whether `<![CDATA[` starts text rather than a comment.
    has_cdata: bool,
    placeholders: Arc<[Span]>,
    pub(super) defects: Vec<Defect>,
}

/// An element whose content holds no tags.
#[derive(Debug, Clone, Copy)]
struct Raw {
    /// Its name as written; an end tag of this name ends it.
    name: Span,
    /// Whether character references count in it.
    has_references: bool,
    /// `<plaintext>`: nothing ends it.
    is_endless: bool,
}

impl<'a> Tokenizer<'a> {
    /// A tokenizer of the whole text.
    pub fn new(source: &'a str) -> Self {
        Self::within(source, Span::new(0, source.len()))
    }

    /// A tokenizer of a part of the text; spans count from the start of the text.
    ///
    /// A part that does not lie on character boundaries within the text is read as empty.
    pub fn within(source: &'a str, part: Span) -> Self {
        Self::with_placeholders(source, part, placeholder_spans(source).into())
    }

    /// A tokenizer of a part of the text, whose placeholders are known.
    pub(super) fn with_placeholders(
        source: &'a str,
        part: Span,
        placeholders: Arc<[Span]>,
    ) -> Self {
        let (at, limit) = match source.get(part.range()) {
            Some(_) => (part.start, part.end),
            None => (0, 0),
        };
        Self {
            source,
            at,
            limit,
            raw: None,
            is_foreign: false,
            has_cdata: false,
            placeholders,
            defects: Vec::new(),
        }
    }

    /// The placeholders of the whole text.
    pub(super) fn placeholders(&self) -> Arc<[Span]> {
        Arc::clone(&self.placeholders)
    }

    /// What was wrong in the tokens read so far.
    pub fn defects(&self) -> &[Defect] {
        &self.defects
    }

    /// Takes what was wrong in the tokens read so far.
    pub fn into_defects(self) -> Vec<Defect> {
        self.defects
    }

    /// Says whether start tags that follow are of SVG or `MathML`, where no content is raw.
    pub const fn set_foreign(&mut self, is_foreign: bool) {
        self.is_foreign = is_foreign;
    }

    /// Says whether CDATA sections that follow are text, as in SVG and `MathML`.
    pub const fn set_cdata(&mut self, has_cdata: bool) {
        self.has_cdata = has_cdata;
    }

    pub(super) fn defect(&mut self, kind: DefectKind, span: Span) {
        self.defects.push(Defect { kind, span });
    }

    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        if at < self.limit {
            self.source.as_bytes().get(at).copied()
        } else {
            None
        }
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.source.get(start..end).unwrap_or_default()
    }

    pub(super) fn rest(&self, at: usize) -> &'a str {
        self.slice(at, self.limit)
    }

    /// The end of the placeholder that starts at `at`, unless the limit cuts it.
    pub(super) fn placeholder_end(&self, at: usize) -> Option<usize> {
        let index = self
            .placeholders
            .binary_search_by_key(&at, |span| span.start)
            .ok()?;
        let end = self.placeholders.get(index)?.end;
        (end <= self.limit).then_some(end)
    }

    fn token(&mut self, end: usize, kind: TokenKind) -> Token {
        let span = Span::new(self.at, end);
        self.at = end;
        Token { span, kind }
    }

    /// Text up to the next `<` that starts markup.
    fn text(&mut self) -> Token {
        let mut end = self.at;
        while let Some(found) = memchr(b'<', self.rest(end).as_bytes()) {
            let at = end + found;
            if self.starts_markup(at) {
                return self.token(at, TokenKind::Text);
            }
            end = at + 1;
        }
        self.token(self.limit, TokenKind::Text)
    }

    /// Whether the `<` at `at` starts a tag, a comment or a declaration.
    fn starts_markup(&self, at: usize) -> bool {
        match self.byte(at + 1) {
            Some(b'!' | b'?') => true,
            Some(b'/') => at + 2 < self.limit,
            Some(letter) => letter.is_ascii_alphabetic(),
            None => false,
        }
    }

    fn markup(&mut self) -> Token {
        let rest = self.rest(self.at);
        match (self.byte(self.at + 1), self.byte(self.at + 2)) {
            (Some(b'/'), Some(b'>')) => {
                let span = Span::new(self.at, self.at + 3);
                self.defect(DefectKind::EmptyEndTag, span);
                self.token(span.end, TokenKind::Dropped)
            }
            (Some(b'/'), Some(letter)) if letter.is_ascii_alphabetic() => self.tag(Side::End),
            (Some(b'!'), _) if rest.starts_with("<!--") => self.comment(),
            (Some(b'!'), _) if starts_with_ignoring_case(rest, "<!doctype") => self.doctype(),
            (Some(b'!'), _) if self.has_cdata && rest.starts_with("<![CDATA[") => self.cdata(),
            (Some(b'!' | b'/'), _) => self.bogus_comment(2),
            (Some(b'?'), _) => self.bogus_comment(1),
            _ => self.tag(Side::Start),
        }
    }

    /// `<!…>`, `<?…>` and `</…>`; the data starts `skip` bytes after the `<`.
    fn bogus_comment(&mut self, skip: usize) -> Token {
        let start = self.at + skip;
        let close = memchr(b'>', self.rest(start).as_bytes()).map(|length| start + length);
        let data = Span::new(start, close.unwrap_or(self.limit));
        let end = close.map_or(self.limit, |close| close + 1);
        let text = self.slice(data.start, data.end);
        let kind = comment::revealed(text, data.start).unwrap_or(CommentKind::Bogus);
        if kind == CommentKind::Bogus {
            self.defect(DefectKind::BogusComment, Span::new(self.at, end));
        }
        self.token(end, TokenKind::Comment(Comment { data, kind }))
    }

    fn comment(&mut self) -> Token {
        let start = self.at + 4;
        let (length, delimiter) = comment::end(self.rest(start));
        let data = Span::new(start, start + length);
        let end = data.end + delimiter;
        match delimiter {
            0 => self.defect(DefectKind::UnfinishedComment, Span::new(self.at, end)),
            4 => self.defect(DefectKind::OddCommentEnd, Span::new(data.end, end)),
            _ => {}
        }
        let kind = comment::kind(self.slice(data.start, data.end), data.start);
        if matches!(kind, CommentKind::UnfinishedConditional { .. }) {
            self.defect(DefectKind::UnfinishedConditional, Span::new(self.at, end));
        }
        self.token(end, TokenKind::Comment(Comment { data, kind }))
    }

    fn doctype(&mut self) -> Token {
        let close = memchr(b'>', self.rest(self.at).as_bytes()).map(|length| self.at + length);
        let inner = Span::new(self.at + "<!doctype".len(), close.unwrap_or(self.limit));
        let end = close.map_or(self.limit, |close| close + 1);
        let doctype = comment::doctype(self.slice(inner.start, inner.end), inner.start);
        self.token(end, TokenKind::Doctype(doctype))
    }

    fn cdata(&mut self) -> Token {
        let start = self.at + "<![CDATA[".len();
        let found = memmem::find(self.rest(start).as_bytes(), b"]]>");
        let inner = Span::new(start, found.map_or(self.limit, |length| start + length));
        let end = found.map_or(self.limit, |_| inner.end + 3);
        self.token(end, TokenKind::Cdata(inner))
    }

    /// A tag; one that the text ends in is dropped.
    fn tag(&mut self, side: Side) -> Token {
        let skip = match side {
            Side::Start => 1,
            Side::End => 2,
        };
        let Some((tag, end)) = self.read_tag(self.at + skip) else {
            self.defect(DefectKind::UnfinishedTag, Span::new(self.at, self.limit));
            return self.token(self.limit, TokenKind::Dropped);
        };
        match side {
            Side::Start => {
                if !self.is_foreign {
                    self.raw = raw_content(self.slice(tag.name.start, tag.name.end), tag.name);
                }
                self.token(end, TokenKind::StartTag(tag))
            }
            Side::End => {
                if let (Some(first), Some(last)) = (tag.attributes.first(), tag.attributes.last()) {
                    let span = Span::new(first.span.start, last.span.end);
                    self.defect(DefectKind::EndTagWithAttributes, span);
                }
                self.token(end, TokenKind::EndTag(tag))
            }
        }
    }

    /// The content of an element without tags in it, if there is any.
    fn raw_text(&mut self, raw: Raw) -> Option<Token> {
        self.raw = None;
        let end = self.raw_end(raw);
        let kind = if raw.has_references {
            TokenKind::Text
        } else {
            TokenKind::RawText
        };
        (end > self.at).then(|| self.token(end, kind))
    }

    /// Where the end tag of raw content starts.
    fn raw_end(&self, raw: Raw) -> usize {
        if raw.is_endless {
            return self.limit;
        }
        let name = self.slice(raw.name.start, raw.name.end);
        let mut from = self.at;
        while let Some(found) = memmem::find(self.rest(from).as_bytes(), b"</") {
            let at = from + found;
            let after = at + 2 + name.len();
            let is_name = self
                .source
                .get(at + 2..after)
                .is_some_and(|written| written.eq_ignore_ascii_case(name));
            if is_name
                && matches!(
                    self.byte(after),
                    Some(b'>' | b'/' | b' ' | b'\t' | b'\n' | b'\r' | 12)
                )
            {
                return at;
            }
            from = at + 2;
        }
        self.limit
    }
}

impl Iterator for Tokenizer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some(raw) = self.raw
            && let Some(token) = self.raw_text(raw)
        {
            return Some(token);
        }
        if self.at >= self.limit {
            return None;
        }
        let is_markup = self.byte(self.at) == Some(b'<') && self.starts_markup(self.at);
        Some(if is_markup {
            self.markup()
        } else {
            self.text()
        })
    }
}

/// Which tag of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Start,
    End,
}

/// How the content of the element `name` is read, if it holds no tags.
///
/// `<noscript>` holds tags, since mail clients do not run scripts.
fn raw_content(name: &str, span: Span) -> Option<Raw> {
    let is = |names: &[&str]| names.iter().any(|other| name.eq_ignore_ascii_case(other));
    let has_references = is(&["title", "textarea"]);
    let is_endless = is(&["plaintext"]);
    let is_raw = has_references
        || is_endless
        || is(&["style", "script", "xmp", "iframe", "noembed", "noframes"]);
    is_raw.then_some(Raw {
        name: span,
        has_references,
        is_endless,
    })
}

/// Whether `text` starts with the ASCII word `start` in whatever case.
fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start))
}
