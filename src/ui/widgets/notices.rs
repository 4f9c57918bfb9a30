//! Short messages at the lower right, above the status line.

use std::time::Duration;

use egui::{
    Align2, Area, Context, Frame, Id, Label, Margin, Order, RichText, Role, Stroke, Ui, UiBuilder,
    UiKind, accesskit, vec2,
};

use super::button::{Button, ButtonLook, IconButton};
use super::paint;
use super::strings::WidgetStrings;
use super::tone::Tone;
use crate::ui::theme::icons;
use crate::ui::theme::{fonts, size, space, tokens};

/// One message; `V` is what its buttons stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice<V> {
    /// An error stays until it is dismissed; anything else goes by itself.
    pub tone: Tone,
    /// What happened, in a few words.
    pub title: String,
    /// More about it; may be empty.
    pub detail: String,
    /// Words of the buttons and what pressing one returns.
    pub actions: Vec<(String, V)>,
}

impl<V> Notice<V> {
    /// A message without buttons.
    pub fn new(tone: impl Into<Tone>, title: impl Into<String>) -> Self {
        Self {
            tone: tone.into(),
            title: title.into(),
            detail: String::new(),
            actions: Vec::new(),
        }
    }

    /// With more words.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// With one more button.
    pub fn action(mut self, text: impl Into<String>, value: V) -> Self {
        self.actions.push((text.into(), value));
        self
    }
}

/// Names a message, so that it can be withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NoticeId(u64);

struct Entry<V> {
    id: NoticeId,
    notice: Notice<V>,
    /// The time it goes; unknown until it was first shown.
    until: Option<Duration>,
}

/// All messages in view, the newest at the bottom.
pub struct Notices<V> {
    entries: Vec<Entry<V>>,
    next: u64,
    lifetime: Duration,
    wants_focus: bool,
}

impl<V> Default for Notices<V> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            next: 0,
            lifetime: Duration::from_secs(6),
            wants_focus: false,
        }
    }
}

/// Width of a message.
const WIDTH: f32 = 340.0;

impl<V: Clone> Notices<V> {
    /// How long a message that is no error stays, 6 seconds unless told.
    pub fn set_lifetime(&mut self, lifetime: Duration) {
        self.lifetime = lifetime;
    }

    /// Shows a message from the next frame on.
    pub fn push(&mut self, notice: Notice<V>) -> NoticeId {
        let id = NoticeId(self.next);
        self.next += 1;
        self.entries.push(Entry {
            id,
            notice,
            until: None,
        });
        id
    }

