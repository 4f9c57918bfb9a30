//! The choice of clients, and their variants beside each other.

use egui::{Align, Layout, Rect, RichText, Ui, pos2, vec2};

use super::PreviewPanel;
use crate::domain::emulate::{Client, Dark, Emulated};
use crate::model::{
    Action, ClientCommand, Command, MOST_VARIANTS, Model, PanelTab, Scheme, ShownVariant, Variant,
};
use crate::ui::screens::page::{PageView, fitting_zoom};
use crate::ui::theme::{icons, space, tokens};
use crate::ui::widgets::{IconButton, LabelledCombo};
use crate::ui::{Commands, View};

/// A variant is no narrower than this where another row can be made, in points.
const NARROWEST: f32 = 300.0;

/// What the switch to variants beside each other takes.
const SWITCH: f32 = 96.0;

/// The client, the dark model and the switch to variants beside each other.
pub(super) fn bar_ui(ui: &mut Ui, model: &Model, commands: &mut Commands) {
    let view = &model.design.view;
    ui.horizontal(|ui| {
        if view.side_by_side {
            let count = view.shown_variants().len();
            ui.label(format!("{count} variants"));
            let can_add = count < MOST_VARIANTS;
            let add = IconButton::new(icons::ADD, "Show one more variant");
            if can_add && ui.add(add).clicked() {
                commands.push(Command::Client(ClientCommand::AddVariant));
            }
        } else {
            let mut variant = Variant::new(
                view.client,
                match view.scheme {
                    Scheme::Light => Dark::Light,
                    Scheme::Dark => view.dark,
                },
            );
            let before = variant;
            ui.scope(|ui| {
                // The switch at the end keeps its room.
                ui.set_max_width((ui.available_width() - SWITCH).max(0.0));
                variant_ui(ui, "", &mut variant);
            });
            if variant.client != before.client {
                commands.push(Command::Client(ClientCommand::SetClient(variant.client)));
            }
            if variant.dark != before.dark {
                commands.push(Command::Client(ClientCommand::SetDark(variant.dark)));
            }
            if let Some(shown) = model.design.shown.first() {
                changes_ui(ui, shown, false, commands);
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let label = Action::ToggleSideBySide.label();
            let button = ui.selectable_label(view.side_by_side, label);
            let help = "Up to four clients at once, scrolling together";
            if button.on_hover_text(help).clicked() {
                commands.act(Action::ToggleSideBySide);
            }
        });
    });
}

/// Two menus: the client and its dark model.
fn variant_ui(ui: &mut Ui, of: &str, variant: &mut Variant) {
    let is_narrow = is_narrow(ui.available_width());
    // The count of changes and the room between stand beside the menus.
    let (width, dark_width) = if is_narrow {
        let dark = 82.0;
        ((ui.available_width() - dark - 42.0).max(72.0), dark)
    } else {
        let half = ((ui.available_width() - 100.0) / 2.0).min(190.0);
        (half, half)
    };
    let clients = Client::ALL.map(|client| (client, client.label()));
    let shown = if is_narrow {
        variant.client.short_label()
    } else {
        variant.client.label()
    };
    let disclaimer = Emulated::disclaimer(variant.client);
    let name = format!("Client{of}");
    let response = narrowed(ui, width, |ui| {
        let combo = LabelledCombo::new(&name, &mut variant.client, &clients);
        combo.hide_label().shown(shown).show(ui)
    });
    response.on_hover_text(disclaimer);
    let usual = variant.client.usual_dark();
    let labels = Dark::ALL.map(|dark| {
        let is_usual = dark != Dark::Light && dark == usual;
        let more = if is_usual {
            " (reported for this client)"
        } else {
            ""
        };
        (dark, format!("{}{more}", dark.label()))
    });
    let options: Vec<(Dark, &str)> = labels
        .iter()
        .map(|(dark, label)| (*dark, label.as_str()))
        .collect();
    let shown = if is_narrow {
        variant.dark.word()
    } else {
        variant.dark.label()
    };
    let name = format!("Colours{of}");
    narrowed(ui, dark_width, |ui| {
        let combo = LabelledCombo::new(&name, &mut variant.dark, &options);
        combo.hide_label().shown(shown).show(ui)
    });
}

/// Whether there is too little room for words that a symbol or a tip can stand for.
fn is_narrow(width: f32) -> bool {
    width < 400.0
}

/// Draws what takes no more than a width.
pub(super) fn narrowed<T>(ui: &mut Ui, width: f32, draw: impl FnOnce(&mut Ui) -> T) -> T {
    let size = vec2(width, ui.spacing().interact_size.y);
    let layout = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(size, layout, |ui| {
        ui.set_max_width(width);
        draw(ui)
    })
    .inner
}

/// How much a model changed; pressed, the list of it.
fn changes_ui(ui: &mut Ui, shown: &ShownVariant, is_narrow: bool, commands: &mut Commands) {
    let Some(emulated) = &shown.emulated else {
        return;
    };
    let count = emulated.changes.len() + emulated.unlisted;
    let text = match count {
        0 => "no changes".to_owned(),
        1 => "1 change".to_owned(),
        count => format!("{count} changes"),
    };
    let name = text.clone();
    let text = if is_narrow { count.to_string() } else { text };
    let color = tokens(ui.ctx()).text_muted;
    let text = RichText::new(text).small().color(color);
    let button = egui::Button::new(text).frame(false).truncate();
    let help = format!(
        "{name}. {}. Shows what the model removes or changes",
        Emulated::disclaimer(shown.variant.client)
    );
    let button = ui.add(button).on_hover_text(help);
    button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    if button.clicked() {
        commands.push(Command::ShowTab(PanelTab::Clients));
    }
}

