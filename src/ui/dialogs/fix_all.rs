//! What mending all places of a kind changes, before it is done.

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, Frame, Id, Label, Margin, Role, ScrollArea, Ui, UiBuilder, WidgetInfo, vec2};

use super::Modal;
use crate::model::{Command, EditorPart, FixPlace, FixPlan, ProblemCommand, rule_of};
use crate::ui::Commands;
use crate::ui::theme::{fonts, space, tokens};
use crate::ui::widgets::DialogAnswer;

/// Height of a place.
const PLACE: f32 = 66.0;

/// Shows all places with what stands there and what will.
pub(super) fn ui(ui: &Ui, plan: &FixPlan, commands: &mut Commands) {
    let count = plan.places.len();
    let rule = rule_of(plan.code).map_or(plan.code, |rule| rule.title);
    let primary = match count {
        1 => "Fix one place".to_owned(),
        _ => format!("Fix {count} places"),
    };
    let dialog = Modal::new(Id::unique("fix all"), rule, &primary, "Cancel").width(720.0);
    let ((), given) = dialog.show(ui.ctx(), |ui| {
        let muted = tokens(ui.ctx()).text_muted;
        ui.add(Label::new(egui::RichText::new(words(plan)).color(muted)).wrap());
        ui.add_space(space::S);
        let most = (ui.ctx().content_rect().height() * 0.5).max(160.0);
        let height = (count as f32 * PLACE).min(most);
        let area = ScrollArea::vertical()
            .max_height(height)
            .auto_shrink([false, true]);
        ui.spacing_mut().item_spacing.y = 0.0;
        area.show_rows(ui, PLACE, count, |ui, rows| {
            for place in plan.places.get(rows).unwrap_or_default() {
                place_ui(ui, place);
            }
        });
    });
    match given {
        Some(DialogAnswer::Primary) => {
            commands.push(Command::Problem(ProblemCommand::FixAll(plan.clone())));
        }
        Some(_) => commands.push(Command::CloseDialog),
        None => {}
    }
}

fn words(plan: &FixPlan) -> &'static str {
    let is_shared = |place: &FixPlace| matches!(place.part, EditorPart::Source(_));
    if plan.places.iter().any(is_shared) {
        "One undo takes all of it back. Files that other mails share change for those too."
    } else {
        "One undo takes all of it back."
    }
}

fn place_ui(ui: &mut Ui, place: &FixPlace) {
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), PLACE), egui::Sense::hover());
    let whereabouts = match place.line {
        Some(line) if place.place == "content" => format!("line {line}"),
        Some(line) => format!("{}, line {line}", place.place),
        None => place.place.clone(),
    };
    let name = format!("{whereabouts}: {} becomes {}", place.before, place.after);
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &name));
    let builder = UiBuilder::new().max_rect(rect.shrink2(vec2(0.0, space::XS)));
    ui.scope_builder(builder, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let tokens = tokens(ui.ctx());
        let caption = egui::RichText::new(&whereabouts).small();
        ui.add(Label::new(caption.color(tokens.text_muted)).truncate());
        Frame::new()
            .fill(tokens.sunken)
            .corner_radius(space::RADIUS)
            .inner_margin(Margin::symmetric(space::S as i8, space::XS as i8))
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                line_ui(ui, place, &place.before, tokens.error);
                line_ui(ui, place, &place.after, tokens.success);
            });
    });
}

/// A line with what changes in it marked.
fn line_ui(ui: &mut Ui, place: &FixPlace, changed: &str, color: Color32) {
    let tokens = tokens(ui.ctx());
    let format = |color: Color32, background: Color32| TextFormat {
        font_id: fonts::mono(),
        color,
        background,
        ..TextFormat::default()
    };
    let mut job = LayoutJob::default();
    let around = format(tokens.text_muted, Color32::TRANSPARENT);
    job.append(&place.lead, 0.0, around.clone());
    let shown = changed.replace('\n', "⏎");
    job.append(&shown, 0.0, format(tokens.text, color.gamma_multiply(0.22)));
    job.append(&place.tail, 0.0, around);
    ui.add(Label::new(job).truncate().selectable(false));
}
