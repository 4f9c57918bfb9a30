//! The grid: usage types by languages.

use std::sync::Arc;

use egui::{Key, Modifiers, Ui};

use super::connector_column;
use crate::domain::coverage::{Cell, CellState, Column, Grid, Origin};
use crate::domain::language::{english_name, own_name};
use crate::domain::logto::{Place, UsageType};
use crate::domain::workspace::TemplateKey;
use crate::model::{Action, Command, Model, SaveWhat};
use crate::ui::theme::{icons, space};
use crate::ui::widgets::{Button, ButtonLook, Tone, empty_state, menu_item};
use crate::ui::widgets::{DataGrid, GridCell, GridHead, GridState};
use crate::ui::{Commands, View};

/// The panel's own state.
#[derive(Default)]
pub(super) struct GridPanel {
    state: GridState,
    focus: bool,
    shown: Option<Shown>,
}

/// The columns shown, with what they were made from.
struct Shown {
    grid: Arc<Grid>,
    filter: String,
    /// The places of the columns in the grid; none for the connector's own templates.
    columns: Vec<Option<usize>>,
    heads: Vec<GridHead>,
}

impl GridPanel {
    /// Puts the keyboard into the grid with the next frame.
    pub const fn focus(&mut self) {
        self.focus = true;
    }

    /// Draws the panel.
    pub fn ui(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands, filter: &str) {
        let model = view.model;
        let Some(grid) = &model.languages.grid else {
            return;
        };
        self.follow(grid, filter);
        let Some(shown) = &self.shown else {
            return;
        };
        if shown.columns.is_empty() {
            let sentence = "Filter by a tag, such as pt, or by a name, such as Portuguese";
            empty_state(ui, icons::LANGUAGE, "No such language", sentence, None);
            return;
        }
        let rows = UsageType::ALL.map(|usage_type| GridHead::new(usage_type.as_str()));
        let selected = keys_of(&self.state, shown);
        actions_ui(ui, model, commands, &selected);
        let response = DataGrid::new("Languages", &rows, &shown.heads).show(
            ui,
            &mut self.state,
            |row, column| cell(model, shown, row, column),
            |row, column| tooltip(shown, row, column),
        );
        if std::mem::take(&mut self.focus) {
            response.response.request_focus();
        }
        let at = |place: (usize, usize)| key(shown, place.0, place.1);
        if response.cursor_moved || model.languages.cell.is_none() {
            commands.extend(at(self.state.cursor()).map(Command::LookAtCell));
        }
        if let Some(key) = response.opened.and_then(at) {
            commands.push(open(model, key));
        }
        let has_keys = response.response.has_focus();
        response.context_menu(|ui| menu_ui(ui, model, commands, &selected));
        if has_keys {
            keys_ui(ui, commands, &selected);
        }
    }

    /// Takes over other columns.
    fn follow(&mut self, grid: &Arc<Grid>, filter: &str) {
        let is_same = self
            .shown
            .as_ref()
            .is_some_and(|shown| Arc::ptr_eq(&shown.grid, grid) && shown.filter == filter);
        if is_same {
            return;
        }
        let wanted = filter.trim().to_lowercase();
        let fits = |column: &Column| {
            let words = format!(
                "{} {} {}",
                column.tag,
                english_name(&column.tag),
                own_name(&column.tag)
            );
            wanted
                .split_whitespace()
                .all(|word| words.to_lowercase().contains(word))
        };
        let columns = grid.columns.iter().enumerate();
        let columns = columns
            .filter(|(_, column)| wanted.is_empty() || fits(column))
            .map(|(index, _)| Some(index));
        let own = (wanted.is_empty() || "connector default".contains(&wanted)).then_some(None);
        let columns: Vec<Option<usize>> = columns.chain(own).collect();
        let head_of = |index: &Option<usize>| match index {
            Some(index) => grid.columns.get(*index).map(head),
            None => Some(connector_column::head()),
        };
        self.shown = Some(Shown {
            heads: columns.iter().filter_map(head_of).collect(),
            grid: Arc::clone(grid),
            filter: filter.to_owned(),
            columns,
        });
    }
}

