//! The contact sheet: all mails as thumbnails.

use egui::{Align2, Rect, RichText, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::domain::logto::UsageType;
use crate::model::{Command, SaveWhat, SheetEntry, SheetFile, SheetModel, Width};
use crate::ui::theme::{fonts, icons, size, space, tokens};
use crate::ui::widgets::{Button, ButtonLook, empty_state, progress_bar, toggle};
use crate::ui::{Commands, View};

/// Width of a thumbnail of a desktop reader, in points; a phone's is narrower.
const WIDE: f32 = 200.0;
const NARROW: f32 = 118.0;

/// Height of a thumbnail with its caption.
const TALL: f32 = 250.0;
const CAPTION: f32 = 40.0;

/// Draws the tab; `filter` decides on the languages.
pub(super) fn ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands, filter: &str) {
    let sheet = &view.model.sheet;
    options_ui(ui, sheet, commands, filter);
    if sheet.entries.is_empty() {
        let sentence = "Every mail as a thumbnail, to be looked at together and handed over for sign-off as one file";
        let button = Some("Draw contact sheet");
        let button = empty_state(ui, icons::SHEET, "No contact sheet yet", sentence, button);
        if button.is_some_and(|button| button.clicked()) {
            commands.push(Command::DrawSheet(filter.to_owned()));
        }
        return;
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let margin = egui::Margin::symmetric(space::M as i8, space::S as i8);
        egui::Frame::new().inner_margin(margin).show(ui, |ui| {
            for usage_type in UsageType::ALL {
                type_ui(ui, view, commands, usage_type);
            }
        });
    });
}

fn options_ui(ui: &mut Ui, sheet: &SheetModel, commands: &mut Commands, filter: &str) {
    let margin = egui::Margin::symmetric(space::M as i8, 6);
    egui::Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            let mut options = sheet.options;
            let before = options;
            for (value, label) in [
                (&mut options.light, "Light"),
                (&mut options.dark, "Dark"),
                (&mut options.desktop, "Desktop"),
                (&mut options.phone, "Phone"),
                (&mut options.fallbacks, "With fallbacks"),
            ] {
                toggle(ui, label, value);
                ui.add_space(space::S);
            }
            if options != before {
                commands.push(Command::SetSheetOptions(options));
            }
            if sheet.is_drawing {
                if ui.add(Button::new("Stop", ButtonLook::Quiet)).clicked() {
                    commands.push(Command::CancelSheet);
                }
                let (done, all) = (sheet.done(), sheet.entries.len());
                let part = done as f32 / all.max(1) as f32;
                let words = format!("{done} of {all}");
                ui.allocate_ui(vec2(200.0, 20.0), |ui| {
                    progress_bar(ui, "Drawing", Some(part), &words)
                });
                return;
            }
            let is_any = !options.variants().is_empty();
            let draw = Button::new("Draw", ButtonLook::Primary).icon(icons::SHEET);
            if ui.add_enabled(is_any, draw).clicked() {
                commands.push(Command::DrawSheet(filter.to_owned()));
            }
            for (text, kind) in [
                ("Save HTML…", SheetFile::Html),
                ("Save PDF…", SheetFile::Pdf),
                ("Save PNG…", SheetFile::Png),
            ] {
                let button = Button::new(text, ButtonLook::Quiet);
                if ui.add_enabled(sheet.done() > 0, button).clicked() {
                    commands.push(Command::AskSave(SaveWhat::Sheet(kind)));
                }
            }
        });
    });
}

fn type_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands, usage_type: UsageType) {
    let entries = view.model.sheet.entries.iter().enumerate();
    let mut entries = entries
        .filter(|(_, entry)| entry.key.usage_type == usage_type)
        .peekable();
    if entries.peek().is_none() {
        return;
    }
    ui.add_space(space::S);
    ui.label(RichText::new(usage_type.as_str()).font(fonts::title()));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::M, space::M);
        for (index, entry) in entries {
            entry_ui(ui, view, commands, (index, entry));
        }
    });
}

fn entry_ui(
    ui: &mut Ui,
    view: &View<'_>,
    commands: &mut Commands,
    (index, entry): (usize, &SheetEntry),
) {
    let width = if entry.width == Width::Phone {
        NARROW
    } else {
        WIDE
    };
    let (rect, response) = ui.allocate_exact_size(vec2(width, TALL), Sense::CLICK);
    if !ui.is_rect_visible(rect) {
        return;
    }
    let name = format!("{}, {}", entry.key, entry.variant());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &name));
    let tokens = tokens(ui.ctx());
    let picture = Rect::from_min_max(rect.min, pos2(rect.max.x, rect.max.y - CAPTION));
    let painter = ui
        .painter()
        .with_clip_rect(picture.intersect(ui.clip_rect()));
    painter.rect_filled(picture, 0.0, tokens.surface);
    match (&entry.picture, view.pictures.sheet.get(&index)) {
        (_, Some(texture)) => {
            let ratio = texture.size_vec2().y / texture.size_vec2().x;
            let page = Rect::from_min_size(picture.min, vec2(width, width * ratio));
            let uv = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            painter.image(texture.id(), page, uv, egui::Color32::WHITE);
        }
        (Some(Err(_)), None) => {
            let font = egui::FontId::proportional(size::BODY);
            let text = "Cannot be drawn";
            painter.text(
                picture.center(),
                Align2::CENTER_CENTER,
                text,
                font,
                tokens.error,
            );
        }
        _ => {}
    }
    let is_lit = response.hovered() || response.has_focus();
    let line = if is_lit { tokens.accent } else { tokens.border };
    let stroke = egui::Stroke::new(1.0, line);
    ui.painter()
        .rect_stroke(picture, 0.0, stroke, egui::StrokeKind::Outside);
    let below = pos2(rect.min.x, picture.max.y + 6.0);
    let font = egui::FontId::proportional(size::BODY);
    let small = egui::FontId::proportional(size::BODY - 1.5);
    let painter = ui.painter().with_clip_rect(rect);
    painter.text(below, Align2::LEFT_TOP, &entry.key.tag, font, tokens.text);
    let at = below + vec2(0.0, 17.0);
    painter.text(
        at,
        Align2::LEFT_TOP,
        entry.variant(),
        small,
        tokens.text_muted,
    );
    let hint = match &entry.picture {
        Some(Err(error)) => error.as_str(),
        _ => entry.subject.as_str(),
    };
    let response = response.on_hover_text(format!("{hint}\n{}", entry.state));
    if response.clicked() {
        commands.push(Command::LookAtCell(entry.key.clone()));
        commands.push(Command::Select(entry.key.clone()));
    }
}
