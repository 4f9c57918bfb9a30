//! What widgets paint in common: focus rings, lines of text, icons, marks.

use std::sync::Arc;

use egui::epaint::CornerRadiusF32;
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{
    Align2, Color32, Context, CornerRadius, Event, FontId, Galley, Id, Label, Painter, Pos2, Rect,
    Response, RichText, Shape, Stroke, StrokeKind, Ui, pos2, vec2,
};

use crate::ui::theme::icons::Icon;
use crate::ui::theme::{Tokens, space};

/// Corner radius of controls.
pub const RADIUS: CornerRadius = CornerRadius::same(space::RADIUS);

/// On which side of the outline of a control the ring lies.
#[derive(Clone, Copy)]
pub enum Ring {
    /// Within, for what touches its neighbours.
    Inside,
    /// Around, for what stands alone.
    Outside,
}

/// Paints the ring of the widget with the keyboard, unless it got it from the pointer.
pub fn focus_ring(ui: &Ui, response: &Response, rect: Rect, ring: Ring) {
    if response.has_focus() {
        ring_around(ui, rect, ring);
    }
}

/// Paints the ring, unless the pointer was used last.
pub fn ring_around(ui: &Ui, rect: Rect, ring: Ring) {
    if !keyboard_in_use(ui.ctx()) {
        return;
    }
    let (rect, kind) = match ring {
        Ring::Inside => (rect, StrokeKind::Inside),
        Ring::Outside => (rect.expand(1.5), StrokeKind::Middle),
    };
    let tokens = crate::ui::theme::tokens(ui.ctx());
    let radius = CornerRadiusF32::from(RADIUS) + CornerRadiusF32::same(1.0);
    let stroke = Stroke::new(1.5, tokens.accent);
    ui.painter().rect_stroke(rect, radius, stroke, kind);
}

/// Whether keys or assistive technology were used after the pointer.
///
/// Only called for the widget with the focus, which sees every frame while it has it.
fn keyboard_in_use(ctx: &Context) -> bool {
    let last = ctx.input(|input| {
        input.events.iter().rev().find_map(|event| match event {
            Event::Key { .. } | Event::AccessKitActionRequest(_) => Some(true),
            Event::PointerButton { .. } => Some(false),
            _ => None,
        })
    });
    let id = Id::unique("letterhead.keyboard_in_use");
    ctx.data_mut(|data| match last {
        Some(last) => {
            data.insert_temp(id, last);
            last
        }
        None => *data.get_temp_mut_or(id, true),
    })
}

/// The fill of a flat control: none at rest.
pub fn flat_fill(tokens: &Tokens, response: &Response) -> Color32 {
    if response.is_pointer_button_down_on() {
        tokens.pressed
    } else if response.hovered() {
        tokens.hover
    } else {
        Color32::TRANSPARENT
    }
}

/// One line of text, cut with “…” where it is wider than `width`; painted in the colour given later.
pub fn line(ui: &Ui, text: &str, font: FontId, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(
        text.to_owned(),
        TextFormat::simple(font, Color32::PLACEHOLDER),
    );
    cut_at(&mut job, width);
    ui.painter().layout_job(job)
}

/// Makes a job one line that ends with “…” where it is wider than `width`.
pub fn cut_at(job: &mut LayoutJob, width: f32) {
    job.break_on_newline = false;
    job.wrap = TextWrapping {
        max_width: width.max(0.0),
        max_rows: 1,
        break_anywhere: true,
        ..TextWrapping::default()
    };
}

/// An icon; painted in the colour given later.
pub fn icon(ui: &Ui, icon: Icon, size: f32) -> Arc<Galley> {
    let font = FontId::new(size, icon.font_family());
    ui.painter()
        .layout_no_wrap(icon.codepoint.to_owned(), font, Color32::PLACEHOLDER)
}

/// Paints `galley` with its middle at the height of `at`; `align` says which edge stands at its x.
pub fn text_at(painter: &Painter, at: Pos2, align: Align2, galley: Arc<Galley>, color: Color32) {
    let rect = align.anchor_size(at, galley.size());
    painter.galley(rect.min, galley, color);
}

