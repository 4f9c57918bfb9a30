//! What the provider asks for beside what is there.

use egui::{Frame, Label, Margin, RichText, Stroke, TextEdit, Ui};

use super::Shown;
use super::block::{copy_button, heading, muted, small};
use crate::domain::sender_domain::provider::{Ask, Compared, Variable};
use crate::domain::sender_domain::whole::{RecordRow, Standing};
use crate::model::{DomainCommand, DomainWish};
use crate::ui::Commands;
use crate::ui::theme::{fonts, icons, space, tokens};
use crate::ui::widgets::{LabelledField, Tone, named};

/// The tab's own state.
#[derive(Default)]
pub(super) struct RecordsTab {
    shows_unneeded: bool,
}

impl RecordsTab {
    /// Draws the tab.
    pub fn ui(&mut self, ui: &mut Ui, shown: Shown<'_>, commands: &mut Commands) {
        let Some(provider) = &shown.checked.whole.provider else {
            muted(
                ui,
                "No provider is known for this domain. Choose one in the options above to see \
                 which records it asks for",
            );
            return;
        };
        heading(ui, &format!("What {} asks for", provider.label));
        let mut hidden = 0;
        for (index, compared) in provider.records.iter().enumerate() {
            let row = compared.row();
            if row.standing == Standing::Unneeded && !self.shows_unneeded {
                hidden += 1;
                continue;
            }
            ui.push_id(index, |ui| row_ui(ui, &row));
        }
        if hidden > 0 || self.shows_unneeded {
            let words = format!("Show what is not needed ({hidden})");
            let words = if self.shows_unneeded {
                "Hide what is not needed"
            } else {
                &words
            };
            if crate::ui::widgets::quiet_button(ui, words).clicked() {
                self.shows_unneeded = !self.shows_unneeded;
            }
        }
        values_ui(ui, shown, &provider.records, commands);
    }
}

const fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::Fine => Tone::Success,
        Standing::Wrong => Tone::Error,
        Standing::Better => Tone::Warning,
        Standing::Open | Standing::Unneeded => Tone::Neutral,
    }
}

fn row_ui(ui: &mut Ui, row: &RecordRow) {
    let tokens = tokens(ui.ctx());
    let tone = tone(row.standing);
    let frame = Frame::new()
        .stroke(Stroke::new(1.0, tokens.border))
        .fill(tokens.raised)
        .corner_radius(space::RADIUS)
        .inner_margin(Margin::symmetric(space::M as i8, space::S as i8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_top(|ui| {
            ui.vertical(|ui| {
                ui.set_width(112.0);
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = space::XS;
                    ui.label(icons::inline(tone.icon()).color(tone.color(tokens)));
                    let state = RichText::new(row.state).font(fonts::medium());
                    ui.label(state.color(tone.color(tokens)));
                });
                small(ui, row.role);
                small(ui, row.needed);
            });
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                line_ui(ui, row.record_type.mnemonic(), "name", &row.name);
                line_ui(ui, "expected", "expected data", &row.wanted);
                if !row.found.is_empty() {
                    line_ui(ui, "found", "found data", &row.found);
                }
                small(ui, &row.why);
            });
        });
    });
}

fn line_ui(ui: &mut Ui, label: &str, name: &str, value: &str) {
    let color = tokens(ui.ctx()).text_muted;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        ui.vertical(|ui| {
            ui.set_width(58.0);
            ui.add_space(5.0);
            ui.label(RichText::new(label).small().color(color));
        });
        let width = (ui.available_width() - 34.0).max(80.0);
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.add_space(4.0);
            let text = RichText::new(value).font(fonts::mono());
            ui.add(Label::new(text).wrap().selectable(true));
        });
        copy_button(ui, &format!("Copy {name}: {value}"), value);
    });
}

/// The values that only the provider knows, to be pasted.
fn values_ui(ui: &mut Ui, shown: Shown<'_>, records: &[Compared], commands: &mut Commands) {
    let before = shown.model.wish(shown.domain);
    let mut wish = before.clone();
    let mut asks: Vec<&Ask> = Vec::new();
    for ask in records.iter().flat_map(|one| &one.expected.unknown) {
        if !asks.iter().any(|known| known.variable == ask.variable) {
            asks.push(ask);
        }
    }
    heading(ui, "What only the provider knows");
    for ask in asks {
        value_ui(
            ui,
            &mut wish,
            ask.variable.name(),
            &capitalized(&ask.what),
            &ask.place,
        );
    }
    let is_asked = |name: &str| {
        let mut unknown = records.iter().flat_map(|one| &one.expected.unknown);
        unknown.any(|ask| ask.variable.name() == name)
    };
    for name in before.values.keys().filter(|name| !is_asked(name)) {
        let variable = Variable::from_name(name);
        let label = variable.map_or_else(|| name.clone(), |it| it.label().to_owned());
        value_ui(ui, &mut wish, name, &capitalized(&label), "");
    }
    small(
        ui,
        "Records as the provider's console shows them, one to a line: name, type, value. They win over \
         the table above",
    );
    let edit = TextEdit::multiline(&mut wish.pasted)
        .desired_rows(3)
        .desired_width(ui.available_width())
        .hint_text("s1._domainkey.example.com CNAME s1.domainkey.u123.wl.sendgrid.net")
        .font(fonts::mono());
    named(ui.add(edit), "Records of the provider's console");
    if wish != before {
        commands.push(DomainCommand::SetWish(wish));
    }
    small(ui, "What you write here counts with the next check");
}

fn value_ui(ui: &mut Ui, wish: &mut DomainWish, name: &str, what: &str, place: &str) {
    let mut value = wish.values.get(name).cloned().unwrap_or_default();
    let field = LabelledField::new(what, &mut value)
        .hint(place)
        .mono()
        .show(ui);
    if field.changed() {
        if value.is_empty() {
            wish.values.remove(name);
        } else {
            wish.values.insert(name.to_owned(), value);
        }
    }
}

/// The words with a capital at the beginning, as labels have it.
pub(super) fn capitalized(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}
