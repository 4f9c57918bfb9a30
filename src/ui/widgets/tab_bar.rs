//! Tabs over a panel that folds.

use egui::{Align2, Id, Rect, Response, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::badge::Badge;
use super::paint::{self, Chevron, RADIUS, Ring};
use super::roving;
use super::strings::WidgetStrings;
use crate::ui::theme::{fonts, space, tokens};

/// One tab.
#[derive(Debug, Clone)]
pub struct Tab<'a, T> {
    /// What is selected with it.
    pub value: T,
    /// Its words.
    pub text: &'a str,
    /// Fewer words, where there is no room for those.
    pub short: &'a str,
    /// A count beside them.
    pub badge: Option<Badge>,
}

impl<'a, T> Tab<'a, T> {
    /// A tab without badge.
    pub const fn new(value: T, text: &'a str) -> Self {
        Self {
            value,
            text,
            short: text,
            badge: None,
        }
    }

    /// The same tab with fewer words for little room.
    pub const fn short(mut self, short: &'a str) -> Self {
        self.short = short;
        self
    }

    /// The same tab with a badge, if there is one.
    pub fn badge(mut self, badge: Option<Badge>) -> Self {
        self.badge = badge;
        self
    }

    const fn words(&self, is_short: bool) -> &'a str {
        if is_short { self.short } else { self.text }
    }
}

/// Height of the bar.
const HEIGHT: f32 = 34.0;

/// Shows the tabs over the full width, with a button at the end that folds the panel below.
///
/// A click on a tab selects it and unfolds; on the selected one it folds. Tab stops at the selected
/// tab and at the button; Left, Right, Home and End select. The response has changed when
/// `selected` or `open` did.
pub fn tab_bar<T: PartialEq + Copy>(
    ui: &mut Ui,
    label: &str,
    selected: &mut T,
    tabs: &[Tab<'_, T>],
    open: &mut bool,
) -> Response {
    let (bar, mut response) =
        ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    let list = UiBuilder::new()
        .max_rect(bar)
        .accessibility_role(Role::TabList)
        .accessibility_label(label);
    let child = ui.new_child(list);
    paint::hairline_below(&child, bar);

    let at = tabs.iter().position(|tab| tab.value == *selected);
    let current = at.unwrap_or(0);
    let id = |index: usize| response.id.with(index);
    roving::keep_on(ui, (0..tabs.len()).map(id), id(current));
    let mut picked = None;
    let mut left = bar.left() + space::S;
    let fit = Fit::of(
        ui,
        tabs,
        bar.width() - 3.0 * space::S - ui.spacing().interact_size.y,
    );
    for (index, tab) in tabs.iter().enumerate() {
        let origin = pos2(left, bar.top());
        let look = Look {
            selected: at == Some(index),
            current: index == current,
            open: *open,
            fit,
        };
        let shown = tab_ui(&child, id(index), tab, origin, look);
        left = shown.rect.right();
        if shown.clicked() {
            picked = Some((index, !(*open && at == Some(index))));
        }
    }
    if ui.memory(|memory| memory.has_focus(id(current)))
        && let Some(target) = roving::target(ui, id(current), current, tabs.len())
    {
        ui.memory_mut(|memory| memory.request_focus(id(target)));
        picked = Some((target, *open));
    }
    if fold_button(&child, response.id.with("fold"), bar, *open).clicked() {
        *open = !*open;
        response.mark_changed();
    }
    if let Some((index, unfolded)) = picked
        && let Some(tab) = tabs.get(index)
    {
        *selected = tab.value;
        *open = unfolded;
        response.mark_changed();
    }
    response
}

#[derive(Clone, Copy)]
struct Look {
    selected: bool,
    /// The stop for Tab.
    current: bool,
    open: bool,
    fit: Fit,
}

/// How tabs are made to fit where there is little room: closer together, then with shorter words.
#[derive(Clone, Copy)]
struct Fit {
    is_short: bool,
    padding: f32,
    most_text: f32,
}

impl Fit {
    fn of<T>(ui: &Ui, tabs: &[Tab<'_, T>], room: f32) -> Self {
        let badges: f32 = tabs.iter().map(|tab| badge_width(ui, tab)).sum();
        let count = tabs.len().max(1) as f32;
        let whole: f32 = tabs.iter().map(|tab| text_width(ui, tab.text)).sum();
        let is_short = whole + badges + 2.0 * space::XS * count > room;
        let words = tabs.iter().map(|tab| tab.words(is_short));
        let texts: Vec<f32> = words.map(|words| text_width(ui, words)).collect();
        let all: f32 = texts.iter().sum();
        let padding = ((room - badges - all) / count / 2.0).clamp(space::XS, space::M);
        let room = room - badges - 2.0 * padding * count;
        Self {
            is_short,
            padding,
            most_text: longest_that_fits(texts, room),
        }
    }
}

/// The width to which texts must be cut so that all of them fit into `room`: the shortest ones stay
/// whole.
fn longest_that_fits(mut texts: Vec<f32>, room: f32) -> f32 {
    texts.sort_by(f32::total_cmp);
    let mut left = room;
    for (index, text) in texts.iter().enumerate() {
        let share = left / (texts.len() - index) as f32;
        if *text > share {
            return share.max(0.0);
        }
        left -= text;
    }
    f32::INFINITY
}

/// The width in the heavier face, so that selecting moves nothing.
fn text_width(ui: &Ui, words: &str) -> f32 {
    let line = paint::line(ui, words, fonts::medium(), f32::INFINITY);
    line.size().x.ceil()
}

fn badge_width<T>(ui: &Ui, tab: &Tab<'_, T>) -> f32 {
    let badge = tab.badge.as_ref();
    badge.map_or(0.0, |badge| space::S + badge.layout(ui).1.x)
}

fn tab_ui<T>(ui: &Ui, id: Id, tab: &Tab<'_, T>, origin: egui::Pos2, look: Look) -> Response {
    let tokens = tokens(ui.ctx());
    let Fit {
        is_short,
        padding,
        most_text,
    } = look.fit;
    let words = tab.words(is_short);
    let whole = text_width(ui, words);
    let width = whole.min(most_text) + badge_width(ui, tab) + 2.0 * padding;
    let rect = Rect::from_min_size(origin, vec2(width, HEIGHT));
    let response = ui.interact(rect, id, roving::sense(look.current));
    let name = match &tab.badge {
        Some(badge) => format!("{} {}", tab.text, badge.text),
        None => tab.text.to_owned(),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Tab, ui.is_enabled(), &name));
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_selected(look.selected);
    });

    let inner = rect.shrink2(vec2(2.0, 4.0));
    let fill = paint::flat_fill(tokens, &response);
    ui.painter().rect_filled(inner, RADIUS, fill);
    let shown = look.selected && look.open;
    let color = if shown || response.hovered() {
        tokens.text
    } else {
        tokens.text_muted
    };
    let font = if shown {
        fonts::medium()
    } else {
        egui::TextStyle::Body.resolve(ui.style())
    };
    let galley = paint::line(ui, words, font, most_text);
    let at = pos2(rect.left() + padding, rect.center().y);
    paint::text_at(ui.painter(), at, Align2::LEFT_CENTER, galley, color);
    if let Some(badge) = &tab.badge {
        let at = pos2(rect.right() - padding, rect.center().y);
        badge.paint(ui, at, Align2::RIGHT_CENTER);
    }
    if shown {
        let strip = Rect::from_min_max(
            pos2(rect.left() + padding, rect.bottom() - 2.0),
            pos2(rect.right() - padding, rect.bottom()),
        );
        ui.painter().rect_filled(strip, 1.0, tokens.accent);
    }
    paint::focus_ring(ui, &response, inner, Ring::Inside);
    if whole > most_text || words != tab.text {
        response.on_hover_text(name)
    } else {
        response
    }
}

