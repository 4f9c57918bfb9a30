//! The modes before the body, and those after it.

use super::super::defect::DefectKind;
use super::super::document::{Mode, Node, NodeId, NodeKind};
use super::super::names::Kind;
use super::insert::At;
use super::{Builder, Event, Flow, Insertion, quirks};

impl Builder {
    pub(super) fn initial(&mut self, event: Event) -> Flow {
        match event {
            Event::Text(_) => {
                self.leading_blanks();
                if self.is_used_up() {
                    return Flow::Done;
                }
            }
            Event::Comment(comment) => return self.insert_comment(comment, Some(NodeId::ROOT)),
            Event::Doctype(doctype) => {
                self.document.mode = quirks::mode(&self.document, &doctype);
                if self.document.mode == Mode::Quirks {
                    self.defect(DefectKind::QuirksDoctype);
                }
                let id = NodeId(u32::try_from(self.document.nodes.len()).unwrap_or(u32::MAX));
                let node = Node::new(NodeKind::Doctype(doctype), self.span);
                self.document.nodes.push(node);
                self.link(id, At::LastIn(NodeId::ROOT));
                self.mode = Insertion::BeforeHtml;
                return Flow::Done;
            }
            Event::Start | Event::End | Event::Eof => {}
        }
        self.document.mode = Mode::Quirks;
        self.defect_at(
            DefectKind::MissingDoctype,
            crate::domain::finding::Span::new(self.span.start, self.span.start),
        );
        self.mode = Insertion::BeforeHtml;
        Flow::Again
    }

    pub(super) fn before_html(&mut self, event: Event) -> Flow {
        match event {
            Event::Doctype(_) => return self.misplaced_doctype(),
            Event::Comment(comment) => return self.insert_comment(comment, Some(NodeId::ROOT)),
            Event::Text(_) => {
                self.leading_blanks();
                if self.is_used_up() {
                    return Flow::Done;
                }
            }
            Event::Start if self.tag.kind == Kind::Html => {
                self.insert();
                self.mode = Insertion::BeforeHead;
                return Flow::Done;
            }
            Event::End if !self.is_end_of_frame() => return self.stray(),
            Event::Start | Event::End | Event::Eof => {}
        }
        self.insert_implied(Kind::Html);
        self.mode = Insertion::BeforeHead;
        Flow::Again
    }

    pub(super) fn before_head(&mut self, event: Event) -> Flow {
        match event {
            Event::Doctype(_) => return self.misplaced_doctype(),
            Event::Comment(comment) => return self.insert_comment(comment, None),
            Event::Text(_) => {
                self.leading_blanks();
                if self.is_used_up() {
                    return Flow::Done;
                }
            }
            Event::Start if self.tag.kind == Kind::Html => return self.in_body(event),
            Event::Start if self.tag.kind == Kind::Head => {
                self.head = Some(self.insert());
                self.mode = Insertion::InHead;
                return Flow::Done;
            }
            Event::End if !self.is_end_of_frame() => return self.stray(),
            Event::Start | Event::End | Event::Eof => {}
        }
        self.head = Some(self.insert_implied(Kind::Head));
        self.mode = Insertion::InHead;
        Flow::Again
    }

    pub(super) fn in_head(&mut self, event: Event) -> Flow {
        match event {
            Event::Text(kind) => {
                if let Some(blanks) = self.leading_blanks() {
                    self.insert_text(blanks, kind);
                }
                if self.is_used_up() {
                    return Flow::Done;
                }
            }
            Event::Comment(comment) => return self.insert_comment(comment, None),
            Event::Doctype(_) => return self.misplaced_doctype(),
            Event::Start => match self.tag.kind {
                Kind::Html => return self.in_body(event),
                Kind::Head => return self.misplaced(),
                Kind::Noscript => {
                    self.mode = Insertion::InHeadNoscript;
                    return self.open_tag();
                }
                Kind::Template => return self.open_tag(),
                _ => {
                    if let Some(flow) = self.metadata() {
                        return flow;
                    }
                }
            },
            Event::End => match self.tag.kind {
                Kind::Head => {
                    self.clear_to(&[Kind::Head]);
                    self.pop_closed();
                    self.mode = Insertion::AfterHead;
                    return Flow::Done;
                }
                Kind::Template if self.is_current(&[self.tag.kind]) => {
                    self.pop_closed();
                    return Flow::Done;
                }
                _ if !self.is_end_of_frame() => return self.stray(),
                _ => {}
            },
            Event::Eof => {}
        }
        self.clear_to(&[Kind::Head]);
        self.pop();
        self.mode = Insertion::AfterHead;
        Flow::Again
    }

    /// `<noscript>` in the head holds links, styles and comments; all else ends it.
    pub(super) fn in_head_noscript(&mut self, event: Event) -> Flow {
        match event {
            Event::Doctype(_) => return self.misplaced_doctype(),
            Event::Comment(comment) => return self.insert_comment(comment, None),
            Event::Text(kind) => {
                if let Some(blanks) = self.leading_blanks() {
                    self.insert_text(blanks, kind);
                }
                if self.is_used_up() {
                    return Flow::Done;
                }
            }
            Event::Start => match self.tag.kind {
                Kind::Html => return self.in_body(event),
                Kind::Basefont
                | Kind::Bgsound
                | Kind::Link
                | Kind::Meta
                | Kind::Noframes
                | Kind::Style => return self.in_head(event),
                Kind::Head | Kind::Noscript => return self.misplaced(),
                _ => {}
            },
            Event::End => match self.tag.kind {
                Kind::Noscript => {
                    self.pop_closed();
                    self.mode = Insertion::InHead;
                    return Flow::Done;
                }
                Kind::Br => {}
                _ => return self.stray(),
            },
            Event::Eof => {}
        }
        self.pop();
        self.mode = Insertion::InHead;
        Flow::Again
    }