/// Paints `galley` in the middle of `rect`.
pub fn centered(painter: &Painter, rect: Rect, galley: Arc<Galley>, color: Color32) {
    text_at(painter, rect.center(), Align2::CENTER_CENTER, galley, color);
}

/// Where a chevron points.
#[derive(Clone, Copy)]
pub enum Chevron {
    /// To what lies below.
    Down,
    /// To what lies above.
    Up,
    /// To what is folded.
    Right,
}

/// Paints a chevron of 8 points.
pub fn chevron(painter: &Painter, center: Pos2, to: Chevron, color: Color32) {
    let points = [vec2(-4.0, -2.0), vec2(0.0, 2.0), vec2(4.0, -2.0)].map(|corner| {
        center
            + match to {
                Chevron::Down => corner,
                Chevron::Up => vec2(corner.x, -corner.y),
                Chevron::Right => vec2(corner.y, corner.x),
            }
    });
    painter.add(Shape::line(points.to_vec(), Stroke::new(1.5, color)));
}

/// The mark of a menu that opens below, for [`egui::ComboBox::icon`].
pub fn menu_mark(ui: &Ui, rect: Rect, _: &egui::style::WidgetVisuals, _: bool) {
    let color = crate::ui::theme::tokens(ui.ctx()).text_muted;
    chevron(ui.painter(), rect.center(), Chevron::Down, color);
}

/// A hairline on the lower edge of `rect`, within it.
pub fn hairline_below(ui: &Ui, rect: Rect) {
    let tokens = crate::ui::theme::tokens(ui.ctx());
    let pixel = 1.0 / ui.ctx().pixels_per_point();
    let line = Rect::from_min_max(pos2(rect.left(), rect.bottom() - pixel), rect.max);
    ui.painter().rect_filled(line, 0.0, tokens.border);
}

/// Adds words that may take several lines beside controls of the usual height: the first line stands
/// at the height of their words.
pub fn words_ui(ui: &mut Ui, width: f32, words: RichText, font: FontId, select: bool) -> Response {
    let control = ui.spacing().interact_size.y;
    let row = ui.fonts_mut(|fonts| fonts.row_height(&font));
    let pad = ((control - row) / 2.0).max(0.0);
    ui.vertical(|ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(pad);
        let label = Label::new(words.font(font)).wrap().selectable(select);
        let response = ui.add(label);
        ui.add_space(pad);
        response
    })
    .inner
}

/// Lets what is scrolled have all the space: bars lie over it, and nothing fades at its edges into
/// a colour that is not its ground.
pub fn scroll_over(ui: &mut Ui) {
    let scroll = &mut ui.spacing_mut().scroll;
    scroll.floating_allocated_width = 0.0;
    scroll.dormant_background_opacity = 0.0;
    scroll.active_background_opacity = 0.0;
    scroll.fade.strength = 0.0;
    // The handle in the colour of text, thinned: that of fields would vanish on their ground.
    scroll.foreground_color = true;
    scroll.dormant_handle_opacity = 0.2;
    scroll.active_handle_opacity = 0.3;
    scroll.interact_handle_opacity = 0.5;
}

/// What dims the window behind a dialog.
pub fn backdrop(ctx: &Context) -> Color32 {
    // The shadow under what floats is as dark as the theme bears; twice that dims the rest.
    let shadow = crate::ui::theme::tokens(ctx).shadow;
    Color32::from_black_alpha(shadow.a().saturating_mul(2).clamp(70, 150))
}

/// Whether what `id` names was not shown in the pass before this one. Call once per pass.
pub fn just_opened(ctx: &Context, id: Id) -> bool {
    let now = ctx.cumulative_pass_nr();
    let id = id.with("last_shown");
    let last = ctx.data_mut(|data| {
        let last: Option<u64> = data.get_temp(id);
        data.insert_temp(id, now);
        last
    });
    last.is_none_or(|last| last + 1 < now)
}
