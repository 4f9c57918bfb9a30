//! A question in front of everything else.

use egui::{
    Align, Context, Event, Frame, Id, ImeEvent, Key, Layout, Margin, Modal, Modifiers, Role,
    Stroke, Ui, UiBuilder, vec2,
};

use super::button::{Button, ButtonLook};
use super::{focus, paint};
use crate::ui::theme::{fonts, space, tokens};

/// How a dialog was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DialogAnswer {
    /// With its primary button, or Enter.
    Primary,
    /// With the button between the two others.
    Alternative,
    /// With its cancel button, Escape, or a click outside while nothing is typed into it.
    Cancel,
}

/// A modal dialog. Show it in each frame in which it is open.
///
/// The keyboard moves into it when it opens, stays inside, and goes back afterwards. Once something was
/// typed or pasted into it, a click outside no longer closes it.
#[derive(Debug, Clone, Copy)]
#[must_use = "it does nothing until it is shown"]
pub struct Dialog<'a> {
    id: Id,
    title: &'a str,
    primary: &'a str,
    alternative: Option<&'a str>,
    cancel: &'a str,
    look: ButtonLook,
    enabled: bool,
    obstacle: Option<&'a str>,
    enter: bool,
    width: f32,
}

impl<'a> Dialog<'a> {
    /// A dialog whose buttons say `primary`, a verb, and `cancel`.
    pub fn new(id: Id, title: &'a str, primary: &'a str, cancel: &'a str) -> Self {
        Self {
            id,
            title,
            primary,
            alternative: None,
            cancel,
            look: ButtonLook::Primary,
            enabled: true,
            obstacle: None,
            enter: true,
            width: 420.0,
        }
    }

    /// With a third button: “Discard” between “Save” and “Cancel”.
    pub const fn alternative(mut self, text: &'a str) -> Self {
        self.alternative = Some(text);
        self
    }

    /// Marks the primary button as one that cannot be undone; Cancel has the keyboard first.
    pub const fn danger(mut self) -> Self {
        self.look = ButtonLook::Danger;
        self
    }

    /// Whether the primary button can be pressed.
    pub const fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// What has to be done before the primary button can be pressed, shown beside it.
    pub const fn obstacle(mut self, obstacle: Option<&'a str>) -> Self {
        self.enabled = obstacle.is_none();
        self.obstacle = obstacle;
        self
    }

    /// Leaves Enter to a field of many lines in the body; Ctrl+Enter answers then.
    pub const fn many_lines(mut self) -> Self {
        self.enter = false;
        self
    }

    /// Width of the content in points, 420 unless told.
    pub const fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Shows it; returns what the body returned, and the answer in the frame it is given.
    pub fn show<R>(
        self,
        ctx: &Context,
        body: impl FnOnce(&mut Ui) -> R,
    ) -> (R, Option<DialogAnswer>) {
        let opened = paint::just_opened(ctx, self.id);
        let before = self.id.with("focus_before");
        let focused = ctx.memory(|memory| memory.focused());
        if opened {
            let behind = focus::behind(ctx);
            ctx.data_mut(|data| data.insert_temp(before, behind));
        }
        let holds_input = self.holds_input(ctx, opened, focused);
        let modal = Modal::new(self.id)
            .backdrop_color(paint::backdrop(ctx))
            .frame(frame(ctx));
        let shown = modal.show(ctx, |ui| {
            let named = UiBuilder::new()
                .accessibility_role(Role::Dialog)
                .accessibility_label(self.title);
            ui.scope_builder(named, |ui| self.content_ui(ui, opened, focused, body))
                .inner
        });
        let cancelled = if shown.backdrop_response.clicked() {
            !holds_input
        } else {
            shown.should_close()
        };
        let (inner, pressed) = shown.inner;
        let answer = if cancelled {
            pressed.or(Some(DialogAnswer::Cancel))
        } else {
            pressed
        };
        if answer.is_some() {
            let before: Option<Id> = ctx.data_mut(|data| data.remove_temp(before)).flatten();
            focus::give_back(ctx, before);
        }
        (inner, answer)
    }

