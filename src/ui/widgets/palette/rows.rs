//! The rows of the palette.

use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align2, Color32, FontId, Id, Rect, Response, Role, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2,
};

use super::super::paint::{self, RADIUS};
use super::super::strings::WidgetStrings;
use super::matching::{Caption, Found};
use super::{PAD, PaletteItem, ROW};
use crate::ui::theme::{fonts, size, space, tokens};

/// A caption over the rows that follow.
pub fn caption_ui(ui: &Ui, rect: Rect, caption: Caption) {
    let strings = WidgetStrings::of(ui.ctx());
    let text = match caption {
        Caption::Recent => &strings.recent,
        Caption::All => &strings.all,
    };
    let galley = paint::line(ui, text, fonts::caption(), rect.width());
    let at = pos2(rect.left() + space::L, rect.bottom() - space::M);
    let color = tokens(ui.ctx()).text_faint;
    paint::text_at(ui.painter(), at, Align2::LEFT_CENTER, galley, color);
}

/// The place of the rows when nothing matches.
pub fn nothing_ui(ui: &mut Ui, words: &str) {
    let wanted = vec2(ui.available_width(), 2.0 * ROW + 2.0 * PAD);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    let body = TextStyle::Body.resolve(ui.style());
    let galley = paint::line(ui, words, body, rect.width());
    let color = tokens(ui.ctx()).text_muted;
    paint::centered(ui.painter(), rect, galley, color);
}

/// One item.
pub fn item_ui(
    ui: &Ui,
    rect: Rect,
    id: Id,
    item: &PaletteItem<'_>,
    marked: bool,
    found: &mut Found,
) -> Response {
    let response = ui.interact(rect, id, Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, item.enabled, item.title));
    ui.ctx()
        .accesskit_node_builder(id, |node| node.set_selected(marked));
    let tokens = tokens(ui.ctx());
    let plate = rect.shrink2(vec2(PAD, 1.0));
    if marked {
        ui.painter().rect_filled(plate, RADIUS, tokens.hover);
    }
    let (strong, soft) = if item.enabled {
        (tokens.text, tokens.text_muted)
    } else {
        (tokens.text_faint, tokens.text_faint)
    };
    let middle = plate.center().y;
    let painter = ui.painter();
    let mut left = plate.left() + space::M;
    if let Some(icon) = item.icon {
        let galley = paint::icon(ui, icon, size::ICON - 1.0);
        let at = pos2(left + size::ICON / 2.0, middle);
        paint::text_at(painter, at, Align2::CENTER_CENTER, galley, soft);
    }
    left += size::ICON + space::M;
    let mut right = plate.right() - space::M;
    if let Some(shortcut) = item.shortcut {
        let galley = paint::line(ui, shortcut, fonts::caption(), f32::INFINITY);
        let width = galley.size().x;
        let at = pos2(right, middle);
        paint::text_at(painter, at, Align2::RIGHT_CENTER, galley, tokens.text_faint);
        right -= width + space::L;
    }
    let mut title = title_job(ui, item.title, &found.highlights(item.title), strong);
    paint::cut_at(&mut title, right - left);
    let title = painter.layout_job(title);
    let detail_left = left + title.size().x + space::M;
    paint::text_at(
        painter,
        pos2(left, middle),
        Align2::LEFT_CENTER,
        title,
        strong,
    );
    if !item.detail.is_empty() && detail_left < right {
        let small = TextStyle::Small.resolve(ui.style());
        let detail = paint::line(ui, item.detail, small, right - detail_left);
        let at = pos2(detail_left, middle);
        paint::text_at(painter, at, Align2::LEFT_CENTER, detail, soft);
    }
    response
}

/// The title with the matching characters in the accent and a heavier face.
fn title_job(ui: &Ui, title: &str, highlights: &[u32], color: Color32) -> LayoutJob {
    let body = TextStyle::Body.resolve(ui.style());
    let accent = tokens(ui.ctx()).accent;
    let mut job = LayoutJob::default();
    let mut run = String::new();
    let mut run_marked = false;
    let mut push = |run: &mut String, marked: bool| {
        let (font, color): (FontId, _) = if marked {
            (fonts::medium(), accent)
        } else {
            (body.clone(), color)
        };
        if !run.is_empty() {
            job.append(run, 0.0, TextFormat::simple(font, color));
            run.clear();
        }
    };
    for (number, character) in (0_u32..).zip(title.chars()) {
        let marked = highlights.binary_search(&number).is_ok();
        if marked != run_marked {
            push(&mut run, run_marked);
            run_marked = marked;
        }
        run.push(character);
    }
    push(&mut run, run_marked);
    job
}
