//! The cell that is looked at: what it is, what changed, and the resolver.

use egui::{Label, RichText, ScrollArea, Ui};

use crate::domain::coverage::CellState;
use crate::domain::language::{english_name, own_name};
use crate::domain::workspace::TemplateKey;
use crate::model::{Action, Command, Model, SourceChange};
use crate::ui::panels::trace::{TraceEvent, TracePanel, TraceView};
use crate::ui::theme::{fonts, space, tokens};
use crate::ui::widgets::{Button, ButtonLook, DiffLayout, DiffState, DiffView};
use crate::ui::{Commands, View};

/// The panel's own state.
#[derive(Default)]
pub(super) struct Details {
    trace: TracePanel,
    diff: DiffState,
}

impl Details {
    /// Draws the panel.
    pub fn ui(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let model = view.model;
        // Without content the panel would shrink, and stay so.
        let width = ui.available_width();
        ui.set_min_width(width);
        ui.set_max_width(width);
        let Some(cell) = &model.languages.cell else {
            return;
        };
        let head = egui::Frame::new()
            .inner_margin(egui::Margin::symmetric(space::M as i8, space::S as i8));
        head.show(ui, |ui| {
            cell_ui(ui, model, cell, commands);
            if let Some(change) = &model.languages.change {
                self.change_ui(ui, model, change, commands);
            }
        });
        ui.separator();
        let Some(why) = &model.languages.why else {
            return;
        };
        let event = self.trace.ui(
            ui,
            &TraceView {
                locale: &model.languages.locale,
                follows: model.languages.locale_follows,
                resolution: &why.resolution,
                trace: &why.trace,
                open: cell,
            },
        );
        match event {
            Some(TraceEvent::SetLocale(locale)) => commands.push(Command::SetResolver(locale)),
            Some(TraceEvent::Follow) => commands.push(Command::FollowCell),
            Some(TraceEvent::Open(usage_type, tag)) => {
                commands.push(Command::LookAtCell(TemplateKey::new(usage_type, tag)));
            }
            None => {}
        }
    }

    /// What changed in the source language since the translation.
    fn change_ui(
        &mut self,
        ui: &mut Ui,
        model: &Model,
        change: &SourceChange,
        commands: &mut Commands,
    ) {
        let source = model.settings.source_language();
        ui.add_space(space::S);
        let title = format!("What changed in {source} since");
        ui.label(RichText::new(title).strong());
        match &change.before {
            Ok(before) => {
                let height = (ui.available_height() * 0.4).clamp(120.0, 280.0);
                ScrollArea::vertical()
                    .id_salt("source change")
                    .max_height(height)
                    .show(ui, |ui| {
                        DiffView::new("What changed", before, &change.now)
                            .layout(DiffLayout::Unified)
                            .show(ui, &mut self.diff);
                    });
            }
            Err(error) => {
                let text = format!("What it was translated from is not kept here: {error}");
                ui.label(RichText::new(text).color(tokens(ui.ctx()).text_muted));
            }
        }
        let done = Button::new("The translation is up to date", ButtonLook::Quiet);
        if ui.add(done).clicked() {
            commands.push(Command::MarkTranslated(vec![change.key.clone()]));
        }
    }
}

fn cell_ui(ui: &mut Ui, model: &Model, cell: &TemplateKey, commands: &mut Commands) {
    let muted = tokens(ui.ctx()).text_muted;
    ui.label(RichText::new(cell.to_string()).font(fonts::title()));
    if cell.is_connector_default() {
        connector_ui(ui, model, cell, commands);
        return;
    }
    let (english, own) = (english_name(&cell.tag), own_name(&cell.tag));
    let names = if english == own {
        own
    } else {
        format!("{english} · {own}")
    };
    ui.label(RichText::new(names).color(muted));
    let grid = model.languages.grid.as_ref();
    let column = grid.and_then(|grid| {
        grid.columns
            .iter()
            .position(|column| column.tag == cell.tag)
    });
    let Some((grid, column)) = grid.zip(column) else {
        return;
    };
    ui.add(Label::new(grid.explain(cell.usage_type, column)).wrap());
    if model.languages.stale.contains(cell) {
        let source = model.settings.source_language();
        let text = format!("The text in {source} changed since this was translated");
        ui.label(RichText::new(text).color(tokens(ui.ctx()).warning));
    }
    let is_own = grid.cell(cell.usage_type, column).state == CellState::Own;
    let source = model.settings.source_language();
    ui.horizontal_wrapped(|ui| {
        let mut button = |text: &str, look, command: Command| {
            if ui.add(Button::new(text, look)).clicked() {
                commands.push(command);
            }
        };
        if is_own {
            button("Open", ButtonLook::Primary, Command::Select(cell.clone()));
            if cell.tag != source {
                let with = TemplateKey::new(cell.usage_type, source);
                let command = Command::Compare(cell.clone(), with);
                button(
                    &format!("Compare with {source}"),
                    ButtonLook::Quiet,
                    command,
                );
            }
        } else {
            let command = Command::CreateFromSource(vec![cell.clone()]);
            button(
                &format!("Create from {source}"),
                ButtonLook::Primary,
                command,
            );
        }
    });
}

/// What is said about a template in the connector's configuration.
fn connector_ui(ui: &mut Ui, model: &Model, cell: &TemplateKey, commands: &mut Commands) {
    let profile = model.active_profile();
    let name = profile.map_or("the connector", String::as_str);
    let is_there = model.template(cell).is_some();
    let words = if is_there {
        "It stands in the configuration of the connector and has no language. Logto takes it where \
         no template of the workspace fits."
    } else {
        "The configuration of the connector has none for this type."
    };
    ui.label(RichText::new(name).color(tokens(ui.ctx()).text_muted));
    ui.add(Label::new(words).wrap());
    let (text, command) = if is_there {
        ("Open", Command::Select(cell.clone()))
    } else {
        ("Show the connector", Command::Do(Action::ShowConnectors))
    };
    if ui.add(Button::new(text, ButtonLook::Primary)).clicked() {
        commands.push(command);
    }
}
