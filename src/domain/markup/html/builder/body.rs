//! The body: start tags and text (WHATWG, 13.2.6.4.7).

use std::borrow::Cow;

use super::super::defect::DefectKind;
use super::super::document::Namespace;
use super::super::names::Kind;
use super::stack::Scope;
use super::{Builder, Event, Flow, Insertion, Mode};

impl Builder {
    pub(super) fn in_body(&mut self, event: Event) -> Flow {
        match event {
            Event::Text(kind) => {
                self.reconstruct();
                self.insert_text(self.span, kind)
            }
            Event::Comment(comment) => self.insert_comment(comment, None),
            Event::Doctype(_) => self.misplaced_doctype(),
            Event::Start => self.body_start(),
            Event::End => self.body_end_tag(),
            Event::Eof => Flow::Done,
        }
    }

    fn body_start(&mut self) -> Flow {
        match self.tag.kind {
            Kind::Html | Kind::Body => self.repeated_root(),
            Kind::Frameset
            | Kind::Frame
            | Kind::Caption
            | Kind::Col
            | Kind::Colgroup
            | Kind::Head
            | Kind::Tbody
            | Kind::Td
            | Kind::Tfoot
            | Kind::Th
            | Kind::Thead
            | Kind::Tr => self.misplaced(),
            Kind::Address
            | Kind::Article
            | Kind::Aside
            | Kind::Blockquote
            | Kind::Center
            | Kind::Details
            | Kind::Dialog
            | Kind::Dir
            | Kind::Div
            | Kind::Dl
            | Kind::Fieldset
            | Kind::Figcaption
            | Kind::Figure
            | Kind::Footer
            | Kind::Header
            | Kind::Hgroup
            | Kind::Main
            | Kind::Menu
            | Kind::Nav
            | Kind::Ol
            | Kind::P
            | Kind::Search
            | Kind::Section
            | Kind::Summary
            | Kind::Ul
            | Kind::Pre
            | Kind::Listing
            | Kind::Plaintext => {
                self.close_paragraph();
                self.open_tag()
            }
            Kind::H1 | Kind::H2 | Kind::H3 | Kind::H4 | Kind::H5 | Kind::H6 => self.heading(),
            Kind::Form => self.form(),
            Kind::Li => self.list_item(&[Kind::Li]),
            Kind::Dd | Kind::Dt => self.list_item(&[Kind::Dd, Kind::Dt]),
            Kind::Button => self.button(),
            Kind::A | Kind::Nobr => self.link_or_nobr(),
            kind if kind.is_formatting() => self.open_formatting(),
            Kind::Applet | Kind::Marquee | Kind::Object => {
                self.reconstruct();
                self.push_marker();
                self.open_tag()
            }
            Kind::Table => {
                if self.document.mode != Mode::Quirks {
                    self.close_paragraph();
                }
                self.mode = Insertion::InTable;
                self.open_tag()
            }
            Kind::Param | Kind::Source | Kind::Track => self.insert_void(),
            Kind::Hr => {
                self.close_paragraph();
                self.insert_void()
            }
            _ => self.body_start_inline(),
        }
    }

    fn body_start_inline(&mut self) -> Flow {
        match self.tag.kind {
            Kind::Area
            | Kind::Br
            | Kind::Embed
            | Kind::Img
            | Kind::Keygen
            | Kind::Wbr
            | Kind::Input => {
                self.reconstruct();
                self.insert_void()
            }
            Kind::Image => {
                self.tag.kind = Kind::Img;
                self.tag.name = Cow::Borrowed("img");
                self.reconstruct();
                self.insert_void()
            }
            Kind::Xmp => {
                self.close_paragraph();
                self.reconstruct();
                self.insert_raw()
            }
            Kind::Textarea | Kind::Iframe | Kind::Noembed => self.insert_raw(),
            Kind::Optgroup | Kind::Option => {
                if self.is_current(&[Kind::Option]) {
                    self.pop();
                }
                self.reconstruct();
                self.open_tag()
            }
            Kind::Rb | Kind::Rtc => {
                if self.in_scope(&[Kind::Ruby], Scope::Default) {
                    self.end_implied(None);
                }
                self.open_tag()
            }
            Kind::Rp | Kind::Rt => {
                if self.in_scope(&[Kind::Ruby], Scope::Default) {
                    self.end_implied(Some(Kind::Rtc));
                }
                self.open_tag()
            }
            Kind::Svg => {
                self.reconstruct();
                self.insert_foreign(Namespace::Svg)
            }
            Kind::Math => {
                self.reconstruct();
                self.insert_foreign(Namespace::MathMl)
            }
            _ => self.metadata().unwrap_or_else(|| {
                self.reconstruct();
                self.open_tag()
            }),
        }
    }

    pub(super) fn open_tag(&mut self) -> Flow {
        self.insert();
        Flow::Done
    }

    /// A second `<html>` or `<body>`: only its new attributes count.
    fn repeated_root(&mut self) -> Flow {
        self.defect(DefectKind::MisplacedStartTag);
        let target = if self.tag.kind == Kind::Html {
            self.open.first()
        } else {
            self.open.get(1).filter(|open| open.is(Kind::Body))
        };
        if let Some(open) = target.copied() {
            self.merge_attributes(open.id);
        }
        Flow::Done
    }

    fn heading(&mut self) -> Flow {
        self.close_paragraph();
        if self.current().is_some_and(Kind::is_heading) {
            self.pop();
        }
        self.open_tag()
    }

    fn form(&mut self) -> Flow {
        if self.form.is_some() {
            self.defect(DefectKind::NestedControl);
            return Flow::Done;
        }
        self.close_paragraph();
        self.form = Some(self.insert());
        Flow::Done
    }

    /// `<li>`, `<dd>` and `<dt>` end the one before them.
    fn list_item(&mut self, kin: &[Kind]) -> Flow {
        let mut found = None;
        for open in self.open.iter().rev() {
            if open.namespace == Namespace::Html {
                if kin.contains(&open.kind) {
                    found = Some(open.kind);
                    break;
                }
                if matches!(open.kind, Kind::Address | Kind::Div | Kind::P) {
                    continue;
                }
            }
            if open.is_special() {
                break;
            }
        }
        if let Some(kind) = found {
            self.end_implied(Some(kind));
            self.pop_until(&[kind], Event::Start);
        }
        self.close_paragraph();
        self.open_tag()
    }

    fn button(&mut self) -> Flow {
        if self.in_scope(&[Kind::Button], Scope::Default) {
            self.defect(DefectKind::NestedControl);
            self.end_implied(None);
            self.pop_until(&[Kind::Button], Event::Start);
        }
        self.reconstruct();
        self.open_tag()
    }

    /// `<a>` and `<nobr>` end the one they stand in.
    fn link_or_nobr(&mut self) -> Flow {
        if self.tag.kind == Kind::A {
            if let Some((_, id)) = self.formatting_of(Kind::A) {
                self.defect(DefectKind::NestedLink);
                self.adopt(Event::Start);
                self.forget_formatting(id);
                self.remove_open(id);
            }
            return self.open_formatting();
        }
        self.reconstruct();
        if self.in_scope(&[Kind::Nobr], Scope::Default) {
            self.adopt(Event::Start);
        }
        self.open_formatting()
    }

    fn open_formatting(&mut self) -> Flow {
        self.reconstruct();
        let id = self.insert();
        self.push_formatting(id);
        Flow::Done
    }
}
