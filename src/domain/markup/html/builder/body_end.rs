//! The body: end tags (WHATWG, 13.2.6.4.7).

use super::super::defect::DefectKind;
use super::super::names::Kind;
use super::stack::Scope;
use super::{Builder, Event, Flow, Insertion};

/// The headings, any of which ends any other.
const HEADINGS: [Kind; 6] = [Kind::H1, Kind::H2, Kind::H3, Kind::H4, Kind::H5, Kind::H6];

impl Builder {
    pub(super) fn body_end_tag(&mut self) -> Flow {
        match self.tag.kind {
            Kind::Body | Kind::Html => self.root_end(),
            Kind::Address
            | Kind::Article
            | Kind::Aside
            | Kind::Blockquote
            | Kind::Button
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
            | Kind::Listing
            | Kind::Main
            | Kind::Menu
            | Kind::Nav
            | Kind::Ol
            | Kind::Pre
            | Kind::Search
            | Kind::Section
            | Kind::Select
            | Kind::Summary
            | Kind::Ul => self.end_in(Scope::Default, None),
            Kind::Form => self.form_end(),
            Kind::P => {
                if !self.in_scope(&[Kind::P], Scope::Button) {
                    self.defect(DefectKind::StrayEndTag);
                    self.insert_implied(Kind::P);
                }
                self.end_in(Scope::Button, Some(Kind::P))
            }
            Kind::Li => self.end_in(Scope::ListItem, Some(Kind::Li)),
            kind @ (Kind::Dd | Kind::Dt) => self.end_in(Scope::Default, Some(kind)),
            kind if kind.is_heading() => self.heading_end(),
            kind if kind.is_formatting() => {
                self.adopt(Event::End);
                Flow::Done
            }
            Kind::Applet | Kind::Marquee | Kind::Object => {
                let is_open = self.in_scope(&[self.tag.kind], Scope::Default);
                self.end_in(Scope::Default, None);
                if is_open {
                    self.clear_to_marker();
                }
                Flow::Done
            }
            Kind::Br => {
                self.defect(DefectKind::VoidEndTag);
                self.tag.attributes.clear();
                self.reconstruct();
                self.insert_void()
            }
            _ => {
                self.any_other_end_tag();
                Flow::Done
            }
        }
    }

    /// Ends the innermost element of the end tag's kind, if it is in scope.
    fn end_in(&mut self, scope: Scope, except: Option<Kind>) -> Flow {
        let kind = self.tag.kind;
        if !self.in_scope(&[kind], scope) {
            return self.stray();
        }
        self.end_implied(except);
        self.pop_until(&[kind], Event::End);
        Flow::Done
    }

    /// `</body>` and `</html>` leave all open, since browsers put what follows into it.
    fn root_end(&mut self) -> Flow {
        let Some(body) = self.open.get(1).copied().filter(|open| open.is(Kind::Body)) else {
            return self.stray();
        };
        if !self.in_scope(&[Kind::Body], Scope::Default) {
            return self.stray();
        }
        self.body_end = Some(self.span.start);
        self.mode = Insertion::AfterBody;
        if self.tag.kind == Kind::Html {
            return Flow::Again;
        }
        self.close(body);
        Flow::Done
    }

    fn form_end(&mut self) -> Flow {
        let Some(form) = self.form.take() else {
            return self.stray();
        };
        if !self.node_in_scope(form) {
            return self.stray();
        }
        self.end_implied(None);
        if self.open.last().is_some_and(|open| open.id == form) {
            self.pop_closed();
        } else if let Some(open) = self.remove_open(form) {
            self.defect(DefectKind::Misnested);
            self.close(open);
        }
        Flow::Done
    }

    fn heading_end(&mut self) -> Flow {
        if !self.in_scope(&HEADINGS, Scope::Default) {
            return self.stray();
        }
        self.end_implied(None);
        self.pop_until(&HEADINGS, Event::End);
        Flow::Done
    }
}