fn head(column: &Column) -> GridHead {
    let origin = match column.origin {
        Origin::BuiltIn => "One of Logto’s own languages",
        Origin::Custom => "In the language library of the tenant",
        Origin::TemplatesOnly => "No language of the tenant: only templates have it",
    };
    let reach = if column.is_reachable {
        ""
    } else {
        ". No sign-in request resolves to it; invitations and connector tests can name it"
    };
    let fallback = if column.is_fallback {
        ". What is missing elsewhere is taken from it"
    } else {
        ""
    };
    let name = english_name(&column.tag);
    GridHead {
        mark: column
            .is_fallback
            .then_some((icons::FALLBACK, Tone::Accent)),
        is_dimmed: column.templates == 0,
        ..GridHead::new(column.tag.clone())
            .detail(own_name(&column.tag))
            .tooltip(format!("{name}. {origin}{reach}{fallback}"))
    }
}

/// The column of the templates in the connector's configuration.
fn key(shown: &Shown, row: usize, column: usize) -> Option<TemplateKey> {
    let usage_type = *UsageType::ALL.get(row)?;
    let Some(index) = *shown.columns.get(column)? else {
        return Some(TemplateKey::connector_default(usage_type));
    };
    let column = shown.grid.columns.get(index)?;
    Some(TemplateKey::new(usage_type, column.tag.clone()))
}

/// The cells selected; the one with the cursor, if none is.
fn keys_of(state: &GridState, shown: &Shown) -> Vec<TemplateKey> {
    if state.selection().is_empty() {
        let (row, column) = state.cursor();
        return key(shown, row, column).into_iter().collect();
    }
    let places = state.selection().iter();
    places
        .filter_map(|(row, column)| key(shown, *row, *column))
        .collect()
}

/// Where a template stands, in a word or two.
fn place_word(place: &Place, row: UsageType) -> String {
    match place {
        Place::Custom {
            usage_type,
            language_tag,
        } if *usage_type == row => format!("→ {language_tag}"),
        Place::Custom { language_tag, .. } => format!("→ Generic {language_tag}"),
        Place::Config { usage_type } if *usage_type == row => "→ connector".to_owned(),
        Place::Config { .. } => "→ connector Generic".to_owned(),
    }
}

fn cell<'a>(model: &Model, shown: &Shown, row: usize, column: usize) -> GridCell<'a> {
    let (Some(usage_type), Some(index)) = (UsageType::ALL.get(row), shown.columns.get(column))
    else {
        return GridCell::default();
    };
    let Some(key) = key(shown, row, column) else {
        return GridCell::default();
    };
    let Some(index) = index else {
        return connector_column::cell(model, &key);
    };
    let cell = shown.grid.cell(*usage_type, *index);
    let is_stale = model.languages.stale.contains(&key);
    let count = model.problem_count(&key);
    let worst = model.worst(&key);
    let (text, tone, icon) = if is_stale {
        ("stale".to_owned(), Tone::Warning, Some(icons::RECENT))
    } else {
        look(cell, *usage_type)
    };
    let mut words = vec![state_words(cell, *usage_type)];
    if is_stale {
        words.push("stale".to_owned());
    }
    if cell.is_unreachable {
        words.push("unreachable".to_owned());
    }
    if cell.shadowed_by.is_some() {
        words.push("shadowed".to_owned());
    }
    if count > 0 {
        words.push(format!("problems: {count}"));
    }
    let is_unsaved = model
        .documents
        .get(&key)
        .is_some_and(|document| document.is_modified());
    let dot = if is_unsaved { " ●" } else { "" };
    GridCell {
        text: format!("{text}{dot}").into(),
        tone,
        icon,
        is_dimmed: !matches!(cell.state, CellState::Own | CellState::NotFound),
        is_dashed: cell.is_unreachable,
        count: worst.map(|severity| (count, Tone::from(severity))),
        corner: is_stale.then_some(Tone::Warning),
        name: format!("{key}: {}", words.join(", ")).into(),
    }
}

fn look(cell: &Cell, row: UsageType) -> (String, Tone, Option<crate::ui::theme::icons::Icon>) {
    match &cell.state {
        CellState::Own => ("own".to_owned(), Tone::Neutral, Some(icons::CHECK)),
        CellState::FallsBack { to } => (place_word(to, row), Tone::Neutral, None),
        CellState::NotFound => ("no mail".to_owned(), Tone::Error, Some(icons::ERROR)),
        CellState::NotNeeded => ("payload".to_owned(), Tone::Neutral, None),
    }
}

