//! A choice among few, all in view.

use egui::{
    Align2, Id, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2,
    vec2,
};

use super::paint::{self, RADIUS, Ring};
use super::roving;
use crate::ui::theme::icons::Icon;
use crate::ui::theme::{fonts, size, space, tokens};

/// One choice.
#[derive(Debug, Clone, Copy)]
pub struct Segment<'a, T> {
    /// What is chosen.
    pub value: T,
    /// What it is called; not shown where there is an icon only.
    pub text: &'a str,
    /// Before the text.
    pub icon: Option<Icon>,
    /// Whether the text is left out beside the icon.
    pub icon_only: bool,
    /// Says more under the pointer; may be empty.
    pub tooltip: &'a str,
}

impl<'a, T> Segment<'a, T> {
    /// A choice shown as text.
    pub const fn new(value: T, text: &'a str) -> Self {
        Self {
            value,
            text,
            icon: None,
            icon_only: false,
            tooltip: "",
        }
    }

    /// A choice shown as an icon; `text` is its name.
    pub const fn of_icon(value: T, icon: Icon, text: &'a str) -> Self {
        Self {
            value,
            text,
            icon: Some(icon),
            icon_only: true,
            tooltip: text,
        }
    }

    /// The same choice with an icon before its text.
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The same choice with more words under the pointer.
    pub const fn tooltip(mut self, tooltip: &'a str) -> Self {
        self.tooltip = tooltip;
        self
    }
}

/// Between the outline and the chosen segment.
const INSET: f32 = 2.0;

/// Shows the choices side by side; the response has changed when another one was chosen.
///
/// Tab stops at the chosen one; Left, Right, Home and End choose.
pub fn segmented<T: PartialEq + Copy>(
    ui: &mut Ui,
    label: &str,
    value: &mut T,
    segments: &[Segment<'_, T>],
) -> Response {
    let widths: Vec<f32> = segments.iter().map(|segment| width(ui, segment)).collect();
    let height = ui.spacing().interact_size.y;
    let total = vec2(widths.iter().sum::<f32>() + 2.0 * INSET, height);
    let (outer, mut response) = ui.allocate_exact_size(total, Sense::hover());
    let group = UiBuilder::new()
        .max_rect(outer)
        .accessibility_role(Role::RadioGroup)
        .accessibility_label(label);
    let child = ui.new_child(group);
    paint_ground(&child, outer);

    let chosen = segments.iter().position(|segment| segment.value == *value);
    let id = |index: usize| response.id.with(index);
    roving::keep_on(ui, (0..segments.len()).map(id), id(chosen.unwrap_or(0)));
    let mut picked = None;
    let mut left = outer.left() + INSET;
    for (index, (segment, width)) in segments.iter().zip(widths).enumerate() {
        let rect = Rect::from_min_size(
            pos2(left, outer.top() + INSET),
            vec2(width, height - 2.0 * INSET),
        );
        left += width;
        let current = chosen.map_or(index == 0, |chosen| chosen == index);
        let state = State {
            rect,
            current,
            chosen: chosen == Some(index),
        };
        if segment_ui(&child, id(index), segment, state) {
            picked = Some(index);
        }
    }
    let current = chosen.unwrap_or(0);
    if ui.memory(|memory| memory.has_focus(id(current)))
        && let Some(target) = roving::target(ui, id(current), current, segments.len())
    {
        ui.memory_mut(|memory| memory.request_focus(id(target)));
        picked = Some(target);
    }
    if let Some(segment) = picked.and_then(|picked| segments.get(picked))
        && segment.value != *value
    {
        *value = segment.value;
        response.mark_changed();
    }
    response
}

#[derive(Clone, Copy)]
struct State {
    rect: Rect,
    /// The stop for Tab.
    current: bool,
    chosen: bool,
}

fn paint_ground(ui: &Ui, outer: Rect) {
    let tokens = tokens(ui.ctx());
    let stroke = Stroke::new(1.0, tokens.border);
    ui.painter()
        .rect(outer, RADIUS, tokens.hover, stroke, StrokeKind::Inside);
}

fn width<T>(ui: &Ui, segment: &Segment<'_, T>) -> f32 {
    let text = if segment.icon_only {
        0.0
    } else {
        // The width of the heavier face, so that choosing moves nothing.
        paint::line(ui, segment.text, fonts::medium(), f32::INFINITY)
            .size()
            .x
    };
    let icon = if segment.icon.is_some() {
        size::BODY + 3.0
    } else {
        0.0
    };
    let gap = if text > 0.0 && icon > 0.0 {
        space::XS
    } else {
        0.0
    };
    (text + icon + gap + 2.0 * space::M).ceil()
}

fn segment_ui<T>(ui: &Ui, id: Id, segment: &Segment<'_, T>, state: State) -> bool {
    let State {
        rect,
        current,
        chosen,
    } = state;
    let response = ui.interact(rect, id, roving::sense(current));
    response.widget_info(|| {
        WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), chosen, segment.text)
    });
    let tokens = tokens(ui.ctx());
    let painter = ui.painter();
    if chosen {
        let stroke = Stroke::new(1.0, tokens.border_strong);
        let fill = if tokens.dark {
            tokens.pressed
        } else {
            tokens.raised
        };
        painter.rect(rect, 4.0, fill, stroke, StrokeKind::Inside);
    }
    let color = if chosen || response.hovered() {
        tokens.text
    } else {
        tokens.text_muted
    };
    let font = if chosen {
        fonts::medium()
    } else {
        egui::TextStyle::Body.resolve(ui.style())
    };
    let icon = segment
        .icon
        .map(|icon| paint::icon(ui, icon, size::BODY + 3.0));
    if segment.icon_only {
        if let Some(icon) = icon {
            paint::centered(painter, rect, icon, color);
        }
    } else {
        let text = paint::line(ui, segment.text, font, f32::INFINITY);
        let before = icon.as_ref().map_or(0.0, |icon| icon.size().x + space::XS);
        let start = rect.center().x - f32::midpoint(before, text.size().x);
        if let Some(icon) = icon {
            let at = pos2(start, rect.center().y);
            paint::text_at(painter, at, Align2::LEFT_CENTER, icon, color);
        }
        let at = pos2(start + before, rect.center().y);
        paint::text_at(painter, at, Align2::LEFT_CENTER, text, color);
    }
    paint::focus_ring(ui, &response, rect, Ring::Inside);
    let clicked = response.clicked();
    if !segment.tooltip.is_empty() {
        response.on_hover_text(segment.tooltip);
    }
    clicked
}
