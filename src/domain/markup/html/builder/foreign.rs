//! SVG and `MathML` within HTML (WHATWG, 13.2.6.5).

use super::super::defect::DefectKind;
use super::super::document::Namespace;
use super::super::names::Kind;
use super::stack::is_math_text;
use super::{Builder, Event, Flow, Open};

impl Builder {
    /// Whether a start tag that follows would be one of SVG or `MathML`.
    pub(super) fn is_in_foreign(&self) -> bool {
        self.open
            .last()
            .is_some_and(|open| open.namespace != Namespace::Html && !holds_html(*open))
    }

    /// Whether a CDATA section that follows would be text.
    pub(super) fn has_cdata(&self) -> bool {
        let open = self.open.last();
        open.is_some_and(|open| open.namespace != Namespace::Html)
    }

    pub(super) fn is_for_foreign(&self, event: Event) -> bool {
        let Some(open) = self.open.last().copied() else {
            return false;
        };
        if open.namespace == Namespace::Html || event == Event::Eof {
            return false;
        }
        !(holds_html(open) && matches!(event, Event::Start | Event::Text(_)))
    }

    pub(super) fn in_foreign(&mut self, event: Event) -> Flow {
        match event {
            Event::Text(kind) => self.insert_text(self.span, kind),
            Event::Comment(comment) => self.insert_comment(comment, None),
            Event::Doctype(_) => {
                self.defect(DefectKind::MisplacedDoctype);
                Flow::Done
            }
            Event::Start if self.breaks_out() => {
                self.defect(DefectKind::MisplacedStartTag);
                self.leave_foreign();
                self.step(self.mode, event)
            }
            Event::Start => {
                let namespace = self
                    .open
                    .last()
                    .map_or(Namespace::Svg, |open| open.namespace);
                self.insert_foreign(namespace)
            }
            Event::End if matches!(self.tag.kind, Kind::Br | Kind::P) => {
                self.leave_foreign();
                self.step(self.mode, event)
            }
            Event::End => self.foreign_end(),
            Event::Eof => Flow::Done,
        }
    }

    /// Inserts an element of SVG or `MathML`; a slash at the end of its tag ends it.
    pub(super) fn insert_foreign(&mut self, namespace: Namespace) -> Flow {
        let id = self.insert_in(namespace);
        if self.tag.self_closing {
            self.tag.is_slash_used = true;
            self.open.pop();
            self.set_end(id, self.span.end);
        }
        Flow::Done
    }

    fn foreign_end(&mut self) -> Flow {
        for index in (0..self.open.len()).rev() {
            let Some(open) = self.open.get(index).copied() else {
                break;
            };
            if open.namespace == Namespace::Html {
                return self.step(self.mode, Event::End);
            }
            if self.document.name(open.id) == self.tag.name {
                while self.open.len() > index + 1 {
                    self.pop();
                }
                self.pop_closed();
                return Flow::Done;
            }
        }
        self.stray()
    }

    fn leave_foreign(&mut self) {
        while let Some(open) = self.open.last().copied() {
            if open.namespace == Namespace::Html || holds_html(open) {
                return;
            }
            self.pop();
        }
    }

    /// Whether the start tag ends the foreign content.
    fn breaks_out(&self) -> bool {
        match self.tag.kind {
            Kind::Font => self.tag.attributes.iter().any(|attribute| {
                let name = self.document.slice(attribute.name);
                ["color", "face", "size"]
                    .iter()
                    .any(|other| name.eq_ignore_ascii_case(other))
            }),
            Kind::B
            | Kind::Big
            | Kind::Blockquote
            | Kind::Body
            | Kind::Br
            | Kind::Center
            | Kind::Code
            | Kind::Dd
            | Kind::Div
            | Kind::Dl
            | Kind::Dt
            | Kind::Em
            | Kind::Embed
            | Kind::H1
            | Kind::H2
            | Kind::H3
            | Kind::H4
            | Kind::H5
            | Kind::H6
            | Kind::Head
            | Kind::Hr
            | Kind::I
            | Kind::Img
            | Kind::Li
            | Kind::Listing
            | Kind::Menu
            | Kind::Meta
            | Kind::Nobr
            | Kind::Ol
            | Kind::P
            | Kind::Pre
            | Kind::Ruby
            | Kind::S
            | Kind::Small
            | Kind::Span
            | Kind::Strong
            | Kind::Strike
            | Kind::Sub
            | Kind::Sup
            | Kind::Table
            | Kind::Tt
            | Kind::U
            | Kind::Ul
            | Kind::Var => true,
            _ => false,
        }
    }
}

/// Whether an element of SVG or `MathML` holds HTML, or text read as in HTML.
const fn holds_html(open: Open) -> bool {
    match open.namespace {
        Namespace::Html => true,
        Namespace::Svg => matches!(open.kind, Kind::ForeignObject | Kind::Desc | Kind::Title),
        Namespace::MathMl => is_math_text(open.kind) && !matches!(open.kind, Kind::AnnotationXml),
    }
}
