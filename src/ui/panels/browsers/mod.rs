//! What common browsers get: the language their header resolves to, and the template that answers.

mod columns;
mod row;

use egui::{Event, Margin, Ui};

use crate::domain::coverage::Served;
use crate::domain::logto::UsageType;
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{List, RowResponse, empty_state, search_field};

use columns::Columns;
use row::{Asked, Row, State};

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BrowserEvent {
    /// Resolve a request with this `Accept-Language`; empty for a request without one.
    Resolve(String),
    /// Open this template.
    Open(UsageType, String),
}

/// The panel's own state.
#[derive(Default)]
pub struct BrowsersPanel {
    filter: String,
    /// The name of the row that the list stands on.
    current: Option<&'static str>,
}

impl BrowsersPanel {
    /// Draws the panel in all space there is: what `served` got when it asked for a mail of
    /// `usage_type`, in a tenant whose fallback language is `fallback`.
    ///
    /// The list is one stop for Tab; the buttons of its current row are the next. The keys for
    /// copying put the header of that row on the clipboard.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        usage_type: UsageType,
        served: &[Served],
        fallback: &str,
    ) -> Option<BrowserEvent> {
        let rows = served.iter();
        let rows: Vec<Row> = rows
            .map(|served| Row::of(served, usage_type, fallback))
            .collect();
        // Measured over all rows, so that nothing moves while a person filters.
        let columns = Columns::of(ui, &rows);
        ui.spacing_mut().item_spacing.y = 0.0;
        self.filter_ui(ui);
        let wanted = self.filter.trim().to_lowercase();
        let shown: Vec<&Row> = rows.iter().filter(|row| row.matches(&wanted)).collect();
        if shown.is_empty() {
            let sentence = "The filter looks at names, headers, languages and templates";
            empty_state(ui, icons::SEARCH, "No browser found", sentence, None);
            return None;
        }
        columns.heads_ui(ui);
        self.list_ui(ui, &shown, &columns)
    }

    fn filter_ui(&mut self, ui: &mut Ui) {
        let margin = Margin::symmetric(space::M as i8, space::S as i8);
        egui::Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.set_max_width(ui.available_width().min(360.0));
            let hint = "Browser, header or language";
            search_field(ui, "Filter the browsers", hint, &mut self.filter);
        });
    }

    fn list_ui(&mut self, ui: &mut Ui, rows: &[&Row], columns: &Columns) -> Option<BrowserEvent> {
        let current = rows.iter().position(|row| Some(row.name) == self.current);
        let list = List::new("Browsers", rows.len(), columns.row_height());
        let has_keyboard = ui.memory(|memory| memory.has_focus(list.id(ui)));
        let mut asked = None;
        let output = list.show(ui, current, |ui, index, focus| {
            let Some(row) = rows.get(index) else {
                return RowResponse {
                    response: ui.response(),
                    chip: None,
                };
            };
            let state = State {
                focus,
                is_current: current == Some(index),
            };
            let (response, pressed) = row.ui(ui, columns, state);
            asked = pressed.map(|pressed| (index, pressed)).or(asked);
            RowResponse {
                response,
                chip: None,
            }
        });
        if let Some(row) = output.picked.and_then(|picked| rows.get(picked)) {
            self.current = Some(row.name);
        }
        let is_copying = ui.input(|input| input.events.contains(&Event::Copy));
        if has_keyboard && is_copying {
            asked = current.map(|index| (index, Asked::Copy)).or(asked);
        }
        let activated = output.activated.map(|index| (index, Asked::Resolve));
        let (index, asked) = asked.or(activated)?;
        let row = rows.get(index)?;
        match asked {
            Asked::Resolve => Some(BrowserEvent::Resolve(row.header().to_owned())),
            Asked::Open => {
                let (usage_type, tag) = row.template.clone()?;
                Some(BrowserEvent::Open(usage_type, tag))
            }
            Asked::Copy => {
                if !row.header().is_empty() {
                    ui.ctx().copy_text(row.header().to_owned());
                }
                None
            }
        }
    }
}
