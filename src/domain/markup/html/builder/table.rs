//! Tables (WHATWG, 13.2.6.4.9 to 15).

use super::super::defect::DefectKind;
use super::super::document::TextKind;
use super::super::names::Kind;
use super::super::tags::is_blank;
use super::stack::Scope;
use super::{Builder, Event, Flow, Insertion};

/// Groups of rows.
const GROUPS: [Kind; 3] = [Kind::Tbody, Kind::Tfoot, Kind::Thead];
/// Cells.
const CELLS: [Kind; 2] = [Kind::Td, Kind::Th];

impl Builder {
    pub(super) fn in_table(&mut self, event: Event) -> Flow {
        match event {
            Event::Text(_)
                if self.is_current(&[
                    Kind::Table,
                    Kind::Tbody,
                    Kind::Template,
                    Kind::Tfoot,
                    Kind::Thead,
                    Kind::Tr,
                ]) =>
            {
                self.table_text.clear();
                self.original = self.mode;
                self.mode = Insertion::InTableText;
                Flow::Again
            }
            Event::Comment(comment) => self.insert_comment(comment, None),
            Event::Doctype(_) => self.misplaced_doctype(),
            Event::Start => self.table_start(),
            Event::End => match self.tag.kind {
                Kind::Table => self.table_end(),
                Kind::Body
                | Kind::Caption
                | Kind::Col
                | Kind::Colgroup
                | Kind::Html
                | Kind::Tbody
                | Kind::Td
                | Kind::Tfoot
                | Kind::Th
                | Kind::Thead
                | Kind::Tr => self.stray(),
                _ => self.foster(event),
            },
            Event::Text(_) => self.foster(event),
            Event::Eof => self.in_body(event),
        }
    }

    fn table_start(&mut self) -> Flow {
        match self.tag.kind {
            Kind::Caption => {
                self.clear_to(&[Kind::Table]);
                self.push_marker();
                self.mode = Insertion::InCaption;
                self.open_tag()
            }
            Kind::Colgroup => {
                self.clear_to(&[Kind::Table]);
                self.mode = Insertion::InColumnGroup;
                self.open_tag()
            }
            Kind::Col => {
                self.clear_to(&[Kind::Table]);
                self.insert_implied(Kind::Colgroup);
                self.mode = Insertion::InColumnGroup;
                Flow::Again
            }
            Kind::Tbody | Kind::Tfoot | Kind::Thead => {
                self.clear_to(&[Kind::Table]);
                self.mode = Insertion::InTableBody;
                self.open_tag()
            }
            Kind::Td | Kind::Th | Kind::Tr => {
                self.clear_to(&[Kind::Table]);
                self.insert_implied(Kind::Tbody);
                self.mode = Insertion::InTableBody;
                Flow::Again
            }
            Kind::Table => {
                self.defect(DefectKind::MisplacedStartTag);
                if !self.in_scope(&[Kind::Table], Scope::Table) {
                    return Flow::Done;
                }
                self.pop_until(&[Kind::Table], Event::Start);
                self.reset_mode();
                Flow::Again
            }
            Kind::Style | Kind::Script | Kind::Template => self.metadata().unwrap_or(Flow::Done),
            Kind::Input if self.is_hidden_input() => {
                self.defect(DefectKind::MisplacedStartTag);
                self.insert_void()
            }
            Kind::Form => {
                self.defect(DefectKind::MisplacedStartTag);
                if self.form.is_none() {
                    let id = self.insert();
                    self.form = Some(id);
                    self.open.pop();
                    self.set_end(id, self.span.end);
                }
                Flow::Done
            }
            _ => self.foster(Event::Start),
        }
    }

    fn is_hidden_input(&self) -> bool {
        self.tag.attributes.iter().any(|attribute| {
            self.document
                .slice(attribute.name)
                .eq_ignore_ascii_case("type")
                && self
                    .document
                    .value(attribute)
                    .text
                    .eq_ignore_ascii_case("hidden")
        })
    }

    fn table_end(&mut self) -> Flow {
        if !self.in_scope(&[Kind::Table], Scope::Table) {
            return self.stray();
        }
        self.pop_until(&[Kind::Table], Event::End);
        self.reset_mode();
        Flow::Done
    }