fn state_words(cell: &Cell, row: UsageType) -> String {
    match &cell.state {
        CellState::Own => "own template".to_owned(),
        CellState::FallsBack { to } => format!("falls back {}", place_word(to, row)),
        CellState::NotFound => "no mail, Logto answers template_not_found".to_owned(),
        CellState::NotNeeded => "no template needed".to_owned(),
    }
}

fn tooltip(shown: &Shown, row: usize, column: usize) -> String {
    let usage_type = UsageType::ALL.get(row);
    let index = shown.columns.get(column).copied().flatten();
    usage_type
        .zip(index)
        .map_or_else(String::new, |(usage_type, index)| {
            shown.grid.explain(*usage_type, index)
        })
}

/// What a double click on a cell does.
fn open(model: &Model, key: TemplateKey) -> Command {
    if model.template(&key).is_some() {
        Command::Select(key)
    } else if key.is_connector_default() {
        Command::Do(Action::ShowConnectors)
    } else {
        Command::CreateFromSource(vec![key])
    }
}

/// What can be done with the cells selected, above the grid.
fn actions_ui(ui: &mut Ui, model: &Model, commands: &mut Commands, selected: &[TemplateKey]) {
    let have = selected
        .iter()
        .filter(|key| model.documents.contains_key(key))
        .count();
    let lack = selected.len() - have;
    let source = model.settings.source_language();
    let frame = egui::Frame::new().inner_margin(egui::Margin::symmetric(space::M as i8, 4));
    frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            let count = match selected.len() {
                1 => "1 cell".to_owned(),
                count => format!("{count} cells"),
            };
            ui.label(count);
            let buttons = [
                (
                    lack > 0,
                    format!("Create from {source}"),
                    Command::CreateFromSource(selected.to_vec()),
                ),
                (
                    have > 0,
                    "Mark as up to date".to_owned(),
                    Command::MarkTranslated(selected.to_vec()),
                ),
                (
                    have > 0,
                    "Export flat…".to_owned(),
                    Command::AskSave(SaveWhat::Flat(selected.to_vec())),
                ),
                (
                    have > 0,
                    "Delete…".to_owned(),
                    Command::AskDeleteTemplates(selected.to_vec()),
                ),
            ];
            for (is_enabled, text, command) in buttons {
                let button = Button::new(&text, ButtonLook::Quiet);
                if ui.add_enabled(is_enabled, button).clicked() {
                    commands.push(command);
                }
            }
        });
    });
}

fn menu_ui(ui: &mut Ui, model: &Model, commands: &mut Commands, selected: &[TemplateKey]) {
    let have = selected.iter().any(|key| model.documents.contains_key(key));
    let lack = selected
        .iter()
        .any(|key| !model.documents.contains_key(key));
    let can_paste = lack && !model.languages.copied.is_empty();
    let source = model.settings.source_language();
    let create = format!("Create from {source}");
    let all = || selected.to_vec();
    let mut items: Vec<(bool, &str, Command)> = Vec::new();
    if let [only] = selected {
        items.push((have, "Open", Command::Select(only.clone())));
    }
    items.push((lack, &create, Command::CreateFromSource(all())));
    items.push((have, "Copy", Command::CopyTemplates(all())));
    items.push((can_paste, "Paste", Command::PasteTemplates(all())));
    items.push((have, "Mark as up to date", Command::MarkTranslated(all())));
    items.push((
        have,
        "Export flat…",
        Command::AskSave(SaveWhat::Flat(all())),
    ));
    items.push((have, "Delete…", Command::AskDeleteTemplates(all())));
    for (is_enabled, text, command) in items {
        if menu_item(ui, None, text, None, is_enabled).clicked() {
            commands.push(command);
            ui.close();
        }
    }
}

/// The keys of the grid that change something.
fn keys_ui(ui: &Ui, commands: &mut Commands, selected: &[TemplateKey]) {
    let all = || selected.to_vec();
    ui.input_mut(|input| {
        if input.consume_key(Modifiers::NONE, Key::Delete) {
            commands.push(Command::AskDeleteTemplates(all()));
        }
        if input
            .events
            .iter()
            .any(|event| matches!(event, egui::Event::Copy))
        {
            commands.push(Command::CopyTemplates(all()));
        }
        if input
            .events
            .iter()
            .any(|event| matches!(event, egui::Event::Paste(_)))
        {
            commands.push(Command::PasteTemplates(all()));
        }
    });
}
