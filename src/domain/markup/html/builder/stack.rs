//! The stack of open elements (WHATWG, 13.2.4.2): what is in scope, and how elements end.

use super::super::defect::DefectKind;
use super::super::document::{Namespace, NodeId};
use super::super::names::Kind;
use super::{Builder, Event, Insertion, Open};

/// Which elements hide those around them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Default,
    ListItem,
    Button,
    Table,
}

impl Open {
    pub(super) fn is(self, kind: Kind) -> bool {
        self.kind == kind && self.namespace == Namespace::Html
    }

    fn is_one_of(self, kinds: &[Kind]) -> bool {
        self.namespace == Namespace::Html && kinds.contains(&self.kind)
    }

    pub(super) fn is_special(self) -> bool {
        match self.namespace {
            Namespace::Html => self.kind.is_special(),
            Namespace::Svg => matches!(self.kind, Kind::ForeignObject | Kind::Desc | Kind::Title),
            Namespace::MathMl => is_math_text(self.kind),
        }
    }

    fn hides(self, scope: Scope) -> bool {
        if self.namespace != Namespace::Html {
            return scope != Scope::Table && self.is_special();
        }
        if scope == Scope::Table {
            return matches!(self.kind, Kind::Html | Kind::Table | Kind::Template);
        }
        match self.kind {
            Kind::Applet
            | Kind::Caption
            | Kind::Html
            | Kind::Table
            | Kind::Td
            | Kind::Th
            | Kind::Marquee
            | Kind::Object
            | Kind::Template => true,
            Kind::Ol | Kind::Ul => scope == Scope::ListItem,
            Kind::Button => scope == Scope::Button,
            _ => false,
        }
    }
}

/// The elements of `MathML` that hold text, or HTML.
pub(super) const fn is_math_text(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Mi | Kind::Mo | Kind::Mn | Kind::Ms | Kind::Mtext | Kind::AnnotationXml
    )
}

impl Builder {
    /// The current node, if it is an HTML element.
    pub(super) fn current(&self) -> Option<Kind> {
        let open = self.open.last()?;
        (open.namespace == Namespace::Html).then_some(open.kind)
    }

    pub(super) fn is_current(&self, kinds: &[Kind]) -> bool {
        self.open.last().is_some_and(|open| open.is_one_of(kinds))
    }

    pub(super) fn is_open(&self, id: NodeId) -> bool {
        self.open.iter().rev().any(|open| open.id == id)
    }

    pub(super) fn in_scope(&self, kinds: &[Kind], scope: Scope) -> bool {
        for open in self.open.iter().rev() {
            if open.is_one_of(kinds) {
                return true;
            }
            if open.hides(scope) {
                return false;
            }
        }
        false
    }

    /// Whether the very element is in the default scope.
    pub(super) fn node_in_scope(&self, id: NodeId) -> bool {
        for open in self.open.iter().rev() {
            if open.id == id {
                return true;
            }
            if open.hides(Scope::Default) {
                return false;
            }
        }
        false
    }

    /// Ends the current node where the event starts; it has no end tag.
    pub(super) fn pop(&mut self) {
        let Some(open) = self.open.pop() else {
            return;
        };
        self.set_end(open.id, self.span.start);
        self.report_unclosed(open);
    }

    /// Notes that an element should have had an end tag.
    pub(super) fn report_unclosed(&mut self, open: Open) {
        let is_optional = open.namespace == Namespace::Html
            && (open.kind.has_optional_end() || open.kind.is_void());
        let start = self
            .document
            .element(open.id)
            .and_then(|element| element.start_tag);
        if let Some(start) = start
            && !is_optional
        {
            self.defect_at(DefectKind::UnclosedElement, start);
        }
    }

    /// Ends the current node by the end tag being dealt with.
    pub(super) fn pop_closed(&mut self) {
        if let Some(open) = self.open.pop() {
            self.close(open);
        }
    }