    /// Deals with what cannot stand in a table: it goes before the table.
    fn foster(&mut self, event: Event) -> Flow {
        if event == Event::Start {
            self.defect(DefectKind::FosterParented);
        }
        self.is_fostering = true;
        let flow = self.in_body(event);
        self.is_fostering = false;
        flow
    }

    pub(super) fn in_table_text(&mut self, event: Event) -> Flow {
        if let Event::Text(kind) = event {
            self.table_text.push((self.span, kind));
            return Flow::Done;
        }
        let outer = self.span;
        let texts = std::mem::take(&mut self.table_text);
        let is_blank_only = texts
            .iter()
            .all(|(span, _)| self.document.slice(*span).bytes().all(is_blank));
        for (span, kind) in texts {
            self.span = span;
            if is_blank_only {
                self.insert_text(span, kind);
            } else {
                self.foster_text(kind);
            }
        }
        self.span = outer;
        self.mode = self.original;
        Flow::Again
    }

    fn foster_text(&mut self, kind: TextKind) {
        let text = self.document.slice(self.span);
        if !text.bytes().all(is_blank) {
            let start = self.span.start + text.len() - text.trim_ascii_start().len();
            let end = start + text.trim_ascii().len();
            self.defect_at(DefectKind::FosterParented, (start..end).into());
        }
        self.foster(Event::Text(kind));
    }

    pub(super) fn in_caption(&mut self, event: Event) -> Flow {
        let is_edge = matches!(
            self.tag.kind,
            Kind::Caption
                | Kind::Col
                | Kind::Colgroup
                | Kind::Tbody
                | Kind::Td
                | Kind::Tfoot
                | Kind::Th
                | Kind::Thead
                | Kind::Tr
        );
        match event {
            Event::End if self.tag.kind == Kind::Caption => {
                self.end_caption(event);
                Flow::Done
            }
            Event::Start if is_edge => self.end_caption(event),
            Event::End if self.tag.kind == Kind::Table => self.end_caption(event),
            Event::End if is_edge || matches!(self.tag.kind, Kind::Body | Kind::Html) => {
                self.stray()
            }
            _ => self.in_body(event),
        }
    }

    fn end_caption(&mut self, event: Event) -> Flow {
        if !self.in_scope(&[Kind::Caption], Scope::Table) {
            return self.stray();
        }
        self.end_implied(None);
        self.pop_until(&[Kind::Caption], event);
        self.clear_to_marker();
        self.mode = Insertion::InTable;
        Flow::Again
    }

