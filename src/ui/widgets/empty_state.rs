//! What stands where there is nothing yet.

use egui::{Align, Label, Layout, Response, RichText, Sense, Ui, UiBuilder, pos2, vec2};

use super::button::{Button, ButtonLook};
use super::paint;
use crate::ui::theme::icons::Icon;
use crate::ui::theme::{fonts, space, tokens};

const ICON: f32 = 32.0;
const WIDTH: f32 = 320.0;

/// An icon, a title, one sentence and perhaps a button, in the middle of all space there is;
/// returns the response of the button.
pub fn empty_state(
    ui: &mut Ui,
    icon: Icon,
    title: &str,
    sentence: &str,
    button: Option<&str>,
) -> Option<Response> {
    let tokens = tokens(ui.ctx());
    let room = ui.available_rect_before_wrap();
    ui.allocate_rect(room, Sense::hover());
    let width = WIDTH.min(room.width() - 2.0 * space::M);
    // The height is known before it is laid out, so that it stands still from the first frame.
    let body = egui::TextStyle::Body.resolve(ui.style());
    let words = ui
        .painter()
        .layout(sentence.to_owned(), body, tokens.text_muted, width);
    let button_height = if button.is_some() {
        space::L + ui.spacing().interact_size.y
    } else {
        0.0
    };
    let title_height = ui.fonts_mut(|fonts| fonts.row_height(&fonts::title()));
    let height = ICON + space::M + title_height + space::XS + words.size().y + button_height;
    let top = (room.center().y - height / 2.0).max(room.top()).round();
    let left = (room.center().x - width / 2.0).round();
    let block = egui::Rect::from_min_size(pos2(left, top), vec2(width, height));
    let builder = UiBuilder::new()
        .max_rect(block)
        .layout(Layout::top_down(Align::Center));
    let mut child = ui.new_child(builder);
    let ui = &mut child;
    ui.spacing_mut().item_spacing.y = 0.0;
    let (rect, _) = ui.allocate_exact_size(vec2(ICON, ICON), Sense::hover());
    let icon = paint::icon(ui, icon, ICON);
    paint::centered(ui.painter(), rect, icon, tokens.text_faint);
    ui.add_space(space::M);
    ui.add(Label::new(RichText::new(title).font(fonts::title())));
    ui.add_space(space::XS);
    ui.add(Label::new(RichText::new(sentence).color(tokens.text_muted)).wrap());
    let text = button?;
    ui.add_space(space::L);
    Some(ui.add(Button::new(text, ButtonLook::Quiet)))
}