impl PreviewPanel {
    /// The variants in a grid, each with its menus above it.
    pub(super) fn variants_ui(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        commands: &mut Commands,
        wished: f32,
    ) {
        let count = view.model.design.shown.len().clamp(1, MOST_VARIANTS);
        let room = ui.available_rect_before_wrap();
        for place in 0..count {
            let rect = cell(room, place, count);
            let builder = egui::UiBuilder::new()
                .max_rect(rect)
                .id_salt(("variant", place));
            ui.scope_builder(builder, |ui| {
                ui.set_clip_rect(rect);
                let margin = egui::Margin::symmetric(space::S as i8, 3);
                egui::Frame::new().inner_margin(margin).show(ui, |ui| {
                    head_ui(ui, view.model, commands, place);
                });
                if place == 0 {
                    self.own_ui(ui, view, commands, wished);
                } else {
                    self.beside_ui(ui, view, place - 1, wished);
                }
            });
        }
        let line = egui::Stroke::new(1.0, tokens(ui.ctx()).border);
        for place in 1..count {
            let rect = cell(room, place, count);
            if rect.left() > room.left() + 1.0 {
                ui.painter().vline(rect.left() - 1.0, rect.y_range(), line);
            }
            if rect.top() > room.top() + 1.0 {
                ui.painter().hline(rect.x_range(), rect.top() - 1.0, line);
            }
        }
        self.scroll_variants(count);
    }

    fn beside_ui(&mut self, ui: &mut Ui, view: &View<'_>, index: usize, wished: f32) {
        let model = view.model;
        let (Some(picture), Some(page), Some(state)) = (
            view.pictures.variants.get(index),
            model.preview.variants.get(index),
            self.variants.get_mut(index),
        ) else {
            return;
        };
        let name = ["Preview, second", "Preview, third", "Preview, fourth"];
        let page = PageView {
            name: name.get(index).copied().unwrap_or("Preview, last"),
            picture,
            page,
            zoom: fitting_zoom(model.design.view.zoom, wished, ui.available_width()),
            now_ms: model.now_ms,
        };
        page.show(ui, state);
    }

    /// Lets the other pages follow the one that was scrolled.
    fn scroll_variants(&mut self, count: usize) {
        let mut pages: Vec<_> = std::iter::once(&mut self.page)
            .chain(self.variants.iter_mut())
            .take(count)
            .collect();
        let part = |(y, room): (f32, f32)| if room > 1.0 { Some(y / room) } else { None };
        let moved = pages
            .iter()
            .filter_map(|page| part(page.scroll()))
            .find(|part| (part - self.scrolled).abs() > 0.002);
        let Some(moved) = moved else {
            return;
        };
        self.scrolled = moved;
        for page in &mut pages {
            let (y, room) = page.scroll();
            if (y - moved * room).abs() > 0.5 {
                page.scroll_to(moved * room);
            }
        }
    }
}

/// The menus of a variant, and how much its model changed.
fn head_ui(ui: &mut Ui, model: &Model, commands: &mut Commands, place: usize) {
    let Some(shown) = model.design.shown.get(place) else {
        return;
    };
    let height = ui.spacing().interact_size.y;
    let size = vec2(ui.available_width(), height);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        let name = format!("Remove variant {}", place + 1);
        let remove = IconButton::new(icons::CLOSE, &name);
        if model.design.shown.len() > 1 && ui.add(remove).clicked() {
            commands.push(Command::Client(ClientCommand::RemoveVariant(place)));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let is_narrow = is_narrow(ui.available_width());
            let mut variant = shown.variant;
            let of = format!(" of variant {}", place + 1);
            variant_ui(ui, &of, &mut variant);
            if variant != shown.variant {
                let command = ClientCommand::SetVariant(place, variant);
                commands.push(Command::Client(command));
            }
            changes_ui(ui, shown, is_narrow, commands);
        });
    });
}

/// The room of the variant at a place: in one row if they are wide enough, else in two.
fn cell(room: Rect, place: usize, count: usize) -> Rect {
    let is_wide = room.width() / count as f32 >= NARROWEST;
    let columns = if is_wide || count == 1 {
        count
    } else {
        count.div_ceil(2)
    };
    let rows = count.div_ceil(columns);
    let size = vec2(room.width() / columns as f32, room.height() / rows as f32);
    let (row, column) = (place / columns, place % columns);
    let corner = pos2(
        room.left() + size.x * column as f32,
        room.top() + size.y * row as f32,
    );
    // The last of a row that is not full takes what is left.
    let is_last = place + 1 == count;
    let right = if is_last {
        room.right()
    } else {
        corner.x + size.x
    };
    Rect::from_min_max(corner, pos2(right, corner.y + size.y)).shrink(0.5)
}