    /// Notes the end tag being dealt with as that of an element.
    pub(super) fn close(&mut self, open: Open) {
        let span = self.span;
        self.set_end(open.id, span.end);
        if let Some(element) = self.element_mut(open.id) {
            element.end_tag = Some(span);
        }
    }

    /// Ends all up to and including the innermost of these elements; the event is the end tag of
    /// that one, or not.
    pub(super) fn pop_until(&mut self, kinds: &[Kind], event: Event) {
        while let Some(open) = self.open.last().copied() {
            let is_last = open.is_one_of(kinds);
            if is_last && event == Event::End && open.kind == self.tag.kind {
                self.pop_closed();
            } else {
                self.pop();
            }
            if is_last {
                return;
            }
        }
    }

    /// Ends all within the innermost of these elements; does nothing if there is none.
    pub(super) fn clear_to(&mut self, kinds: &[Kind]) {
        let found = self.open.iter().rposition(|open| open.is_one_of(kinds));
        let Some(index) = found else {
            return;
        };
        while self.open.len() > index + 1 {
            self.pop();
        }
    }

    /// Ends the elements that end by themselves, except for one kind.
    pub(super) fn end_implied(&mut self, except: Option<Kind>) {
        while let Some(kind) = self.current() {
            if !kind.has_implied_end() || Some(kind) == except {
                return;
            }
            self.pop();
        }
    }

    /// Ends a paragraph that a block within it would break.
    pub(super) fn close_paragraph(&mut self) {
        if self.in_scope(&[Kind::P], Scope::Button) {
            self.end_implied(Some(Kind::P));
            self.pop_until(&[Kind::P], Event::Start);
        }
    }

    /// Takes an element out of the stack wherever it stands.
    pub(super) fn remove_open(&mut self, id: NodeId) -> Option<Open> {
        let index = self.open.iter().rposition(|open| open.id == id)?;
        Some(self.open.remove(index))
    }

    /// Ends the innermost element of the name of the end tag, unless a special one is in the way.
    pub(super) fn any_other_end_tag(&mut self) {
        let Some(index) = self.matching_open() else {
            self.stray();
            return;
        };
        self.end_implied(Some(self.tag.kind));
        while self.open.len() > index + 1 {
            self.pop();
        }
        if self.open.len() == index + 1 {
            self.pop_closed();
        }
    }

    fn matching_open(&self) -> Option<usize> {
        for (index, open) in self.open.iter().enumerate().rev() {
            let is_same = open.is(self.tag.kind)
                && (open.kind != Kind::Other || self.document.name(open.id) == self.tag.name);
            if is_same {
                return Some(index);
            }
            if open.is_special() {
                return None;
            }
        }
        None
    }

    /// The first special element above an index of the stack.
    pub(super) fn special_above(&self, index: usize) -> Option<usize> {
        let above = self.open.iter().enumerate().skip(index + 1);
        above
            .into_iter()
            .find(|(_, open)| open.is_special())
            .map(|(index, _)| index)
    }

    /// Sets the mode that fits the open elements (WHATWG, 13.2.4.1).
    pub(super) fn reset_mode(&mut self) {
        for open in self.open.iter().rev() {
            if open.namespace != Namespace::Html {
                continue;
            }
            self.mode = match open.kind {
                Kind::Td | Kind::Th => Insertion::InCell,
                Kind::Tr => Insertion::InRow,
                Kind::Tbody | Kind::Thead | Kind::Tfoot => Insertion::InTableBody,
                Kind::Caption => Insertion::InCaption,
                Kind::Colgroup => Insertion::InColumnGroup,
                Kind::Table => Insertion::InTable,
                Kind::Head => Insertion::InHead,
                Kind::Html if self.head.is_none() && !self.is_fragment => Insertion::BeforeHead,
                Kind::Html if !self.is_fragment => Insertion::AfterHead,
                Kind::Body | Kind::Html => Insertion::InBody,
                _ => continue,
            };
            return;
        }
        self.mode = Insertion::InBody;
    }
}