    /// Withdraws a message, if it is still there.
    pub fn dismiss(&mut self, id: NoticeId) {
        self.entries.retain(|entry| entry.id != id);
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The messages, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Notice<V>> {
        self.entries.iter().map(|entry| &entry.notice)
    }

    /// Moves the keyboard to the newest message when it is shown next.
    pub fn focus(&mut self) {
        self.wants_focus = true;
    }

    /// Shows the messages `above` points over the lower edge of the window; returns the value of a
    /// button that was pressed, whose message is then gone.
    ///
    /// `now` is any time that only goes forward. A message does not go while it is pointed at.
    pub fn show(&mut self, ctx: &Context, above: f32, now: Duration) -> Option<V> {
        let lifetime = self.lifetime;
        self.entries
            .retain(|entry| entry.until.is_none_or(|until| now < until));
        if self.entries.is_empty() {
            return None;
        }
        let wants_focus = std::mem::take(&mut self.wants_focus);
        let mut outcome = None;
        let area = Area::new(Id::unique("letterhead.notices"))
            .kind(UiKind::Popup)
            .order(Order::Foreground)
            .anchor(Align2::RIGHT_BOTTOM, vec2(-space::L, -above - space::M))
            .constrain(true);
        let area = area.show(ctx, |ui| {
            ui.set_width(WIDTH);
            ui.spacing_mut().item_spacing.y = space::S + 2.0;
            let newest = self.entries.last().map(|entry| entry.id);
            for entry in &self.entries {
                let focus = wants_focus && newest == Some(entry.id);
                let pressed = notice_ui(ui, entry, focus);
                if pressed.is_some() {
                    outcome = pressed.map(|pressed| (entry.id, pressed));
                }
            }
        });
        let held = area.response.contains_pointer();
        for entry in &mut self.entries {
            if entry.notice.tone != Tone::Error && (held || entry.until.is_none()) {
                entry.until = Some(now + lifetime);
            }
        }
        if let Some(next) = self.entries.iter().filter_map(|entry| entry.until).min() {
            ctx.request_repaint_after(next.saturating_sub(now));
        }
        let (id, pressed) = outcome?;
        self.dismiss(id);
        match pressed {
            Pressed::Dismiss => None,
            Pressed::Action(value) => Some(value),
        }
    }
}

enum Pressed<V> {
    Dismiss,
    Action(V),
}

fn notice_ui<V: Clone>(ui: &mut Ui, entry: &Entry<V>, focus: bool) -> Option<Pressed<V>> {
    let tokens = tokens(ui.ctx());
    let notice = &entry.notice;
    let (role, live) = match notice.tone {
        Tone::Error => (Role::Alert, accesskit::Live::Assertive),
        _ => (Role::Status, accesskit::Live::Polite),
    };
    let named = UiBuilder::new()
        .id_salt(entry.id)
        .accessibility_role(role)
        .accessibility_label(&notice.title);
    ui.scope_builder(named, |ui| {
        ui.ctx()
            .accesskit_node_builder(ui.unique_id(), |node| node.set_live(live));
        let frame = Frame::NONE
            .fill(tokens.raised)
            .stroke(Stroke::new(1.0, tokens.border_strong))
            .corner_radius(8)
            .shadow(ui.visuals().popup_shadow)
            .inner_margin(Margin {
                left: 12,
                right: 8,
                top: 8,
                bottom: 10,
            });
        let shown = frame.show(ui, |ui| {
            ui.set_width(WIDTH - 22.0);
            content_ui(ui, notice, focus)
        });
        // A narrow strip says how grave it is; the icon says it without colour.
        let edge = shown.response.rect;
        let strip = edge.with_max_x(edge.left() + 3.0).shrink2(vec2(0.0, 9.0));
        ui.painter()
            .rect_filled(strip, 1.5, notice.tone.color(tokens));
        shown.inner
    })
    .inner
}

fn content_ui<V: Clone>(ui: &mut Ui, notice: &Notice<V>, focus: bool) -> Option<Pressed<V>> {
    let tokens = tokens(ui.ctx());
    let strings = WidgetStrings::of(ui.ctx());
    let mut pressed = None;
    ui.spacing_mut().item_spacing.y = 2.0;
    let mut first = None;
    ui.horizontal_top(|ui| {
        let side = ui.spacing().interact_size.y;
        let icon = paint::icon(ui, notice.tone.icon(), size::BODY + 4.0);
        let (rect, _) = ui.allocate_exact_size(vec2(18.0, side), egui::Sense::hover());
        paint::centered(ui.painter(), rect, icon, notice.tone.color(tokens));
        let room = ui.available_width() - side - space::S;
        let title = RichText::new(&notice.title);
        paint::words_ui(ui, room, title, fonts::medium(), false);
        let close = ui.add(IconButton::new(icons::CLOSE, &strings.dismiss));
        first = Some(close.id);
        if close.clicked() {
            pressed = Some(Pressed::Dismiss);
        }
    });
    let indent = 18.0 + space::S;
    if !notice.detail.is_empty() {
        let builder = UiBuilder::new().max_rect({
            let mut rect = ui.available_rect_before_wrap();
            rect.min.x += indent;
            rect.max.x -= space::S;
            rect
        });
        ui.scope_builder(builder, |ui| {
            let detail = RichText::new(&notice.detail).color(tokens.text_muted);
            ui.add(Label::new(detail).wrap());
        });
    }
    if !notice.actions.is_empty() {
        ui.add_space(space::XS);
        ui.horizontal(|ui| {
            ui.add_space(indent - space::S);
            for (index, (text, value)) in notice.actions.iter().enumerate() {
                let button = ui.add(Button::new(text, ButtonLook::Flat));
                if index == 0 {
                    first = Some(button.id);
                }
                if button.clicked() {
                    pressed = Some(Pressed::Action(value.clone()));
                }
            }
        });
    }
    if let Some(first) = first.filter(|_| focus) {
        ui.memory_mut(|memory| memory.request_focus(first));
    }
    pressed
}