    /// The elements that belong in the head, wherever they stand; `None` for others.
    pub(super) fn metadata(&mut self) -> Option<Flow> {
        match self.tag.kind {
            Kind::Base | Kind::Basefont | Kind::Bgsound | Kind::Link | Kind::Meta => {
                Some(self.insert_void())
            }
            Kind::Title | Kind::Style | Kind::Script | Kind::Noframes => Some(self.insert_raw()),
            Kind::Template => {
                self.insert();
                Some(Flow::Done)
            }
            _ => None,
        }
    }

    pub(super) fn after_head(&mut self, event: Event) -> Flow {
        match event {
            Event::Text(kind) => {
                if let Some(blanks) = self.leading_blanks() {
                    self.insert_text(blanks, kind);
                }
                if self.is_used_up() {
                    return Flow::Done;
                }
            }
            Event::Comment(comment) => return self.insert_comment(comment, None),
            Event::Doctype(_) => return self.misplaced_doctype(),
            Event::Start => match self.tag.kind {
                Kind::Html => return self.in_body(event),
                Kind::Head | Kind::Frameset => return self.misplaced(),
                Kind::Body => {
                    self.insert();
                    self.mode = Insertion::InBody;
                    return Flow::Done;
                }
                _ => {
                    if let Some(flow) = self.late_metadata() {
                        return flow;
                    }
                }
            },
            Event::End if !self.is_end_of_frame() || self.tag.kind == Kind::Head => {
                return self.stray();
            }
            Event::End | Event::Eof => {}
        }
        self.insert_implied(Kind::Body);
        self.mode = Insertion::InBody;
        Flow::Again
    }

    /// What belongs in the head but stands after it goes into the head.
    fn late_metadata(&mut self) -> Option<Flow> {
        let is_metadata = matches!(
            self.tag.kind,
            Kind::Base
                | Kind::Basefont
                | Kind::Bgsound
                | Kind::Link
                | Kind::Meta
                | Kind::Title
                | Kind::Style
                | Kind::Script
                | Kind::Noframes
                | Kind::Template
        );
        let head = self.head.filter(|_| is_metadata)?;
        self.defect(DefectKind::MisplacedStartTag);
        let open = super::Open {
            id: head,
            kind: Kind::Head,
            namespace: super::super::document::Namespace::Html,
        };
        self.open.push(open);
        let flow = self.metadata();
        self.remove_open(head);
        flow
    }

    pub(super) fn in_text(&mut self, event: Event) -> Flow {
        match event {
            Event::Text(kind) => self.insert_text(self.span, kind),
            Event::End => {
                self.pop_closed();
                self.mode = self.original;
                Flow::Done
            }
            _ => {
                self.pop();
                self.mode = self.original;
                Flow::Again
            }
        }
    }

    pub(super) fn after_body(&mut self, event: Event) -> Flow {
        match event {
            Event::Text(kind) => {
                if let Some(blanks) = self.leading_blanks() {
                    let rest = self.span;
                    self.span = blanks;
                    self.in_body(Event::Text(kind));
                    self.span = rest;
                }
                if self.is_used_up() {
                    return Flow::Done;
                }
            }
            Event::Comment(comment) => {
                let html = self.open.first().map(|open| open.id);
                return self.insert_comment(comment, html);
            }
            Event::Doctype(_) => return self.misplaced_doctype(),
            Event::Start if self.tag.kind == Kind::Html => return self.in_body(event),
            Event::End if self.tag.kind == Kind::Html => {
                if let Some(open) = self.open.first().copied() {
                    self.close(open);
                }
                self.mode = Insertion::AfterAfterBody;
                return Flow::Done;
            }
            Event::Eof => return Flow::Done,
            Event::Start | Event::End => {}
        }
        self.back_to_body()
    }

    pub(super) fn after_after_body(&mut self, event: Event) -> Flow {
        match event {
            Event::Comment(comment) => self.insert_comment(comment, Some(NodeId::ROOT)),
            Event::Doctype(_) => self.misplaced_doctype(),
            Event::Text(kind) => {
                if let Some(blanks) = self.leading_blanks() {
                    let rest = self.span;
                    self.span = blanks;
                    self.in_body(Event::Text(kind));
                    self.span = rest;
                }
                if self.is_used_up() {
                    return Flow::Done;
                }
                self.back_to_body()
            }
            Event::Start if self.tag.kind == Kind::Html => self.in_body(event),
            Event::Eof => Flow::Done,
            Event::Start | Event::End => self.back_to_body(),
        }
    }

    /// What follows `</body>` belongs in the body after all.
    fn back_to_body(&mut self) -> Flow {
        self.body_end = None;
        self.mode = Insertion::InBody;
        Flow::Again
    }

    pub(super) fn misplaced_doctype(&mut self) -> Flow {
        self.defect(DefectKind::MisplacedDoctype);
        Flow::Done
    }

    /// Whether the end tag is one that makes browsers imply head and body.
    fn is_end_of_frame(&self) -> bool {
        matches!(
            self.tag.kind,
            Kind::Head | Kind::Body | Kind::Html | Kind::Br
        )
    }
}