    /// Whether something was typed or pasted into one of its fields since it opened.
    fn holds_input(&self, ctx: &Context, opened: bool, focused: Option<Id>) -> bool {
        let id = self.id.with("holds_input");
        let in_field = focused.is_some_and(|id| egui::TextEdit::load_state(ctx, id).is_some());
        let is_input = |event: &Event| match event {
            Event::Text(text) | Event::Paste(text) => !text.is_empty(),
            Event::Ime(ime) => matches!(ime, ImeEvent::Commit(_)),
            _ => false,
        };
        // The key that opened the dialog is no input.
        let now = !opened && in_field && ctx.input(|input| input.events.iter().any(is_input));
        ctx.data_mut(|data| {
            let before = !opened && data.get_temp(id).unwrap_or(false);
            data.insert_temp(id, before || now);
            before || now
        })
    }

    fn content_ui<R>(
        self,
        ui: &mut Ui,
        opened: bool,
        focused: Option<Id>,
        body: impl FnOnce(&mut Ui) -> R,
    ) -> (R, Option<DialogAnswer>) {
        let room = ui.ctx().content_rect().width() - 4.0 * space::XL;
        ui.set_width(self.width.min(room));
        ui.spacing_mut().item_spacing.y = space::M;
        ui.add(egui::Label::new(egui::RichText::new(self.title).font(fonts::title())).wrap());
        // The key that opened the dialog is still down in its first frame.
        let submitted = !opened && self.submitted(ui, focused);
        let inner = body(ui);
        ui.add_space(space::S);
        let (pressed, first) = self.buttons_ui(ui);
        // The body may have given the keyboard to one of its fields.
        if opened && ui.memory(|memory| memory.focused()) == focused {
            ui.memory_mut(|memory| memory.request_focus(first));
        }
        let submitted = (submitted && self.enabled).then_some(DialogAnswer::Primary);
        (inner, pressed.or(submitted))
    }

    /// Whether Enter answers: not on a button, which it presses.
    fn submitted(&self, ui: &Ui, focused: Option<Id>) -> bool {
        let in_field = focused.is_none_or(|id| egui::TextEdit::load_state(ui.ctx(), id).is_some());
        let modifiers = if self.enter {
            Modifiers::NONE
        } else {
            Modifiers::COMMAND
        };
        in_field && ui.input_mut(|input| input.consume_key(modifiers, Key::Enter))
    }

    /// The buttons, with the primary one at the right end; returns the one to have the keyboard.
    fn buttons_ui(&self, ui: &mut Ui) -> (Option<DialogAnswer>, Id) {
        let wide = vec2(ui.available_width(), ui.spacing().interact_size.y);
        let row = Layout::right_to_left(Align::Center);
        ui.allocate_ui_with_layout(wide, row, |ui| {
            ui.spacing_mut().item_spacing.x = space::S + 2.0;
            let primary = ui.add_enabled(self.enabled, Button::new(self.primary, self.look));
            let alternative = self
                .alternative
                .map(|text| ui.add(Button::new(text, ButtonLook::Quiet)));
            // Where there is nothing to choose, one button is enough.
            let has_choice = self.cancel != self.primary;
            let cancel = has_choice.then(|| ui.add(Button::new(self.cancel, ButtonLook::Quiet)));
            if let Some(obstacle) = self.obstacle {
                let words = egui::RichText::new(obstacle).small();
                let words = words.color(tokens(ui.ctx()).text_muted);
                ui.add(egui::Label::new(words).truncate());
            }
            let answer = if primary.clicked() {
                Some(DialogAnswer::Primary)
            } else if alternative.is_some_and(|button| button.clicked()) {
                Some(DialogAnswer::Alternative)
            } else {
                let is_cancelled = cancel.as_ref().is_some_and(|button| button.clicked());
                is_cancelled.then_some(DialogAnswer::Cancel)
            };
            let careful = self.look == ButtonLook::Danger || !self.enabled;
            let first = cancel.filter(|_| careful).unwrap_or(primary);
            (answer, first.id)
        })
        .inner
    }
}

/// The ground of what stands in front of everything else.
pub(super) fn frame(ctx: &Context) -> Frame {
    let style = ctx.global_style();
    let tokens = tokens(ctx);
    Frame::NONE
        .fill(tokens.raised)
        .stroke(Stroke::new(1.0, tokens.border_strong))
        .corner_radius(style.visuals.window_corner_radius)
        .shadow(style.visuals.window_shadow)
        .inner_margin(Margin::same(18))
}