    pub(super) fn in_column_group(&mut self, event: Event) -> Flow {
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
                Kind::Col => return self.insert_void(),
                Kind::Template => return self.open_tag(),
                _ => {}
            },
            Event::End => match self.tag.kind {
                Kind::Colgroup if self.is_current(&[Kind::Colgroup]) => {
                    self.pop_closed();
                    self.mode = Insertion::InTable;
                    return Flow::Done;
                }
                Kind::Colgroup | Kind::Col => return self.stray(),
                _ => {}
            },
            Event::Eof => return self.in_body(event),
        }
        if !self.is_current(&[Kind::Colgroup]) {
            self.reset_mode();
            return if self.mode == Insertion::InColumnGroup {
                self.in_body(event)
            } else {
                Flow::Again
            };
        }
        self.pop();
        self.mode = Insertion::InTable;
        Flow::Again
    }

    pub(super) fn in_table_body(&mut self, event: Event) -> Flow {
        let kind = self.tag.kind;
        match event {
            Event::Start if kind == Kind::Tr => {
                self.clear_to(&GROUPS);
                self.mode = Insertion::InRow;
                self.open_tag()
            }
            Event::Start if CELLS.contains(&kind) => {
                self.defect(DefectKind::MisplacedStartTag);
                self.clear_to(&GROUPS);
                self.insert_implied(Kind::Tr);
                self.mode = Insertion::InRow;
                Flow::Again
            }
            Event::End if GROUPS.contains(&kind) => {
                if !self.in_scope(&[kind], Scope::Table) {
                    return self.stray();
                }
                self.clear_to(&GROUPS);
                self.pop_closed();
                self.mode = Insertion::InTable;
                Flow::Done
            }
            Event::Start
                if GROUPS.contains(&kind)
                    || matches!(kind, Kind::Caption | Kind::Col | Kind::Colgroup) =>
            {
                self.end_group()
            }
            Event::End if kind == Kind::Table => self.end_group(),
            Event::End
                if CELLS.contains(&kind)
                    || matches!(
                        kind,
                        Kind::Body
                            | Kind::Caption
                            | Kind::Col
                            | Kind::Colgroup
                            | Kind::Html
                            | Kind::Tr
                    ) =>
            {
                self.stray()
            }
            _ => self.in_table(event),
        }
    }

    fn end_group(&mut self) -> Flow {
        if !self.in_scope(&GROUPS, Scope::Table) {
            self.mode = Insertion::InTable;
            return if self.in_scope(&[Kind::Table], Scope::Table) {
                Flow::Again
            } else {
                self.stray()
            };
        }
        self.clear_to(&GROUPS);
        self.pop();
        self.mode = Insertion::InTable;
        Flow::Again
    }

    pub(super) fn in_row(&mut self, event: Event) -> Flow {
        let kind = self.tag.kind;
        let is_group = GROUPS.contains(&kind);
        match event {
            Event::Start if CELLS.contains(&kind) => {
                self.clear_to(&[Kind::Tr]);
                self.mode = Insertion::InCell;
                self.insert();
                self.push_marker();
                Flow::Done
            }
            Event::End if kind == Kind::Tr => {
                self.end_row(event);
                Flow::Done
            }
            Event::Start
                if is_group
                    || matches!(kind, Kind::Caption | Kind::Col | Kind::Colgroup | Kind::Tr) =>
            {
                self.end_row(event)
            }
            Event::End if kind == Kind::Table => self.end_row(event),
            Event::End if is_group => {
                if !self.in_scope(&[kind], Scope::Table) {
                    return self.stray();
                }
                self.end_row(event)
            }
            Event::End
                if CELLS.contains(&kind)
                    || matches!(
                        kind,
                        Kind::Body | Kind::Caption | Kind::Col | Kind::Colgroup | Kind::Html
                    ) =>
            {
                self.stray()
            }
            _ => self.in_table(event),
        }
    }

    /// Ends the row; drops the event if there is none.
    fn end_row(&mut self, event: Event) -> Flow {
        if !self.in_scope(&[Kind::Tr], Scope::Table) {
            return self.stray();
        }
        self.clear_to(&[Kind::Tr]);
        self.pop_until(&[Kind::Tr], event);
        self.mode = Insertion::InTableBody;
        Flow::Again
    }

    pub(super) fn in_cell(&mut self, event: Event) -> Flow {
        let kind = self.tag.kind;
        let is_part = GROUPS.contains(&kind) || matches!(kind, Kind::Tr | Kind::Table);
        match event {
            Event::End if CELLS.contains(&kind) => {
                if !self.in_scope(&[kind], Scope::Table) {
                    return self.stray();
                }
                self.end_implied(None);
                self.pop_until(&[kind], event);
                self.clear_to_marker();
                self.mode = Insertion::InRow;
                Flow::Done
            }
            Event::Start
                if CELLS.contains(&kind)
                    || (is_part && kind != Kind::Table)
                    || matches!(kind, Kind::Caption | Kind::Col | Kind::Colgroup) =>
            {
                self.end_cell(event)
            }
            Event::End if is_part => {
                if !self.in_scope(&[kind], Scope::Table) {
                    return self.stray();
                }
                self.end_cell(event)
            }
            Event::End
                if matches!(
                    kind,
                    Kind::Body | Kind::Caption | Kind::Col | Kind::Colgroup | Kind::Html
                ) =>
            {
                self.stray()
            }
            _ => self.in_body(event),
        }
    }

    fn end_cell(&mut self, event: Event) -> Flow {
        if !self.in_scope(&CELLS, Scope::Table) {
            self.reset_mode();
            return if self.mode == Insertion::InCell {
                self.in_body(event)
            } else {
                Flow::Again
            };
        }
        self.end_implied(None);
        self.pop_until(&CELLS, event);
        self.clear_to_marker();
        self.mode = Insertion::InRow;
        Flow::Again
    }
}