fn fold_button(ui: &Ui, id: Id, bar: Rect, open: bool) -> Response {
    let tokens = tokens(ui.ctx());
    let strings = WidgetStrings::of(ui.ctx());
    let side = ui.spacing().interact_size.y;
    let center = pos2(bar.right() - space::S - side / 2.0, bar.center().y);
    let rect = Rect::from_center_size(center, vec2(side, side));
    let response = ui.interact(rect, id, Sense::click());
    let name = if open { &strings.fold } else { &strings.unfold };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    ui.ctx()
        .accesskit_node_builder(id, |node| node.set_expanded(open));
    let fill = paint::flat_fill(tokens, &response);
    ui.painter().rect_filled(rect, RADIUS, fill);
    let to = if open { Chevron::Down } else { Chevron::Up };
    paint::chevron(ui.painter(), rect.center(), to, tokens.text_muted);
    paint::focus_ring(ui, &response, rect, Ring::Inside);
    response.on_hover_text(name.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_longest_words_are_cut_and_only_where_room_is_short() {
        let longest = |room| longest_that_fits(vec![30.0, 100.0, 60.0], room);
        assert!(longest(190.0).is_infinite());
        for (room, expected) in [(160.0, 70.0), (90.0, 30.0), (-5.0, 0.0)] {
            let found: f32 = longest(room);
            assert!((found - expected).abs() < 0.01, "{found} in {room}");
        }
    }
}
